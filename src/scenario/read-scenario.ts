import type { Family } from '../evidence/family.ts';
import { families as bothFamilies } from '../evidence/family.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { JsonSchema } from '../words/language/shape.ts';
import { checkSchema } from './schema/check-schema.ts';
import { checkSwitchLoops } from './checks/check-switch-loops.ts';
import { checkWordConflicts, traitWarnings } from './checks/check-word-conflicts.ts';
import { checkLimits } from './checks/check-limits.ts';
import { isFlooded, listProblems } from './problems/first-problems.ts';
import { checkDistinctTunnels } from './checks/check-distinct-tunnels.ts';
import { checkAddresses } from './checks/check-addresses.ts';
import { checkFamilies } from './checks/check-families.ts';
import { checkLegs } from './checks/check-legs.ts';
import { checkNames } from './checks/check-names.ts';
import { checkServices } from './checks/check-services.ts';
import { checkSteps } from './checks/check-steps.ts';
import { stepFamilies } from './checks/step-families.ts';
import { checkTopology } from './checks/check-topology.ts';
import type { Validate } from './schema/ajv-error.ts';
import type { LocatedProblem } from './problems/locate-problem.ts';
import { locateProblem, sortByPosition } from './problems/locate-problem.ts';
import { ownProperty } from './model/unknown-values.ts';
import { renameFormerKeys } from './reading/former-keys.ts';
import { replaceFormerValues } from './reading/former-values.ts';
import { parseYaml, parseScalar } from './reading/parse-yaml.ts';
import type { Problem } from './problems/problem.ts';
import { nameReferences } from './checks/name-references.ts';
import type { Scenario } from './model/scenario.ts';
import type { ScenarioText } from './model/scenario-text.ts';
import { decidingSchema, scenarioSchema } from './schema/scenario-schema.ts';
import type { IsValid } from './problems/valid-paths.ts';
import { validPaths } from './problems/valid-paths.ts';
import { stepsOf } from './reading/steps-of.ts';
import type { VariableCase, Scalar } from './reading/substitute-variables.ts';
import { substituteVariables } from './reading/substitute-variables.ts';
import { topologyOf } from './topology/topology.ts';

/** A scenario file, with the variables that `--set` fixes; text values are typed as YAML scalars. */
export interface ScenarioSource extends ScenarioText {
  readonly set?: Readonly<Record<string, Scalar>>;
}

/** The result of reading a file: one scenario per case of `vary`, or all problems with their positions; never both. Hints come with either. */
export interface ReadScenarioResult {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly LocatedProblem[];
  /** What is read but is better written differently. */
  readonly hints: readonly LocatedProblem[];
  /** Locates a problem of a later stage (planning) in this file. */
  locate(problem: Problem): LocatedProblem;
}

/** Reads scenarios in stages: parse, substitute, check, expand, look up names. Problems are returned, never thrown. */
export const readScenario = (
  { file, text, set = {} }: ScenarioSource,
  dictionary: Dictionary,
  validate: Validate,
): ReadScenarioResult => {
  const parsed = parseYaml(file, text);
  const locate = (problem: Problem): LocatedProblem => locateProblem(parsed, problem);
  const excess = parsed.value === undefined ? [] : checkLimits(parsed.value, text, set);
  if (parsed.value === undefined || excess.length > 0)
    return { scenarios: [], problems: listProblems(parsed.problems, excess, locate), hints: [], locate };
  const renamed = renameFormerKeys(parsed, dictionary);
  const replaced = replaceFormerValues(parsed, renamed.value, dictionary);
  const hints = [...renamed.hints, ...replaced.hints];
  const { cases, problems, unresolved } = substituteVariables(replaced.value, typeScalars(set));
  const results = cases.map((variableCase) =>
    readCase(file, variableCase, { dictionary, validate, earlier: [...problems, ...unresolved] }),
  );
  const found = [...problems, ...results.flatMap((result) => result.problems)];
  const all = listProblems(parsed.problems, found, locate);
  const scenarios = all.length > 0 ? [] : results.flatMap(({ scenario }) => scenario ?? []);
  const warnings = scenarios.flatMap((scenario) => traitWarnings(scenario, dictionary)).map(locate);
  return { scenarios, problems: all, hints: [...hints, ...sortByPosition(warnings)], locate };
};

