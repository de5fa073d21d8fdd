import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { fields, list, optional, reference, text } from '../language/shape.ts';

const shape = fields('which counters to read', {
  at: optional(list('nodes; all by default', reference('node', 'a node whose counters are read'), 1)),
  names: optional(
    list('counters; by default those that moved', text('a counter of /proc/net', /^[A-Z][A-Za-z0-9]+$/), 1),
  ),
});

/** The counters are those of the whole namespace, so other flows move them too; no cause is derived from them. */
export const counters: Watch<ValueOf<typeof shape>> = {
  about: 'Shows how far the SNMP counters of nodes move during the step, whichever flow moves them.',
  shape,
  example: { at: ['transit'], names: ['Ip6InTooBigErrors', 'IpFragFails'] },
  gives: ['counters'],
  begin: async (lab, { at, names }) => {
    const nodes = at ?? [...lab.nodes.keys()];
    const before = new Map(nodes.map((node) => [node, lab.counters(node)]));
    return async () => ({
      counters: Object.fromEntries(nodes.map((node) => [node, moved(before.get(node)!, lab.counters(node), names)])),
    });
  },
};

type Counters = Readonly<Record<string, number>>;

/** /proc/net/snmp6 lists an ICMP type only after the first packet of it, so a missing counter was 0. */
const moved = (before: Counters, after: Counters, names: readonly string[] | undefined): Counters => {
  const increase = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
  const shown = names
    ? names.filter((name) => name in after)
    : Object.keys(after).filter((name) => increase(name) !== 0);
  return Object.fromEntries(shown.map((name) => [name, increase(name)]));
};
