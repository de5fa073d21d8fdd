import type { Family } from '../../evidence/family.ts';
import { protocols } from '../../evidence/flows/flow-id.ts';
import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import { datagramStallCause } from '../../evidence/stalls/datagram-stall-cause.ts';
import type { Facts } from '../facts/facts.ts';
import { addressOf, serviceAt } from '../lab/destination.ts';
import type { ProgramOutput } from '../lab/lab.ts';
import { linkEndsOf } from '../lab/link-ends.ts';
import { leastDatagramSize, quicPort } from '../lab/quic-download.ts';
import type { QuicDownload } from '../lab/quic-download.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import type { Observation } from '../lab/transfer.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { inBytes } from '../language/amount.ts';
import { bytes, duration, fields, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { waitFor } from './bulk-transfer.ts';
import { routeCommands } from './curl-command.ts';
import { datagramsOfFlow } from './datagrams-of-flow.ts';
import { judgeDownload } from './judge-download.ts';

const shape = fields('a download over QUIC', {
  from: reference('node', 'the node that connects'),
  to: reference('node', 'the node that serves quic'),
  bytes: bytes('length of the body'),
  for: optional(duration('watch for exactly this long, unless every byte arrives before: that a stall lasts')),
});

type Settings = ValueOf<typeof shape>;

/** The word `quic`: a program of the node, whose datagrams are captured at both ends, since no kernel knows the state of a QUIC connection. */
export const quic: Action<Settings> = {
  about: 'Downloads a body of the given size over QUIC from a node that serves quic, over a connection of its own.',
  shape,
  example: { from: 'client', to: 'server', bytes: '200kB' },
  needs: ['quic', 'nft'],
  learns: ['transfer'],
  outcomes: ['completed', 'stalled', 'unfinished'],
  talksTo: ({ to }) => [{ node: to, service: 'quic', at: ['to'] }],
  perform: async (lab, settings, { family, wait, signal }): Promise<Facts> => {
    const { from, to } = settings;
    const scale = wait.scale ?? 1;
    const roundTripMs = lab.delayOfLinks({ from, to, family });
    const silenceMs = (provingSilenceMs + roundTripsOfTimeouts * roundTripMs) * scale;
    const { until, withinMs = defaultWithinMs * scale + silenceMs } = waitFor(settings.for, wait);
    const ports = {
      client: await lab.port({ from, to, family, protocol: 'udp' }, signal),
      server: serverPort(lab.nodes, to),
    };
    const argv = [
      ...clientCommand(settings, { nodes: lab.nodes, family, commandLine: lab.commandLine }),
      ...['--local-port', `${ports.client}`, '--within', `${Math.ceil(withinMs)}`],
      ...(until === 'evidence' ? ['--silence', `${Math.ceil(silenceMs)}`] : []),
    ];
    const before = await lab.ledger('ptbs', signal);
    const capture = await lab.capture({ places: [from, to] }, signal);
    const output = await lab
      .run(from, argv, signal)
      .catch(async (error: unknown) => (await capture.stop(), Promise.reject(error)));
    const { frames, incomplete } = await capture.stop();
    const download = readDownload(output, from);
    const observed = { client: from, server: to, total: inBytes(settings.bytes), incomplete, silenceMs, roundTripMs };
    const datagrams = datagramsOfFlow(frames, { client: from, server: to, ports });
    const { lost, ...judged } = judgeDownload(download, { ...observed, datagrams });
    const transfer = {
      ...judged,
      ...{ protocol: 'udp' as const, ports, received: download.received, total: observed.total },
      elapsedMs: download.endedMs,
    };
    if (!lost) return { transfer: { ...transfer, episodes: [] } };
    const cause = datagramStallCause({
      flow: flowToClient(lab.nodes, { from, to, family, ports }),
      ...{ linkEnds: linkEndsOf(lab.nodes), packetBytes: lost.largestBytes, before },
      after: await lab.ledger('ptbs', signal),
    });
    return { transfer: { ...transfer, episodes: [{ fromMs: lost.fromMs, cause }] } };
  },
  byHand: (settings, nodes, family) => [
    commandInNode(settings.from, clientCommand(settings, { nodes, family, commandLine: ['mtulab'] })),
    ...routeCommands(settings.to, settings.from, nodes, family),
  ],
  predict: (network, { from, to, bytes: length }, family) =>
    network.download({ from, to, family, bytes: inBytes(length), datagramBytes: datagramSizeOf }),
  nodes: ({ from, to }) => [from, to],
};

/** How long a download is watched in a step without `within`, and a stall before it. */
const defaultWithinMs = 5000;

/** Four probe timeouts of QUIC end within 2 s on a path without delay, each twice as long as the one before (RFC 9002 section 6.2); measured. */
const provingSilenceMs = 2000;

/** Those timeouts grow with the round trip, whose 1 + 2 + 4 + 8 they are. */
const roundTripsOfTimeouts = 15;

const datagramSizeOf = ({ services = [] }: Pick<NodeView, 'services'>): number => {
  const offered = services.find(({ word }) => word === 'quic');
  const { 'max-datagram-size': size = leastDatagramSize } = (offered?.settings ?? {}) as ServerSettings;
  return size;
};

/** The settings of the service that matter to its clients. */
interface ServerSettings {
  readonly 'max-datagram-size'?: number;
}

const serverPort = (nodes: NodeViews, to: string): number => serviceAt(nodes, to, 'quic')?.port ?? quicPort;

const clientCommand = (
  { from, to, bytes: length }: Settings,
  { nodes, family, commandLine }: ClientContext,
): readonly string[] => [
  ...[...commandLine, 'quic-fetch', urlOf(addressOf(nodes, to, family), serverPort(nodes, to), inBytes(length))],
  ...['--local-address', nodes.get(from)!.address[family]],
];

const urlOf = (address: string, port: number, length: number): string =>
  `quic://${address.includes(':') ? `[${address}]` : address}:${port}/${length}`;

interface ClientContext {
  readonly nodes: NodeViews;
  readonly family: Family;
  /** The words that start mtulab. */
  readonly commandLine: readonly string[];
}

/** The line of JSON that the client prints, whatever became of its download; throws what it printed in place of it. */
const readDownload = ({ stdout, stderr, code }: ProgramOutput, node: string): QuicDownload => {
  if (!stdout.startsWith('{'))
    throw new Error(`the client of QUIC in ${node} ended with exit code ${code}: ${stderr.trim()}`);
  return JSON.parse(stdout) as QuicDownload;
};

/** The direction that carries the body, as its server sends it. */
const flowToClient = (
  nodes: NodeViews,
  { from, to, family, ports }: Pick<Settings, 'from' | 'to'> & Pick<Observation, 'ports'> & { readonly family: Family },
): FlowDirection => ({
  ...{ from: to, to: from, family, protocol: protocols.udp },
  ...{ sourceAddress: addressOf(nodes, to, family), source: ports.server },
  ...{ destinationAddress: nodes.get(from)!.address[family], destination: ports.client },
});
