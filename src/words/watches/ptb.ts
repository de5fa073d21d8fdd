import type { PtbHook, PtbCount } from '../../evidence/ledger/ledger.ts';
import type { FactOf } from '../facts/facts.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { belongsToFlows, flowFamilies, quotedFlows } from '../facts/transfers-of.ts';
import { fields, list, optional, reference } from '../language/shape.ts';

const shape = fields('where to count Packet Too Big', {
  at: optional(
    list('nodes; all by default', reference('node', 'a node that generates, forwards or receives the messages'), 1),
  ),
});

/** Counts by the ports that a message quotes, which excludes the messages for other flows. */
export const ptb: Watch<ValueOf<typeof shape>> = {
  about:
    'Counts the Packet Too Big messages for the flows of the step where they are made, arrive, pass, leave and are taken.',
  shape,
  example: { at: ['transit', 'firewall', 'server'] },
  needs: ['nft'],
  reads: ['transfer', 'transfers', 'datagrams', 'udp-sockets'],
  gives: ['ptb'],
  begin: async (lab, { at }, { family, signal }) => {
    const nodes = at ?? [...lab.nodes.keys()];
    const before = await lab.ledger('ptbs', signal, nodes);
    return async (learned) => {
      const flows = quotedFlows(learned, family);
      if (!flows) return {};
      const after = await lab.ledger('ptbs', signal, nodes);
      const ofFlows = (entry: PtbCount): boolean => {
        const ofFamily = flows.filter((flow) => flowFamilies(flow).includes(entry.family));
        return entry.quoted.some((header) =>
          belongsToFlows(
            ofFamily.filter(({ protocol }) => protocol === header.protocol),
            header,
          ),
        );
      };
      return { ptb: countsOf(nodes, after.filter(ofFlows), before.filter(ofFlows), nodesByAddress(lab.nodes)) };
    };
  },
};

const hooks: readonly PtbHook[] = ['made', 'arrived', 'passed', 'left', 'taken'];

/** Counts what the step added, since the ledger counted a kept flow in earlier steps too. */
const countsOf = (
  nodes: readonly string[],
  after: readonly PtbCount[],
  before: readonly PtbCount[],
  owners: ReadonlyMap<string, string>,
): FactOf<'ptb'> => {
  const sum = (entries: readonly PtbCount[], node: string, hook: PtbHook): number =>
    entries
      .filter((entry) => entry.node === node && entry.hook === hook)
      .reduce((all, { packets }) => all + packets, 0);
  const added = (node: string) =>
    Object.fromEntries(hooks.map((hook) => [hook, sum(after, node, hook) - sum(before, node, hook)] as const));
  const countsAt = (node: string): NodeCounts => {
    const seen = after.filter((entry) => entry.node === node && isNew(entry, before));
    const from = [...new Set(seen.flatMap(({ from }) => (from === undefined ? [] : (owners.get(from) ?? from))))];
    return {
      ...(added(node) as Record<PtbHook, number>),
      ...(seen.length > 0 && { mtu: Math.min(...seen.map(({ mtu }) => mtu)) }),
      ...(from.length > 0 && { from }),
    };
  };
  return Object.fromEntries(nodes.map((node) => [node, countsAt(node)]));
};

type NodeCounts = FactOf<'ptb'>[string];

const isNew = (entry: PtbCount, before: readonly PtbCount[]): boolean =>
  entry.packets >
  before
    .filter((old) => old.node === entry.node && old.hook === entry.hook && old.mtu === entry.mtu)
    .filter(({ quote }) => quote === entry.quote)
    .reduce((packets, old) => packets + old.packets, 0);
