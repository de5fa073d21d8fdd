import type { Family } from '../../evidence/family.ts';
import type { FactOf } from '../facts/facts.ts';
import { pingOutcomes } from '../lab/ping-outcomes.ts';
import { addressOf, destinationOf, holderNames } from '../lab/destination.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { inBytes } from '../language/amount.ts';
import { commandInNode, familyFlag } from '../lab/shell-text.ts';
import { bytes, fields, boolean, optional, reference, integer } from '../language/shape.ts';

const shape = fields('an ICMP echo request', {
  from: reference('node', 'the node that sends the request'),
  to: reference('destination', 'the node that answers'),
  bytes: bytes('length of the ICMP payload, as in ping -s; the packet is 48 bytes longer over IPv6 and 28 over IPv4'),
  count: optional(integer('number of requests', 1, 100), 1),
  df: optional(boolean('whether fragmentation is forbidden, even by the sender'), true),
});

type Settings = ValueOf<typeof shape>;

/** Runs the real ping: engineers know its error lines, and the kernel stores its exception where that of any raw socket goes. */
export const ping: Action<Settings> = {
  about: 'Sends ICMP echo requests to a node; a large one can teach the sending node a path MTU.',
  shape,
  example: { from: 'client', to: 'server', bytes: 8000 },
  needs: ['ping'],
  learns: ['reply', 'rtt', 'holder'],
  outcomes: pingOutcomes,
  perform: async (lab, settings, { family, signal }) => {
    const { to } = settings;
    const holders = destinationOf(lab.nodes, to)?.isShared ? holderNames(lab.nodes, to) : [];
    const before = requestsAt(holders, lab, family);
    const { stdout, stderr } = await lab.run(settings.from, argv(settings, lab.nodes, family), signal);
    const learned = { reply: readPing(stdout, stderr), ...roundTripTimes(stdout) };
    if (holders.length === 0) return learned;
    const got = requestsAt(holders, lab, family).map((requests, index) => requests - before[index]!);
    // Each answer proves one request of this ping: others are among those counted where there are more.
    const isOwn = got.reduce((sum, requests) => sum + requests, 0) === receivedCount(stdout);
    return { ...learned, holder: [isOwn ? holders.filter((_, index) => got[index]! > 0) : []] };
  },
  byHand: (settings, nodes, family) => [commandInNode(settings.from, argv(settings, nodes, family))],
  predict: (network, { bytes, df = true, count = 1, ...ends }, family) =>
    network.ping({ ...ends, family, bytes: inBytes(bytes), df, count }),
  nodes: ({ from, to }) => [from, to],
};

/** The echo requests that each of these nodes has got so far. */
const requestsAt = (nodes: readonly string[], lab: Lab, family: Family): readonly number[] =>
  nodes.map((node) => lab.counters(node)[family === 'ipv6' ? 'Icmp6InEchos' : 'IcmpInEchos'] ?? 0);

const receivedCount = (stdout: string): number => Number(/(\d+) received/.exec(stdout)?.[1] ?? 0);

/** The summary of ping, which has none without an answer. */
const roundTripTimes = (stdout: string): { readonly rtt?: FactOf<'rtt'> } => {
  const [, least, most] = /^rtt min\/avg\/max\/mdev = ([0-9.]+)\/[0-9.]+\/([0-9.]+)/m.exec(stdout) ?? [];
  return least === undefined ? {} : { rtt: { least: Number(least), most: Number(most) } };
};

/** Reads the result out of the English output of iputils ping (the engine sets LC_ALL=C); throws on output that it does not know. */
export const readPing = (stdout: string, stderr: string): FactOf<'reply'> => {
  const output = `${stdout}\n${stderr}`;
  const router = output.match(/Packet too big: mtu[:=] ?(\d+)|Frag needed and DF set \(mtu = (\d+)\)/);
  const local = output.match(/message too long, mtu[:=] ?(\d+)/);
  const [, sent, received] = output.match(/(\d+) packets transmitted, (\d+) received/) ?? [];
  if (Number(received) > 0) return { word: 'answered' };
  if (router) return { word: 'too-big', mtu: Number(router[1] ?? router[2]), from: 'router' };
  if (local) return { word: 'too-big', mtu: Number(local[1]), from: 'local' };
  if (/unreachable/i.test(output)) return { word: 'unreachable' };
  if (sent === undefined) throw new Error(`ping printed no result: ${output.trim()}`);
  return { word: 'lost' };
};

const argv = (
  { to, bytes, count = 1, df = true }: Settings,
  nodes: ReadonlyMap<string, NodeView>,
  family: Family,
): readonly string[] => [
  ...['ping', familyFlag(family), '-n', '-M', df ? 'do' : 'dont', '-s', `${inBytes(bytes)}`],
  ...['-c', `${count}`, '-i', '0.2', '-W', '1'],
  addressOf(nodes, to, family),
];
