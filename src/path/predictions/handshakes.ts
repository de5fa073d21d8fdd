import { tcpIpHeaderBytes, timestampOptionBytes } from '../../evidence/family.ts';
import type { Packet } from '../../words/lab/packet.ts';
import { walk } from '../walk/walk.ts';
import type { NetworkView } from '../walk/network-view.ts';
import type { Narrowing, Way } from '../walk/way.ts';
import type { PathMtuMemory } from './path-mtu-memory.ts';
import { sendersOf } from './sender.ts';
import type { Sender } from './sender.ts';
import type { Family } from '../../evidence/family.ts';

/** A connection as both ends agree on it. */
export interface Handshake {
  readonly client: Sender;
  readonly server: Sender;
  /** The MSS options in bytes as they arrive: that of the SYN at the server, and that of the SYN-ACK at the client. */
  readonly synMss: number;
  readonly synAckMss: number;
  /** Bytes of TCP options in every packet after it. */
  readonly optionBytes: number;
  /** Where the way of the SYN narrows, and that of the SYN-ACK. */
  readonly narrowings: { readonly toServer?: Narrowing | undefined; readonly toClient?: Narrowing | undefined };
  /** What the packets of each end have in common on their first hop. */
  readonly packets: { readonly ofClient: FlowPacket; readonly ofServer: FlowPacket };
  readonly leg?: LegChoice | undefined;
}

/** The ends of a flow as one of both writes them into its packets: those of a shared address, and of a node that translates. */
export type FlowPacket = Pick<Packet, 'source' | 'destination' | 'isReply' | 'translations'>;

/** The leg that packets of one end have to take. */
export interface LegChoice {
  readonly of: 'client' | 'server';
  readonly leg: string;
}

export interface ConnectionRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly leg?: LegChoice | undefined;
}

/** Returns the connections that a client may open, and the ways on which its SYN or the SYN-ACK ends before. */
export const handshakes = (
  network: NetworkView,
  memory: PathMtuMemory,
  { from, to, family, leg }: ConnectionRequest,
): { readonly opened: readonly Handshake[]; readonly failed: readonly Way[] } => {
  const opened: Handshake[] = [];
  const failed: Way[] = [];
  const legOf = (end: LegChoice['of']): string | undefined => (leg?.of === end ? leg.leg : undefined);
  const clients = sendersOf(network, memory, { node: from, destination: to, family, leg: legOf('client') });
  if (clients.length === 0) failed.push(withoutRoute(from, synOf({ family, source: from, destination: to, mss: 0 })));
  for (const client of clients)
    for (const syn of walk(network, {
      ...{ from, leg: legOf('client') },
      packet: synOf({ family, source: from, destination: to, mss: client.advertised }),
    })) {
      if (syn.end.kind !== 'delivered') {
        failed.push(syn);
        continue;
      }
      const { node } = syn.end;
      const ofServer = answering(syn.packet, to);
      const { destination } = ofServer;
      const { family: arrived } = syn.packet;
      for (const server of sendersOf(network, memory, {
        ...{ node, destination, family: arrived },
        leg: legOf('server'),
      })) {
        const packet: Packet = { ...synOf({ family: arrived, ...ofServer, mss: server.advertised }), kind: 'syn-ack' };
        for (const synAck of walk(network, { from: node, packet, leg: legOf('server') })) {
          if (synAck.end.kind === 'delivered')
            opened.push({
              ...{ client, server, synMss: syn.packet.mss!, synAckMss: synAck.packet.mss!, leg },
              optionBytes: optionBytesOf(network, [from, node]),
              packets: { ofClient: { source: from, destination: to }, ofServer },
              narrowings: { toServer: syn.narrowest, toClient: synAck.narrowest },
            });
          else failed.push(synAck);
        }
      }
    }
  return { opened, failed };
};

/** The answer to a packet goes to the source that it has where it arrives. */
export const answering = ({ source, translations }: Packet, to: string): FlowPacket => ({
  ...{ source: to, destination: source, isReply: true },
  ...(translations && { translations }),
});

/** Timestamps are used if both ends want them when the connection begins (RFC 7323; tcp_syn_options, tcp_parse_options). */
const optionBytesOf = ({ traits }: NetworkView, ends: readonly string[]): number =>
  ends.every((node) => (traits.sysctlOf(node, 'net.ipv4.tcp_timestamps') ?? '1') !== '0') ? timestampOptionBytes : 0;

/** Up to 40 bytes of TCP with the options of Linux. */
const synOf = (packet: FlowPacket & { readonly family: Family; readonly mss: number }): Packet => ({
  ...packet,
  kind: 'syn',
  bytes: tcpIpHeaderBytes(packet.family) + 20,
});

const withoutRoute = (node: string, packet: Packet): Way => ({
  ...{ nodes: [node], places: [], packet },
  end: { kind: 'unroutable', node },
});
