import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import { groupSightings } from '../../../src/wire/journeys/group-sightings.ts';
import { matchFragments } from '../../../src/wire/journeys/match-fragments.ts';
import type { Sighting } from '../../../src/wire/journeys/sighting.ts';
import type { DecodedPacket } from '../../../src/wire/layers/decoded-packet.ts';
import { groupPlainly, matchPlainly } from '../fixtures/plain-journeys.ts';
import { formatStop, sighting, sightingsOfPacket, type PacketOutline } from '../fixtures/sightings.ts';

const places = ['a>r', 'r<a', 'r>b', 'b<r', 'b>r', 'r<b', 'r>a', 'a<r', 'r>q', 'q<r', 'q>b', 'b<q', 'a>a', 'a<a'];
const outlines: fc.Arbitrary<PacketOutline> = fc.oneof(
  fc.record({
    ...{ seq: fc.constantFrom(-1000, 1, 501, 1001, 65_000), bytes: fc.constantFrom(0, 500, 1000, 3000) },
    ...{ hops: fc.constantFrom(62, 63, 64), stamp: fc.constantFrom(1, 2), id: fc.constantFrom(undefined, 9) },
  }) as fc.Arbitrary<PacketOutline>,
  fc.constantFrom<PacketOutline>(
    { id: 9, bytes: 1448, fragment: [0, true] },
    { id: 9, bytes: 552, fragment: [1480, false] },
  ),
);
const sightings = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(...places), outlines)
    .map(([ms, where, outline]) => sighting(ms, where, outline)),
  { maxLength: 40 },
);
/** A host without names of peers: its packets may arrive anywhere. */
const unnamed = (all: readonly Sighting[]): readonly Sighting[] =>
  all.map((one) => (one.place.startsWith('q') ? { ...one, place: 'eth0' } : one));

t.test('packets are grouped as if each sighting were compared with all paths', async () => {
  const format = (paths: ReturnType<typeof groupPlainly>) => paths.map((path) => path.map(formatStop).join(' '));
  fc.assert(
    fc.property(sightings, (all) => {
      assert.deepEqual(format(groupSightings(unnamed(all))), format(groupPlainly(unnamed(all))));
    }),
    { numRuns: 1000 },
  );
});

t.test('pieces are matched as if each packet were compared with all earlier ones', async () => {
  fc.assert(
    fc.property(sightings, (all) => {
      const paths = groupPlainly(unnamed(all));
      assert.deepEqual(matchFragments(paths), matchPlainly(paths));
    }),
    { numRuns: 1000 },
  );
});

/** How often the headers of packets are read while they are followed, for each packet. */
const readsPerPacket = (packets: number, sightingsOf: (index: number) => readonly Sighting[]): number => {
  let reads = 0;
  const counted = (packet: DecodedPacket): DecodedPacket =>
    new Proxy(packet, { get: (target, key) => (reads++, Reflect.get(target, key)) });
  const all = Array.from({ length: packets }, (_, index) => sightingsOf(index)).flat();
  followPackets(all.map((one) => ({ ...one, packet: counted(one.packet) })));
  return reads / packets;
};

const floods: Readonly<Record<string, (index: number) => readonly Sighting[]>> = {
  'equal packets that arrive': (index) => sightingsOfPacket(index * 20, 'a>r r<a r>b b<r', {}),
  'equal segments that arrive': (index) => sightingsOfPacket(index * 20, 'a>r r<a r>b b<r', { bytes: 1428 }),
  'equal segments at one host': (index) => sightingsOfPacket(index * 20, 'a>a a<a', { bytes: 1428 }),
  'equal segments that are lost': (index) => sightingsOfPacket(index * 20, 'a>r r<a', { bytes: 1428 }),
};
for (const [title, flood] of Object.entries(floods))
  t.test(`the work for each packet does not depend on their number: ${title}`, async (t) => {
    const [few, many] = [readsPerPacket(200, flood), readsPerPacket(2000, flood)];
    t.ok(many < few * 1.1, `${few} reads of 200, ${many} of 2000`);
    t.ok(many < 400, `${many} reads`);
  });
