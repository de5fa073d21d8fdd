import { readFileSync } from 'node:fs';
import t from 'tap';
import { readPlans } from '../fixtures/read-plans.ts';
import type { Family } from '../../src/evidence/family.ts';
import type { Event, Result } from '../../src/events/events.ts';
import type { RunEnvironment, RunLab } from '../../src/run/environment.ts';
import { applicableExpectations, behavioursOf } from '../../src/run/applicable-expectations.ts';
import type { ObservedBehaviours } from '../../src/kernel/machine/probe-behaviours.ts';
import { byTiming } from '../../src/run/by-timing.ts';
import { judge, resultOf } from '../../src/run/judge.ts';
import { mergeGenerators } from '../../src/run/merge-generators.ts';
import { performStep } from '../../src/run/perform-step.ts';
import type { StepEnvironment } from '../../src/run/perform-step.ts';
import { performSteps } from '../../src/run/perform-steps.ts';
import { startOrder } from '../../src/run/start-order.ts';
import { summarize, worstResult } from '../../src/run/summarize-results.ts';
import { startOf, waitOf } from '../../src/run/wait-of-step.ts';
import type { Expected, Scenario, Step } from '../../src/scenario/model/scenario.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { Dictionary } from '../../src/words/dictionary.ts';
import type { Action, ActionContext, Expectation, Watch } from '../../src/words/language/word.ts';
import type { Verdict } from '../../src/words/language/verdict.ts';
import { bundledPath } from '../fixtures/bundled-scenarios.ts';

const plansFrom = (...names: readonly string[]) => {
  const textOf = (name: string) => readFileSync(bundledPath(name), 'utf8');
  const sources = names.map((file) => ({ file, text: textOf(file) }));
  return readPlans(sources, { set: {} }).plans;
};

t.test('of the scenarios that start together, those that wait for the most stalls come first', async (t) => {
  const plans = plansFrom('healthy-pmtud', 'ptb-dropped', 'healthy-pmtud', 'ptb-dropped');
  t.strictSame(startOrder(plans, dictionary, 4), [1, 3, 0, 2]);
  t.strictSame(startOrder(plans, dictionary, 2), [1, 0, 2, 3], 'the order of the queue does not change');
  t.strictSame(startOrder(plans, dictionary, 1), [0, 1, 2, 3]);
});

t.test('scenarios that measure short times run alone, and so do those whose frames mtulab itself delays', async (t) => {
  const plans = plansFrom('far-away', 'ptb-dropped', 'line-that-passes-1500', 'syn-black-hole');
  const divided = (heldFrames?: 'netem' | 'mtulab') =>
    byTiming([3, 2, 0, 1], plans, { dictionary, machine: heldFrames ? { heldFrames } : {} });
  t.strictSame(divided('mtulab'), { concurrent: [2, 1], alone: [3, 0] });
  t.strictSame(divided('netem'), { concurrent: [2, 0, 1], alone: [3] });
  t.strictSame(divided(), { concurrent: [2, 0, 1], alone: [3] });
});

t.test('a stall that a step of `together` waits for counts too', async (t) => {
  const text = (steps: string) => `
title: x
topology:
  nodes: { a: host, b: { host: { serve: http } } }
  links: [{ between: [a, b], mtu: 1500 }]
steps: ${steps}`;
  const fetch = (outcome: string) =>
    `{ do: { fetch: { from: a, to: b, bytes: 100 } }, expect: { outcome: ${outcome} } }`;
  const { plans } = readPlans(
    [
      { file: 'single.yaml', text: text(`[${fetch('completed')}]`) },
      { file: 'together.yaml', text: text(`[{ together: [${fetch('completed')}, ${fetch('stalled')}] }]`) },
    ],
    { set: {} },
  );
  t.strictSame(startOrder(plans, dictionary, 2), [1, 0]);
});

