import { closest } from 'fastest-levenshtein';
import { isMap, parseDocument, stringify } from 'yaml';
import type { Dictionary } from '../words/dictionary.ts';
import type { Validate } from './schema/ajv-error.ts';
import type { LocatedProblem } from './problems/locate-problem.ts';
import { locateAtOffset } from './problems/locate-problem.ts';
import { parseYaml } from './reading/parse-yaml.ts';
import { readScenario } from './read-scenario.ts';
import type { ScenarioSource } from './read-scenario.ts';
import type { Step } from './model/scenario.ts';

/** The steps that a running lab has performed. */
export interface EarlierSteps {
  /** The scenario of the lab. */
  readonly source: ScenarioSource;
  /** How many steps of the scenario were performed. */
  readonly performed: number;
  /** The texts of the steps typed since. */
  readonly typed: readonly string[];
}

/**
 * Reads a typed step (`fetch: {…}`, or a whole step with `do:` and `expect:`) as the next step of its scenario, so that
 * names, places and kept flows are checked as in a file. Problems are located in the typed text.
 */
export const readStep = (
  typed: string,
  earlier: EarlierSteps,
  dictionary: Dictionary,
  validate: Validate,
): ReadStepResult => {
  const shapeProblem = shapeProblemOf(typed, dictionary);
  if (shapeProblem) return { problems: [shapeProblem] };
  const before = [performedSteps(earlier), ...earlier.typed.map((step) => listItem(step).text)].join('');
  const added = listItem(typed);
  const { scenarios, problems } = readScenario({ ...earlier.source, text: before + added.text }, dictionary, validate);
  const linesAbove = before.split('\n').length + added.linesAbove - 1;
  const step = scenarios[0]?.steps.at(-1);
  return { ...(step && { step }), problems: problems.map((problem) => inTypedText(problem, linesAbove, added.indent)) };
};

export interface ReadStepResult {
  readonly step?: Step;
  readonly problems: readonly LocatedProblem[];
}

/** Reports text that cannot be a step: invalid YAML, or a single word, for which the problem shows an example. */
const shapeProblemOf = (typed: string, { actions }: Dictionary): LocatedProblem | undefined => {
  const parsed = parseYaml('step', typed.trimEnd());
  const { problems, value } = parsed;
  if (problems.length > 0 || typeof value !== 'string') return problems[0];
  const word = Object.hasOwn(actions, value) ? value : closest(value, Object.keys(actions));
  const example = stringify(
    { [word]: actions[word]!.example },
    { flowCollectionPadding: false, collectionStyle: 'flow', lineWidth: 0 },
  ).slice(1, -2);
  const what = word === value ? `${word} needs settings` : `'${value}' is not a step`;
  const right = word === value ? `for example ${example}` : `did you mean ${word}, as in ${example}?`;
  return locateAtOffset(parsed, { at: [], part: 'value', what, right, word }, 0);
};

const performedSteps = ({ source, performed }: EarlierSteps): string => {
  const { steps, ...rest } = parseDocument(source.text, { merge: true }).toJS({ maxAliasCount: -1 }) as {
    readonly steps: readonly unknown[];
  };
  const done = steps.slice(0, performed);
  return `${stringify(rest)}steps:\n${done.length > 0 ? stringify(done) : ''}`;
};

/** Formats a typed step as an item of the list of steps; an action alone is put under `do`. */
const listItem = (typed: string): { readonly text: string; readonly linesAbove: number; readonly indent: number } => {
  const { contents } = parseDocument(typed);
  const isWholeStep = isMap(contents) && contents.items.some(({ key }) => stepKeys.has(String(key)));
  const opening = isWholeStep ? '-\n' : '-\n  do:\n';
  const indent = isWholeStep ? 2 : 4;
  const lines = typed.trimEnd().split('\n');
  const body = lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
  return { text: opening + body, linesAbove: isWholeStep ? 1 : 2, indent };
};

const stepKeys = new Set(['name', 'do', 'together', 'expect', 'watch', 'within', 'fresh']);

const inTypedText = (problem: LocatedProblem, linesAbove: number, indent: number): LocatedProblem => ({
  ...problem,
  file: 'step',
  line: Math.max(1, problem.line - linesAbove),
  column: Math.max(1, problem.column - indent),
  source: problem.source.slice(indent),
});
