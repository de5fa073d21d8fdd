import type { Family } from '../evidence/family.ts';
import type { StepResult } from '../events/events.ts';
import { judge, resultOf } from './judge.ts';
import type { StepFacts } from './judge.ts';
import type { Step } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Facts } from '../words/facts/facts.ts';
import type { Lab } from '../words/lab/lab.ts';
import { mergeFacts } from '../words/facts/merge-facts.ts';
import type { Wait } from '../words/lab/wait.ts';
import type { Action, ActionContext, Watch } from '../words/language/word.ts';

/** A lab that stands, as a step meets it. */
export interface StepEnvironment {
  readonly lab: Lab & InheritedState;
  readonly dictionary: Dictionary;
  readonly families: readonly Family[];
  /** Watches that the run asks for in every step that they can watch. */
  readonly watches?: readonly RequestedWatch[];
  /** For slow machines: each `within`, and the patience without one, is longer by this. */
  readonly timeScale?: number;
}

export interface RequestedWatch {
  readonly word: string;
  readonly settings: unknown;
}

/** State that earlier steps left in a lab: learned exceptions and open flows, a line each. */
export interface InheritedState {
  inherited(signal: AbortSignal): Promise<readonly string[]>;
  forget(signal: AbortSignal): Promise<void>;
}

/** Performs one step, the twins side by side, and judges what was learned. */
export const performStep = async (step: Step, stage: StepEnvironment, signal: AbortSignal): Promise<StepResult> => {
  const began = performance.now();
  const { lab, dictionary, families } = stage;
  if (step.fresh) await lab.forget(signal);
  const inherited = await lab.inherited(signal);
  const commands = commandsOf(step, stage, families);
  const learned = await learn(step, stage, signal);
  const verdicts = judge(step.expect, learned, dictionary);
  const result = resultOf(verdicts);
  return {
    name: step.name,
    result,
    inherited,
    facts: learned,
    verdicts,
    commands,
    ms: Math.round(performance.now() - began),
    ...(result === 'error' && { reason: 'an expectation could not be judged' }),
  };
};

const learn = async (step: Step, stage: StepEnvironment, signal: AbortSignal): Promise<StepFacts> => {
  if (!step.action) return {};
  const action = stage.dictionary.actions[step.action.word]!;
  if (action.once) return { once: await act(step, action, stage, { family: stage.families[0]!, signal }) };
  const twins = stage.families.map(async (family) => {
    const expect = step.expect.filter(({ families }) => families.includes(family));
    return [family, await act({ ...step, expect }, action, stage, { family, signal })];
  });
  return Object.fromEntries(await Promise.all(twins)) as StepFacts;
};

const act = async (
  step: Step,
  action: Action<unknown>,
  { lab, dictionary, watches = [], timeScale }: StepEnvironment,
  now: Omit<ActionContext, 'wait'>,
): Promise<Facts> => {
  const settings = step.action!.settings;
  const over = new AbortController();
  const moment = { ...now, wait: scaled(waitOf(step, dictionary), timeScale) };
  const watching = { ...moment, signal: AbortSignal.any([now.signal, over.signal]) };
  const asked = watches.filter(({ word }) => canWatch(dictionary.watches[word]!, action));
  try {
    const begun = await Promise.all(
      watchesOf(step, dictionary, asked).map(({ word, settings }) =>
        dictionary.watches[word]!.begin(lab, settings, watching),
      ),
    );
    const facts = await action.perform(lab, settings, moment);
    const seen = await Promise.all(begun.map((end) => end(facts)));
    return mergeFacts([facts, ...seen]);
  } finally {
    over.abort(); // what a watch holds open must not outlive an action that failed
  }
};

const canWatch = ({ reads }: Watch<unknown>, { learns }: Action<unknown>): boolean =>
  !reads || reads.some((fact) => learns.includes(fact));

/** The watches that a step or the run asks for and those that its expectations imply, each once. */
const watchesOf = (step: Step, dictionary: Dictionary, asked: readonly RequestedWatch[]): readonly RequestedWatch[] => {
  const own = Object.entries(step.watch).map(([word, settings]) => ({ word, settings }));
  const implied = step.expect.flatMap(({ word, wanted }) => {
    const watch = dictionary.expectations[word]!.watch;
    return watch ? [{ word: watch.word, settings: watch.settings(wanted) }] : [];
  });
  return [...new Map([...own, ...implied, ...asked].map((watch) => [JSON.stringify(watch), watch])).values()];
};

/** A step that only wants a stall ends at its first proof; anything else waits for the end. */
const waitOf = (step: Step, dictionary: Dictionary): Wait => {
  const settling = step.expect.map(({ word, wanted }) => dictionary.expectations[word]!.settles(wanted));
  const until = settling.includes('evidence') && !settling.includes('end') ? 'evidence' : 'end';
  return { until, ...(step.withinMs !== undefined && { withinMs: step.withinMs }) };
};

const scaled = ({ withinMs, ...wait }: Wait, scale = 1): Wait => ({
  ...wait,
  ...(withinMs !== undefined && { withinMs: withinMs * scale }),
  ...(scale !== 1 && { scale }),
});

const commandsOf = (
  { action }: Step,
  { lab, dictionary }: StepEnvironment,
  families: readonly Family[],
): readonly string[] => {
  if (!action) return [];
  const { once, byHand } = dictionary.actions[action.word]!;
  return (once ? families.slice(0, 1) : families).flatMap((family) =>
    byHand(action.settings, lab.nodes, family, (node, trait) => lab.traitOf(node, trait)),
  );
};
