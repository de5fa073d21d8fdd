import type { Family } from '../../evidence/family.ts';

/** A path MTU in bytes that a node may have learned for a destination; `undefined`: it has learned none. */
export type LearnedMtu = number | undefined;

/** What nodes may know of the paths to others: each entry has all values that the plan leaves open. */
export class PathMtuMemory {
  readonly #learned = new Map<string, readonly LearnedMtu[]>();
  readonly #mayExpire: MayExpire;

  constructor(mayExpire: MayExpire = () => false) {
    this.#mayExpire = mayExpire;
  }

  of(node: string, destination: string, family: Family): readonly LearnedMtu[] {
    return this.#learned.get(key(node, destination, family)) ?? [undefined];
  }

  /** Replaces what a node may know by what it may know after a step. */
  learn(node: string, destination: string, family: Family, learned: readonly LearnedMtu[]): void {
    if (learned.length === 0) return;
    const later = this.#mayExpire(node, family) ? [undefined] : [];
    this.#learned.set(key(node, destination, family), [...new Set([...learned, ...later])]);
  }

  /** One node forgets all that it has learned, or all nodes do. */
  forget(node?: string): void {
    for (const each of this.#learned.keys())
      if (node === undefined || each.startsWith(`${node} `)) this.#learned.delete(each);
  }

  /** A change of a node may have made it forget what it has learned, and may not. */
  mayForget(node: string): void {
    for (const [each, learned] of this.#learned)
      if (each.startsWith(`${node} `)) this.#learned.set(each, [...new Set([...learned, undefined])]);
  }
}

/** Whether a node may forget later what it learns now. */
type MayExpire = (node: string, family: Family) => boolean;

const key = (node: string, destination: string, family: Family): string => `${node} ${destination} ${family}`;
