import type { Lab } from '../lab/lab.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { counterName } from './counter-name.ts';
import { fields, list, optional, reference } from '../language/shape.ts';

const shape = fields('which counters to read', {
  at: optional(
    list(
      'nodes and interfaces; all nodes by default',
      reference('place', 'NODE for the SNMP counters of a node, NODE:to-PEER for the counters of an interface'),
      1,
    ),
  ),
  names: optional(list('counters; by default those that moved', counterName, 1)),
});

/** The counters are those of the whole namespace, so other flows move them too; no cause is derived from them. */
export const counters: Watch<ValueOf<typeof shape>> = {
  about:
    'Shows how far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.',
  shape,
  example: { at: ['transit', 'transit:to-edge'], names: ['Ip6InTooBigErrors', 'IpFragFails', 'rx_dropped'] },
  gives: ['counters'],
  begin: async (lab, { at, names }) => {
    const places = at ?? [...lab.nodes.keys()];
    const before = new Map(places.map((place) => [place, countersAt(lab, place)]));
    return async () => ({
      counters: Object.fromEntries(
        places.map((place) => [place, moved(before.get(place)!, countersAt(lab, place), names)]),
      ),
    });
  },
};

type Counters = Readonly<Record<string, number>>;

const countersAt = (lab: Lab, place: string): Counters => {
  const node = place.split(':')[0]!;
  if (node === place) return lab.counters(node);
  const name = lab.nodes.get(node)?.interfaces.find((view) => view.place === place)?.name;
  return (name !== undefined && lab.linkCounters(node)[name]) || {};
};

/** /proc/net/snmp6 lists an ICMP type only after the first packet of it, so a missing counter was 0. */
const moved = (before: Counters, after: Counters, names: readonly string[] | undefined): Counters => {
  const increase = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
  const shown = names
    ? names.filter((name) => name in after)
    : Object.keys(after).filter((name) => increase(name) !== 0);
  return Object.fromEntries(shown.map((name) => [name, increase(name)]));
};
