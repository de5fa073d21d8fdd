import { oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = oneOf(
  'strict: the route back to the source leads out of the interface that the packet came in by; loose: some route leads there',
  'strict',
  'loose',
);

type Mode = ValueOf<typeof shape>;

/**
 * The word `urpf`: unicast reverse path forwarding (RFC 3704). By nftables in both families, since rp_filter exists for IPv4 only and counts
 * nothing that names the node's rule.
 */
export const urpf: Trait<Mode> = {
  about: 'Drops packets whose source the node has no route back to; an asymmetric path or a foreign source loses them.',
  shape,
  example: 'strict',
  needs: ['nft', 'nft-fib'],
  label: (mode) => `urpf ${mode}`,
  conflict: (node) => switchConflict(node),
  commands: (node, now, before) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(now), before: before && rules(before) },
      now
        ? `${node.name} drops packets without a ${now === 'strict' ? 'route back through their interface' : 'route back'}`
        : `${node.name} accepts packets from every source`,
    ),
  path: {
    affects: (mode, { hook, hasRouteBack }) => {
      const back = hook === 'prerouting' ? hasRouteBack(mode) : 'always';
      return back === 'always'
        ? undefined
        : { loss: 'drops packets without a route back', isCertain: back === 'never' };
    },
  },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-urpf';

/**
 * After the ledger has counted the arrival, at -450. An unreachable route is no route back: the kernel answers the lookup with an error, which
 * nft_fib reports as missing. Neighbour discovery from the unspecified address has no source to check.
 */
const rules = (mode: Mode): readonly string[] => [
  'chain prerouting {',
  ' type filter hook prerouting priority -440; policy accept;',
  ' ip6 saddr :: accept',
  ` fib saddr ${mode === 'strict' ? '. iif ' : ''}oif missing counter drop comment "urpf ${mode}"`,
  '}',
];
