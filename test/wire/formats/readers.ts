import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { blockReader, viewOf } from '../../../src/wire/formats/block-reader.ts';
import { CaptureError } from '../../../src/wire/formats/capture-error.ts';
import { decodeText, packetDirection, readOptions } from '../../../src/wire/formats/read-pcapng-options.ts';
import { readCapture, readerFor } from '../../../src/wire/formats/read-capture.ts';
import { isPcap, pcapReader } from '../../../src/wire/formats/read-pcap.ts';
import { isPcapng, pcapngReader } from '../../../src/wire/formats/read-pcapng.ts';
import { bytesOf, recordings } from '../fixtures/corpus.ts';

const concat = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

type Field = readonly [bits: 8 | 16 | 32, ...values: number[]];
const bytes = (little: boolean, ...fields: readonly Field[]): Uint8Array =>
  concat(fields.flatMap(([bits, ...values]) => values.map((value) => encode(little, bits, value))));
const encode = (little: boolean, bits: Field[0], value: number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(bits / 8));
  if (bits === 8) view.setUint8(0, value);
  else if (bits === 16) view.setUint16(0, value, little);
  else view.setUint32(0, value, little);
  return new Uint8Array(view.buffer);
};
const block = (little: boolean, type: number, body: Uint8Array): Uint8Array =>
  concat([bytes(little, [32, type, body.length + 12]), body, bytes(little, [32, body.length + 12])]);
const section = (little: boolean): Uint8Array =>
  block(little, 0x0a0d0d0a, bytes(little, [32, 0x1a2b3c4d], [16, 1, 0], [32, 0xffffffff, 0xffffffff]));
const interfaceWith = (little: boolean, ...options: Uint8Array[]): Uint8Array =>
  block(little, 1, concat([bytes(little, [16, 1, 0], [32, 0]), ...options]));
const enhancedPacket = (little: boolean, high: number, low: number): Uint8Array =>
  block(little, 6, bytes(little, [32, 0, high, low, 2, 60], [8, 0xaa, 0xbb, 0, 0]));

/** The packets of a file, with their bytes in hex, since t.match accepts the start of an array. */
const packetsIn = (file: Uint8Array): readonly object[] =>
  readCapture(file).packets.map((packet) => ({ ...packet, bytes: Buffer.from(packet.bytes).toString('hex') }));

for (const little of [true, false]) {
  const order = little ? 'little' : 'big';
  t.test(`a ${order}-endian pcap file is read in micro- and nanoseconds`, async (t) => {
    for (const [magic, time] of [
      [0xa1b2c3d4, 3_000_007_000n],
      [0xa1b23c4d, 3_000_000_007n],
    ] as const) {
      const header = bytes(little, [32, magic], [16, 2, 4], [32, 0, 0, 65535, 1]);
      const packets = packetsIn(concat([header, bytes(little, [32, 3, 7, 2, 60], [8, 0xaa, 0xbb])]));
      t.match(packets, [{ time, originalLength: 60, bytes: /^aabb$/, place: { linkType: 1 } }]);
      t.ok(isPcap(viewOf(header)) && !isPcapng(viewOf(header)));
    }
  });
  t.test(`a ${order}-endian pcapng file is read with any time resolution and offset`, async (t) => {
    const resolution = (value: number): Uint8Array => bytes(little, [16, 9, 1], [8, value, 0, 0, 0]);
    const offset = bytes(little, [16, 14, 8], [32, ...(little ? [10, 0] : [0, 10])]);
    for (const [options, time] of [
      [[], 5_000_000n],
      [[resolution(9)], 5_000n],
      [[resolution(3)], 5_000_000_000n],
      [[resolution(0x80 | 1)], 2_500_000_000_000n],
      [[resolution(9), offset], 10_000_005_000n],
    ] as const) {
      const file = concat([section(little), interfaceWith(little, ...options), enhancedPacket(little, 0, 5000)]);
      t.match(packetsIn(file), [{ time, originalLength: 60, bytes: /^aabb$/ }]);
      t.ok(isPcapng(viewOf(file)) && !isPcap(viewOf(file)));
    }
  });
  t.test(`a ${order}-endian simple packet is limited by the snap length of its interface`, async (t) => {
    const limited = block(little, 1, bytes(little, [16, 1, 0], [32, 2]));
    const simple = block(little, 3, bytes(little, [32, 9], [8, 1, 2, 0, 0]));
    const packets = packetsIn(concat([section(little), limited, simple]));
    t.match(packets, [{ time: 0n, originalLength: 9, bytes: /^0102$/ }]);
  });
  t.test(`after a ${order}-endian section, unknown blocks are skipped and the byte order may change`, async (t) => {
    const unknown = block(little, 0x0bad, bytes(little, [32, 1, 2, 3]));
    const simple = block(little, 3, bytes(little, [32, 2], [8, 0xcc, 0xdd, 0, 0]));
    const other = [section(!little), interfaceWith(!little), enhancedPacket(!little, 1, 0)];
    const packets = packetsIn(concat([section(little), unknown, interfaceWith(little), unknown, simple, ...other]));
    t.match(packets, [{ bytes: /^ccdd$/ }, { time: 4_294_967_296_000n }]);
    t.equal(packets.length, 2);
  });
}

