import { decode } from '../../wire/layers/decode.ts';
import type { CapturedFrame } from '../lab/lab.ts';

/** A packet that begins a UDP datagram from server to client, as it left the one or reached the other. */
export interface FlowDatagram {
  readonly at: 'server' | 'client';
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** Length of the IP packet: of a datagram in fragments, that of the first. */
  readonly bytes: number;
}

/** Returns the datagrams of a flow that were captured at its ends; a packet that its interface refused has not left. */
export const datagramsOfFlow = (
  frames: readonly CapturedFrame[],
  { client, server, ports }: FlowEnds,
): readonly FlowDatagram[] =>
  frames.flatMap(({ place, direction, time, bytes, originalLength, refused }) => {
    const at =
      isAt(place, server) && direction === 'out'
        ? 'server'
        : isAt(place, client) && direction === 'in'
          ? 'client'
          : undefined;
    if (!at || refused) return [];
    const { udp, ipv6, ipv4 } = decode({ bytes, originalLength });
    const ip = ipv6 ?? ipv4;
    if (!ip || udp?.source !== ports.server || udp.destination !== ports.client) return [];
    return [{ at, ms: Number(time) / 1e6, bytes: ip.length } as const];
  });

/** The nodes of a flow and its ports, which are the same at both. */
interface FlowEnds {
  readonly client: string;
  readonly server: string;
  readonly ports: { readonly client: number; readonly server: number };
}

const isAt = (place: string, node: string): boolean => place.startsWith(`${node}:`);
