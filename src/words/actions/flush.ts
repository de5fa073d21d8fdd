import type { NodeView, NodeViews } from '../lab/node-view.ts';
import type { Shape } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action, Service } from '../language/word.ts';
import { commandInNode, ipCommand } from '../lab/shell-text.ts';
import { fields, oneOf, optional, reference } from '../language/shape.ts';

const description = 'the node whose cache is emptied, or all';

/** `all` is not the name of a node here, so it is exempt from the check of names. */
const nodeOrAll: Shape<string> = {
  schema: {
    title: 'the name of a node, or all',
    description,
    if: { const: 'all' },
    else: reference('node', description).schema,
  },
};

const shape = fields('the caches to flush', {
  at: nodeOrAll,
  cache: optional(
    oneOf('path-mtus: what the kernel has learned; names: the answers that a resolver keeps', 'path-mtus', 'names'),
    'path-mtus',
  ),
});

type Services = Readonly<Record<string, Service<unknown>>>;

/**
 * The word `flush`. It removes what probes and stalled flows left in the caches; a healthy kept flow loses its path MTU too, and may stall.
 */
export const flush = (services: Services): Action<ValueOf<typeof shape>> => ({
  about: 'Makes a node, or all nodes, forget every learned path MTU; or a resolver all names.',
  shape,
  example: { at: 'all' },
  formerKeys: { on: 'at' },
  learns: [],
  once: true,
  conflicts: ({ at, cache }, nodes) => {
    if (cache !== 'names' || cachesOf(at, nodes, services).length > 0) return [];
    const keeping = cachesOf('all', nodes, services).map(({ node }) => node);
    const right =
      keeping.length > 0
        ? `name one that does: ${[...new Set(keeping)].join(', ')}`
        : 'add `serve: resolver` to a host';
    return [{ at: ['at'], text: `${at === 'all' ? 'no node' : at} keeps ${at === 'all' ? '' : 'no '}names; ${right}` }];
  },
  perform: async (lab, { at, cache }, { signal }) => {
    if (cache !== 'names') await lab.forgetPathMtus(signal, namesOf(at, lab.nodes));
    else
      for (const { node, argv } of cachesOf(at, lab.nodes, services)) {
        const { code, stdout, stderr } = await lab.run(node, argv, signal);
        if (code !== 0) throw new Error(`${argv.join(' ')} failed in ${node}: ${(stderr || stdout).trim()}`);
      }
    return {};
  },
  predict: (network, { at, cache }) => {
    if (cache !== 'names') network.forgetPathMtus(at === 'all' ? undefined : at);
    return undefined;
  },
  byHand: ({ at, cache }, nodes) =>
    cache === 'names'
      ? cachesOf(at, nodes, services).map(({ node, argv }) => commandInNode(node, argv))
      : namesOf(at, nodes).flatMap((name) => flushes.map((args) => ipCommand(name, args))),
  nodes: ({ at }) => (at === 'all' ? [] : [at]),
});

const flushes = [
  ['-6', 'route', 'flush', 'cache'],
  ['-4', 'route', 'flush', 'cache'],
] as const;

const namesOf = (at: string, nodes: ReadonlyMap<string, unknown>): readonly string[] =>
  at === 'all' ? [...nodes.keys()] : [at];

/** The commands that empty the caches of services. */
const cachesOf = (at: string, nodes: NodeViews, services: Services) =>
  namesOf(at, nodes).flatMap((name) =>
    (nodes.get(name)?.services ?? []).flatMap(({ word, settings }: NonNullable<NodeView['services']>[number]) =>
      (services[word]?.flush?.(settings) ?? []).map((argv) => ({ node: name, argv })),
    ),
  );
