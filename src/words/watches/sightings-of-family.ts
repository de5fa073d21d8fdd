import type { Family } from '../../evidence/family.ts';
import { subjectOf } from '../../wire/journeys/conversations.ts';
import type { Sighting } from '../../wire/journeys/sighting.ts';
import { decode } from '../../wire/layers/decode.ts';
import { layersByProtocol } from '../../wire/layers/ip-payload.ts';
import { tunnelsByPort } from '../../wire/layers/udp.ts';
import type { CapturedFrame } from '../lab/lab.ts';

/** Decodes the frames that contain packets of these families, directly, in a tunnel, or quoted by an ICMP error; the others are not decoded. */
export const sightingsOfFamilies = async (
  frames: readonly CapturedFrame[],
  families: readonly Family[],
): Promise<readonly Sighting[]> => {
  const sightings: Sighting[] = [];
  let decoded = 0;
  for (const { place, direction, time, bytes, originalLength, refused } of frames) {
    if (!families.some((family) => mayContain(bytes, family))) continue;
    if (++decoded % packetsPerTurn === 0) await yieldThread();
    const packet = decode({ bytes, originalLength });
    const subject = subjectOf(packet);
    if (!families.some((family) => subject[family])) continue;
    const sighting = { place, direction, time, packet };
    sightings.push(refused ? { ...sighting, refused } : sighting);
  }
  return sightings;
};

/** Lets other flows of the same thread be watched. */
export const yieldThread = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Decoding this many packets takes some 10 ms. */
const packetsPerTurn = 500;

/** The EtherType is in bytes 12 and 13, since no frame of a lab is tagged. */
const mayContain = (bytes: Uint8Array, family: Family): boolean => {
  const etherType = ((bytes[12] ?? 0) << 8) + (bytes[13] ?? 0);
  return etherType === etherTypes[family] || (etherType !== arp && mayContainOther(bytes, etherType));
};

/** Whether an IP packet may be a tunnel's or an ICMP error, so that the packet inside may be of the other family. */
const mayContainOther = (bytes: Uint8Array, etherType: number): boolean => {
  const isIpv6 = etherType === etherTypes.ipv6;
  const protocol = bytes[isIpv6 ? 20 : 23] ?? 0;
  const payloadAt = 14 + (isIpv6 ? 40 : ((bytes[14] ?? 0) & 0x0f) * 4);
  if (protocol === udp) return tunnelsByPort.has(((bytes[payloadAt + 2] ?? 0) << 8) + (bytes[payloadAt + 3] ?? 0));
  return protocol !== tcp && (protocol === routingHeader || layersByProtocol[protocol] !== undefined);
};

const etherTypes: Readonly<Record<Family, number>> = { ipv6: 0x86dd, ipv4: 0x0800 };
const arp = 0x0806;
const [tcp, udp, routingHeader] = [6, 17, 43];
