import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { annotationPacket } from '../../../src/wire/formats/annotation-packet.ts';
import { linkTypes } from '../../../src/wire/formats/capture-file.ts';
import { blockTypes, byteOrderMagic, optionCodes, padded } from '../../../src/wire/formats/pcapng-constants.ts';
import {
  concatBytes,
  encodeBlock,
  encodeOption,
  encodeText,
  uint16s,
  uint32,
  uint64,
} from '../../../src/wire/formats/pcapng-encoding.ts';
import { readAnnotations } from '../../../src/wire/formats/read-annotations.ts';
import { readCapture, readerFor } from '../../../src/wire/formats/read-capture.ts';
import { pcapngWriter, type PacketToWrite } from '../../../src/wire/formats/write-pcapng.ts';
import { sightingsOf } from '../../../src/wire/journeys/sighting.ts';
import { packetsOf } from '../fixtures/corpus.ts';

const places = ['client:to-edge', 'edge:to-client'].map((name) => ({
  ...{ name, linkType: linkTypes.ethernet, snapLength: 256 },
}));
const writer = pcapngWriter({ places, application: 'mtulab', comment: 'a scenario' });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const packet: PacketToWrite = {
  place: 'edge:to-client',
  time: 1_700_000_000_123_456_789n,
  bytes: Uint8Array.of(1, 2, 3),
  originalLength: 9014,
  direction: 'out',
  comment: 'rule 1 dropped its answer: “Packet Too Big”',
};
const file = concatBytes([
  writer.header,
  writer.packet(packet),
  writer.statistics({ place: 'client:to-edge', time: 5n, received: 7, dropped: 1 }),
  writer.annotation({ time: 7n, text: 'the edge starts to clamp' }),
]);

t.test('a written packet is read with its interface, nanoseconds, direction and comment', async (t) => {
  const capture = readCapture(file);
  t.match(capture.interfaces, [places[0], places[1], { name: 'events', linkType: 1, snapLength: 256 }]);
  t.strictSame(capture.packets[0], { ...packet, place: places[1] });
  t.equal(capture.packets.length, 2, 'statistics are no packet');
});

t.test('a written annotation is a packet on the interface `events`', async (t) => {
  const capture = readCapture(file);
  t.strictSame(readAnnotations(capture), [{ time: 7n, text: 'the edge starts to clamp' }]);
  const text = Buffer.from(capture.packets[1]!.bytes).toString('latin1');
  t.ok(text.endsWith('mtulab: the edge starts to clamp'));
});

t.test('an unknown place is a RangeError', async (t) => {
  const message = 'the capture has no interface named nowhere';
  t.throws(() => writer.packet({ ...packet, place: 'nowhere' }), new RangeError(message));
  const statistics = { place: 'nowhere', time: 5n, received: 7, dropped: 1 };
  t.throws(() => writer.statistics(statistics), new RangeError(message));
});

t.test('statistics are encoded with both counters', async (t) => {
  const bytes = writer.statistics({ place: 'edge:to-client', time: 5n, received: 7, dropped: 1 });
  t.equal(
    hex(bytes),
    ['05000000', '34000000', '01000000', '00000000', '05000000']
      .concat(['04000800', '0700000000000000', '05000800', '0100000000000000', '00000000', '34000000'])
      .join(''),
  );
});

t.test('a packet that its interface did not send is marked in the file', async (t) => {
  const [read] = packetsOf('narrow/client.to-edge');
  const { bytes, originalLength, time } = read!;
  const packet = { place: 'client:to-edge', direction: 'out', time, bytes, originalLength } as const;
  const file = concatBytes([writer.header, writer.packet(packet), writer.packet({ ...packet, refused: true })]);
  t.strictSame(
    sightingsOf(readCapture(file)).map(({ refused }) => refused),
    [undefined, true],
  );
});

const arbitraryPacket: fc.Arbitrary<PacketToWrite> = fc.record(
  {
    place: fc.constantFrom('client:to-edge', 'edge:to-client'),
    time: fc.bigInt(0n, (1n << 64n) - 1n),
    bytes: fc.uint8Array({ maxLength: 70 }),
    originalLength: fc.integer({ min: 70, max: 70_000 }),
    direction: fc.constantFrom('in' as const, 'out' as const),
    comment: fc.string({ minLength: 1, unit: 'grapheme' }),
  },
  { requiredKeys: ['place', 'time', 'bytes', 'originalLength'], noNullPrototype: true },
);

t.test('any packets are read as they were written, in chunks of any size', async () => {
  fc.assert(
    fc.property(fc.array(arbitraryPacket, { maxLength: 8 }), fc.integer({ min: 1, max: 99 }), (packets, size) => {
      const written = concatBytes([writer.header, ...packets.map(writer.packet)]);
      const read = readInChunks(written, size).map(({ place, ...rest }) => ({ place: place.name, ...rest }));
      assert.deepEqual(read, packets);
    }),
    { numRuns: 100 },
  );
});

const readInChunks = (bytes: Uint8Array, size: number): ReturnType<typeof readCapture>['packets'] => {
  const reader = readerFor(bytes);
  const packets = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    reader.push(bytes.subarray(index * size, (index + 1) * size)),
  ).flat();
  reader.end();
  return packets;
};

t.test('blocks and options are padded to 32 bits and give their lengths', async (t) => {
  t.strictSame([0, 1, 4, 5].map(padded), [0, 4, 4, 8]);
  t.equal(hex(encodeBlock(6, [Uint8Array.of(1)])), '060000001000000001000000' + '10000000');
  t.equal(hex(encodeOption(2, Uint8Array.of(1, 2, 3))), '0200030001020300');
  t.equal(hex(encodeOption(optionCodes.end)), '00000000');
});

t.test('numbers are encoded in little-endian order', async (t) => {
  t.equal(hex(uint16s(1, 0xfffe)), '0100feff');
  t.equal(hex(uint32(byteOrderMagic)), '4d3c2b1a');
  t.equal(hex(uint32(-1)), 'ffffffff');
  t.equal(hex(uint64(0x0102030405060708n)), '0807060504030201');
});

t.test('a text longer than 65535 bytes is truncated', async (t) => {
  t.equal(hex(encodeText('→')), 'e28692');
  t.equal(encodeText('x'.repeat(70_000)).length, 65_535);
});

t.test('a file starts with a section of the current version', async (t) => {
  t.equal(hex(writer.header.subarray(0, 4)), hex(uint32(blockTypes.section)));
  t.equal(hex(writer.header.subarray(8, 16)), '4d3c2b1a' + '01000000');
});

t.test('the message of an annotation packet is truncated to 1200 bytes', async (t) => {
  t.equal(annotationPacket('x'.repeat(9000)).length, 14 + 40 + 8 + 1200);
});

t.test('an annotation packet is a syslog message from ::1 to ::1 with a valid checksum', async (t) => {
  for (const text of ['even', 'odd', '→']) {
    const bytes = annotationPacket(text);
    const view = new DataView(bytes.buffer);
    t.equal(Buffer.from(bytes.subarray(62)).toString(), `<133>mtulab: ${text}`);
    t.strictSame([view.getUint16(12), view.getUint16(54), view.getUint16(56)], [0x86dd, 514, 514]);
    const words = [...Array(Math.ceil((bytes.length - 22) / 2)).keys()].map((index) => 22 + 2 * index);
    const sum = words.reduce((total, at) => total + (bytes[at]! << 8) + (bytes[at + 1] ?? 0), view.getUint16(18) + 17);
    t.equal(sum % 0xffff, 0);
  }
});
