import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import type { InterfaceView, NodeView, NodeViews, PublishedPort } from '../lab/node-view.ts';
import type { FirewallRule } from '../lab/firewall-rule.ts';
import type { ListeningPort, OfferedService } from '../lab/offered-service.ts';
import type { ServiceHost } from '../lab/service-host.ts';
import type { Network, Prediction } from '../lab/network.ts';
import type { PathEffects } from './path-effects.ts';
import type { Shape } from './shape.ts';
import type { Verdict } from './verdict.ts';
import type { Wait } from '../lab/wait.ts';

/** A word of the scenario language: one plain object in its own file, and one line in the dictionary. */
export interface Word<S> {
  /** One sentence that begins with a capital and ends with a full stop. */
  readonly about: string;
  readonly shape: Shape<S>;
  /** Settings that the shape accepts; `explain` prints them. */
  readonly example: S;
  /** Capabilities that the machine must have; a scenario is skipped when one is missing. */
  readonly needs?: readonly Capability[];
  /** Capabilities that depend on the settings: a sysctl that rootless labs lack, or those of the traits that a change sets. */
  needsFor?(settings: S): readonly Capability[];
}

/** A feature that a machine may lack; kernel/machine/missing-capabilities.ts probes each one by using it. Kinds of links need none. */
export type Capability =
  | 'nft'
  | 'nft-fib'
  | 'nft-ingress'
  | 'tcpmss'
  | 'nexthop-groups'
  | 'tbf'
  | 'ipv6-route-sysctl'
  | 'ping'
  | 'ethtool'
  | 'conntrack'
  | 'nat'
  | 'hash-seed'
  | 'bridge'
  | 'seg6'
  | 'unbound'
  | 'tayga'
  | 'gai-conf'
  | 'link-emulation'
  | 'netem'
  | 'curl'
  | 'wget'
  | 'aria2'
  | 'netflow'
  | 'quic'
  | 'python3'
  | 'chromium'
  | 'firefox';

/** The kind of a node. */
export interface NodeKind<S> extends Word<S> {
  readonly forwards: boolean;
  /** It forwards frames between its links and has no address: the plan joins its links in a bridge. */
  readonly bridges?: true;
  /** Returns what is wrong with settings of the right shape for this node. */
  conflicts?(settings: S, node: NodeView, nodes: NodeViews): readonly Conflict[];
  /** Returns the nodes for which it has an address of the family that they lack; absent for a kind that does not translate between families. */
  translates?(settings: S): TranslatedNodes;
  /** Returns the services that it offers; absent for a kind that can offer none. */
  serves?(settings: S): readonly OfferedService[];
  /** Describes the settings in a few words for a drawing, such as `serves http`; undefined if nothing is worth drawing. */
  label?(settings: S): string | undefined;
  /** Returns the build commands that turn a namespace into this kind; the plan adds links, addresses and routes. */
  commands(node: NodeView, settings: S): readonly NodeCommand[];
}

/** The nodes that a translator presents in the family that they lack. */
export interface TranslatedNodes {
  /** Those with an address of their own there; all others that have only IPv4 appear in its prefix. */
  readonly map: readonly string[];
  /** It tracks connections, so that any node with only IPv6 can open some to IPv4, from the address of the translator. */
  readonly isStateful?: true;
  /** Another translator, to whose prefix it sends what its mapped nodes send to IPv4 addresses beyond that (464XLAT, RFC 6877). */
  readonly towards?: string;
}

/** What a node offers to others for as long as its lab runs. */
export interface Service<S> extends Word<S> {
  /** Returns the ports on which it listens, at every address of the node; the first is the one that actions use. */
  listens(settings: S): readonly ListeningPort[];
  /** Starts it in its node; once this returns or resolves, the service answers. */
  start(settings: S, host: ServiceHost): void | Promise<void>;
  /** The same with standard tools, as commands that run until they are interrupted. */
  byHand(settings: S, node: string, nodes: NodeViews): readonly string[];
  /** A node that has it, as in a file, where hosts cannot offer it. */
  readonly ofNode?: Readonly<Record<string, unknown>>;
  /** Returns a sentence on why this node cannot offer it; undefined when it can. */
  conflict?(settings: S, node: NodeView, nodes: NodeViews): string | undefined;
  /** Returns the programs that empty its caches, to be run in its node. */
  flush?(settings: S): readonly (readonly string[])[];
  /** Returns how many IPv4 addresses it leases: the plan gives its node a prefix that has them. Only translators offer such a service. */
  leases?(settings: S): number;
  /** Pure. Returns commands of the build, such as the files that its program reads. */
  commands?(settings: S, node: NodeView, nodes: NodeViews): readonly NodeCommand[];
}

