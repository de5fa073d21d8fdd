// `npm run bench`: measures what must be fast, as ratios within one run. Arguments choose groups by name; `--quick` takes few samples.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { builds } from './builds.js';
import { captures } from './captures.js';
import { classroom } from './class.js';
import { largeCaptures } from './large-captures.js';
import { largeNetworks } from './large-networks.js';
import { rings } from './rings.js';
import { startUp } from './start-up.js';
import { suite } from './suite.js';
import { table } from './table.js';

delete process.env.NODE_EXTRA_CA_CERTS; // it alone costs every start of Node 100 ms

const groups = {
  ...{ 'start-up': startUp, builds, suite, captures, 'large-captures': largeCaptures },
  ...{ 'large-networks': largeNetworks, rings, class: classroom },
};

const main = async (words) => {
  const quick = words.includes('--quick');
  const chosen = words.filter((word) => word !== '--quick');
  const wrong = chosen.filter((word) => !(word in groups));
  if (wrong.length > 0)
    return usageError(`no such group: ${wrong.join(', ')}; groups: ${Object.keys(groups).join(', ')}`);
  const began = new Date();
  const rows = [];
  for (const [name, measure] of Object.entries(groups)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    process.stderr.write(`bench: ${name} …\n`);
    rows.push(...(await measure({ quick })));
  }
  process.stdout.write(table(rows));
  save({ began, machine: machine(), rows });
  return rows.some(({ met }) => met === false) ? 1 : 0;
};

const usageError = (what) => {
  process.stderr.write(`bench: ${what}\n`);
  return 2;
};

const machine = () => ({
  kernel: release(),
  node: process.versions.node,
  processors: cpus().map(({ model }) => model),
  memoryBytes: totalmem(),
  loadAverage: readFileSync('/proc/loadavg', 'utf8').trim(),
  iproute2: execFileSync('ip', ['-V'], { encoding: 'utf8' }).trim(),
  commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
});

const save = (result) => {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${result.began.toISOString().replace(/[:.]/g, '-')}.json`, folder);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
};

process.exitCode = await main(process.argv.slice(2));
