import type { Family } from '../evidence/family.ts';
import { families as both } from '../evidence/family.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { JsonSchema } from '../words/language/shape.ts';
import { checkSchema } from './schema/check-schema.ts';
import { checkSwitchLoops } from './checks/check-switch-loops.ts';
import { checkWordConflicts } from './checks/check-word-conflicts.ts';
import { checkLimits } from './limits/check-limits.ts';
import { isFlooded, listProblems } from './limits/first-problems.ts';
import { checkLegs } from './checks/check-legs.ts';
import { checkNames } from './checks/check-names.ts';
import { checkSteps } from './checks/check-steps.ts';
import { checkTopology } from './checks/check-topology.ts';
import type { Validate } from './schema/ajv-error.ts';
import type { LocatedProblem } from './problems/locate-problem.ts';
import { locateProblem } from './problems/locate-problem.ts';
import { ownProperty } from './model/unknown-values.ts';
import { parseYaml, parseScalar } from './reading/parse-yaml.ts';
import type { Problem } from './problems/problem.ts';
import { nameReferences } from './checks/name-references.ts';
import type { Scenario } from './model/scenario.ts';
import type { ScenarioText } from './model/scenario-text.ts';
import { scenarioSchema } from './schema/scenario-schema.ts';
import { validPaths } from './problems/valid-paths.ts';
import { stepsOf } from './reading/steps-of.ts';
import type { VariableCase, Scalar } from './reading/substitute-variables.ts';
import { substituteVariables } from './reading/substitute-variables.ts';
import { topologyOf } from './topology/topology.ts';

/** A scenario file with the variables that `set` fixes; their text is typed as YAML types it. */
export interface ScenarioSource extends ScenarioText {
  readonly set?: Readonly<Record<string, Scalar>>;
}

/** What came of reading: one scenario per case of `vary`, or every problem with its place; never both. */
export interface ReadScenarios {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly LocatedProblem[];
  /** Gives a later stage's problem (the plan's) its place in this file. */
  locate(problem: Problem): LocatedProblem;
}

/** Text → scenarios, in stages: parse, substitute, check, write out, look up names. Problems are collected, never thrown. */
export const readScenario = (
  { file, text, set = {} }: ScenarioSource,
  dictionary: Dictionary,
  validate: Validate,
): ReadScenarios => {
  const parsed = parseYaml(file, text);
  const place = (problem: Problem): LocatedProblem => locateProblem(parsed, problem);
  if (parsed.value === undefined)
    return { scenarios: [], problems: listProblems(parsed.problems, [], place), locate: place };
  const excess = checkLimits(parsed.value, text, set);
  if (excess.length > 0)
    return { scenarios: [], problems: listProblems(parsed.problems, excess, place), locate: place };
  const { cases, problems, unresolved } = substituteVariables(parsed.value, typed(set));
  const readings = cases.map((each) =>
    readCase(file, each, { dictionary, validate, spoilt: [...problems, ...unresolved] }),
  );
  const found = [...problems, ...readings.flatMap((each) => each.problems)];
  const all = listProblems(parsed.problems, found, place);
  return {
    scenarios: all.length > 0 ? [] : readings.flatMap(({ scenario }) => scenario ?? []),
    problems: all,
    locate: place,
  };
};

const typed = (set: Readonly<Record<string, Scalar>>): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, typeof value === 'string' ? parseScalar(value) : value]),
  );

interface Tools {
  readonly dictionary: Dictionary;
  readonly validate: Validate;
  /** Values that were found wrong already: nothing more is said about them. */
  readonly spoilt: readonly Problem[];
}

interface CaseReading {
  /** Absent where too many problems left the later stages out. */
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

const readCase = (
  file: string,
  { name, value }: VariableCase,
  { dictionary, validate, spoilt }: Tools,
): CaseReading => {
  const fine = validPaths(spoilt.filter(({ at }) => at.length > 0));
  const schema = schemaOf(dictionary);
  const misshapen = checkSchema(value, { schema, validate, isWord: isWordOf(dictionary) });
  const malformed = misshapen.filter(({ at }) => fine(at));
  if (isFlooded(misshapen) || isFlooded(spoilt)) return { problems: malformed.length > 0 ? malformed : misshapen };
  const sound = validPaths([...spoilt, ...malformed]);
  const families = familiesOf(value, sound);
  const topology = topologyOf(value, dictionary, sound);
  const steps = stepsOf(ownProperty(value, 'steps'), { families, sound, dictionary });
  const found = nameReferences(schema, value);
  const named = checkNames(found, topology, value);
  if (isFlooded(named)) return { problems: [...malformed, ...named] };
  const soundNames = validPaths([...spoilt, ...malformed, ...named]);
  const scenario: Scenario = {
    ...{ file, title: String(ownProperty(value, 'title')), families, steps },
    ...(name !== undefined && { case: name }),
    neighbours: ownProperty(value, 'neighbours') === 'learned' ? 'learned' : 'permanent',
    ...{ nodes: topology.nodes, links: topology.links, legs: topology.legs },
  };
  const problems = [
    ...malformed,
    ...named,
    ...checkLegs(found, topology),
    ...checkTopology(value, topology, families, sound),
    ...(topology.whole && soundNames(['topology', 'links']) ? checkSwitchLoops(topology, dictionary) : []),
    ...checkSteps(steps, families, dictionary),
    ...checkWordConflicts(topology, steps, families, dictionary, soundNames),
  ];
  return { scenario, problems };
};

/** Every case of every file asks for the same one. */
const schemaOf = (dictionary: Dictionary): JsonSchema => {
  const known = schemas.get(dictionary) ?? scenarioSchema(dictionary);
  schemas.set(dictionary, known);
  return known;
};

const schemas = new WeakMap<Dictionary, JsonSchema>();

const isWordOf =
  (dictionary: Dictionary) =>
  (name: string): boolean =>
    Object.values(dictionary).some((words) => Object.hasOwn(words, name));

const familiesOf = (value: unknown, sound: (path: readonly string[]) => boolean): readonly Family[] => {
  const families = ownProperty(value, 'families');
  return families !== undefined && sound(['families']) ? (families as readonly Family[]) : both;
};
