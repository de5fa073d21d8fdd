import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, ratioRow } from './samples.js';

/** The cost of capturing all interfaces of a lab during a whole scenario like ptb-dropped, and of keeping the packets. */
export const captures = async ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const file = join(folder, 'ptb-dropped.yaml');
  writeFileSync(file, withoutJourneys(readFileSync('scenarios/ptb/ptb-dropped.yaml', 'utf8')));
  const run = (...options) => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, ['dist/cli.js', 'run', file, ...options]);
    if (status !== 0) throw new Error(`ptb-dropped ${options.join(' ')} ended with ${status}`);
    return performance.now() - began;
  };
  try {
    const runs = { plain: () => run(), captured: () => run('--artifacts', join(folder, 'kept')) };
    const times = await interleaved(runs, { turns: quick ? 2 : 5 });
    return [ratioRow('ptb-dropped with every interface captured against without', times.captured, times.plain, 1.25)];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** An expectation of journeys makes a scenario capture by itself; without it one run captures everything, the other nothing. */
const withoutJourneys = (text) => {
  const rest = text.replace(/^ +journey:.*\n( +- .*\n)+/m, '');
  if (rest === text || rest.includes('journey:')) throw new Error('ptb-dropped expects journeys in another form');
  return rest;
};
