import type { Family } from '../../evidence/family.ts';

/** A path MTU in bytes that a node may have learned for a destination; `undefined`: it has learned none. */
export type LearnedMtu = number | undefined;

/** What nodes may know of the paths to others: each entry has all values that the plan leaves open. */
export class PathMtuMemory {
  readonly #learned = new Map<string, Noted>();
  /** By node and family: what packets of which nothing is predicted may have taught the node, and others about it. */
  readonly #unpredicted = new Map<string, Noted>();
  readonly #forgottenAt = new Map<string, number>();
  readonly #mayExpire: MayExpire;
  #time = 0;

  constructor(mayExpire: MayExpire = () => false) {
    this.#mayExpire = mayExpire;
  }

  of(node: string, destination: string, family: Family): readonly LearnedMtu[] {
    const known = this.#learned.get(key(node, destination, family));
    const { mtus, at } = known ?? { mtus: [undefined], at: this.#forgottenAt.get(node) ?? 0 };
    const since = [node, destination]
      .flatMap((end) => this.#unpredicted.get(`${end} ${family}`) ?? [])
      .filter((noted) => noted.at > at);
    return since.length === 0 ? mtus : [...new Set([...mtus, ...since.flatMap((noted) => noted.mtus)])];
  }

  /** Replaces what a node may know by what it may know after a step. */
  learn(node: string, destination: string, family: Family, learned: readonly LearnedMtu[]): void {
    if (learned.length === 0) return;
    const later = this.#mayExpire(node, family) ? [undefined] : [];
    this.#learned.set(key(node, destination, family), {
      mtus: [...new Set([...learned, ...later])],
      at: ++this.#time,
    });
  }

  /** A node may have learned any of these path MTUs to any destination, and any node may have learned one to it. */
  mayLearn(node: string, family: Family, mtus: readonly number[]): void {
    this.#unpredicted.set(`${node} ${family}`, { mtus, at: ++this.#time });
  }

  /** One node forgets all that it has learned, or all nodes do. */
  forget(node?: string): void {
    for (const each of this.#learned.keys())
      if (node === undefined || each.startsWith(`${node} `)) this.#learned.delete(each);
    if (node === undefined) this.#unpredicted.clear();
    else this.#forgottenAt.set(node, ++this.#time);
  }

  /** A change of a node may have made it forget what it has learned, and may not. */
  mayForget(node: string): void {
    for (const [each, { mtus, at }] of this.#learned)
      if (each.startsWith(`${node} `)) this.#learned.set(each, { mtus: [...new Set([...mtus, undefined])], at });
  }
}

/** Path MTUs, and the number of the note. */
interface Noted {
  readonly mtus: readonly LearnedMtu[];
  readonly at: number;
}

/** Whether a node may forget later what it learns now. */
type MayExpire = (node: string, family: Family) => boolean;

const key = (node: string, destination: string, family: Family): string => `${node} ${destination} ${family}`;
