import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { CaptureError } from '../../src/wire/formats/capture-error.ts';
import { mergeCaptures } from '../../src/wire/formats/merge-captures.ts';
import { readCapture, readerFor } from '../../src/wire/formats/read-capture.ts';
import { pcapReader } from '../../src/wire/formats/read-pcap.ts';
import { pcapngReader } from '../../src/wire/formats/read-pcapng.ts';
import { sightingsOf } from '../../src/wire/journeys/sighting.ts';
import { pcapngWriter, type PacketToWrite } from '../../src/wire/formats/write-pcapng.ts';
import { bytesOf, packetsOf, recordings } from './fixtures/corpus.ts';

const places = ['client:to-edge', 'edge:to-client'].map((name) => ({ name, linkType: 1, snapLength: 256 }));
const writer = pcapngWriter({ places, application: 'mtulab', comment: 'a scenario' });
const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

const packet: PacketToWrite = {
  place: 'edge:to-client',
  time: 1_700_000_000_123_456_789n,
  bytes: Uint8Array.of(1, 2, 3),
  originalLength: 9014,
  direction: 'out',
  comment: 'rule 1 dropped its answer: “packet too big”',
};

t.test('what is written is read, with names, nanoseconds, directions, comments and moments', async (t) => {
  const { header, packet: write, annotation: moment, statistics } = writer;
  const counted = { place: 'client:to-edge', time: 5n, received: 7, dropped: 1 };
  const file = joined([
    header,
    write(packet),
    statistics(counted),
    moment({ time: 7n, text: 'the edge begins to clamp' }),
  ]);
  const { places: found, packets } = readCapture(file);
  t.match(found, [places[0], places[1], { name: 'events' }]);
  t.same(packets[0], { ...packet, place: places[1] });
  t.match(packets[1], { place: { name: 'events' }, time: 7n, comment: 'the edge begins to clamp' });
  t.match(Buffer.from(packets[1]!.bytes).toString('latin1'), 'mtulab: the edge begins to clamp');
  t.same(
    sightingsOf({ places: found, packets }).map(({ place }) => place),
    ['edge:to-client'],
  );
  t.throws(() => write({ ...packet, place: 'nowhere' }), RangeError);
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

t.test('any packets survive writing and reading, in pieces of any size', async () => {
  fc.assert(
    fc.property(fc.array(arbitraryPacket, { maxLength: 8 }), fc.integer({ min: 1, max: 99 }), (packets, size) => {
      const file = joined([writer.header, ...packets.map(writer.packet)]);
      const found = inPieces(file, size).map(({ place, ...rest }) => ({ place: place.name, ...rest }));
      assert.deepEqual(found, packets);
    }),
    { numRuns: 100 },
  );
});

const inPieces = (file: Uint8Array, size: number): ReturnType<typeof readCapture>['packets'] => {
  const reader = readerFor(file);
  const packets = Array.from({ length: Math.ceil(file.length / size) }, (_, index) =>
    reader.push(file.subarray(index * size, (index + 1) * size)),
  ).flat();
  reader.end();
  return packets;
};

/** Files by hand, in either byte order. */
const bytes = (
  little: boolean,
  ...fields: readonly (readonly [bits: 8 | 16 | 32, ...values: number[]])[]
): Uint8Array => {
  const parts = fields.flatMap(([bits, ...values]) =>
    values.map((value) => {
      const part = new DataView(new ArrayBuffer(bits / 8));
      if (bits === 8) part.setUint8(0, value);
      else if (bits === 16) part.setUint16(0, value, little);
      else part.setUint32(0, value, little);
      return new Uint8Array(part.buffer);
    }),
  );
  return joined(parts);
};
const block = (little: boolean, type: number, body: Uint8Array): Uint8Array =>
  joined([bytes(little, [32, type, body.length + 12]), body, bytes(little, [32, body.length + 12])]);
const section = (little: boolean): Uint8Array =>
  block(little, 0x0a0d0d0a, bytes(little, [32, 0x1a2b3c4d], [16, 1, 0], [32, 0xffffffff, 0xffffffff]));
const interfaceWith = (little: boolean, ...options: Uint8Array[]): Uint8Array =>
  block(little, 1, joined([bytes(little, [16, 1, 0], [32, 0]), ...options]));
const enhanced = (little: boolean, high: number, low: number): Uint8Array =>
  block(little, 6, bytes(little, [32, 0, high, low, 2, 60], [8, 0xaa, 0xbb, 0, 0]));

/** The packets of a file, their bytes as text: t.match would be content with the first of them. */
const packetsIn = (file: Uint8Array): readonly object[] =>
  readCapture(file).packets.map((one) => ({ ...one, bytes: Buffer.from(one.bytes).toString('hex') }));

for (const little of [true, false])
  t.test(`a ${little ? 'little' : 'big'}-endian file of each kind is read`, async (t) => {
    for (const [magic, time] of [
      [0xa1b2c3d4, 3_000_007_000n],
      [0xa1b23c4d, 3_000_000_007n],
    ] as const) {
      const header = bytes(little, [32, magic], [16, 2, 4], [32, 0, 0, 65535, 1]);
      const packets = packetsIn(joined([header, bytes(little, [32, 3, 7, 2, 60], [8, 0xaa, 0xbb])]));
      t.match(packets, [{ time, originalLength: 60, bytes: /^aabb$/, place: { linkType: 1 } }]);
    }
    const resolution = (value: number): Uint8Array => bytes(little, [16, 9, 1], [8, value, 0, 0, 0]);
    const offset = bytes(little, [16, 14, 8], [32, ...(little ? [10, 0] : [0, 10])]);
    for (const [options, time] of [
      [[], 5_000_000n],
      [[resolution(9)], 5_000n],
      [[resolution(3)], 5_000_000_000n],
      [[resolution(0x80 | 1)], 2_500_000_000_000n],
      [[resolution(9), offset], 10_000_005_000n],
    ] as const) {
      const packets = packetsIn(
        joined([section(little), interfaceWith(little, ...options), enhanced(little, 0, 5000)]),
      );
      t.match(packets, [{ time, originalLength: 60, bytes: /^aabb$/ }]);
    }
    const snapped = block(little, 1, bytes(little, [16, 1, 0], [32, 2]));
    const simplyCut = block(little, 3, bytes(little, [32, 9], [8, 1, 2, 0, 0]));
    t.match(packetsIn(joined([section(little), snapped, simplyCut])), [{ originalLength: 9, bytes: /^0102$/ }]);
    const unknown = block(little, 0x0bad, bytes(little, [32, 1, 2, 3]));
    const simple = block(little, 3, bytes(little, [32, 2], [8, 0xcc, 0xdd, 0, 0]));
    const other = [section(!little), interfaceWith(!little), enhanced(!little, 1, 0)];
    const packets = packetsIn(joined([section(little), unknown, interfaceWith(little), unknown, simple, ...other]));
    t.match(packets, [{ time: 0n, bytes: /^ccdd$/ }, { time: 4_294_967_296_000n }]);
  });

const le = true;
const pcapHeader = bytes(le, [32, 0xa1b2c3d4], [16, 2, 4], [32, 0, 0, 65535, 1]);
const start = joined([section(le), interfaceWith(le)]);
const broken: readonly (readonly [title: string, file: Uint8Array, what: RegExp, offset: number])[] = [
  ['nothing at all', bytes(le), /neither a pcap nor a pcapng/, 0],
  ['something else', Buffer.from('GIF89a, not packets'), /neither a pcap nor a pcapng/, 0],
  ['half a file header', pcapHeader.subarray(0, 20), /ends after 20 of at least 24/, 0],
  ['half a packet', joined([pcapHeader, bytes(le, [32, 0, 0, 9, 9], [8, 1])]), /ends after 17 of at least 25/, 24],
  ['a packet of 3 GB', joined([pcapHeader, bytes(le, [32, 0, 0, 3e9, 3e9])]), /claims 3000000000 captured/, 24],
  ['half a block', start.subarray(0, start.length - 1), /ends after 19 of at least 20/, 28],
  ['a block of no length', joined([start, bytes(le, [32, 6, 0, 0])]), /claims a length of 0/, 52],
  ['a block of 3 GB', joined([start, bytes(le, [32, 6, 3e9, 0])]), /claims a length of 3000000000/, 52],
  ['two lengths', joined([start, bytes(le, [32, 6, 12, 16])]), /two lengths of a block differ/, 56],
  [
    'a section without a byte order',
    block(le, 0x0a0d0d0a, new Uint8Array(16)),
    /block claims a length|no byte order/,
    4,
  ],
  ['an unknown interface', joined([section(le), enhanced(le, 0, 0)]), /names interface 0, the section has 0/, 36],
  ['a lying packet', joined([start, block(le, 6, bytes(le, [32, 0, 0, 0, 99, 99]))]), /claims 99 captured/, 68],
  ['a short block', joined([start, block(le, 6, bytes(le, [32, 0]))]), /too short for its kind/, 48],
  ['a lying option', joined([section(le), interfaceWith(le, bytes(le, [16, 2, 9]))]), /option runs past/, 44],
];
for (const [title, file, what, offset] of broken)
  t.test(`${title} is an error with its place`, async (t) => {
    t.throws(() => readCapture(file), { name: 'CaptureError', what, offset });
  });

t.test('the recordings end in the middle of any packet with an error, and at its end without', async (t) => {
  const file = bytesOf('odd/left.to-right');
  for (let length = 4; length < file.length; length += 61) {
    const reader = pcapReader();
    const packets = reader.push(file.subarray(0, length));
    const whole = 24 + packets.reduce((sum, { bytes }) => sum + 16 + bytes.length, 0);
    if (whole === length) t.doesNotThrow(reader.end);
    else t.throws(reader.end, { name: 'CaptureError', offset: length < 24 ? 0 : whole });
  }
});

/** Throws whatever is not our own error. */
const onlyOurError = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
  }
};

