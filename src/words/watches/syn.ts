import type { SynCount } from '../../evidence/ledger/ledger.ts';
import type { Facts } from '../facts/facts.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Typed } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { belongsToFlows, transfersOf } from '../facts/transfers-of.ts';
import { fields, list, maybe, named } from '../language/shape.ts';

const shape = fields('where handshakes are watched', {
  at: maybe(list('places; without it everywhere', named('place', 'NODE, for all its interfaces, or NODE:to-PEER'), 1)),
});

/** Read from the ledger afterwards, since it counts every SYN from the build on: nothing has to be started in time. */
export const syn: Watch<Typed<typeof shape>> = {
  about: 'Watches the MSS option of each SYN and SYN-ACK as it passes a place, after whatever the node did to it.',
  shape,
  example: { at: ['edge:to-transit', 'server'] },
  needs: ['nft'],
  reads: ['transfer', 'transfers'],
  gives: ['syn', 'syn-ack'],
  begin:
    async (lab, { at }, { signal }) =>
    async (learned) => {
      const flows = transfersOf(learned);
      if (!flows) return {};
      const syns = await lab.ledger('syns', signal, at && [...new Set(at.map(nodeOf))]);
      const seen = syns.filter((each) => belongsToFlows(flows, each));
      return { syn: byPlace('syn', seen, lab.nodes, at), 'syn-ack': byPlace('syn-ack', seen, lab.nodes, at) };
    },
};

/** A SYN crosses each interface once, out of it or in by it; of several flows the first that was counted stands for all. */
const byPlace = (
  kind: SynCount['kind'],
  syns: readonly SynCount[],
  nodes: ReadonlyMap<string, NodeView>,
  at: readonly string[] | undefined,
): NonNullable<Facts['syn']> => {
  const seen = syns.filter((each) => each.kind === kind).map((each) => [placeOf(each, nodes), each.mss] as const);
  const wanted = seen.filter(([place]) => !at || at.some((each) => each === place || each === nodeOf(place)));
  return Object.fromEntries([...wanted].reverse());
};

const placeOf = (syn: SynCount, nodes: ReadonlyMap<string, NodeView>): string =>
  nodes.get(syn.node)?.interfaces.find(({ name }) => name === syn.interface)?.place ?? `${syn.node}:${syn.interface}`;

const nodeOf = (place: string): string => place.split(':')[0]!;