const le = true;
const pcapHeader = bytes(le, [32, 0xa1b2c3d4], [16, 2, 4], [32, 0, 0, 65535, 1]);
const start = concat([section(le), interfaceWith(le)]);
const broken: readonly (readonly [title: string, file: Uint8Array, what: RegExp, offset: number])[] = [
  ['an empty file', bytes(le), /neither a pcap nor a pcapng file/, 0],
  ['a file of another format', Buffer.from('GIF89a, not packets'), /neither a pcap nor a pcapng file/, 0],
  ['half a file header', pcapHeader.subarray(0, 20), /ends after 20 of at least 24 bytes/, 0],
  ['half a packet', concat([pcapHeader, bytes(le, [32, 0, 0, 9, 9], [8, 1])]), /ends after 17 of at least 25/, 24],
  ['a packet of 3 GB', concat([pcapHeader, bytes(le, [32, 0, 0, 3e9, 3e9])]), /claims 3000000000 captured bytes/, 24],
  ['half a block', start.subarray(0, start.length - 1), /ends after 19 of at least 20 bytes/, 28],
  ['a block of 0 bytes', concat([start, bytes(le, [32, 6, 0, 0])]), /claims a length of 0 bytes/, 52],
  ['a block of 3 GB', concat([start, bytes(le, [32, 6, 3e9, 0])]), /claims a length of 3000000000 bytes/, 52],
  ['a block with two lengths', concat([start, bytes(le, [32, 6, 12, 16])]), /two lengths of a block differ/, 56],
  [
    'a section without a byte order',
    concat([bytes(!le, [32, 0x0a0d0d0a, 28, 0, 0, 0, 0, 28])]),
    /no valid byte-order magic/,
    8,
  ],
  ['a short section', concat([bytes(le, [32, 0x0a0d0d0a, 16, 0x1a2b3c4d, 16])]), /section header is too short/, 0],
  ['an unknown interface', concat([section(le), enhancedPacket(le, 0, 0)]), /refers to interface 0 of 0/, 36],
  [
    'a packet past its block',
    concat([start, block(le, 6, bytes(le, [32, 0, 0, 0, 99, 99]))]),
    /claims 99 captured/,
    68,
  ],
  ['a short block', concat([start, block(le, 6, bytes(le, [32, 0]))]), /too short for its type/, 48],
  ['an option past its block', concat([section(le), interfaceWith(le, bytes(le, [16, 2, 9]))]), /option runs past/, 44],
];
for (const [title, file, what, offset] of broken)
  t.test(`${title} is an error with its offset`, async (t) => {
    t.throws(() => readCapture(file), { name: 'CaptureError', what, offset });
  });

