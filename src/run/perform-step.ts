import { familyNames } from '../evidence/family.ts';
import type { Family } from '../evidence/family.ts';
import type { StepResult } from '../events/events.ts';
import type { ObservedBehaviours } from '../kernel/machine/probe-behaviours.ts';
import { applicableExpectations, behavioursOf } from './applicable-expectations.ts';
import { judge, resultOf } from './judge.ts';
import type { StepFacts } from './judge.ts';
import { familiesOfStep } from '../scenario/model/families-of-step.ts';
import type { Expected, Step } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Verdict } from '../words/language/verdict.ts';
import type { FactName, Facts } from '../words/facts/facts.ts';
import type { Lab } from '../words/lab/lab.ts';
import { mergeFacts } from '../words/facts/merge-facts.ts';
import { scaledMs } from '../words/lab/wait.ts';
import type { Wait } from '../words/lab/wait.ts';
import { waitOf } from './wait-of-step.ts';
import type { Action, ActionContext, Watch } from '../words/language/word.ts';

/** The running lab in which a step is performed, and the settings that apply to every step. */
export interface StepEnvironment {
  readonly lab: Lab & InheritedState;
  readonly dictionary: Dictionary;
  readonly families: readonly Family[];
  /** Watches that the run adds to every step whose action they can watch. */
  readonly watches?: readonly RequestedWatch[];
  /** Returns what probes find out about these behaviours of the kernel. */
  probeBehaviours(names: readonly string[], signal: AbortSignal): Promise<ObservedBehaviours>;
  /** For slow machines: the factor that lengthens each `within`, and the default deadline of a step without one. */
  readonly timeScale?: number;
}

export interface RequestedWatch {
  readonly word: string;
  readonly settings: unknown;
}

/** State that earlier steps left in a lab: learned exceptions and open flows, one line each. */
export interface InheritedState {
  inherited(signal: AbortSignal): Promise<readonly string[]>;
  forgetPathMtus(signal: AbortSignal, nodes?: readonly string[]): Promise<void>;
}

/** Performs one step, its families concurrently, and judges the facts that it observed. */
export const performStep = async (written: Step, given: StepEnvironment, signal: AbortSignal): Promise<StepResult> => {
  const startedAt = performance.now();
  const environment = { ...given, families: familiesOfStep(written, given.families) };
  if (environment.families.length === 0) return notRun(written);
  const { lab, dictionary } = environment;
  const observed = await given.probeBehaviours(behavioursOf([written]), signal);
  const { applicable, undecided, notApplicable } = applicableExpectations(written.expect, observed);
  const step = { ...written, expect: applicable };
  if (step.fresh) await lab.forgetPathMtus(signal);
  const inherited = await lab.inherited(signal);
  const commands = commandsByHand(step, environment);
  const facts = await observeFacts(step, environment, signal);
  const verdicts = [
    ...judge(step.expect, facts, dictionary, given.timeScale),
    ...undecided.flatMap(notJudged(Object.keys(facts) as (keyof StepFacts)[])),
  ];
  const isJudged = verdicts.length > 0 || notApplicable.length === 0;
  const result = isJudged ? resultOf(verdicts) : 'skip';
  const watched = Object.keys(step.watch).flatMap((word) => dictionary.watches[word]!.gives);
  return {
    name: step.name,
    result,
    inherited,
    facts,
    verdicts,
    ...(notApplicable.length > 0 && { notApplicable }),
    ...(watched.length > 0 && { watched }),
    commands,
    ms: Math.round(performance.now() - startedAt),
    ...(result === 'error' && { reason: 'an expectation could not be judged' }),
    ...(!isJudged && { reason: 'none of its expectations applies to this kernel' }),
  };
};

/** Verdicts on an expectation of which it is not known whether it applies: one for each family, as the others have. */
const notJudged =
  (sources: readonly (keyof StepFacts)[]) =>
  ({ expected, reason }: { readonly expected: Expected; readonly reason: string }): readonly Verdict[] =>
    sources
      .filter((source) => source === 'once' || expected.families.includes(source))
      .map((source) => ({
        ...{ expectation: expected.word, met: null, evidence: [], ...(source !== 'once' && { family: source }) },
        wanted: `it where ${whereText(expected)}`,
        saw: `not observed: ${reason}`,
      }));

