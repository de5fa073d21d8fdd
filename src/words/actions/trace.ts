import { udpIpHeaderBytes } from '../../evidence/family.ts';
import type { Facts } from '../facts/facts.ts';
import { addressOf, sharedFamilies } from '../lab/destination.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import { commandInNode, familyFlag } from '../lab/shell-text.ts';
import { tracePort } from '../lab/trace.ts';
import type { TracedHop } from '../lab/trace.ts';
import { scaledMs } from '../lab/wait.ts';
import { inBytes, inMs } from '../language/amount.ts';
import { bytes, duration, fields, integer, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { datagramPort, portConflict, portFor } from './source-port.ts';

const shape = fields('a trace of the path and of its MTU', {
  from: reference('node', 'the node that traces'),
  to: reference('node', 'the node at the end of the path'),
  bytes: optional(bytes('length of the first packets, from 1280; the interface of the node may allow less'), 9000),
  hops: optional(integer('the largest number of hops', 1, 64), 16),
  port: optional(datagramPort),
  'answer-within': optional(duration('after this time a packet counts as unanswered'), '500ms'),
});

type Settings = ValueOf<typeof shape>;

/** What tracepath does, by one flow: the nodes on the way, and where the path narrows. It teaches the node the path MTU, like a ping. */
export const trace: Action<Settings> = {
  about: 'Traces the path to a node hop by hop, with the largest packet that each hop answers.',
  shape,
  example: { from: 'client', to: 'server' },
  learns: ['hops'],
  perform: async (lab, settings, { family, wait, signal }): Promise<Facts> => {
    const { from, to, bytes: first = 9000, hops = 16, 'answer-within': within = '500ms' } = settings;
    const requested = portFor(settings.port, family);
    const port = await lab.port({ from, to, family, protocol: 'udp', ...(requested && { requested }) }, signal);
    const request = { from, to, family, port, destinationPort: tracePort, bytes: inBytes(first), hops };
    const found = await lab.trace({ ...request, answerWithinMs: scaledMs(inMs(within), wait) }, signal);
    const owners = nodesByAddress(lab.nodes);
    return { hops: found.map((hop) => namedHop(hop, (address) => owners.get(address) ?? address)) };
  },
  predict: (network, { from, to, bytes: first = 9000 }, family) => {
    // Only for what it may teach: nothing is predicted of the hops.
    network.datagrams({
      from,
      to,
      family,
      bytes: inBytes(first) - udpIpHeaderBytes(family),
      discovery: 'probe',
      count: 1,
    });
    return undefined;
  },
  conflicts: (settings, nodes) => {
    const port = portConflict(settings, sharedFamilies(nodes, settings.from, settings.to));
    const size = inBytes(settings.bytes ?? 9000);
    return [
      ...(size >= 1280 && size <= 65_535
        ? []
        : [{ at: ['bytes'], text: `a trace begins with packets of 1280 to 65535 bytes, not of ${size}` }]),
      ...(port === undefined ? [] : [{ at: ['port'], text: port }]),
    ];
  },
  byHand: ({ from, to, hops = 16, bytes: first = 9000 }, nodes, family) => {
    const options = ['-n', '-m', `${hops}`, '-l', `${inBytes(first)}`];
    return [commandInNode(from, ['tracepath', familyFlag(family), ...options, addressOf(nodes, to, family)])];
  },
  nodes: ({ from, to }) => [from, to],
};

const namedHop = ({ node, tooBig, ...hop }: TracedHop, nameOf: (address: string) => string): TracedHop => ({
  ...(node !== undefined && { node: nameOf(node) }),
  ...hop,
  ...(tooBig && { tooBig: { ...tooBig, node: nameOf(tooBig.node) } }),
});
