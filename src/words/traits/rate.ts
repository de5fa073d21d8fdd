import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { inBytes } from '../language/amount.ts';
import { bytes, fields, maybe, named, whole } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = fields('a slow way out', {
  towards: named('node', 'the neighbour towards which it is slow'),
  kbit: whole('kilobits per second', 1, 10_000_000),
  queue: maybe(bytes('what waits before packets are dropped; 100kB without it')),
});

type Rate = Typed<typeof shape>;

/** The word `rate`: a token bucket on one interface; it makes a path slow, and is no delay. */
export const rate: Trait<Rate> = {
  about: 'Makes the way out towards a neighbour slow, with a queue before it; the first packet leaves without delay.',
  shape,
  example: { towards: 'transit', kbit: 32, queue: '10kB' },
  needs: ['tbf'],
  misfit: (place, { towards }) => (facing(place, towards) ? undefined : `${place.name} has no link to ${towards}`),
  commands: (place, now, before) => [
    ...(before && before.towards !== now?.towards ? [fast(place, before)] : []),
    ...(now ? [slow(place, now)] : []),
  ],
};

const facing = (place: NodeView, peer: string) => place.interfaces.find((one) => one.peer === peer);

/** The bucket must hold the largest frame, or tbf drops it; 14 bytes are Ethernet's. */
const slow = (place: NodeView, { towards, kbit, queue = '100kB' }: Rate): NodeCommand => {
  const { name, mtu } = facing(place, towards)!;
  const bucket = ['rate', `${kbit}kbit`, 'burst', `${mtu + 14}`, 'limit', `${inBytes(queue)}`];
  return {
    in: place.name,
    argv: ['tc', 'qdisc', 'replace', 'dev', name, 'root', 'tbf', ...bucket],
    why: `${name} sends ${kbit} kbit/s`,
  };
};

const fast = (place: NodeView, { towards }: Rate): NodeCommand => ({
  in: place.name,
  argv: ['tc', 'qdisc', 'del', 'dev', facing(place, towards)!.name, 'root'],
  why: `towards ${towards} as fast as it can again`,
});
