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

/** What a standing lab has behind it: its scenario, how many of its steps were performed, and the steps typed since. */
export interface EarlierSteps {
  readonly source: ScenarioSource;
  readonly performed: number;
  readonly typed: readonly string[];
}

/**
 * Reads one step that was typed (`fetch: {…}`, or a whole step with `do:` and `expect:`) as the next one of its scenario, so that names,
 * places and kept flows are checked as in a file; problems are placed in the typed text.
 */
export const readStep = (typed: string, past: EarlierSteps, dictionary: Dictionary, validate: Validate): ReadStep => {
  const wrong = misread(typed, dictionary);
  if (wrong) return { problems: [wrong] };
  const before = [performedSteps(past), ...past.typed.map((each) => item(each).text)].join('');
  const added = item(typed);
  const { scenarios, problems } = readScenario({ ...past.source, text: before + added.text }, dictionary, validate);
  const above = before.split('\n').length + added.above - 1;
  const step = scenarios[0]?.steps.at(-1);
  return { ...(step && { step }), problems: problems.map((problem) => inTyped(problem, above, added.indent)) };
};

export interface ReadStep {
  readonly step?: Step;
  readonly problems: readonly LocatedProblem[];
}

/** What cannot be a step at all, told of the typed text itself: bad YAML, and a word alone, which gets an example. */
const misread = (typed: string, { actions }: Dictionary): LocatedProblem | undefined => {
  const { problems, document, value, ...lines } = parseYaml('step', typed.trimEnd());
  if (problems.length > 0 || typeof value !== 'string') return problems[0];
  const word = Object.hasOwn(actions, value) ? value : closest(value, Object.keys(actions));
  const example = stringify(
    { [word]: actions[word]!.example },
    { flowCollectionPadding: false, collectionStyle: 'flow', lineWidth: 0 },
  ).slice(1, -2);
  const what = word === value ? `${word} alone is no step` : `'${value}' is no step`;
  const right = word === value ? `it says more, for example ${example}` : `did you mean ${word}, as in ${example}?`;
  return locateAtOffset(lines, { at: [], part: 'value', code: 'shape', what, right, word }, 0);
};

const performedSteps = ({ source, performed }: EarlierSteps): string => {
  const { steps, ...rest } = parseDocument(source.text, { merge: true }).toJS({ maxAliasCount: -1 }) as {
    readonly steps: readonly unknown[];
  };
  const kept = steps.slice(0, performed);
  return `${stringify(rest)}steps:\n${kept.length > 0 ? stringify(kept) : ''}`;
};

/** A typed step as an item of the list; a bare action gets its `do`. */
const item = (typed: string): { readonly text: string; readonly above: number; readonly indent: number } => {
  const { contents } = parseDocument(typed);
  const whole = isMap(contents) && contents.items.some(({ key }) => stepKeys.has(String(key)));
  const opening = whole ? '-\n' : '-\n  do:\n';
  const indent = whole ? 2 : 4;
  const lines = typed.trimEnd().split('\n');
  const body = lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
  return { text: opening + body, above: whole ? 1 : 2, indent };
};

const stepKeys = new Set(['name', 'do', 'together', 'expect', 'watch', 'within', 'fresh']);

const inTyped = (problem: LocatedProblem, above: number, indent: number): LocatedProblem => ({
  ...problem,
  file: 'step',
  line: Math.max(1, problem.line - above),
  column: Math.max(1, problem.column - indent),
  source: problem.source.slice(indent),
});
