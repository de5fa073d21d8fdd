import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { Narrowing } from '../walk/way.ts';
import type { Handshake } from './handshakes.ts';
import type { Sender } from './sender.ts';

/** Describes what both ends offer, where the path narrows in each direction, and which MSS would fit: one line for each direction. */
export const handshakeNotes = ({ client, server, synMss, synAckMss, narrowings }: Handshake): readonly string[] => [
  direction({ offering: client, arrived: synMss, sending: server, narrowing: narrowings.toClient }),
  direction({ offering: server, arrived: synAckMss, sending: client, narrowing: narrowings.toServer }),
];

interface Direction {
  /** The end that limits the segments of the other one by the MSS that it offers. */
  readonly offering: Sender;
  readonly arrived: number;
  readonly sending: Sender;
  readonly narrowing: Narrowing | undefined;
}

const direction = ({ offering, arrived, sending, narrowing }: Direction): string => {
  const clamped = arrived === offering.advertised ? '' : `, ${arrived} at ${sending.node}`;
  const offer = `${sending.node} → ${offering.node}: ${offering.node} offers MSS ${offering.advertised}${clamped}`;
  if (!narrowing) return offer;
  const fitting = narrowing.mtu - tcpIpHeaderBytes(narrowing.family ?? offering.family);
  return `${offer}; ${narrowing.place} carries ${narrowing.mtu} bytes${arrived > fitting ? `, so ${fitting} would fit` : ''}`;
};
