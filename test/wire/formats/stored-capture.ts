import t from 'tap';
import { readCapture } from '../../../src/wire/formats/read-capture.ts';
import { storeCapture, type CaptureLimits } from '../../../src/wire/formats/stored-capture.ts';
import { bytesOf } from '../fixtures/corpus.ts';

const file = Uint8Array.from(bytesOf('narrow/client.to-edge'));

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

t.test('a capture that comes in chunks of any size has the packets of the file, each time', async (t) => {
  for (const size of [3, 1000, file.length]) {
    const { packets } = await storeCapture(inChunks(file, size));
    for (const _ of [1, 2]) t.strictSame([...packets], readCapture(file).packets, `${size} bytes`);
  }
});

t.test('the first chunk of another format is the last that is read', async (t) => {
  let chunks = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield (chunks++, new Uint8Array(3));
  }
  await t.rejects(storeCapture(endless()), { name: 'CaptureError', what: 'neither a pcap nor a pcapng file' });
  t.equal(chunks, 2, 'four bytes show the format');
});

const refused: readonly (readonly [title: string, bytes: Uint8Array, error: RegExp, limits?: CaptureLimits])[] = [
  ['an empty file', file.subarray(0, 0), /the file is empty/],
  ['two bytes', file.subarray(0, 2), /neither a pcap nor a pcapng file/],
  ['a truncated file', file.subarray(0, -1), /the file is truncated: it ends after \d+ of at least \d+ bytes/],
  ['too many bytes', file, /it has more than 999 bytes; .*tcpdump/, { bytes: 999, packets: 1e6 }],
  ['too many packets', file, /it has more than 5 packets; .*tcpdump/, { bytes: 1e6, packets: 5 }],
];
for (const [title, bytes, error, limits] of refused)
  t.test(`${title}: refused with the reason`, async (t) => {
    await t.rejects(storeCapture(inChunks(bytes, 100), limits), error);
  });

t.test('an endless capture of empty packets ends at the limits', async (t) => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield file.subarray(0, 24);
    for (;;) yield new Uint8Array(1 << 16);
  }
  await t.rejects(storeCapture(endless()), /it has more than 1000000 packets/);
});
