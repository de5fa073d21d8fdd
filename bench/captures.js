import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, ratioRow } from './samples.js';

/** What it costs a scenario of the flagship's kind to capture all interfaces of its lab from beginning to end, and to keep the packets. */
export const captures = async ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const file = join(folder, 'ptb-dropped.yaml');
  writeFileSync(file, withoutJourneys(readFileSync('scenarios/ptb-dropped.yaml', 'utf8')));
  const run = (...options) => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, ['dist/cli.js', 'run', file, ...options]);
    if (status !== 0) throw new Error(`ptb-dropped ${options.join(' ')} ended with ${status}`);
    return performance.now() - began;
  };
  try {
    const ways = { plain: () => run(), captured: () => run('--artifacts', join(folder, 'kept')) };
    const times = await interleaved(ways, { turns: quick ? 2 : 5 });
    return [ratioRow('ptb-dropped with every interface captured against without', times.captured, times.plain, 1.25)];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What the scenario expects of journeys makes it capture by itself: without that the one way captures everything, the other nothing. */
const withoutJourneys = (text) => {
  const left = text.replace(/^ +journey:.*\n( +- .*\n)+/m, '');
  if (left === text || left.includes('journey:')) throw new Error('ptb-dropped expects journeys in another form');
  return left;
};