t.test('a CaptureError gives the reason and the offset', async (t) => {
  t.match(new CaptureError('not a pcap file', 24), {
    message: 'not a pcap file (at byte 24)',
    what: 'not a pcap file',
  });
});

t.test('the blocks of a format are found in chunks of any size', async (t) => {
  const file = Uint8Array.of(1, 7, 2, 8, 8, 0, 3, 9, 9, 9);
  for (const size of [1, 2, 3, 10]) {
    const blocks: number[][] = [];
    const reader = blockReader({
      places: () => [],
      blockLength: ({ view, at }) => (view.byteLength - at < 1 ? 1 : 1 + view.getUint8(at)),
      read: (view, offset) => void blocks.push([offset, view.byteLength]),
    });
    for (let at = 0; at < file.length; at += size) reader.push(file.subarray(at, at + size));
    reader.end();
    t.strictSame(
      blocks,
      [
        [0, 2],
        [2, 3],
        [5, 1],
        [6, 4],
      ],
      `${size} bytes`,
    );
    t.strictSame(reader.places(), []);
  }
});

t.test('options end at the end option or at the end of their block', async (t) => {
  const options = bytes(le, [16, 1, 2], [8, 0x68, 0x69, 0, 0], [16, 2, 4], [32, 2], [16, 0, 0], [16, 9, 9]);
  const read = (end: number) =>
    [...readOptions({ view: viewOf(options), offset: 0, little: le, end }, 0)].map(([code, value]) => [
      code,
      [...value],
    ]);
  const comment = [1, [0x68, 0x69]];
  t.strictSame(read(options.length), [comment, [2, [2, 0, 0, 0]]]);
  t.strictSame(read(8), [comment]);
});

t.test('an option is decoded as text or as a direction', async (t) => {
  t.equal(decodeText(Uint8Array.of(0xe2, 0x86, 0x92, 0xff)), '→\ufffd');
  t.equal(decodeText(undefined), undefined);
  const directions = [0, 1, 2, 3, 4 | 1].map((flags) => packetDirection(bytes(le, [32, flags]), le));
  t.strictSame(directions, [undefined, 'in', 'out', undefined, 'in']);
  t.equal(packetDirection(Uint8Array.of(1), le), undefined);
  t.equal(packetDirection(undefined, le), undefined);
});

t.test('a recording that ends within a packet is an error, and at its end it is not', async (t) => {
  const file = bytesOf('odd/left.to-right');
  for (let length = 4; length < file.length; length += 61) {
    const reader = pcapReader();
    const packets = reader.push(file.subarray(0, length));
    const whole = 24 + packets.reduce((sum, { bytes }) => sum + 16 + bytes.length, 0);
    if (whole === length) t.doesNotThrow(reader.end);
    else t.throws(reader.end, { name: 'CaptureError', offset: length < 24 ? 0 : whole });
  }
});

t.test('readers throw only a CaptureError, whatever the bytes', async () => {
  const seeds = [
    ...recordings.slice(0, 2).map(bytesOf),
    concat([start, enhancedPacket(le, 0, 1), interfaceWith(le, bytes(le, [16, 2, 2], [8, 65, 66, 0, 0], [16, 0, 0]))]),
    concat([section(!le), interfaceWith(!le), enhancedPacket(!le, 0, 1)]),
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
        allowCaptureError(() => (reader.push(file.subarray(0, 50)), reader.push(file.subarray(50)), reader.end()));
      allowCaptureError(() => readCapture(file));
    }),
    { numRuns: 1000 },
  );
});

const allowCaptureError = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
  }
};

t.test('the reader is chosen by the first four bytes', async (t) => {
  assert.deepEqual(readerFor(pcapHeader.subarray(0, 4)).push(pcapHeader), []);
  const reader = readerFor(start.subarray(0, 4));
  reader.push(start);
  t.match(reader.places(), [{ linkType: 1, snapLength: 0 }]);
});
