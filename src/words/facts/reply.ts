import type { Fact } from './fact.ts';
import type { PingOutcome } from '../lab/ping-outcomes.ts';

/** The result of a ping. */
export const reply: Fact<PingReply> = {
  format: (reply) => [formatReply(reply)],
  figures: (reply) => [{ name: 'reply', value: formatReply(reply) }],
};

/**
 * `unreachable`: a router or the local kernel had no route. `too-big` from `router`: a Packet Too Big arrived; from `local`: the kernel
 * already knew the path MTU (EMSGSIZE).
 */
type PingReply =
  | { readonly word: Exclude<PingOutcome, 'too-big'> }
  | { readonly word: 'too-big'; readonly mtu: number; readonly from: 'router' | 'local' };

const formatReply = (reply: PingReply): string =>
  reply.word === 'too-big'
    ? `too big for a path MTU of ${reply.mtu}, reported by ${ptbSources[reply.from]}`
    : reply.word;

const ptbSources = { router: 'a router', local: 'the local kernel' } as const;
