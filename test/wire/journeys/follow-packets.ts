import t from 'tap';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import type { Sighting } from '../../../src/wire/journeys/sighting.ts';
import { formatJourney, sighting, sightingsOfPacket } from '../fixtures/sightings.ts';

const syn = { mss: 8940 };
const large = { bytes: 8928 };

const cases: readonly { title: string; sightings: readonly Sighting[]; journeys: readonly string[] }[] = [
  {
    title: 'a packet with a rewritten MSS is the same packet',
    sightings: [
      sighting(1, 'a>r', syn),
      sighting(2, 'r<a', syn),
      sighting(3, 'r>b', { mss: 1396, hops: 63 }),
      sighting(4, 'b<r', { mss: 1396, hops: 63 }),
    ],
    journeys: ['a>r r<a r>b mss 8940→1396 b<r'],
  },
  {
    title: 'sightings may come in any order; at equal times the one with more hops left is first',
    sightings: [
      sighting(1, 'b<r', { hops: 63 }),
      sighting(1, 'r>b', { hops: 63 }),
      sighting(1, 'r<a', {}),
      sighting(1, 'a>r', {}),
    ],
    journeys: ['a>r r<a r>b b<r'],
  },
  {
    title: 'a retransmission is a separate packet, and the later one is the one that passes',
    sightings: [
      sighting(1, 'a>r', large),
      sighting(2, 'r<a', large),
      sighting(200, 'a>r', large),
      sighting(201, 'r<a', large),
      sighting(202, 'r>b', { ...large, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'TCP timestamps distinguish a delayed original from its retransmission',
    sightings: [
      sighting(1, 'a>r', { ...large, stamp: 1 }),
      sighting(2, 'r<a', { ...large, stamp: 1 }),
      sighting(3, 'a>r', { ...large, stamp: 3 }),
      sighting(4, 'r<a', { ...large, stamp: 3 }),
      sighting(5, 'r>b', { ...large, stamp: 3, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'identical packets shortly after each other keep their order',
    sightings: [sighting(1, 'a>r', {}), sighting(1.1, 'a>r', {}), sighting(1.2, 'r<a', {}), sighting(1.3, 'r<a', {})],
    journeys: ['a>r r<a', 'a>r r<a'],
  },
  {
    title: 'a retransmission over another leg does not continue the packet lost on the first',
    sightings: [sighting(1, 'a>r', {}), sighting(2, 'r<a', {}), sighting(200, 'a>q', {}), sighting(201, 'q<a', {})],
    journeys: ['a>r r<a', 'a>q q<a'],
  },
  {
    title: 'where the order is ambiguous, the names of the places decide',
    sightings: [
      sighting(1, 'a>q', {}),
      sighting(2, 'q<a', {}),
      sighting(3, 'a>r', {}),
      sighting(4, 'r<a', {}),
      sighting(5, 'r>b', {}),
    ],
    journeys: ['a>q q<a', 'a>r r<a r>b'],
  },
  {
    title:
      'a packet of a tunnel carries the latest transmission that entered it, and an error about it answers the outer packet',
    sightings: [
      ...sightingsOfPacket(1, 'a>r r<a r>s', large),
      ...sightingsOfPacket(200, 'a>r r<a r>s', large),
      sighting(210, 'r>q', { inner: large }),
      sighting(211, 'q<r', { inner: large }),
      sighting(212, 'q>r', { tooBig: { inner: large } }),
    ],
    journeys: ['a>r r<a r>s', 'a>r r<a r>s', 'r>q q<r; carries 1; answered by 3', 'q>r; answers 2'],
  },
  {
    title: 'a packet of a tunnel whose content was not seen outside carries none',
    sightings: [sighting(1, 'r>q', { inner: large }), sighting(2, 'a>r', { bytes: 5 })],
    journeys: ['r>q', 'a>r'],
  },
  {
    title: 'a packet in a routing loop is one packet until its hops run out',
    sightings: [
      sighting(1, 'a>r', { hops: 3 }),
      sighting(2, 'r<a', { hops: 3 }),
      sighting(3, 'r>a', { hops: 2 }),
      sighting(4, 'a<r', { hops: 2 }),
      sighting(5, 'a>r', { hops: 1 }),
    ],
    journeys: ['a>r r<a r>a a<r a>r'],
  },
  {
    title: 'segments continue their super-packet, even where sequence numbers wrap',
    sightings: [
      sighting(1, 'a>r', { seq: -1000, bytes: 2856 }),
      sighting(2, 'r<a', { seq: -1000, bytes: 2856 }),
      sighting(3, 'r>b', { seq: -1000, bytes: 1428, hops: 63 }),
      sighting(4, 'r>b', { seq: 428, bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a; continued by 1,2', 'r>b; continues 0', 'r>b; continues 0'],
  },
  {
    title: 'segments continue the latest transmission that reached the node',
    sightings: [
      sighting(1, 'a>r', { bytes: 2856 }),
      sighting(2, 'r<a', { bytes: 2856 }),
      sighting(200, 'a>r', { bytes: 2856 }),
      sighting(201, 'r<a', { bytes: 2856 }),
      sighting(202, 'r>b', { bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a; continued by 2', 'r>b; continues 1'],
  },
  {
    title: 'a segment outside a super-packet, from another node, or entering where it entered continues nothing',
    sightings: [
      sighting(1, 'r<a', { seq: 5000, bytes: 2856 }),
      sighting(2, 'r>b', { seq: 1, bytes: 1428, hops: 63 }),
      sighting(3, 'q>b', { seq: 5000, bytes: 1428, hops: 63 }),
      sighting(4, 'r<a', { seq: 6428, bytes: 1428 }),
    ],
    journeys: ['r<a', 'r>b', 'q>b', 'r<a'],
  },
  {
    title: 'packets with DF may share an IPv4 ID and are not fragments of each other',
    sightings: [
      sighting(1, 'a>r', { id: 0, dontFragment: true, bytes: 2000 }),
      sighting(2, 'r<a', { id: 0, dontFragment: true, bytes: 2000 }),
      sighting(3, 'r>b', { id: 0, dontFragment: true, seq: 9000, bytes: 100, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'r>b'],
  },
  {
    title: 'a larger packet continues the segments merged into it',
    sightings: [
      sighting(1, 'a>r', { seq: 1, bytes: 1428 }),
      sighting(2, 'r<a', { seq: 1, bytes: 1428 }),
      sighting(3, 'a>r', { seq: 1429, bytes: 1428 }),
      sighting(4, 'r<a', { seq: 1429, bytes: 1428 }),
      sighting(5, 'r>b', { seq: 1, bytes: 2856, hops: 63 }),
    ],
    journeys: ['a>r r<a; continued by 2', 'a>r r<a; continued by 2', 'r>b; continues 0,1'],
  },
  {
    title: 'smaller retransmissions from the sender continue nothing',
    sightings: [
      sighting(1, 'a>r', large),
      sighting(2, 'r<a', large),
      sighting(3, 'a>r', { bytes: 1428 }),
      sighting(4, 'r<a', { bytes: 1428 }),
      sighting(5, 'r>b', { bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'fragments continue their datagram',
    sightings: [
      sighting(1, 'a>r', { id: 9, bytes: 2000 }),
      sighting(2, 'r<a', { id: 9, bytes: 2000 }),
      sighting(3, 'r>b', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
      sighting(4, 'r>b', { id: 9, bytes: 552, hops: 63, fragment: [1480, false] }),
      sighting(5, 'b<r', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
    ],
    journeys: ['a>r r<a; continued by 1,2', 'r>b b<r; continues 0', 'r>b; continues 0'],
  },
  {
    title: 'a Packet Too Big answers the latest transmission that reached the router, and is lost on its own',
    sightings: [
      sighting(1, 'a>q', large),
      sighting(2, 'q<a', large),
      sighting(3, 'q>r', { ...large, hops: 63 }),
      sighting(4, 'r<q', { ...large, hops: 63 }),
      sighting(200, 'a>q', large),
      sighting(201, 'q<a', large),
      sighting(202, 'q>r', { ...large, hops: 63 }),
      sighting(203, 'r<q', { ...large, hops: 63 }),
      sighting(203.1, 'r>q', { tooBig: { ...large, hops: 62 } }),
      sighting(203.2, 'q<r', { tooBig: { ...large, hops: 62 } }),
      sighting(204, 'a>q', large),
    ],
    journeys: ['a>q q<a q>r r<q', 'a>q q<a q>r r<q; answered by 2', 'r>q q<r; answers 1', 'a>q'],
  },
  {
    title: 'a late Packet Too Big answers the packet that reached its router, not a later transmission',
    sightings: [
      sighting(1, 'a>q', large),
      sighting(2, 'q<a', large),
      sighting(3, 'q>r', { ...large, hops: 63 }),
      sighting(4, 'r<q', { ...large, hops: 63 }),
      sighting(5, 'a>q', { ...large, stamp: 5 }),
      sighting(6, 'r>q', { tooBig: { ...large, hops: 62 } }),
    ],
    journeys: ['a>q q<a q>r r<q; answered by 2', 'a>q', 'r>q; answers 0'],
  },
  {
    title: 'an ICMP error may answer a packet that was forwarded (a redirect)',
    sightings: [
      sighting(1, 'a>q', large),
      sighting(2, 'q<a', large),
      sighting(3, 'a>q', { ...large, stamp: 3 }),
      sighting(4, 'q<a', { ...large, stamp: 3 }),
      sighting(5, 'q>a', { tooBig: large }),
      sighting(6, 'q>b', { ...large, stamp: 3, hops: 63 }),
      sighting(7, 'b<q', { ...large, stamp: 3, hops: 63 }),
    ],
    journeys: ['a>q q<a', 'a>q q<a q>b b<q; answered by 2', 'q>a; answers 1'],
  },
];

for (const { title, sightings, journeys } of cases)
  t.test(title, async (t) => t.strictSame(followPackets(sightings).map(formatJourney), journeys));