const whereText = ({ where = {} }: Expected): string =>
  Object.entries(where)
    .map(([name, wanted]) => `${name} is ${wanted}`)
    .join(' and ');

const notRun = ({ name, families = [] }: Step): StepResult => ({
  ...{ name, result: 'skip', inherited: [], facts: {}, verdicts: [], commands: [], ms: 0 },
  reason: `it runs over ${families.map((family) => familyNames[family]).join(' and ')} only`,
});

const observeFacts = async (step: Step, environment: StepEnvironment, signal: AbortSignal): Promise<StepFacts> => {
  if (!step.action) return {};
  const action = environment.dictionary.actions[step.action.word]!;
  const [firstFamily] = environment.families;
  if (action.once) return { once: await performAction(step, action, environment, { family: firstFamily!, signal }) };
  const perFamily = environment.families.map(async (family) => {
    const expect = step.expect.filter(({ families }) => families.includes(family));
    return [family, await performAction({ ...step, expect }, action, environment, { family, signal })];
  });
  return Object.fromEntries(await Promise.all(perFamily)) as StepFacts;
};

const performAction = async (
  step: Step,
  action: Action<unknown>,
  { lab, dictionary, watches = [], timeScale }: StepEnvironment,
  { family, signal }: Omit<ActionContext, 'wait' | 'reads'>,
): Promise<Facts> => {
  const settings = step.action!.settings;
  const finished = new AbortController();
  const reads = factsRead(step, dictionary);
  const context = { family, signal, reads, wait: scaleWait(waitOf(step, dictionary), timeScale) };
  const watchContext = { ...context, signal: AbortSignal.any([signal, finished.signal]) };
  const requested = watches.filter(({ word }) => canWatch(dictionary.watches[word]!, action));
  try {
    const endWatches = await Promise.all(
      watchesOf(step, dictionary, requested).map(({ word, settings }) =>
        dictionary.watches[word]!.begin(lab, settings, watchContext),
      ),
    );
    const facts = await action.perform(lab, settings, context);
    const watched = await Promise.all(endWatches.map((end) => end(facts)));
    return mergeFacts([facts, ...watched]);
  } finally {
    finished.abort(); // the resources of a watch must not outlive an action that failed
  }
};

/** The facts that the step's expectations read, and the watches that it names or that they imply. */
const factsRead = (step: Step, dictionary: Dictionary): ReadonlySet<FactName> =>
  new Set([
    ...step.expect.flatMap(({ word }) => dictionary.expectations[word]!.reads),
    ...watchesOf(step, dictionary, []).flatMap(({ word }) => dictionary.watches[word]!.reads ?? []),
  ]);

const canWatch = ({ reads }: Watch<unknown>, { learns }: Action<unknown>): boolean =>
  !reads || reads.some((fact) => learns.includes(fact));

/** The watches that the step names, that its expectations imply and that the run requests, without duplicates. */
const watchesOf = (
  step: Step,
  dictionary: Dictionary,
  requested: readonly RequestedWatch[],
): readonly RequestedWatch[] => {
  const named = Object.entries(step.watch).map(([word, settings]) => ({ word, settings }));
  const implied = step.expect.flatMap(({ word, wanted }) => {
    const watch = dictionary.expectations[word]!.watch;
    return watch ? [{ word: watch.word, settings: watch.settings(wanted) }] : [];
  });
  const all = [...named, ...implied, ...requested];
  return [...new Map(all.map((watch) => [JSON.stringify(watch), watch])).values()];
};

const scaleWait = ({ withinMs, ...wait }: Wait, scale = 1): Wait => ({
  ...wait,
  ...(withinMs !== undefined && { withinMs: scaledMs(withinMs, { scale }) }),
  ...(scale !== 1 && { scale }),
});

const commandsByHand = ({ action }: Step, { lab, dictionary, families }: StepEnvironment): readonly string[] => {
  if (!action) return [];
  const { once, byHand } = dictionary.actions[action.word]!;
  return (once ? families.slice(0, 1) : families).flatMap((family) =>
    byHand(action.settings, lab.nodes, family, (node, trait) => lab.traitOf(node, trait)),
  );
};
