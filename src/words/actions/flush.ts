import type { Shape } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { ipCommand } from '../lab/shell-text.ts';
import { fields, reference } from '../language/shape.ts';

const description = 'the node that forgets its learned path MTUs, or all';

/** `all` is not the name of a node here, so it is exempt from the check of names. */
const nodeOrAll: Shape<string> = {
  schema: {
    title: 'the name of a node, or all',
    description,
    if: { const: 'all' },
    else: reference('node', description).schema,
  },
};

const shape = fields('the caches to flush', { at: nodeOrAll });

/** Removes what probes and stalled flows left in the caches; a healthy kept flow loses its path MTU too, and may stall. */
export const flush: Action<ValueOf<typeof shape>> = {
  about: 'Makes a node, or all nodes, forget every learned path MTU.',
  shape,
  example: { at: 'all' },
  formerKeys: { on: 'at' },
  learns: [],
  once: true,
  perform: async (lab, { at }, { signal }) => {
    await lab.forgetPathMtus(signal, namesOf(at, lab.nodes));
    return {};
  },
  predict: (network, { at }) => {
    network.forgetPathMtus(at === 'all' ? undefined : at);
    return undefined;
  },
  byHand: ({ at }, nodes) => namesOf(at, nodes).flatMap((name) => flushes.map((args) => ipCommand(name, args))),
  nodes: ({ at }) => (at === 'all' ? [] : [at]),
};

const flushes = [
  ['-6', 'route', 'flush', 'cache'],
  ['-4', 'route', 'flush', 'cache'],
] as const;

const namesOf = (at: string, nodes: ReadonlyMap<string, unknown>): readonly string[] =>
  at === 'all' ? [...nodes.keys()] : [at];
