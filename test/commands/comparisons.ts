import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { perform } from '../../src/commands/compare.ts';
import type { Io, Options } from '../../src/commands/command-line/command.ts';
import { compareRuns } from '../../src/commands/comparisons/compare-runs.ts';
import { comparisonMarkdown, comparisonText } from '../../src/commands/comparisons/comparison-text.ts';
import { readRun } from '../../src/commands/comparisons/read-run.ts';
import type { StepResult } from '../../src/events/events.ts';
import type { CollectedRun, CollectedScenario } from '../../src/reports/model/collect-run.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';
import type { Verdict } from '../../src/words/language/verdict.ts';

const transfer = (seen: Partial<Observation>): Observation => ({
  ...{ outcome: 'completed', received: 10, total: 10, elapsedMs: 5, episodes: [], segmentSize: 1428 },
  ...{ ports: { client: 20_001, server: 80 }, evidence: [] },
  ...seen,
});

const healed = (untilMs: number): Partial<Observation> => ({
  episodes: [
    {
      ...{ fromMs: 0, untilMs, healedBy: 'packet-too-big' },
      cause: { word: 'packet-too-big-lost', place: 'firewall', evidence: [] },
    },
  ],
  recovery: { afterMs: untilMs / 2, rtoMs: 400 },
});

const outcome = (met: boolean | null, saw: string): Verdict => ({
  ...{ expectation: 'outcome', family: 'ipv6', met, wanted: 'completed', saw, evidence: [] },
});

const step = (seen: Partial<Observation>, verdict: Verdict, others: Partial<StepResult> = {}): StepResult => ({
  ...{ name: 'a large response', result: verdict.met ? 'pass' : 'fail', inherited: [], commands: [], ms: 5, line: 20 },
  ...{ facts: { ipv6: { transfer: transfer(seen) } }, verdicts: [verdict] },
  ...others,
});

const scenario = (name: string, steps: readonly StepResult[], others: Partial<CollectedScenario> = {}) => ({
  ...{ file: `${name}.yaml`, title: `The ${name}`, result: 'pass' as const, ms: 5, steps },
  ...others,
});

const met = outcome(true, 'completed');
const good = step({}, met);
const before: CollectedRun = {
  scenarios: [
    scenario('same', [good]),
    scenario('worse', [good]),
    scenario('better', [step({}, outcome(false, 'stalled'))], { result: 'fail' }),
    scenario('slower', [step(healed(1000), met)]),
    scenario('close', [step(healed(1000), met)]),
    scenario('smaller', [step({}, met)]),
    scenario('skipped', [good]),
    scenario('gone', [good]),
    scenario('case', [good]),
    scenario('case', [step({}, met, { name: 'another step' })]),
  ],
};
const after: CollectedRun = {
  scenarios: [
    scenario('same', [step({ elapsedMs: 900, ports: { client: 30_000, server: 80 }, evidence: ['other'] }, met)]),
    scenario('worse', [step({ outcome: 'stalled', segmentSize: 8928 }, outcome(false, 'stalled: 0 bytes'))], {
      result: 'fail',
    }),
    scenario('better', [good]),
    scenario('slower', [step(healed(3000), met)]),
    scenario('close', [step(healed(1400), met)]),
    scenario('smaller', [step({ segmentSize: 1384 }, met)]),
    scenario('skipped', [], { result: 'skip', reason: 'no netem' }),
    scenario('case', [good]),
    scenario('case', [step({}, met, { name: 'another step' })]),
    scenario('new', [good]),
  ],
};
const tolerance = { percent: 50, ms: 100 };
const comparison = compareRuns(before, after, tolerance);
const files = ['before.json', 'after.json'] as const;

t.test('verdicts that changed are worse or better, and figures that moved are neither', async (t) => {
  t.equal(comparison.compared, 9);
  t.strictSame(
    comparison.scenarios.map(({ title, change }) => `${title}: ${change}`),
    ['The worse: worse', 'The better: better', 'The slower: other', 'The smaller: other', 'The skipped: worse'],
  );
  const [worse, , slower, smaller] = comparison.scenarios.map(({ differences }) =>
    differences.map(({ what, before, after, change }) => [what, before, after, change]),
  );
  t.strictSame(worse, [
    ['outcome', 'met: completed', 'not met: stalled: 0 bytes', 'worse'],
    ['outcome', 'completed', 'stalled', 'other'],
    ['segment size', '1428 bytes', '8928 bytes', 'other'],
  ]);
  t.strictSame(slower, [
    ['stalled for', '1.00 s', '3.00 s', 'other'],
    ['recovered after', '500 ms', '1.50 s', 'other'],
  ]);
  t.strictSame(smaller, [['segment size', '1428 bytes', '1384 bytes', 'other']]);
  t.match(comparison.scenarios[0]!.differences[0], { step: 'a large response', line: 20, family: 'ipv6' });
  t.strictSame(comparison.onlyBefore, [{ file: 'gone.yaml', title: 'The gone' }]);
  t.strictSame(comparison.onlyAfter, [{ file: 'new.yaml', title: 'The new' }]);
});