/** The kind of a link: what its two interfaces are, and what it adds to each packet. */
export interface LinkKind<S> extends Word<S> {
  /** The family of the packets that carry those of a tunnel; absent for a link that rides on no other. */
  underlay?(settings: S): Family;
  /** Its packets have no Ethernet header: its ends have no MAC address and look up no neighbour. */
  readonly pointToPoint?: true;
  /** Its device has no source address of its own for the packets outside: the route to the other end gives it. */
  readonly sourceFromRoute?: true;
  /** Nothing outside shows what its packets carry, so that no Packet Too Big about them can be matched with a flow inside. */
  readonly encrypts?: true;
  /** Bytes that it adds to each packet, by the family of the packet outside. */
  overhead(settings: S): Readonly<Record<Family, number>>;
  /** Its packets are padded until their length is a multiple of this many bytes; absent for a link that pads nothing. */
  readonly paddedTo?: number;
  /** What the kernel tells its tunnels apart by; absent for a link that rides on no other. */
  distinctBy?(settings: S): TunnelIdentity;
  /** How to get what its commands need, where the machine cannot run them: a scenario with such a tunnel is skipped. */
  readonly remedy: string;
  /** Pure. The commands that make both interfaces; the plan brings them up and gives them addresses. A tunnel is made inside its nodes. */
  commands(ends: readonly [LinkEnd, LinkEnd], settings: S): readonly LinkCommand[];
}

/** What no second tunnel of the same kind may have: the kernel refuses its device. */
export interface TunnelIdentity {
  /** No second one at either node, or none between the same two nodes. */
  readonly among: 'tunnels of a node' | 'tunnels of two nodes';
  /** As a message names it, such as `port 51820`. */
  readonly text: string;
  /** The setting to change. */
  readonly setting: string;
}

/** A command that makes a link; run on its own it also shows whether the machine can make such a link. */
export type LinkCommand = Extract<NodeCommand, { readonly ip: unknown } | { readonly argv: unknown }>;

/** One end of a link to make. */
export interface LinkEnd extends Pick<InterfaceView, 'name' | 'mtu'> {
  readonly node: Pick<NodeView, 'name' | 'address'>;
  readonly mac: string;
  /** The index that the interface must have, where the kernel's choice matters. */
  readonly index?: number;
}

/** A setting of a node, from the build or a later `change`; it owns a chain, table or key, so that replacing it means flush and refill. */
export interface Trait<S> extends Word<S> {
  /** Returns a sentence on why this node cannot have it; undefined when it can. */
  conflict?(node: NodeView, settings: S, nodes: NodeViews): string | undefined;
  /** Returns what is allowed and may not be meant: `what it is; what follows from it`. `traitOf` reads the traits of the scenario. */
  warnings?(node: NodeView, settings: S, traitOf: Lab['traitOf']): readonly Conflict[];
  /** Pure; for this node, and for others that the settings name and where it owns keys of its own. `now` undefined removes the trait; `before` are its previous settings, so that `none` can undo them. */
  commands(node: NodeView, now: S | undefined, before: S | undefined, nodes: NodeViews): readonly NodeCommand[];
  /** Values of it in earlier versions, with those of today: a file that has them is read, with a hint. */
  readonly formerValues?: Readonly<Record<string, string>>;
  /** Describes the settings in a few words for a drawing, such as `drops packet-too-big`; undefined if nothing is worth drawing. */
  label?(settings: S): string | undefined;
  /** Returns the ports of its node that lead to other nodes, where steps may find their services. */
  publishes?(settings: S): readonly PublishedPort[];
  /** Pure. Returns what its node makes of a flow that passes, where it tracks no connections; undefined for a flow that it leaves alone. */
  translates?(settings: S, node: NodeView, nodes: NodeViews): (flow: FlowId) => FlowId | undefined;
  /** Returns the interfaces whose links have to lead through the emulator, and whether that has to hold frames back. */
  emulates?(settings: S): readonly { readonly name: string; readonly holds: boolean }[];
  /** Whether the build turns segmentation offload on; without such a trait it is off. */
  segmentationOffload?(settings: S): boolean;
  /** What it does to packets on their path, for predictions. */
  readonly path?: PathEffects<S>;
  /** Describes a firewall rule of this trait in a few words; undefined for a rule that the trait did not create. */
  rule?(rule: FirewallRule): string | undefined;
}

