import type { Family } from '../../evidence/family.ts';
import type { LinkEnd } from '../language/word.ts';

/** Both ends of a tunnel, each with the own addresses of its node and of the other node. */
export const tunnelEnds = ([first, second]: readonly [LinkEnd, LinkEnd], over: Family): readonly TunnelEnd[] => [
  tunnelEnd(first, second, over),
  tunnelEnd(second, first, over),
];

interface TunnelEnd {
  readonly end: LinkEnd;
  readonly local: string;
  readonly remote: string;
  /** The reason of the command that makes this end: it carries `what`, such as frames, in `packets`, such as GRE. */
  why(what: string, packets: string): string;
}

const tunnelEnd = (end: LinkEnd, other: LinkEnd, over: Family): TunnelEnd => ({
  end,
  local: end.node.address[over],
  remote: other.node.address[over],
  why: (what, packets) =>
    `${end.name} carries ${what} to ${other.node.name} in ${packets} over ${over === 'ipv6' ? 'IPv6' : 'IPv4'}`,
});

/** By default tunnels over IPv6 have 8 bytes of destination options: the encapsulation limit (RFC 2473, 4.1.1). */
export const withoutOptions: readonly string[] = ['encaplimit', 'none'];
