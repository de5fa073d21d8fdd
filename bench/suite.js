import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthy, stalls } from './networks.js';
import { interleaved, ratioRow } from './samples.js';

/**
 * Many scenarios at once, compared with one and with the same ones in series; half of them stall. First scenarios that the project ships,
 * then the shortest possible ones: one step each, so that the builds dominate.
 */
export const suite = async ({ quick }) => {
  const shipped = { stalls: read('scenarios/ptb/ptb-dropped.yaml'), healthy: read('scenarios/ptb/healthy-pmtud.yaml') };
  return [
    ...(await inFolder(`${scenarios} scenarios`, shipped, { turns: quick ? 1 : 3, series: quick ? 0 : 1 })),
    ...(await inFolder(
      `${scenarios} of one step`,
      { stalls, healthy },
      { turns: quick ? 2 : 5, series: quick ? 0 : 2 },
    )),
  ];
};

const scenarios = 30;

const read = (file) => readFileSync(file, 'utf8');

const inFolder = async (what, texts, turns) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  try {
    return await measured(what, texts, { folder, ...turns });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const measured = async (what, texts, { folder, turns, series }) => {
  const all = join(folder, 'all');
  mkdirSync(all);
  for (let index = 0; index < scenarios / 2; index++)
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(all, `${name}-${index}.yaml`), text);
  const changed = [];
  const run = (path, ...options) => timeOf([path, ...options], join(folder, 'result.json'), changed);
  const one = () => run(join(all, 'stalls-0.yaml'));
  const times = await interleaved({ one, parallel: () => run(all) }, { turns });
  const after = await interleaved({ series: () => run(all, '--jobs', '1') }, { turns: series, warm: 0 });
  return [
    ratioRow(`${what} in parallel against one that stalls`, times.parallel, times.one, 3),
    ...(series ? [ratioRow(`${what} in parallel against the same in series`, times.parallel, after.series, 0.2)] : []),
    {
      ...{ what: `${what}: verdicts that changed`, figure: `${changed.length}`, target: '0' },
      ...{ met: changed.length === 0, changed },
    },
  ];
};

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
