import { families, tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import { interfaceId } from '../lab/node-view.ts';
import type { Effect, Passing } from '../lab/packet.ts';
import type { NodeView } from '../lab/node-view.ts';
import { byType, fields, optional, reference, oneOf, text, integer } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { interfaceTowards, towardsConflict } from './interface-towards.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('a limit for the MSS of SYNs', {
  mss: byType(
    'the largest MSS of a SYN in bytes, or to-pmtu for what the path MTU of the route allows',
    integer('bytes', 88, 65495),
    oneOf('from the path MTU of the route', 'to-pmtu'),
  ),
  towards: optional(reference('node', 'only SYNs that leave towards this neighbour; all SYNs by default')),
  family: optional(oneOf('only this family; both by default', ...families)),
  hook: optional(
    oneOf('the hook of the rule; forward by default', 'forward', 'postrouting', 'prerouting', 'output', 'input'),
  ),
  interface: optional(
    text(
      'the interface that the rule matches, right or wrong: lo, to-PEER, or the name of a link',
      /^(to-)?[a-z][a-z0-9-]{0,14}$/,
      'lo',
    ),
  ),
});

type Clamp = ValueOf<typeof shape>;

/** The word `clamp`: lowers the MSS of passing SYNs, which helps new connections only (RFC 4459 section 3.2). */
export const clamp: Trait<Clamp> = {
  about:
    'Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises the MSS and does not change connections that are open.',
  shape,
  example: { mss: 1396, towards: 'transit' },
  needs: ['tcpmss'],
  conflict: (node, settings) => conflicts(node, settings).find((conflict) => conflict !== undefined),
  commands: (node, now, before) => [...rules(node, before, '-D'), ...rules(node, now, '-A')],
  label: ({ mss, towards, family, hook, interface: device }) =>
    [
      `clamps MSS to ${mss === 'to-pmtu' ? 'the path MTU' : mss}`,
      ...[towards && `towards ${towards}`, hook && `at ${hook}`, device && `on ${device}`, family && `for ${family}`],
    ]
      .filter(Boolean)
      .join(' '),
  path: { affects: (settings, passing, node) => clampedSyn(settings, passing, node) },
  rule: ({ target }) => (target === 'TCPMSS' ? 'clamp MSS' : undefined),
};

const conflicts = (
  node: NodeView,
  { towards, hook, interface: device, mss }: Clamp,
): readonly (string | undefined)[] => {
  const devices = ['lo', ...node.interfaces.map(interfaceId)];
  const isBeforeRouting = hook === 'prerouting' || hook === 'input';
  return [
    switchConflict(node),
    node.forwards ? undefined : `${node.name} does not forward packets, so no SYN passes for a clamp to change`,
    towards && towardsConflict(node, towards),
    !device || devices.includes(device) ? undefined : `${node.name} has no interface ${device}`,
    towards && device ? '`towards` and `interface` both choose the interface; give one' : undefined,
    towards && isBeforeRouting ? `at ${hook} the outgoing interface is not known; give \`interface\`` : undefined,
    isBeforeRouting && mss === 'to-pmtu' ? `at ${hook} the kernel cannot clamp to the path MTU` : undefined,
  ];
};

/** TCPMSS lowers the MSS of SYNs and SYN-ACKs and never raises it (tcpmss_mangle_packet). */
const clampedSyn = (
  clamp: Clamp,
  { packet, hook, from, towards, pathMtu }: Passing,
  node: NodeView,
): Effect | undefined => {
  const { mss: limit, family = packet.family, hook: ruleHook = 'forward' } = clamp;
  if (packet.mss === undefined || packet.family !== family || hook !== ruleHook) return undefined;
  const isBeforeRouting = hook === 'prerouting' || hook === 'input';
  const matched = matchedInterface(node, clamp);
  if (matched !== undefined && matched !== (isBeforeRouting ? from : towards)?.name) return undefined;
  const mss = limit === 'to-pmtu' ? (pathMtu ?? Infinity) - tcpIpHeaderBytes(family) : limit;
  return mss < packet.mss ? { packet: { ...packet, mss } } : undefined;
};

/** Appends or deletes the rules one by one, since ip6tables-restore waits 10 to 20 ms for a grace period. */
const rules = (node: NodeView, clamp: Clamp | undefined, act: '-A' | '-D'): readonly NodeCommand[] =>
  clamp === undefined
    ? []
    : node.families
        .filter((family) => clamp.family === undefined || clamp.family === family)
        .map((family) => ({ in: node.name, argv: argv(node, clamp, family, act), why: why(clamp, family, act) }));

const argv = (node: NodeView, clamp: Clamp, family: Family, act: string): readonly string[] => [
  ...[family === 'ipv6' ? 'ip6tables' : 'iptables', '-w', '-t', 'mangle', act, (clamp.hook ?? 'forward').toUpperCase()],
  ...interfaceMatch(node, clamp),
  ...['-p', 'tcp', '--tcp-flags', 'SYN,RST', 'SYN', '-j', 'TCPMSS'],
  ...(clamp.mss === 'to-pmtu' ? ['--clamp-mss-to-pmtu'] : ['--set-mss', `${clamp.mss}`]),
];

const interfaceMatch = (node: NodeView, clamp: Clamp): readonly string[] => {
  const kernelName = matchedInterface(node, clamp);
  if (!kernelName) return [];
  return [clamp.hook === 'prerouting' || clamp.hook === 'input' ? '-i' : '-o', kernelName];
};

/** The kernel name of the interface that the rule matches; undefined if it matches all. */
const matchedInterface = (node: NodeView, { towards, interface: device }: Clamp): string | undefined => {
  const view = towards ? interfaceTowards(node, towards) : node.interfaces.find((each) => interfaceId(each) === device);
  return view?.name ?? device;
};

const why = ({ mss, towards }: Clamp, family: Family, act: string): string => {
  if (act === '-D') return `${family}: SYNs keep their MSS again`;
  const limit = mss === 'to-pmtu' ? 'that fits the path MTU' : `of at most ${mss}`;
  return `${family}: SYNs ${towards ? `towards ${towards} ` : ''}carry an MSS ${limit}`;
};
