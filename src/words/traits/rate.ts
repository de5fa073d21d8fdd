import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { inBytes } from '../language/amount.ts';
import { bytes, fields, optional, reference, integer } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { interfaceTowards, towardsConflict } from './interface-towards.ts';

const shape = fields('a rate limit', {
  towards: reference('node', 'the neighbour towards which the rate is limited'),
  kbit: integer('kilobits per second', 1, 10_000_000),
  queue: optional(bytes('length of the queue, beyond which packets are dropped; 100kB by default')),
});

type Rate = ValueOf<typeof shape>;

/** The word `rate`: a token bucket on one interface; it makes a path slow, and adds no delay. */
export const rate: Trait<Rate> = {
  about: 'Limits the rate towards a neighbour, with a queue before it; the first packet leaves without delay.',
  shape,
  example: { towards: 'transit', kbit: 32, queue: '10kB' },
  needs: ['tbf'],
  conflict: (node, { towards }) => towardsConflict(node, towards),
  label: ({ towards, kbit }) => `${kbit} kbit/s towards ${towards}`,
  path: { queues: true },
  commands: (node, now, before) => [
    ...(before && before.towards !== now?.towards ? [unlimited(node, before)] : []),
    ...(now ? [limited(node, now)] : []),
  ],
};

/** The bucket must hold the largest frame, with the 14 bytes of its Ethernet header, or tbf drops it. */
const limited = (node: NodeView, { towards, kbit, queue = '100kB' }: Rate): NodeCommand => {
  const { name, mtu } = interfaceTowards(node, towards)!;
  const bucket = ['rate', `${kbit}kbit`, 'burst', `${mtu + 14}`, 'limit', `${inBytes(queue)}`];
  return {
    in: node.name,
    argv: ['tc', 'qdisc', 'replace', 'dev', name, 'root', 'tbf', ...bucket],
    why: `${name} sends at ${kbit} kbit/s`,
  };
};

const unlimited = (node: NodeView, { towards }: Rate): NodeCommand => ({
  in: node.name,
  argv: ['tc', 'qdisc', 'del', 'dev', interfaceTowards(node, towards)!.name, 'root'],
  why: `the rate towards ${towards} is unlimited again`,
});
