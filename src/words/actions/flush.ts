import type { Lab } from '../lab/lab.ts';
import type { Shape } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { ipCommand } from '../lab/shell-text.ts';
import { fields, named } from '../language/shape.ts';

const node = named('node', 'the node that forgets, or all');

/** `all` is no name of a node here, so it is spared the look-up of names. */
const nodeOrAll: Shape<string> = {
  schema: { description: 'the node that forgets, or all', if: { const: 'all' }, else: node.schema },
};

const shape = fields('what forgets', { on: nodeOrAll });

/** Takes away what probes and stalled flows left behind; a healthy kept flow forgets too, and may stall. */
export const flush: Action<Typed<typeof shape>> = {
  about: 'Makes a node, or all nodes, forget every learned path MTU.',
  shape,
  example: { on: 'all' },
  learns: [],
  once: true,
  perform: async (lab, { on }, { signal }) => {
    await Promise.all(namesOf(on, lab.nodes).map((name) => forget(lab, name, signal)));
    return {};
  },
  byHand: ({ on }, nodes) => namesOf(on, nodes).flatMap((name) => caches.map((cache) => ipCommand(name, cache))),
  nodes: ({ on }) => (on === 'all' ? [] : [on]),
};

const caches = [
  ['-6', 'route', 'flush', 'cache'],
  ['-4', 'route', 'flush', 'cache'],
] as const;

const namesOf = (on: string, nodes: ReadonlyMap<string, unknown>): readonly string[] =>
  on === 'all' ? [...nodes.keys()] : [on];

const forget = async (lab: Lab, name: string, signal: AbortSignal): Promise<void> => {
  for (const cache of caches) {
    const { code, stderr } = await lab.ip(name, cache, signal);
    if (code !== 0) throw new Error(`${ipCommand(name, cache)} said: ${stderr.trim()}`);
  }
};