t.test('merged generators yield all values and never run more than `limit` at a time', async (t) => {
  let running = 0;
  let most = 0;
  const starters = ['a', 'b', 'c'].map(
    (name) =>
      async function* () {
        most = Math.max(most, ++running);
        yield `${name}1`;
        yield `${name}2`;
        running--;
      },
  );
  const values: string[] = [];
  for await (const value of mergeGenerators(starters, 2)) values.push(value);
  t.strictSame(values.toSorted(), ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  t.equal(most, 2);
  for await (const value of mergeGenerators<string>([], 2)) t.fail(value);
});

t.test('merged generators are closed when the consumer stops or one of them throws', async (t) => {
  const closed: string[] = [];
  const endless = (name: string) =>
    async function* () {
      try {
        for (;;) yield name;
      } finally {
        closed.push(name);
      }
    };
  for await (const _ of mergeGenerators([endless('a'), endless('b')], 2)) break;
  t.strictSame(closed.splice(0).toSorted(), ['a', 'b']);
  const failing = async function* (): AsyncGenerator<string> {
    throw new Error('broken');
  };
  await t.rejects(async () => {
    for await (const _ of mergeGenerators([endless('c'), failing], 2));
  }, /broken/);
  t.strictSame(closed, ['c']);
});

t.test('results are summarized, and an error outweighs a failure, a pass and a skip', async (t) => {
  const table: readonly (readonly [readonly Result[], Result])[] = [
    [[], 'pass'],
    [['pass', 'skip'], 'pass'],
    [['skip', 'skip'], 'skip'],
    [['pass', 'fail', 'skip'], 'fail'],
    [['fail', 'error', 'pass'], 'error'],
  ];
  for (const [results, worst] of table) t.equal(worstResult(results), worst, `${results}`);
  t.strictSame(summarize(['pass', 'fail', 'pass', 'skip', 'error']), { passed: 2, failed: 1, skipped: 1, errors: 1 });
});

const expected = (word: string, wanted: unknown, families: readonly Family[] = ['ipv6', 'ipv4']): Expected => ({
  ...{ word, wanted, families },
  at: [],
});

t.test('what the slowness of a machine explains is not judged there, and says so', async (t) => {
  const far = { ipv6: { rtt: { least: 201, most: 318.5 } } };
  const slow = judge([expected('rtt', '200..206')], far, dictionary, 18.6);
  t.match(slow, [
    { met: null, saw: '201 to 318.5 ms; this machine is 18.6 times slower, which makes round trips longer' },
  ]);
  t.equal(resultOf(slow), 'error');
  t.match(judge([expected('rtt', '200..206')], far, dictionary, 1.9), [{ met: false }], 'half as fast is fast enough');
  t.match(judge([expected('rtt', '200..206')], far, dictionary), [{ met: false, saw: '201 to 318.5 ms' }]);
  const short = { ipv6: { rtt: { least: 20, most: 21 } } };
  t.match(judge([expected('rtt', '200..206')], short, dictionary, 18.6), [{ met: false }], 'no machine is faster');
});

t.test('an expectation is judged once for a step without families, and otherwise per family', async (t) => {
  const output = { stdout: 'hello', stderr: '', code: 0 };
  const wanted = { contains: 'hello' };
  t.match(judge([expected('output', wanted)], { once: { output } }, dictionary), [{ family: undefined, met: true }]);
  const perFamily = judge(
    [expected('output', wanted), expected('output', { contains: 'x' }, ['ipv4'])],
    { ipv6: { output }, ipv4: {} },
    dictionary,
  );
  t.match(perFamily, [
    { expectation: 'output', family: 'ipv6', met: true },
    { expectation: 'output', family: 'ipv4', met: null },
    { expectation: 'output', family: 'ipv4', met: null },
  ]);
  t.strictSame(judge([expected('output', wanted, ['ipv4'])], { ipv6: { output } }, dictionary), []);
});

t.test('an unmet expectation fails a step even when another could not be judged', async (t) => {
  const verdict = (met: boolean | null): Verdict => ({
    ...{ expectation: 'x', met, wanted: '', saw: '' },
    evidence: [],
  });
  const table = [
    [[], 'pass'],
    [[true], 'pass'],
    [[true, null], 'error'],
    [[null, false], 'fail'],
  ] as const;
  for (const [met, result] of table) t.equal(resultOf(met.map(verdict)), result, JSON.stringify(met));
});

/** A dictionary with an action and a watch that log their calls, and expectations that wait for the evidence of a stall or for the end. */
const loggingWords = (log: string[], contexts: ActionContext[] = [], once = false): Dictionary => {
  const action: Partial<Action<unknown>> = {
    ...{ once, learns: ['output'] },
    perform: async (_, settings, context) => {
      log.push(`perform ${String(settings)} ${context.family}`);
      contexts.push(context);
      if (settings === 'fails') throw new Error('the machine failed');
      return { output: { stdout: context.family, stderr: '', code: 0 } };
    },
    byHand: (settings, _, family) => [`${String(settings)} -${family.at(-1)}`],
  };
  const watch = (reads: Watch<unknown>['reads']): Partial<Watch<unknown>> => ({
    gives: ['leg'],
    ...(reads && { reads }),
    begin: async (_, settings, { family, signal }) => {
      log.push(`begin ${String(settings)} ${family}`);
      signal.addEventListener('abort', () => log.push(`release ${String(settings)}`));
      return async ({ output }) => (log.push(`end ${String(settings)} ${output!.stdout}`), { leg: 'r1' });
    },
  });
  const expectation = (settles: 'evidence' | 'end' | 'any'): Partial<Expectation<unknown>> => ({
    watch: { word: 'seen', settings: String },
    settles: () => settles,
    judge: (wanted, { leg }) => ({ met: leg === undefined ? null : leg === wanted, wanted: '', saw: '', evidence: [] }),
  });
  return {
    ...{ nodes: {}, traits: {}, actions: { act: action } },
    watches: { seen: watch(undefined), packets: watch(['transfer']) },
    expectations: { stall: expectation('evidence'), end: expectation('end'), any: expectation('any') },
  } as unknown as Dictionary;
};

const step = (settings: unknown, more: Partial<Step> = {}): Step => ({
  ...{ name: 'a step', together: [], expect: [], watch: {}, fresh: false, at: [] },
  action: { word: 'act', settings, at: [] },
  ...more,
});

const environmentWith = (words: Dictionary, more: Partial<StepEnvironment> = {}): StepEnvironment => ({
  ...{ dictionary: words, families: ['ipv6', 'ipv4'], probeBehaviours: async () => ({}) },
  lab: {
    nodes: new Map(),
    inherited: async () => ['an open flow'],
    forgetPathMtus: async () => {},
  } as unknown as RunLab,
  ...more,
});

const { signal } = new AbortController();

t.test('a step performs its action for both families, with the watches that its expectations imply', async (t) => {
  const log: string[] = [];
  const expectLeg = step('go', { expect: [expected('end', 'r1')], watch: { seen: 'r1' } });
  const result = await performStep(expectLeg, environmentWith(loggingWords(log)), signal);
  t.match(result, { name: 'a step', result: 'pass', inherited: ['an open flow'], commands: ['go -6', 'go -4'] });
  t.strictSame(result.watched, ['leg']);
  t.match(result.facts, { ipv6: { output: { stdout: 'ipv6' }, leg: 'r1' }, ipv4: { output: { stdout: 'ipv4' } } });
  t.strictSame(
    log.filter((line) => line.endsWith('ipv6')),
    ['begin r1 ipv6', 'perform go ipv6', 'end r1 ipv6'],
  );
});

t.test(
  'an action that runs once has one set of facts, and an unjudged expectation makes its step an error',
  async (t) => {
    const words = loggingWords([], [], true);
    const without = {
      ...words,
      watches: {},
      expectations: { any: { ...words.expectations['any']!, watch: undefined } },
    };
    const result = await performStep(
      step('go', { expect: [expected('any', 'r1')] }),
      environmentWith(without as unknown as Dictionary),
      signal,
    );
    t.strictSame(Object.keys(result.facts), ['once']);
    t.match(result, { result: 'error', reason: 'an expectation could not be judged', commands: ['go -6'] });
  },
);

t.test('a watch that the run requests is added only to actions that it can watch', async (t) => {
  const log: string[] = [];
  const watches = ['seen', 'packets'].map((word) => ({ word, settings: `requested ${word}` }));
  await performStep(step('go'), environmentWith(loggingWords(log), { watches, families: ['ipv4'] }), signal);
  t.strictSame(
    log.filter((line) => line.startsWith('begin')),
    ['begin requested seen ipv4'],
  );
});

t.test(
  'a step waits for the first evidence of a stall only if nothing else must end, scaled for slow machines',
  async (t) => {
    const waitFor = async (expect: readonly Expected[], more: Partial<Step> = {}, timeScale?: number) => {
      const contexts: ActionContext[] = [];
      const words = loggingWords([], contexts);
      const scale = timeScale !== undefined && { timeScale };
      await performStep(
        step('go', { expect, ...more }),
        environmentWith(words, { ...scale, families: ['ipv6'] }),
        signal,
      );
      return contexts[0]!.wait;
    };
    const [stall, end, any] = ['stall', 'end', 'any'].map((word) => expected(word, 'r1'));
    t.strictSame(await waitFor([]), { until: 'end' });
    t.strictSame(await waitFor([stall!, any!]), { until: 'evidence' });
    t.strictSame(await waitFor([stall!, end!]), { until: 'end' });
    t.strictSame(await waitFor([any!], { withinMs: 100 }, 3), { until: 'end', withinMs: 300, scale: 3 });
    t.equal((await waitFor([any!], { withinMs: 100 }, 9.888)).withinMs, 989, 'timers of Node need whole milliseconds');
  },
);

t.test('an action that fails rejects the step, after its watches were released', async (t) => {
  const log: string[] = [];
  const environment = environmentWith(loggingWords(log), { families: ['ipv6'] });
  await t.rejects(performStep(step('fails', { watch: { seen: 'x' } }), environment, signal), /the machine failed/);
  t.strictSame(log, ['begin x ipv6', 'perform fails ipv6', 'release x']);
});

t.test('a fresh step forgets the state of earlier ones, and a step without an action has no facts', async (t) => {
  const log: string[] = [];
  const lab = { inherited: async () => [], forgetPathMtus: async () => void log.push('forget') } as unknown as RunLab;
  const { action, ...idle } = step('none', { fresh: true });
  const result = await performStep(idle, environmentWith(loggingWords(log), { lab }), signal);
  t.strictSame(log, ['forget']);
  t.match(result, { result: 'pass', facts: {}, verdicts: [], commands: [] });
});

t.test('steps of `together` start before any of them ends; a kernel warning makes all of them errors', async (t) => {
  const log: string[] = [];
  const warnings = [undefined, 'WARNING: x'];
  const environment = {
    ...{ dictionary: loggingWords(log), kernelWarning: () => warnings.shift(), probeBehaviours: async () => ({}) },
  } as unknown as RunEnvironment;
  const steps = [
    step('first', { name: 'one' }),
    step('', { together: [step('a', { name: 'a' }), step('b', { name: 'b' })] }),
  ];
  const scenario = { steps, families: ['ipv6'] } as unknown as Scenario;
  const { lab } = environmentWith(loggingWords(log));
  const events: Event[] = [];
  for await (const event of performSteps({ scenario, id: 7, lab: lab as RunLab }, environment, signal))
    events.push(event);
  t.match(events, [
    { kind: 'step', id: 7, index: 0, name: 'one' },
    { kind: 'step-end', id: 7, index: 0, result: 'pass' },
    { kind: 'step', index: 1, name: 'a' },
    { kind: 'step', index: 2, name: 'b' },
    { kind: 'step-end', index: 1, name: 'a', result: 'error', reason: 'WARNING: x' },
    { kind: 'step-end', index: 2, name: 'b', result: 'error', reason: 'WARNING: x' },
  ]);
});

t.test('the start of a step names what ends it, unless it only groups others', async (t) => {
  const words = loggingWords([]);
  t.strictSame(startOf(step('a', { name: 'one' }), words), { name: 'one', awaits: 'end' });
  const { action: _, ...group } = step('', { name: 'two' });
  t.strictSame(startOf(group, words), { name: 'two' });
  const stalls = step('a', { name: 'three', expect: [expected('stall', 'r1')] });
  t.strictSame(startOf(stalls, words), { name: 'three', awaits: 'evidence' });
  t.strictSame(waitOf(stalls, words), { until: 'evidence' });
});

t.test('what made a step worthless makes it an error, and what came before the step does not', async (t) => {
  const faults = ['before', 'late', 'between', undefined];
  const { lab } = environmentWith(loggingWords([]));
  const environment = {
    ...{ dictionary: loggingWords([]), kernelWarning: () => undefined, probeBehaviours: async () => ({}) },
  } as unknown as RunEnvironment;
  const steps = [step('first', { name: 'one' }), step('second', { name: 'two' })];
  const scenario = { steps, families: ['ipv6'] } as unknown as Scenario;
  const late = { ...lab, faults: async () => faults.shift() } as unknown as RunLab;
  const events: Event[] = [];
  for await (const event of performSteps({ scenario, id: 0, lab: late }, environment, signal)) events.push(event);
  const ends = events.filter(({ kind }) => kind === 'step-end');
  t.match(ends, [
    { name: 'one', result: 'error', reason: 'late' },
    { name: 'two', result: 'pass' },
  ]);
});

const observed: ObservedBehaviours = {
  has: { present: true, saw: 'it does' },
  lacks: { present: false, saw: 'it does not' },
  hidden: { present: null, saw: 'ping: not found' },
};
const where = (condition: Readonly<Record<string, boolean>>, families?: Expected['families']): Expected => ({
  ...expected('end', 'r1', families),
  where: condition,
});

t.test(
  'an expectation applies where all of its conditions fit, and not where one contradicts what was probed',
  async (t) => {
    const count = (condition: Readonly<Record<string, boolean>>): readonly number[] => {
      const { applicable, undecided, notApplicable } = applicableExpectations([where(condition)], observed);
      return [applicable.length, undecided.length, notApplicable.length];
    };
    t.strictSame(count({ has: true }), [1, 0, 0]);
    t.strictSame(count({ has: false }), [0, 0, 1]);
    t.strictSame(count({ lacks: false }), [1, 0, 0]);
    t.strictSame(count({ lacks: true }), [0, 0, 1]);
    t.strictSame(count({ has: true, lacks: true }), [0, 0, 1]);
    t.strictSame(count({ hidden: true }), [0, 1, 0]);
    t.strictSame(count({ hidden: false, has: true }), [0, 1, 0]);
    t.strictSame(count({ hidden: true, has: false }), [0, 0, 1], 'whatever the hidden one is');
    t.match(applicableExpectations([expected('end', 'r1')], {}), { applicable: [{ word: 'end' }], notApplicable: [] });
  },
);

t.test('what does not apply is named, with its family and the reason', async (t) => {
  const ofFamily = { ...where({ has: false }, ['ipv4']), at: ['expect', 1, 'ipv4', 'end'] };
  const expected = [ofFamily, where({ lacks: true }), where({ has: false })];
  t.strictSame(applicableExpectations(expected, observed).notApplicable, [
    'end over IPv4, end, since has is true on this kernel',
    'end, since lacks is false on this kernel',
  ]);
  t.strictSame(
    behavioursOf([
      step('a', { expect: [where({ has: true, lacks: true })] }),
      step('', { together: [step('b', { expect: [where({ has: false })] })] }),
    ]),
    ['has', 'lacks'],
  );
});

t.test(
  'a step is judged by what applies; without any it is skipped, and what is undecided is not judged',
  async (t) => {
    const asked: string[] = [];
    const probeBehaviours = async (names: readonly string[]) => (asked.push(...names), observed);
    const perform = (expect: readonly Expected[], once = false) =>
      performStep(
        step('go', {
          expect,
          ...(expect.every(({ where = {} }) => where['has'] === false) && { watch: { seen: 'r1' } }),
        }),
        environmentWith(loggingWords([], [], once), { probeBehaviours, families: ['ipv6'] }),
        signal,
      );
    const fits = await perform([where({ has: true }), { ...where({ has: false }), wanted: 'r2' }]);
    t.match(fits, {
      result: 'pass',
      verdicts: { length: 1 },
      notApplicable: ['end, since has is true on this kernel'],
    });
    t.strictSame(asked, ['has']);
    t.match(await perform([{ ...where({ has: true }), wanted: 'r2' }]), { result: 'fail', notApplicable: undefined });
    t.match(await perform([where({ has: false })]), {
      ...{ result: 'skip', reason: 'none of its expectations applies to this kernel', verdicts: { length: 0 } },
      facts: { ipv6: { leg: 'r1' } },
    });
    t.match(await perform([where({ hidden: true }), expected('any', 'r1')]), {
      result: 'error',
      verdicts: [
        { expectation: 'any', met: true },
        {
          expectation: 'end',
          family: 'ipv6',
          met: null,
          wanted: 'it where hidden is true',
          saw: 'not observed: hidden: ping: not found',
        },
      ],
    });
    t.match((await perform([where({ hidden: true })], true)).verdicts, [
      { expectation: 'end', family: undefined, met: null },
    ]);
  },
);
