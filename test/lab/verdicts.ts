import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

/**
 * Each file, those of `scenarios` too, is a network with one correct verdict. All of them run at once. Every second run captures all
 * packets, which must not change any verdict, and compares what happens with what the plans predict. Most files expect what is true; a file
 * in `not-met` expects what is no longer true, and one in `not-judged` what cannot be judged, for the reason in its first line.
 */
const folder = new URL('./verdicts/', import.meta.url).pathname;
const verdicts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `${folder}${name}`);
const files = [...verdicts, ...bundledPaths];
const resultOf = (file: string): string =>
  file.includes('/not-met/') ? 'fail' : file.includes('/not-judged/') ? 'error' : 'pass';
/** A machine that cannot tell says so, and that is no verdict. */
const tooBusy = /the machine was too busy: frames of an impaired link|this machine is too busy to judge a race/;
const runs = Number(process.env['MTULAB_RUNS'] ?? 2);

interface Report {
  readonly scenarios: readonly {
    readonly file: string;
    readonly title: string;
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly {
      readonly name: string;
      readonly verdicts: readonly { readonly expectation: string; readonly met: boolean | null }[];
    }[];
  }[];
}

const report = async (options: readonly string[]): Promise<Report> => {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...files, '--report', 'json', ...options], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout) as Report;
};

for (let run = 1; run <= runs; run++) {
  const options = run % 2 === 0 ? ['-v', '--predict'] : [];
  await t.test(`run ${run} of ${runs}: every network gets its correct verdict ${options.join(' ')}`, async (t) => {
    const page = join(t.testdir(), 'page.html');
    const { scenarios } = await report([...options, '--report', `html=${page}`]);
    t.ok(statSync(page).size < 2_000_000, 'the page of all of them is small');
    t.equal(new Set(scenarios.map(({ file }) => file)).size, files.length, 'every file is run');
    for (const scenario of scenarios) {
      const { title, file, result, reason, steps } = scenario;
      const missed = steps.flatMap(({ name, verdicts }) =>
        verdicts.filter(({ met }) => met !== true).map((v) => ({ name, ...v })),
      );
      if (result === 'error' && resultOf(file) === 'pass' && tooBusy.test(JSON.stringify(scenario))) {
        t.pass(title, { skip: reason ?? 'the machine was too busy' }); // so it was not judged, and nothing is proved
        continue;
      }
      t.equal(result, result === 'skip' ? 'skip' : resultOf(file), title, { file, reason, missed });
      const wanted = /^# reason: (.*)/.exec(readFileSync(file, 'utf8'))?.[1];
      t.equal(wanted !== undefined, resultOf(file) === 'error', `${file} begins with a reason if it is not judged`);
      if (wanted && result !== 'skip') t.match(JSON.stringify(scenario), wanted, wanted);
    }
    if (!options.includes('--predict')) return;
    const predictions = scenarios.flatMap(({ file, steps }) =>
      steps.flatMap(({ name, verdicts }) =>
        verdicts.filter(({ expectation }) => expectation === 'prediction').map((each) => ({ file, name, ...each })),
      ),
    );
    const refuted = predictions.filter(({ met }) => met === false);
    t.strictSame(refuted, [], 'nothing happens that the plans exclude, also where it is not what a file expects');
    const confirmed = predictions.filter(({ met }) => met).length;
    const performed = scenarios.filter(({ result }) => result !== 'skip').length;
    t.ok(confirmed > performed, `${confirmed} predictions are confirmed in ${performed} scenarios`);
  });
}
