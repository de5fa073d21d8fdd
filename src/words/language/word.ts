import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { FirewallRule } from '../lab/firewall-rule.ts';
import type { Shape } from './shape.ts';
import type { Verdict } from './verdict.ts';
import type { Wait } from '../lab/wait.ts';

/** A word of the language: one plain object in a file of its own, and one line in the dictionary. */
export interface Word<S> {
  /** One sentence that begins with a capital and ends with a full stop. */
  readonly about: string;
  readonly shape: Shape<S>;
  /** Settings that the shape accepts; shown by `explain`. */
  readonly example: S;
  /** Capabilities of the machine that must be probed before it can work; missing ones make the scenario a skip. */
  readonly needs?: readonly Capability[];
  /** Capabilities that depend on the settings: a sysctl that rootless labs lack, or those of the traits that a change gives. */
  needsFor?(settings: S): readonly Capability[];
}

/** What a machine may lack; kernel/machine/missing-capabilities.ts probes each by trying. */
export type Capability =
  | 'nft'
  | 'tcpmss'
  | 'nexthop-groups'
  | 'tbf'
  | 'ipv6-route-sysctl'
  | 'ping'
  | 'ethtool'
  | 'conntrack'
  | 'hash-seed'
  | 'bridge';

/** What a node is. */
export interface NodeKind<S> extends Word<S> {
  readonly forwards: boolean;
  /** It passes frames on between its links and has no address: the plan makes a bridge of its links. */
  readonly bridges?: true;
  /** Port on which the engine serves HTTP there, if the settings ask for a server. */
  serves?(settings: S): number | undefined;
  /** Commands for the build that make the namespace this kind; the plan adds links, addresses and routes. */
  commands(place: NodeView, settings: S): readonly NodeCommand[];
}

/** What a node can be given, at build time or by a later `change`; it owns a chain, table or key so that replacing it is flush and refill. */
export interface Trait<S> extends Word<S> {
  /** A sentence that says what is wrong with giving it to this node; undefined when it fits. */
  misfit?(place: NodeView, settings: S): string | undefined;
  /** Pure. `now` undefined takes the trait away; `before` is what stood there, so that `none` restores. */
  commands(place: NodeView, now: S | undefined, before?: S): readonly NodeCommand[];
  /** Whether the node begins with segmentation offload on; labs begin with it off where no trait says so. */
  segmentationOffload?(settings: S): boolean;
  /** What a firewall rule of this trait does, in a few words; undefined for a rule that is not of its making. */
  rule?(rule: FirewallRule): string | undefined;
}

/** Does one thing in the lab and learns facts. */
export interface Action<S> extends Word<S> {
  readonly learns: readonly FactName[];
  /** The values of `outcome` that this action can reach; an expectation of another one is a problem. */
  readonly outcomes?: readonly string[];
  /** Runs once for the step, not once per family. */
  readonly once?: boolean;
  perform(lab: Lab, settings: S, moment: ActionContext): Promise<Facts>;
  /** The same thing with standard tools, as commands to paste after `mtulab up FILE --until STEP`; `given` as it is before the step. */
  byHand(settings: S, nodes: ReadonlyMap<string, NodeView>, family: Family, given?: Lab['traitOf']): readonly string[];
  /** Nodes whose state the step needs for `byHand`, evidence and inheritance: the client, the server … */
  nodes?(settings: S): readonly string[];
  /** What is wrong with the settings in this network, although their shape is right. */
  misfits?(settings: S, nodes: ReadonlyMap<string, NodeView>): readonly Misfit[];
}

/** A sentence that says what is wrong, and where within the settings. */
export interface Misfit {
  readonly at: readonly (string | number)[];
  readonly what: string;
}

/** The circumstances under which an action is performed. */
export interface ActionContext {
  /** For actions that run `once` it is the scenario's first family. */
  readonly family: Family;
  readonly wait: Wait;
  readonly signal: AbortSignal;
}

/** Something observed at a place while an action runs; expectations imply the watch that they need. */
export interface Watch<S> extends Word<S> {
  readonly gives: readonly FactName[];
  /** Facts by which it knows the flows of the step; one of them must be learned by the action. */
  readonly reads?: readonly FactName[];
  /** Called before the action; the function that it returns is called after it. */
  begin(lab: Lab, settings: S, moment: ActionContext): Promise<(learned: Facts) => Promise<Facts>>;
}

/** Facts in, verdict out; pure. */
export interface Expectation<S> extends Word<S> {
  /** Facts it can be judged by; one of them must be learned by the action or given by the implied watch. */
  readonly reads: readonly FactName[];
  /** The watch that it implies, with settings derived from what is wanted. */
  readonly watch?: { readonly word: string; settings(wanted: S): unknown };
  /** What the step must wait for: `evidence` of a stall, the `end` of the transfer, or nothing of its own. */
  settles(wanted: S): 'evidence' | 'end' | 'any';
  /** Words of `outcome` that it asks for, to check them against the action. */
  outcomes?(wanted: S): readonly string[];
  judge(wanted: S, facts: Facts): Omit<Verdict, 'family' | 'expectation'>;
}
