import type { SynCount } from '../../evidence/ledger/ledger.ts';
import type { FactOf } from '../facts/facts.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { belongsToFlows, transfersOf } from '../facts/transfers-of.ts';
import { fields, list, optional, reference } from '../language/shape.ts';

const shape = fields('where to read handshakes', {
  at: optional(list('places; all by default', reference('place', 'NODE for all its interfaces, or NODE:to-PEER'), 1)),
});

/** Reads the ledger after the action: it counts every SYN since the build, so nothing has to be started in time. */
export const syn: Watch<ValueOf<typeof shape>> = {
  about: 'Reads the MSS option of SYNs and SYN-ACKs at each place, after any change by the node there.',
  shape,
  example: { at: ['edge:to-transit', 'server'] },
  needs: ['nft'],
  reads: ['transfer', 'transfers'],
  gives: ['syn', 'syn-ack'],
  begin:
    async (lab, { at }, { family, signal }) =>
    async (learned) => {
      const flows = (transfersOf(learned) ?? [])
        .filter(({ protocol }) => protocol === undefined)
        .map((flow) => ({ family, ...flow }));
      if (flows.length === 0) return {};
      const syns = await lab.ledger('syns', signal, at && [...new Set(at.map(nodeOf))]);
      const ofFlows = syns.filter((entry) => belongsToFlows(flows, entry));
      return { syn: byPlace('syn', ofFlows, lab.nodes, at), 'syn-ack': byPlace('syn-ack', ofFlows, lab.nodes, at) };
    },
};

/** A SYN passes each interface once, in or out; the first SYN counted represents all flows. */
const byPlace = (
  kind: SynCount['kind'],
  syns: readonly SynCount[],
  nodes: ReadonlyMap<string, NodeView>,
  at: readonly string[] | undefined,
): FactOf<'syn'> => {
  const seen = syns.filter((entry) => entry.kind === kind).map((entry) => [placeOf(entry, nodes), entry.mss] as const);
  const wanted = seen.filter(([place]) => !at || at.some((name) => name === place || name === nodeOf(place)));
  return Object.fromEntries([...wanted].reverse());
};

const placeOf = (syn: SynCount, nodes: ReadonlyMap<string, NodeView>): string =>
  nodes.get(syn.node)?.interfaces.find(({ name }) => name === syn.interface)?.place ?? `${syn.node}:${syn.interface}`;

const nodeOf = (place: string): string => place.split(':')[0]!;
