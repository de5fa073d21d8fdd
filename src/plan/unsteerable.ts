import type { Problem } from '../scenario/problem.ts';
import type { LegGroup, Path, Scenario, Step } from '../scenario/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { JsonSchema } from '../words/shape.ts';
import type { PlannedCommand } from './plan.ts';

/** Steps that steer a flow by a leg which its node chooses by addresses alone: the search for a port would never end. */
export const unsteerable = (
  scenario: Scenario,
  { actions }: Dictionary,
  commands: readonly PlannedCommand[],
): readonly Problem[] =>
  actionsOf(scenario.steps).flatMap(({ word, settings, at }) => {
    const action = actions[word]!;
    if (!action.learns.includes('transfer')) return [];
    return legs(action.shape.schema, settings, at).flatMap((leg) => {
      const group = scenario.legs.find(({ via }) => via.includes(leg.value));
      const node = group && blind(group, commands, scenario.families);
      return node ? [problem(leg, node)] : [];
    });
  });

type Doing = NonNullable<Step['action']>;

const actionsOf = (steps: readonly Step[]): readonly Doing[] =>
  steps.flatMap(({ action, together }) => [...(action ? [action] : []), ...actionsOf(together)]);

interface Leg {
  readonly value: string;
  readonly at: Path;
}

/** Every value that names a leg, wherever the shape has it. */
const legs = (schema: JsonSchema, value: unknown, at: Path): readonly Leg[] => {
  if (typeof value === 'string') return schema['x-names'] === 'leg' ? [{ value, at }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(value).flatMap(([name, part]) =>
    properties[name] ? legs(properties[name], part, [...at, name]) : [],
  );
};

/** The end of the legs whose last word on hashing is policy 0: all ports of a pair of addresses then share one leg. */
const blind = ({ between }: LegGroup, commands: readonly PlannedCommand[], families: Scenario['families']) =>
  between.find((node) =>
    families.some((family) => {
      const key = `net.${family}.fib_multipath_hash_policy`;
      const last = commands.findLast((command) => 'sysctl' in command && command.in === node && command.sysctl === key);
      return last && 'value' in last && last.value === '0';
    }),
  );

const problem = ({ value, at }: Leg, node: string): Problem => ({
  ...{ at, part: 'value', code: 'leg-at-policy-0' },
  what: `no port leads a flow by ${value}: ${node} chooses the leg by addresses alone (hash policy 0)`,
  right: 'fib_multipath_hash_policy 1 on a host or 3 on a router, or no `leg:`',
});
