import type { Problem } from '../scenario/problem.ts';
import type { LegGroup, Path, Scenario, Step } from '../scenario/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { JsonSchema } from '../words/shape.ts';
import type { Action } from '../words/word.ts';
import { noWay } from './paths.ts';
import type { Paths } from './paths.ts';
import type { PlannedCommand } from './plan.ts';

/** What steps ask of the topology that it cannot give: nodes without a way between them, a leg that cannot be steered to. */
export const stepProblems = (lab: Steps): readonly Problem[] =>
  lab.scenario.steps.flatMap((step) => [step, ...step.together]).flatMap((step) => ofStep(step, lab));

export interface Steps {
  readonly scenario: Scenario;
  readonly dictionary: Dictionary;
  readonly paths: Paths;
  readonly numbers: ReadonlyMap<string, number>;
  readonly commands: readonly PlannedCommand[];
}

const ofStep = ({ action }: Step, lab: Steps): readonly Problem[] => {
  const word = action && lab.dictionary.actions[action.word];
  if (!action || !word) return [];
  return [...unreachable(action, word, lab), ...unsteerable(action, word, lab)];
};

type Doing = NonNullable<Step['action']>;

const unreachable = ({ settings, at }: Doing, word: Action<unknown>, { paths, numbers }: Steps): readonly Problem[] => {
  if (word.once) return [];
  const nodes = (word.nodes?.(settings) ?? []).filter((name) => numbers.has(name));
  const index = (name: string) => numbers.get(name)! - 1;
  const [from, ...others] = nodes;
  return others
    .filter((to) => to !== from && paths.ways[index(from!)]![index(to)] === noWay)
    .map((to) => ({
      at,
      part: 'key',
      code: 'unreachable',
      what: `there is no way from ${from} to ${to} that does not lead through a host`,
      right: 'a link, or a router between them',
    }));
};

/** At hash policy 0 all ports of a pair of addresses share one leg, so that a search for a port that takes another never ends. */
const unsteerable = (
  { settings, at }: Doing,
  word: Action<unknown>,
  { scenario, commands }: Steps,
): readonly Problem[] => {
  if (!word.learns.includes('transfer')) return [];
  return references(word.shape.schema, settings, at, 'leg').flatMap(({ value, at }) => {
    const group = scenario.legs.find(({ via }) => via.includes(value));
    const node = group && blind(group, commands, scenario.families);
    return node
      ? [
          {
            at,
            part: 'value' as const,
            code: 'leg-at-policy-0',
            what: `no port leads a flow by ${value}: ${node} chooses the leg by addresses alone (hash policy 0)`,
            right: 'fib_multipath_hash_policy 1 on a host or 3 on a router, or no `leg:`',
          },
        ]
      : [];
  });
};

const blind = ({ between }: LegGroup, commands: readonly PlannedCommand[], families: Scenario['families']) =>
  between.find((node) =>
    families.some((family) => {
      const key = `net.${family}.fib_multipath_hash_policy`;
      const last = commands
        .filter((command) => 'sysctl' in command && command.in === node && command.sysctl === key)
        .at(-1);
      return last && 'value' in last && last.value === '0';
    }),
  );

/** Every value that names a thing of one kind, wherever the shape has it. */
const references = (
  schema: JsonSchema,
  value: unknown,
  at: Path,
  kind: string,
): readonly { value: string; at: Path }[] => {
  if (typeof value === 'string') return schema['x-names'] === kind ? [{ value, at }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(value).flatMap(([name, part]) =>
    properties[name] ? references(properties[name], part, [...at, name], kind) : [],
  );
};
