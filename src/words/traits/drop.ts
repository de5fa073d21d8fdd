import { holds } from '../lab/destination.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Effect, Packet, Passing } from '../lab/packet.ts';
import { byType, fields, list, optional, reference, oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { pureAckChain, dropKinds, dropRules } from './drop-rules.ts';
import type { DropKind } from './drop-rules.ts';
import { interfaceTowards, towardsConflict } from './interface-towards.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const what = list(
  'kinds of packets to drop',
  oneOf(
    'a kind of packet; icmp: all ICMP and ICMPv6, errors too, but no neighbour discovery and no multicast listener reports, without which an IPv6 link carries nothing; echo: echo requests and replies; acks: TCP segments without payload',
    ...dropKinds,
  ),
);

const shape = byType(
  'kinds of packets to drop wherever they pass, arrive or leave; or a mapping that also gives hooks and neighbours',
  what,
  fields('which packets to drop, and where', {
    what,
    at: optional(
      list(
        'only packets that pass (forward), arrive (input) or leave (output)',
        oneOf('a hook', 'forward', 'input', 'output'),
        1,
      ),
    ),
    from: optional(reference('node', 'only packets that come in from this neighbour')),
    towards: optional(reference('node', 'only packets that go out towards this neighbour')),
  }),
);

type Drop = ValueOf<typeof shape>;
type Hook = 'forward' | 'input' | 'output';

