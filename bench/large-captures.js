import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spread, timeRow } from './samples.js';

/** The processor time and memory of `capture show` for large files: equal packets of one flow, and packets of as many flows. */
export const largeCaptures = ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const files = { '200,000 equal packets': pcap(200_000, () => 0), '300,000 flows': pcap(300_000, (index) => index) };
  try {
    return Object.entries(files).flatMap(([what, bytes]) => {
      const file = join(folder, 'packets.pcap');
      writeFileSync(file, bytes);
      const usages = Array.from({ length: quick ? 1 : 5 }, () => usageOf(['capture', 'show', file]));
      const memory = spread(usages.map(({ mb }) => mb));
      return [
        timeRow(`capture show of ${what}, processor time`, spread(usages.map(({ ms }) => ms)), 3000),
        {
          ...{ what: `capture show of ${what}, memory`, figure: `${memory.median.toFixed(0)} MB`, target: '≤ 300 MB' },
          met: memory.median <= 300,
        },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const usageOf = (words) => {
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'];
  const { status, output } = spawnSync(process.execPath, ['-r', './bench/usage.cjs', 'dist/cli.js', ...words], {
    stdio,
  });
  if (status !== 0) throw new Error(`mtulab ${words.join(' ')} ended with ${status}`);
  return JSON.parse(output[3]);
};

/** A pcap file of SYNs, a microsecond apart; `flowOf` gives the number of the flow of each. */
const pcap = (count, flowOf) => {
  const file = Buffer.alloc(24 + count * recordBytes);
  Buffer.from('d4c3b2a102000400000000000000000000000400' + '01000000', 'hex').copy(file);
  for (let index = 0; index < count; index++) {
    const record = file.subarray(24 + index * recordBytes);
    const flow = flowOf(index);
    record.writeUInt32LE(Math.floor(index / 1e6), 0);
    record.writeUInt32LE(index % 1e6, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    frame.copy(record, 16);
    record.writeUInt32BE(0x0a000001 + (flow >> 14), 16 + 26);
    record.writeUInt16BE(1024 + (flow & 0x3fff), 16 + 34);
  }
  return file;
};

/** Ethernet, IPv4 without fragmentation to 10.128.0.1, and a SYN to port 80 with the options of Linux. */
const frame = Buffer.from(
  [
    '0200000000010200000000020800',
    '4500003c000040004006000000000000',
    '0a800001',
    '00000050',
    '0000000100000000',
    'a002ffff00000000',
  ]
    .concat('020405b40402080a00000001000000000103030a')
    .join(''),
  'hex',
);
const recordBytes = 16 + frame.length;