t.test('no bytes make a reader throw anything but its own error', async () => {
  const ng = joined([writer.header, writer.packet(packet), writer.annotation({ time: 1n, text: 'x' })]);
  const seeds = [
    ...recordings.slice(0, 2).map(bytesOf),
    ng,
    joined([section(false), interfaceWith(false), enhanced(false, 0, 1)]),
  ];
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 }))
    .map(([seed, changes]) => {
      const file = Uint8Array.from(seed.subarray(0, 2000));
      for (const [at, value] of changes) file[at % file.length] = value;
      return file;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (file) => {
      for (const reader of [pcapReader(), pcapngReader()])
        onlyOurError(() => (reader.push(file.subarray(0, 50)), reader.push(file.subarray(50)), reader.end()));
      onlyOurError(() => readCapture(file));
    }),
    { numRuns: 1000 },
  );
});

t.test('captures of one clock are merged by time', async (t) => {
  const captures = recordings.filter((name) => name.startsWith('super/')).map((name) => readCapture(bytesOf(name)));
  const { places: all, packets } = mergeCaptures(captures);
  t.equal(all.length, 4);
  t.equal(
    packets.length,
    captures.reduce((sum, { packets }) => sum + packets.length, 0),
  );
  t.ok(packets.every(({ time }, index) => index === 0 || packets[index - 1]!.time <= time));
  t.ok(packetsOf('super/left.to-middle').every((one) => packets.some(({ time }) => time === one.time)));
});
