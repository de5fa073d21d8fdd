import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { readPlans } from '../../src/commands/scenarios/read-plans.ts';
import type { Verdict } from '../../src/words/language/verdict.ts';
import { randomNetworks } from './fixtures/random-networks.ts';

// The same networks in each run of the suite; MTULAB_SEED draws others, MTULAB_NETWORKS more of them.

const seed = Number(process.env['MTULAB_SEED'] ?? 387_862);
const count = Number(process.env['MTULAB_NETWORKS'] ?? 30);

interface Report {
  readonly scenarios: readonly {
    readonly file: string;
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly { readonly name: string; readonly verdicts: readonly Verdict[] }[];
  }[];
}

/** Networks that `validate` accepts; more are drawn than needed. */
const texts = randomNetworks(seed, 2 * count)
  .filter((text) => readPlans([{ file: 'random.yaml', text }], { set: {} }).problems.length === 0)
  .slice(0, count);

const numberOf = (file: string): number => Number(/network-(\d+)/.exec(file)![1]);

const run = async (args: readonly string[]): Promise<Report> => {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...args], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout) as Report;
};

t.test(`what ${count} random networks do is among what is predicted (MTULAB_SEED=${seed})`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-random-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `network-${index}.yaml`), text);
  const { scenarios } = await run(['--predict', folder, '--jobs', '6', '--report', 'json']);
  t.equal(scenarios.length, count, 'every network is run');
  let compared = 0;
  for (const { file, result, reason, steps } of scenarios) {
    t.not(result, 'error', `${file} is built and run`, { reason });
    for (const { name, verdicts } of steps)
      for (const verdict of verdicts) {
        const { met, family, wanted, saw } = verdict;
        if (met !== null) compared++;
        t.not(met, false, `${family}, ${name}: ${saw} is among ${wanted}`, { verdict, text: texts[numberOf(file)] });
      }
  }
  t.ok(compared >= 6 * count, `${compared} of ${10 * count} predictions are compared`);
});
