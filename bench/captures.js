import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, ratioRow } from './samples.js';

/** What it costs a scenario of the flagship's kind to capture all interfaces of its lab from beginning to end, and to keep the packets. */
export const captures = async ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const run = (...options) => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, ['dist/cli.js', 'run', 'scenarios/ptb-dropped.yaml', ...options]);
    if (status !== 0) throw new Error(`ptb-dropped ${options.join(' ')} ended with ${status}`);
    return performance.now() - began;
  };
  try {
    const ways = { plain: () => run(), captured: () => run('--artifacts', folder) };
    const times = await interleaved(ways, { turns: quick ? 2 : 5 });
    return [ratioRow('ptb-dropped with every interface captured against without', times.captured, times.plain, 1.25)];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