/** The word `drop`: packets of some kinds are lost here silently; a counter with a comment counts them. */
export const drop: Trait<Drop> = {
  about: 'Drops packets of the given kinds without an answer, whether they pass, arrive or leave.',
  shape,
  example: ['packet-too-big'],
  needs: ['nft'],
  conflict: (node, settings) => switchConflict(node) ?? conflict(node, inFull(settings)),
  commands: (node, now, before) =>
    replaceNftTable(
      node,
      table,
      { now: now && chains(node, inFull(now)), before: before && chains(node, inFull(before)) },
      now && inFull(now).what.length > 0
        ? `${node.name} drops ${inFull(now).what.join(', ')}`
        : `${node.name} drops nothing any more`,
    ),
  label: (settings) => label(inFull(settings), isList(settings) ? undefined : settings.at),
  path: { affects: (settings, passing, node) => lossOf(settings, passing, node) },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-drop';

interface FullDrop {
  readonly what: readonly DropKind[];
  readonly at: readonly Hook[];
  readonly from?: string;
  readonly towards?: string;
}

const inFull = (settings: Drop): FullDrop => {
  const given = isList(settings) ? { what: settings } : settings;
  const possible = hooks.filter((hook) => !(given.from && hook === 'output') && !(given.towards && hook === 'input'));
  return { ...given, at: given.at ?? possible };
};

const hooks: readonly Hook[] = ['forward', 'input', 'output'];

const isList = (settings: Drop): settings is readonly DropKind[] => Array.isArray(settings);

const label = ({ what, from, towards }: FullDrop, at: readonly Hook[] | undefined): string | undefined => {
  const where = [at && `at ${at.join(', ')}`, from && `from ${from}`, towards && `towards ${towards}`];
  return what.length > 0 ? [`drops ${what.join(', ')}`, ...where.filter(Boolean)].join(' ') : undefined;
};

const lossOf = (settings: Drop, passing: Passing, node: NodeView): Effect | undefined => {
  const { packet, hook } = passing;
  const { what } = isList(settings) ? { what: settings } : settings;
  const kind = what.find((each) => (each === 'fragments') === (hook === 'prerouting') && isOfKind[each](packet));
  return kind && isMeant(inFull(settings), passing, node) ? { loss: `drops ${kind}`, isCertain: true } : undefined;
};

const isMeant = ({ at, from, towards }: FullDrop, passing: Passing, node: NodeView): boolean => {
  const { packet, hook } = passing;
  const isFrom = from === undefined || passing.from?.name === interfaceTowards(node, from)?.name;
  const isTowards = towards === undefined || passing.towards?.name === interfaceTowards(node, towards)?.name;
  // Fragments are dropped on arrival, by their destination.
  const hooks =
    hook === 'prerouting' && packet.isFragmented ? [holds(node, packet.destination) ? 'input' : 'forward'] : [hook];
  return at.some((each) => hooks.includes(each)) && isFrom && isTowards;
};

const isOfKind: Readonly<Record<DropKind, (packet: Packet) => boolean>> = {
  'packet-too-big': ({ kind }) => kind === 'packet-too-big',
  fragments: ({ isFragmented = false }) => isFragmented,
  tcp: ({ kind }) => kind === 'syn' || kind === 'syn-ack' || kind === 'segment' || kind === 'ack',
  udp: ({ kind }) => kind === 'datagram',
  icmp: ({ kind }) => kind === 'echo' || kind === 'packet-too-big',
  echo: ({ kind }) => kind === 'echo',
  acks: ({ kind }) => kind === 'ack',
  everything: () => true,
};

const conflict = (node: NodeView, { at, from, towards, what }: FullDrop): string | undefined => {
  const unclear = [from, towards].map((name) => name && towardsConflict(node, name)).find(Boolean);
  if (unclear) return unclear;
  if (from && at.includes('output'))
    return '`from` does not go with output: packets that leave there come from the node itself';
  if (towards && at.includes('input'))
    return '`towards` does not go with input: packets that arrive there go no further';
  if (towards && what.includes('fragments'))
    return '`towards` does not go with `fragments`: they are dropped on arrival, before their outgoing interface is known';
  if (what.includes('fragments') && at.every((hook) => hook === 'output'))
    return '`fragments` cannot be dropped at output: the kernel fragments its own packets after every hook';
  return at.length === 1 && at[0] === 'forward' && !node.forwards ? `${node.name} does not forward packets` : undefined;
};

const chains = (node: NodeView, drop: FullDrop): readonly string[] => {
  const others = drop.what.filter((kind) => kind !== 'fragments');
  const filters =
    others.length === 0 ? [] : drop.at.flatMap((hook) => chain(hook, rules(node, hook, { ...drop, what: others })));
  const fragments = drop.what.includes('fragments') ? fragmentsChain(node, drop) : [];
  return [...(drop.what.includes('acks') ? pureAckChain : []), ...fragments, ...filters];
};

const chain = (hook: string, rules: readonly string[], priority = 0): readonly string[] => [
  `chain ${hook} {`,
  ` type filter hook ${hook} priority ${priority}; policy accept;`,
  ...rules.map((rule) => ` ${rule}`),
  '}',
];

const rules = (node: NodeView, hook: Hook, { what, from, towards }: FullDrop): readonly string[] => {
  const interfaces = [
    ...(hook === 'output' ? [] : interfaceMatch(node, 'iifname', from)),
    ...(hook === 'input' ? [] : interfaceMatch(node, 'oifname', towards)),
  ];
  return what.flatMap((kind) => dropRules[kind].map((rule) => [...interfaces, rule].join(' ')));
};

const interfaceMatch = (node: NodeView, key: string, neighbour: string | undefined): readonly string[] =>
  neighbour ? [`${key} "${interfaceTowards(node, neighbour)!.name}"`] : [];

/** Runs after the ledger counts at -450 and before conntrack reassembles fragments at -400 (NF_IP_PRI_CONNTRACK_DEFRAG); a node fragments its own packets after every hook. */
const fragmentsChain = (node: NodeView, { at, from }: FullDrop): readonly string[] => {
  const local =
    at.includes('forward') && at.includes('input')
      ? []
      : [at.includes('input') ? 'fib daddr type local' : 'fib daddr type != local'];
  const matches = [...interfaceMatch(node, 'iifname', from), ...local];
  return chain(
    'prerouting',
    dropRules.fragments.map((rule) => [...matches, rule].join(' ')),
    -440,
  );
};
