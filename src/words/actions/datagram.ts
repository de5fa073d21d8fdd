import type { Family } from '../../evidence/family.ts';
import type { Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import { datagramOutcomes, discoveries } from '../lab/datagrams.ts';
import { addressOf, destinationOf, serviceAt, sharedFamilies } from '../lab/destination.ts';
import type { DatagramExchange } from '../lab/datagrams.ts';
import type { NodeViews } from '../lab/node-view.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { scaledMs } from '../lab/wait.ts';
import { inBytes, inMs } from '../language/amount.ts';
import { boolean, bytes, duration, fields, integer, oneOf, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action, ActionContext, Conflict } from '../language/word.ts';
import { routeCommands } from './curl-command.ts';
import { datagramPort, portConflict, portFor } from './source-port.ts';

const shape = fields('UDP datagrams that are answered', {
  from: reference('node', 'the node that sends them'),
  to: reference('destination', 'the node that serves echo'),
  bytes: bytes('length of each payload; the packet is 48 bytes longer over IPv6 and 28 over IPv4'),
  count: optional(integer('number of datagrams from each source port; each waits for the one before it', 1, 1000), 1),
  discovery: optional(
    oneOf(
      'what the socket does about the path MTU, as IP_MTU_DISCOVER and IPV6_MTU_DISCOVER in linux/in.h: want fragments for the path MTU that it learns, do refuses what is larger, probe sends it all the same. Over IPv4 dont, interface and omit send without DF; over IPv6 dont is like want, and interface and omit ignore what arrives',
      ...discoveries,
    ),
    'want',
  ),
  connected: optional(boolean('whether the socket is connected; only then does it have a path MTU to read'), true),
  flows: optional(integer('number of source ports that send at the same time', 1, 500), 1),
  port: optional(datagramPort),
  'answer-within': optional(duration('after this time without an answer a datagram is lost'), '1s'),
});

type Settings = ValueOf<typeof shape>;

/** Unlike TCP, UDP leaves the path MTU to the application: what the kernel does with one that it learns depends on the socket. */
export const datagram: Action<Settings> = {
  about: 'Sends UDP datagrams to a node that serves echo, and reads what the socket learns from the path.',
  shape,
  example: { from: 'client', to: 'server', bytes: 8000, discovery: 'do', count: 5 },
  learns: ['datagrams', 'holder'],
  outcomes: datagramOutcomes,
  talksTo: ({ to }) => [{ node: to, service: 'echo', at: ['to'] }],
  perform: async (lab, settings, context): Promise<Facts> => {
    const exchanges = Array.from({ length: settings.flows ?? 1 }, () => exchange(lab, settings, context));
    const datagrams = await Promise.all(exchanges);
    const isShared = destinationOf(lab.nodes, settings.to)?.isShared;
    return { datagrams, ...(isShared && { holder: datagrams.map(({ holders = [] }) => holders) }) };
  },
  conflicts: (settings, nodes) => {
    const port = portConflict(settings, sharedFamilies(nodes, settings.from, settings.to));
    return [...sizeConflicts(inBytes(settings.bytes)), ...(port === undefined ? [] : [{ at: ['port'], text: port }])];
  },
  byHand: (settings, nodes, family) => [
    pythonCommand(settings, nodes, family),
    ...routeCommands(settings.from, settings.to, nodes, family),
  ],
  predict: (network, { from, to, bytes, count = 1, flows = 1, discovery = 'want' }, family) =>
    network.datagrams({ from, to, family, bytes: inBytes(bytes), discovery, count: count * flows }),
  nodes: ({ from, to }) => [from, to],
};

const exchange = async (lab: Lab, settings: Settings, context: ActionContext): Promise<DatagramExchange> => {
  const { from, to, bytes, count = 1, discovery = 'want', connected = true, 'answer-within': within = '1s' } = settings;
  const { family, wait, signal } = context;
  const requested = portFor(settings.port, family);
  const port = await lab.port({ from, to, family, protocol: 'udp', ...(requested && { requested }) }, signal);
  const request = { from, to, family, port, bytes: inBytes(bytes), count, discovery, connected };
  const exchanged = await lab.exchangeDatagrams(
    { ...request, destinationPort: echoPort(to, lab.nodes), answerWithinMs: scaledMs(inMs(within), wait) },
    signal,
  );
  const owners = nodesByAddress(lab.nodes);
  const errors = exchanged.errors.map(({ offender, ...error }) => ({
    ...error,
    ...(offender !== undefined && { offender: owners.get(offender) ?? offender }),
  }));
  return { ...exchanged, errors };
};

const echoPort = (node: string, nodes: NodeViews): number => serviceAt(nodes, node, 'echo')?.port ?? 7;

/** A payload begins with the number of its datagram; the lengths in the headers of IPv4 and UDP have 16 bits. */
const sizeConflicts = (bytes: number): readonly Conflict[] => {
  if (bytes < 4)
    return [{ at: ['bytes'], text: `${bytes} bytes have no room for the number of the datagram; give at least 4` }];
  return bytes > 65_507
    ? [{ at: ['bytes'], text: `${bytes} bytes do not fit into a datagram over IPv4; give at most 65507` }]
    : [];
};

/** Each datagram from a socket of its own: what one learns stays in the routes of the node, and an error ends a program. */
const pythonCommand = ({ port, ...settings }: Settings, nodes: NodeViews, family: Family): string => {
  const { from, to, bytes, count = 1, discovery = 'want', connected = true, 'answer-within': within = '1s' } = settings;
  const source = portFor(port, family);
  const [level, option, mtu, domain] = family === 'ipv6' ? [41, 23, 24, 'AF_INET6'] : [0, 10, 14, 'AF_INET'];
  const peer = `("${addressOf(nodes, to, family)}",${echoPort(to, nodes)})`;
  const program = [
    `import socket as k; s=k.socket(k.${domain},k.SOCK_DGRAM)`,
    `s.setsockopt(${level},${option},${discoveries.indexOf(discovery)})`,
    ...(source ? [`s.bind(("",${source}))`] : []),
    `s.settimeout(${inMs(within) / 1000})`,
    connected ? `s.connect(${peer}); s.send(bytes(${inBytes(bytes)}))` : `s.sendto(bytes(${inBytes(bytes)}),${peer})`,
    `print(len(s.recv(65535)),"bytes answered"${connected ? `,"with path MTU",s.getsockopt(${level},${mtu})` : ''})`,
  ].join('; ');
  const one = `${commandInNode(from, ['python3', '-c', program])} 2>&1 | tail -n 1`;
  return count === 1 ? one : `for datagram in $(seq ${count}); do ${one}; done`;
};
