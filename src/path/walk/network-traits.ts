import type { Family } from '../../evidence/family.ts';
import type { Impairment } from '../../words/lab/impairment.ts';
import type { InterfaceView, NodeView } from '../../words/lab/node-view.ts';
import type { Loss, Packet, Passing } from '../../words/lab/packet.ts';
import type { StaticRoute } from '../../words/language/path-effects.ts';
import type { Trait } from '../../words/language/word.ts';

type Traits = Readonly<Record<string, Trait<unknown>>>;

/** The traits of all nodes as they stand after the steps so far, seen through what they do to packets. */
export class NetworkTraits {
  readonly #words: Traits;
  readonly #settings: Map<string, Readonly<Record<string, unknown>>>;
  readonly #bound = new Map<string, readonly BoundTrait[]>();
  /** How many changes there had been when a node was last given or deprived of a trait. */
  readonly #changedAt = new Map<string, number>();
  #changes = 0;
  #seen: Set<string> | undefined;

  constructor(
    nodes: readonly { readonly name: string; readonly traits: Readonly<Record<string, unknown>> }[],
    words: Traits,
  ) {
    this.#words = words;
    this.#settings = new Map(nodes.map(({ name, traits }) => [name, traits]));
  }

  /** Gives a trait to a node that exists; `undefined` takes it away. */
  set(node: string, trait: string, settings: unknown): void {
    const known = this.#settings.get(node);
    if (!known) return;
    this.#changes += 1;
    this.#changedAt.set(node, this.#changes);
    const { [trait]: _, ...others } = known;
    this.#bound.delete(node);
    this.#settings.set(node, settings === undefined ? others : { ...others, [trait]: settings });
  }

  /** Returns what `look` finds, and the nodes at whose traits it has looked: until one of those changes, it finds the same. */
  seenBy<T>(look: () => T): Seen<T> {
    const outer = this.#seen;
    const nodes = (this.#seen = new Set());
    const found = look();
    this.#seen = outer;
    for (const node of nodes) outer?.add(node);
    return { found, nodes, after: this.#changes };
  }

  /** Whether the same would be found again. */
  isCurrent({ nodes, after }: Seen<unknown>): boolean {
    for (const node of nodes) {
      if ((this.#changedAt.get(node) ?? 0) > after) return false;
      this.#seen?.add(node);
    }
    return true;
  }

  /** All traits of a node. */
  of(node: string): Readonly<Record<string, unknown>> {
    this.#seen?.add(node);
    return this.#settings.get(node) ?? {};
  }

  /** Returns the settings of a trait; undefined where the node has none. */
  settingsOf(node: string, trait: string): unknown {
    return this.of(node)[trait];
  }

  /** Takes a packet through one hook of a node: what is left of it, and how it may be lost there. */
  passHook(node: NodeView, passing: Passing): { readonly packet?: Packet; readonly losses: readonly LostPacket[] } {
    const losses: LostPacket[] = [];
    const traits = this.#of(node.name);
    let { packet } = passing;
    for (const isBeforeCounting of stages)
      for (const { path, settings } of traits) {
        const effect = path.affects?.(settings, packet === passing.packet ? passing : { ...passing, packet }, node);
        if (!effect || effect.isBeforeCounting !== isBeforeCounting) continue;
        if ('packet' in effect) ({ packet } = effect);
        else losses.push({ ...effect, packet });
        if ('isCertain' in effect && effect.isCertain) return { losses };
      }
    return { packet, losses };
  }

  /** The MTU of an interface in bytes: that of its link, unless the node sets another. */
  mtuOf(node: string, view: InterfaceView): number {
    return this.#first(node, ({ path, settings }) => path.mtu?.(settings, view)) ?? view.mtu;
  }

  /** What happens to the frames that leave by an interface: what the node says, or its link. */
  impairmentOf(node: string, view: InterfaceView): Impairment {
    if (!view.emulated) return {};
    return (
      this.#first(node, ({ path, settings }) => path.impairment?.(settings, view)) ?? view.emulated.impairment ?? {}
    );
  }

  routeOf(node: string, destination: string, family: Family): StaticRoute | undefined {
    return this.#first(node, ({ path, settings }) => path.route?.(settings, destination, family));
  }

  sysctlOf(node: string, name: string): string | undefined {
    return this.#first(node, ({ path, settings }) => path.sysctl?.(settings, name));
  }

  /** Why nothing is predicted of packets that pass the node; undefined if something is. */
  unpredictableAt(node: string): string | undefined {
    return this.#first(node, ({ path, settings }) => path.unpredictable?.(settings));
  }

  /** Whether packets pass the node as they are, whatever they are. */
  isPlainAt(node: string): boolean {
    return this.#of(node).length === 0;
  }

  queuesAt(node: string): boolean {
    return this.#of(node).some(({ path }) => path.queues);
  }

  /** Whether a trait may change which path MTU its node knows. */
  changesPathMtus(trait: string): boolean {
    const { mtu, route } = this.#words[trait]?.path ?? {};
    return mtu !== undefined || route !== undefined;
  }

  #of(node: string): readonly BoundTrait[] {
    this.#seen?.add(node);
    const known = this.#bound.get(node);
    if (known) return known;
    const bound = Object.entries(this.of(node)).flatMap(([trait, settings]) => {
      const { path } = this.#words[trait]!;
      return path ? [{ path, settings }] : [];
    });
    this.#bound.set(node, bound);
    return bound;
  }

  #first<T>(node: string, read: (trait: BoundTrait) => T | undefined): T | undefined {
    const traits = this.#of(node);
    if (traits.length === 0) return undefined; // most nodes; a loop over nothing costs as much as the rest of this
    for (const trait of traits) {
      const value = read(trait);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** What a node does before it counts what it makes, and after. */
const stages = [true, undefined] as const;

/** What was found by looking at the traits of some nodes, and how many changes there had been. */
export interface Seen<T> {
  readonly found: T;
  readonly nodes: ReadonlySet<string>;
  readonly after: number;
}

/** How a packet may be lost, and what earlier traits have made of it. */
export interface LostPacket extends Loss {
  readonly packet: Packet;
}

interface BoundTrait {
  readonly path: NonNullable<Trait<unknown>['path']>;
  readonly settings: unknown;
}
