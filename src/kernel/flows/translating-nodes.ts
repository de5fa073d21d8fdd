import type { FlowContext } from './flow-context.ts';
import type { TranslatingNodes } from './flow-segments.ts';

/** A node that forwards may translate the packets of a flow between two nodes, and so may a host whose rules do. */
export const translatingNodes = (
  ends: Readonly<Record<'from' | 'to', string>>,
  context: FlowContext,
): TranslatingNodes => ({
  names: context.watchedNodes(ends).filter((node) => !context.nodes.get(node)!.bridges),
  namespace: (node) => context.namespace(node),
  claim: (segment) => context.ports.claimSegment(segment),
  stateless: (flow) => context.translations(flow),
});
