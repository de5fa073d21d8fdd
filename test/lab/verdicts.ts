import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';

/**
 * Each file, those of `scenarios` too, is a network with one correct verdict; all of them run at once, which must not change any verdict. Most files expect what is
 * true; a file in `not-met` expects what is no longer true, and one in `not-judged` what cannot be judged.
 */
const folder = new URL('./verdicts/', import.meta.url).pathname;
const verdicts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `${folder}${name}`);
const bundled = new URL('../../scenarios/', import.meta.url).pathname;
const files = [...verdicts, ...readdirSync(bundled).map((name) => `${bundled}${name}`)];
const resultOf = (file: string): string =>
  file.includes('/not-met/') ? 'fail' : file.includes('/not-judged/') ? 'error' : 'pass';
const runs = Number(process.env['MTULAB_RUNS'] ?? 2);

interface Report {
  readonly scenarios: readonly {
    readonly file: string;
    readonly title: string;
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly {
      readonly name: string;
      readonly verdicts: readonly { readonly met: boolean | null }[];
    }[];
  }[];
}

const report = async (): Promise<Report> => {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...files, '--report', 'json'], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout) as Report;
};

for (let run = 1; run <= runs; run++)
  await t.test(`run ${run} of ${runs}: every network gets its correct verdict`, async (t) => {
    const { scenarios } = await report();
    t.equal(scenarios.length, files.length, 'every file is run');
    for (const { title, file, result, reason, steps } of scenarios) {
      const missed = steps.flatMap(({ name, verdicts }) =>
        verdicts.filter(({ met }) => met !== true).map((v) => ({ name, ...v })),
      );
      t.equal(result, result === 'skip' ? 'skip' : resultOf(file), title, { file, reason, missed });
    }
  });