t.test('a verdict that is not judged any more is worse, and one that was not is better', async (t) => {
  const change = (one: boolean | null, other: boolean | null): string | undefined => {
    const run = (result: boolean | null): CollectedRun => ({
      scenarios: [scenario('x', [step({}, outcome(result, ''))])],
    });
    return compareRuns(run(one), run(other), tolerance).scenarios[0]?.differences[0]?.change;
  };
  t.strictSame(
    [change(true, null), change(null, false), change(false, null), change(null, true)],
    [...['worse', 'worse', 'better', 'better']],
  );
  t.equal(change(null, null), undefined);
});

t.test('a scenario that fails as before is worse when another of its verdicts got worse', async (t) => {
  const run = (...results: readonly boolean[]): CollectedRun => ({
    scenarios: [
      scenario(
        'x',
        results.map((met, index) => step({}, outcome(met, ''), { name: `${index}` })),
        { result: 'fail' },
      ),
    ],
  });
  const change = (one: CollectedRun, other: CollectedRun) => compareRuns(one, other, tolerance).scenarios[0]?.change;
  t.equal(change(run(false, true), run(false, false)), 'worse');
  t.equal(change(run(false, true), run(true, false)), 'worse');
  t.equal(change(run(false, false), run(true, false)), 'better');
  t.equal(change(run(false, true), run(false, true)), undefined);
});

t.test('times may move by the tolerance, and by 100 ms at least', async (t) => {
  const moved = (from: number, to: number, percent: number): number => {
    const run = (ms: number): CollectedRun => ({ scenarios: [scenario('x', [step(healed(ms), met)])] });
    return compareRuns(run(from), run(to), { percent, ms: 100 }).scenarios.length;
  };
  t.strictSame([moved(1000, 1500, 50), moved(1000, 1501, 50), moved(1000, 499, 50)], [0, 1, 1]);
  t.strictSame([moved(10, 110, 1), moved(10, 111, 1)], [0, 1]);
});

t.test('a comparison as text and as Markdown', async (t) => {
  t.matchSnapshot(comparisonText(comparison, files));
  t.matchSnapshot(comparisonMarkdown(comparison, files));
  t.matchSnapshot(comparisonText(compareRuns(before, before, tolerance), files));
  t.matchSnapshot(comparisonMarkdown(compareRuns(before, before, tolerance), files));
});

t.test('the command exits with 1 when a verdict got worse, and with 2 for a file that is no report', async (t) => {
  const folder = t.testdir();
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const [one, other] = [write('before.json', { version: 1, ...before }), write('after.json', { version: 1, ...after })];
  const compare = async (args: readonly string[], options: Options = {}) => {
    const written = { out: '', err: '' };
    const io = {
      out: (text: string) => void (written.out += text),
      err: (text: string) => void (written.err += text),
    } as unknown as Io;
    return { code: await perform(args, options, io, new AbortController().signal), ...written };
  };
  t.equal(readRun(one, {} as Io)?.scenarios.length, before.scenarios.length);
  t.match(await compare([one, other]), { code: 1, out: /2 worse, 1 better, 2 with other figures/, err: '' });
  t.match(await compare([one, one]), { code: 0, out: /no verdict changed, and no figure moved/ });
  t.match(await compare([one, other], { tolerance: 500 }), { out: /1 with other figures/ });
  t.match(JSON.parse((await compare([one, other], { as: 'json' })).out), { compared: 9 });
  t.match(await compare([one, other], { as: 'markdown' }), {
    out: /^9 scenarios compared.*\n\n\| {2}\| scenario, step/,
  });
  const wrong = [write('list.json', '[]'), write('text.json', 'x'), write('new.json', { version: 2, scenarios: [] })];
  for (const file of [...wrong, join(folder, 'nowhere.json')]) {
    const { code, out, err } = await compare([file, one]);
    t.match([code, out, err.replace(folder, '')], [2, '', /: no JSON report of a run: /]);
  }
});