const typeScalars = (set: Readonly<Record<string, Scalar>>): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, typeof value === 'string' ? parseScalar(value) : value]),
  );

interface CaseContext {
  readonly dictionary: Dictionary;
  readonly validate: Validate;
  /** Problems of earlier stages: their values get no further problem. */
  readonly earlier: readonly Problem[];
}

interface CaseResult {
  /** Absent where too many problems ended the checks early. */
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

const readCase = (
  file: string,
  { name, value }: VariableCase,
  { dictionary, validate, earlier }: CaseContext,
): CaseResult => {
  const isUnreported = validPaths(earlier.filter(({ at }) => at.length > 0));
  const { deciding, schema } = schemasOf(dictionary);
  const reported = checkSchema(value, { deciding, schema, validate, isWord: isWordOf(dictionary) });
  const schemaProblems = reported.filter(({ at }) => isUnreported(at));
  if (isFlooded(reported) || isFlooded(earlier))
    return { problems: schemaProblems.length > 0 ? schemaProblems : reported };
  const isValid = validPaths([...earlier, ...schemaProblems]);
  const families = familiesOf(value, isValid);
  const topology = topologyOf(value, dictionary, isValid);
  const steps = stepsOf(ownProperty(value, 'steps'), { families, isValid, dictionary });
  const references = nameReferences(deciding, value);
  const nameProblems = checkNames(references, topology, value);
  if (isFlooded(nameProblems)) return { problems: [...schemaProblems, ...nameProblems] };
  const hasValidNames = validPaths([...earlier, ...schemaProblems, ...nameProblems]);
  const familyProblems = checkFamilies(value, topology, families, { isValid, kinds: dictionary });
  const hasValidFamilies = validPaths([...earlier, ...schemaProblems, ...nameProblems, ...familyProblems]);
  const run = stepFamilies(steps, topology, { families, references, dictionary, isValid: hasValidFamilies });
  const scenario: Scenario = {
    ...{ file, title: String(ownProperty(value, 'title')), families, steps: run.steps },
    ...(name !== undefined && { case: name }),
    neighbours: ownProperty(value, 'neighbours') === 'learned' ? 'learned' : 'permanent',
    ...{ nodes: topology.nodes, links: topology.links, legs: topology.legs },
    ...(topology.addresses.length > 0 && { addresses: topology.addresses }),
  };
  const problems = [
    ...schemaProblems,
    ...nameProblems,
    ...checkLegs(references, topology, dictionary),
    ...checkAddresses(topology, dictionary),
    ...checkTopology(value, topology, families, { isValid, kinds: dictionary }),
    ...checkDistinctTunnels(topology, dictionary, isValid),
    ...familyProblems,
    ...(topology.hasAllLinks && hasValidNames(['topology', 'links']) ? checkSwitchLoops(topology, dictionary) : []),
    ...checkSteps(run.steps, families, dictionary),
    ...run.problems,
    ...checkServices(steps, topology, dictionary, hasValidNames),
    ...checkWordConflicts(topology, steps, families, dictionary, hasValidNames),
  ];
  return { scenario, problems };
};

/** Made once: every case of every file needs the same schemas. */
const schemasOf = (dictionary: Dictionary): Schemas => {
  const known = schemas.get(dictionary);
  if (known) return known;
  let whole: JsonSchema | undefined;
  const made = { deciding: decidingSchema(dictionary), schema: () => (whole ??= scenarioSchema(dictionary)) };
  schemas.set(dictionary, made);
  return made;
};

interface Schemas {
  readonly deciding: JsonSchema;
  schema(): JsonSchema;
}

const schemas = new WeakMap<Dictionary, Schemas>();

const isWordOf =
  (dictionary: Dictionary) =>
  (name: string): boolean =>
    Object.values(dictionary).some((words) => Object.hasOwn(words, name));

const familiesOf = (value: unknown, isValid: IsValid): readonly Family[] => {
  const families = ownProperty(value, 'families');
  return families !== undefined && isValid(['families']) ? (families as readonly Family[]) : bothFamilies;
};
