import { fields, flag } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('a firewall that knows connections', {
  'correlates-errors': flag('it lets errors pass that belong to a connection it knows (RELATED)'),
});

/** The word `stateful`: passes new and known connections and drops the rest, Packet Too Big with it unless it correlates errors. */
export const stateful: Trait<Typed<typeof shape>> = {
  about:
    'Passes what belongs to connections, begun from either side, and drops everything else; ICMP errors too unless it correlates them.',
  shape,
  example: { 'correlates-errors': false },
  needs: ['nft', 'conntrack'],
  misfit: (place) =>
    switchConflict(place) ??
    (place.forwards ? undefined : `${place.name} forwards nothing, so there is nothing to keep state of`),
  commands: (place, now, before) =>
    replaceNftTable(place, table, { now: now && rules(now), before: before && rules(before) }, why(now)),
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-stateful';

const why = (now: Typed<typeof shape> | undefined): string =>
  now
    ? `pass connections ${now['correlates-errors'] ? 'and their errors' : 'but not their errors'}`
    : 'pass everything again';

/** A Packet Too Big for a connection that it never saw is INVALID, not RELATED: it falls to the last rule too. */
const rules = (settings: Typed<typeof shape>): readonly string[] => [
  'chain forward {',
  ' type filter hook forward priority 0; policy accept;',
  ' ct state established accept',
  ...(settings['correlates-errors'] ? [' ct state related accept'] : []),
  ' ct state new meta l4proto { tcp, udp } accept',
  ' ct state new icmpv6 type echo-request accept',
  ' ct state new icmp type echo-request accept',
  ' counter drop comment "stateful: belongs to no connection"',
  '}',
];
