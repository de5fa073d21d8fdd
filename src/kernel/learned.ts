import type { Family } from '../evidence/family.ts';
import type { NodeView } from '../words/node-view.ts';
import { ask } from './ask.ts';
import { countersOf, learnedRoutes } from './counters.ts';

/** What nodes remember of path MTUs, a line for each exception; nodes that cannot hold one are not asked, since it is read before every step. */
export const learnedOf = async ({ nodes, namespace }: Nodes, signal: AbortSignal): Promise<readonly string[]> => {
  const asked = nodes.flatMap((node) => suspects(namespace(node.name)).map((family) => ({ node, family })));
  const lines = await Promise.all(
    asked.map(async ({ node, family }) => {
      const argv = ['ip', family === 'ipv6' ? '-6' : '-4', '-j', 'route', 'show', 'cache'];
      return exceptionsOf(await ask({ namespace: namespace(node.name), argv }, signal)).map(
        ({ to, mtu, by }) => `${node.name} remembers a path MTU of ${mtu} to ${to} by ${by}`,
      );
    }),
  );
  return lines.flat();
};

/** Makes nodes forget learned path MTUs; there are no TCP metrics to forget, since tcp_no_metrics_save is pinned (and flushing them is for the host's root alone). */
export const forgetAll = async ({ nodes, namespace }: Nodes, signal: AbortSignal): Promise<void> => {
  const asked = nodes.flatMap((node) => flushes.map((argv) => ({ namespace: namespace(node.name), argv })));
  await Promise.all(asked.map((question) => ask(question, signal)));
};

interface Nodes {
  readonly nodes: readonly NodeView[];
  namespace(node: string): string;
}

const flushes: readonly (readonly string[])[] = [
  ['ip', '-6', 'route', 'flush', 'cache'],
  ['ip', '-4', 'route', 'flush', 'cache'],
];

/** IPv6 counts its exceptions; IPv4 does not, but learns none without a Destination Unreachable. */
const suspects = (namespace: string): readonly Family[] => [
  ...(learnedRoutes(namespace) > 0 ? (['ipv6'] as const) : []),
  ...((countersOf(namespace)['IcmpInDestUnreachs'] ?? 0) > 0 ? (['ipv4'] as const) : []),
];

/** An exception has `expires` and an MTU; a static route's MTU has no `expires`. */
export const exceptionsOf = (
  json: string,
): readonly { readonly to: string; readonly mtu: number; readonly by: string }[] =>
  (JSON.parse(json || '[]') as readonly CachedRoute[]).flatMap(({ dst, dev, expires, metrics }) => {
    const mtu = metrics?.[0]?.mtu;
    return expires !== undefined && mtu ? [{ to: dst, mtu, by: dev }] : [];
  });

interface CachedRoute {
  readonly dst: string;
  readonly dev: string;
  readonly expires?: number;
  readonly metrics?: readonly { readonly mtu?: number }[];
}
