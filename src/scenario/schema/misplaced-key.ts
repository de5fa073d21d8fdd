import type { JsonSchema } from '../../words/language/shape.ts';
import { ownProperty } from '../model/unknown-values.ts';
import type { Path } from '../model/scenario.ts';
import { resolveDefinition } from './conforms.ts';
import { inlineYaml } from './inline-yaml.ts';

/** Where an unknown key of a step belongs: `within` beside `do`, an action inside it. Undefined for a key that belongs nowhere. */
export const misplacedKey = (root: JsonSchema, at: Path): string | undefined => {
  const key = String(at.at(-1));
  const container = containerOf(at);
  if (container === undefined) return undefined;
  const own = keysOf(root, 'step');
  if (container !== 'step') return own.includes(key) ? `write it beside ${container}, not inside it` : undefined;
  const step = ownProperty(resolveDefinition(root, '#/definitions/step'), 'properties');
  if (Object.hasOwn((ownProperty(ownProperty(step, 'do'), 'properties') ?? {}) as object, key))
    return `write it inside do, as in do: ${inlineYaml({ [key]: exampleOf(root, key) })}`;
  return keysOf(root, 'expect').includes(key) ? `write it inside expect, as in expect: { ${key}: … }` : undefined;
};

/** `step` for a key of a step itself, or the key of the step that contains it. */
const containerOf = (at: Path): 'step' | 'do' | 'expect' | undefined => {
  const step = at.findLastIndex((each, index) => typeof each === 'number' && isStepList(at[index - 1]));
  const first = at[step + 1];
  if (at[0] !== 'steps' || step < 0) return undefined;
  if (at.length === step + 2) return 'step';
  return first === 'do' || first === 'expect' ? first : undefined;
};

const isStepList = (key: string | number | undefined): boolean => key === 'steps' || key === 'together';

const keysOf = (root: JsonSchema, definition: string): readonly string[] =>
  Object.keys((ownProperty(resolveDefinition(root, `#/definitions/${definition}`), 'properties') ?? {}) as object);

const exampleOf = (root: JsonSchema, action: string): unknown =>
  (ownProperty(resolveDefinition(root, `#/definitions/action-${action}`), 'examples') as readonly unknown[])[0];