/** Performs one operation in the lab and learns facts. */
export interface Action<S> extends Word<S> {
  readonly learns: readonly FactName[];
  /** Keys of its settings in earlier versions, with their names of today: a file that has them is read, with a hint. */
  readonly formerKeys?: Readonly<Record<string, string>>;
  /** The values of `outcome` that this action can have; expecting another value is a problem of the scenario. */
  readonly outcomes?: readonly string[];
  /** Runs once for the step, not once per family. */
  readonly once?: boolean;
  /** It measures times of some 10 ms: a scenario with it runs after all others, alone. */
  readonly runsAlone?: true;
  /** Its programs choose between all families of the scenario, of which the command line can take none away. */
  readonly choosesFamily?: true;
  perform(lab: Lab, settings: S, context: ActionContext): Promise<Facts>;
  /** The same with standard tools, as commands to paste after `mtulab up FILE --until STEP`; `given` reads the traits before the step. */
  byHand(settings: S, nodes: NodeViews, family: Family, given?: Lab['traitOf']): readonly string[];
  /** Returns the nodes whose state matters to `byHand`, evidence and inheritance: the client, the server … */
  nodes?(settings: S): readonly string[];
  /** Returns the services that it uses, each with the setting that names the node; that node has to offer it. */
  talksTo?(settings: S): readonly UsedService[];
  /** Returns the traits that it gives to nodes or takes away. */
  traitChanges?(settings: S): readonly TraitChange[];
  /** Pure. Predicts its outcome, and makes the changes to the network that it makes to a lab; undefined where there is no outcome to predict. */
  predict?(network: Network, settings: S, family: Family): Prediction | undefined;
  /** Returns the nodes whose programs exchange packets of which nothing is predicted: these may teach path MTUs. */
  unpredicted?(settings: S): readonly string[];
  /** Returns what is wrong with settings of the right shape in this network. */
  conflicts?(settings: S, nodes: NodeViews): readonly Conflict[];
}

/** A sentence about what is wrong, and its path within the settings. */
export interface Conflict {
  readonly at: readonly (string | number)[];
  readonly text: string;
}

/** A trait that a node is given, in place of the one of that word that it has. */
export interface TraitChange {
  readonly node: string;
  /** Its word in the dictionary of traits. */
  readonly trait: string;
  /** Its settings; undefined takes the trait away. */
  readonly now: unknown;
}

/** A service that an action uses at a node. */
export interface UsedService {
  readonly node: string;
  /** Its word in the dictionary of services. */
  readonly service: string;
  /** The path, within the settings, of the value that names the node. */
  readonly at: readonly (string | number)[];
  /** The connection to it is open already, also where the node does not offer the service any more. */
  readonly isOpen?: boolean;
}

/** The context in which an action is performed. */
export interface ActionContext {
  /** The scenario's first family for actions that run `once`. */
  readonly family: Family;
  readonly wait: Wait;
  readonly signal: AbortSignal;
  /** The facts by which the step is judged; absent where nothing is to be judged. */
  readonly reads?: ReadonlySet<FactName>;
}

/** Observes something in the lab while an action runs; expectations imply the watch that they need. */
export interface Watch<S> extends Word<S> {
  readonly gives: readonly FactName[];
  /** Facts that identify the flows of the step; the action must learn one of them. */
  readonly reads?: readonly FactName[];
  /** Called before the action; the returned function is called after it. */
  begin(lab: Lab, settings: S, context: ActionContext): Promise<(learned: Facts) => Promise<Facts>>;
}

/** What kernels do in one of two ways: expectations that hold for one of them name it in `where`, and a probe finds which way this one goes. */
export interface Behaviour extends Word<boolean> {
  /**
   * Commands for `sh -e` in network and mount namespaces of their own, which may make more of them; `$MTULAB_NODE` is the program of Node.
   * They print one line: `yes` or `no`, and what they saw. Whatever else they print means that they could not find out.
   */
  readonly probe: string;
}

/** Judges facts; pure. */
export interface Expectation<S> extends Word<S> {
  /** Facts by which it can be judged; the action must learn or the implied watch must give one of them. */
  readonly reads: readonly FactName[];
  /** The watch that it implies, with settings derived from the expected value. */
  readonly watch?: { readonly word: string; settings(expected: S): unknown };
  /** What the step must wait for: `evidence` of a stall, the `end` of the transfer, or nothing in particular (`any`). */
  settles(expected: S): 'evidence' | 'end' | 'any';
  /** Returns the values of `outcome` that it expects, to check them against the action. */
  outcomes?(expected: S): readonly string[];
  judge(expected: S, facts: Facts): Omit<Verdict, 'family' | 'expectation'>;
  /**
   * Returns what a machine that is several times slower does to facts that do not meet the expectation, as the rest of a sentence; undefined
   * where its slowness cannot be the reason. On such a machine the expectation is then not judged.
   */
  slowed?(expected: S, facts: Facts): string | undefined;
}

/** What only a lab calls, or a script that builds one; the build leaves it out of commands that do neither. */
export const runMembers = [
  'perform',
  'begin',
  'judge',
  'slowed',
  'start',
  'commands',
  'byHand',
] satisfies readonly MemberOf<
  Action<never> | Watch<never> | Expectation<never> | Service<never> | Trait<never> | NodeKind<never> | LinkKind<never>
>[];

type MemberOf<W> = W extends unknown ? keyof W : never;
