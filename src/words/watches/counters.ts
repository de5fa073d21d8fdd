import type { Typed } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { fields, list, maybe, named, text } from '../language/shape.ts';

const shape = fields('which counters are watched', {
  at: maybe(list('nodes; without it all', named('node', 'a node whose counters are read'), 1)),
  names: maybe(list('counters; without it those that moved', text('a counter of /proc/net', /^[A-Z][A-Za-z0-9]+$/), 1)),
});

/** They count for the whole namespace, so other flows move them too; causes never rest on them. */
export const counters: Watch<Typed<typeof shape>> = {
  about: 'Watches how far the SNMP counters of a node move, whichever flow moves them.',
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

/** Of /proc/net/snmp6 ICMP types appear only once they were counted, so what was absent stood at 0. */
const moved = (before: Counters, after: Counters, names: readonly string[] | undefined): Counters => {
  const by = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
  const shown = names ? names.filter((name) => name in after) : Object.keys(after).filter((name) => by(name) !== 0);
  return Object.fromEntries(shown.map((name) => [name, by(name)]));
};
