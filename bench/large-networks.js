import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ring } from './networks.js';
import { spread, timeRow } from './samples.js';

/** The time to plan and predict a network of many nodes. */
export const largeNetworks = ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const file = join(folder, 'ring.yaml');
  writeFileSync(file, ring(1000, '[{ do: { ping: { from: n1, to: n40, bytes: 8000 } } }]'));
  try {
    const times = Array.from({ length: quick ? 1 : 7 }, () => timeOf(['explain', file]));
    return [timeRow('explain of a ring of 1000', spread(times), 1000)];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const timeOf = (words) => {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`mtulab ${words.join(' ')} ended with ${status}`);
  return performance.now() - began;
};
