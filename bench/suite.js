import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthy, stalls } from './networks.js';
import { interleaved, ratioRow } from './samples.js';

/** Many scenarios at once, against one and against the same ones in series; half of them stall. */
export const suite = async ({ quick }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  try {
    return await measured(folder, quick);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const measured = async (folder, quick) => {
  const all = join(folder, 'all');
  mkdirSync(all);
  for (let index = 0; index < scenarios / 2; index++) {
    writeFileSync(join(all, `stalls-${index}.yaml`), stalls);
    writeFileSync(join(all, `healthy-${index}.yaml`), healthy);
  }
  const changed = [];
  const run = (path, ...options) => timeOf([path, ...options], join(folder, 'result.json'), changed);
  const times = await interleaved(
    {
      one: () => run(join(all, 'stalls-0.yaml')),
      parallel: () => run(all),
      ...(quick ? {} : { series: () => run(all, '--jobs', '1') }),
    },
    { turns: quick ? 2 : 5 },
  );
  return [
    ratioRow(`${scenarios} scenarios in parallel against one that stalls`, times.parallel, times.one, 3),
    ...(times.series
      ? [ratioRow(`${scenarios} scenarios in parallel against the same in series`, times.parallel, times.series, 0.2)]
      : []),
    {
      what: `${scenarios} scenarios in parallel and in series: verdicts changed`,
      figure: `${changed.length}`,
      target: '0',
      met: changed.length === 0,
      changed,
    },
  ];
};

const scenarios = 30;

const timeOf = (args, result, changed) => {
  const began = performance.now();
  const { stderr } = spawnSync(process.execPath, ['dist/cli.js', 'run', ...args, '--report', `json=${result}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const ms = performance.now() - began;
  changed.push(...unexpected(JSON.parse(readFileSync(result, 'utf8'))), ...(stderr ? [stderr] : []));
  return ms;
};

const unexpected = ({ scenarios }) =>
  scenarios
    .filter(({ result }) => result !== 'pass')
    .map(({ file, result, reason, steps }) => ({ file, result, reason, steps }));
