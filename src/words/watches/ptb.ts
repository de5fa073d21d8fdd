import type { PtbHook, PtbCount } from '../../evidence/ledger/ledger.ts';
import type { Facts } from '../facts/facts.ts';
import type { Typed } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { belongsToFlows, transfersOf } from '../facts/transfers-of.ts';
import { fields, list, maybe, named } from '../language/shape.ts';

const shape = fields('where Packet Too Big is watched', {
  at: maybe(list('nodes; without it all', named('node', 'a node that makes, passes or takes the message'), 1)),
});

/** Counted by the ports that the message quotes, so that another flow's messages are not taken for these. */
export const ptb: Watch<Typed<typeof shape>> = {
  about: 'Watches where Packet Too Big for the flows of the step is made, passes, arrives and is taken.',
  shape,
  example: { at: ['transit', 'firewall', 'server'] },
  needs: ['nft'],
  reads: ['transfer', 'transfers'],
  gives: ['ptb'],
  begin: async (lab, { at }, { family, signal }) => {
    const nodes = at ?? [...lab.nodes.keys()];
    const before = await lab.ledger('ptbs', signal, nodes);
    return async (learned) => {
      const flows = transfersOf(learned);
      if (!flows) return {};
      const after = await lab.ledger('ptbs', signal, nodes);
      const ofFlows = (entry: PtbCount): boolean => entry.family === family && belongsToFlows(flows, entry);
      return { ptb: countsOf(nodes, after.filter(ofFlows), before.filter(ofFlows)) };
    };
  },
};

const hooks: readonly PtbHook[] = ['made', 'arrived', 'left', 'taken'];

/** A kept flow was counted in earlier steps too: only what was added counts. */
const countsOf = (
  nodes: readonly string[],
  after: readonly PtbCount[],
  before: readonly PtbCount[],
): NonNullable<Facts['ptb']> => {
  const sum = (entries: readonly PtbCount[], node: string, hook: PtbHook): number =>
    entries.reduce((packets, each) => (each.node === node && each.hook === hook ? packets + each.packets : packets), 0);
  const moved = (node: string) =>
    Object.fromEntries(hooks.map((hook) => [hook, sum(after, node, hook) - sum(before, node, hook)] as const));
  const counted = (node: string): Counted => {
    const mtus = after.filter((each) => each.node === node && isNew(each, before)).map(({ mtu }) => mtu);
    return { ...(moved(node) as Record<PtbHook, number>), ...(mtus.length > 0 && { mtu: Math.min(...mtus) }) };
  };
  return Object.fromEntries(nodes.map((node) => [node, counted(node)]));
};

type Counted = NonNullable<Facts['ptb']>[string];

const isNew = (entry: PtbCount, before: readonly PtbCount[]): boolean =>
  entry.packets >
  before
    .filter((old) => old.node === entry.node && old.hook === entry.hook && old.mtu === entry.mtu)
    .filter(({ source, destination }) => source === entry.source && destination === entry.destination)
    .reduce((packets, old) => packets + old.packets, 0);
