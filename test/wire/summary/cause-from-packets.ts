import t from 'tap';
import { causeFromPackets } from '../../../src/wire/summary/cause-from-packets.ts';
import { journeySummaries, type SummaryOutline } from '../fixtures/journey-summaries.ts';

const fromServer = { from: 'server', to: 'client' };
const large: SummaryOutline = {
  ...fromServer,
  ...{ path: 'server>firewall>transit', kind: 'large', range: [1, 8929], ended: 'dead', payload: 8928 },
};
const { range: _, ...withoutRange } = large;
const small: SummaryOutline = {
  ...fromServer,
  ...{ path: 'server>firewall>transit>edge>client', kind: 'small', bytes: 644, payload: 572 },
};
const ptb: SummaryOutline = {
  ...{ path: 'transit>firewall', from: 'transit', to: 'server', kind: 'ptb', mtu: 1500, ended: 'dead' },
};
const ack: SummaryOutline = {
  ...{ from: 'client', to: 'server', path: 'client>edge>transit>firewall>server', kind: 'ack', payload: 0 },
};
const fragment: SummaryOutline = {
  ...fromServer,
  ...{ path: 'transit>edge', kind: 'fragment', bytes: 1500, offset: 0, ended: 'dead' },
};
const carrier: SummaryOutline = {
  ...{ path: 'firewall>core', from: 'firewall', to: 'transit', kind: 'tunnel', about: 'VXLAN', bytes: 9070 },
  ended: 'dead',
};
const notSent: SummaryOutline = {
  ...large,
  stops: [{ place: 'server:to-firewall', direction: 'out', refused: true }],
};

const cases: readonly {
  title: string;
  packets: readonly SummaryOutline[];
  cause: readonly [word: string, place?: string] | undefined;
}[] = [
  {
    title: 'a Packet Too Big that a node dropped',
    packets: [large, small, { ...ptb, answers: 0 }, { ...large, repeated: true }, { ...ptb, answers: 3 }],
    cause: ['packet-too-big-lost', 'firewall'],
  },
  {
    title: 'a segment that a tunnel carried to a node that dropped the packet around it',
    packets: [
      { ...large, path: 'server>~transit' },
      { ...carrier, carries: 0 },
      { ...ptb, path: 'transit>firewall', to: 'firewall', ended: 'delivered', answers: 1 },
    ],
    cause: ['unknown'],
  },
  {
    title: 'a segment that a tunnel carried to a node that dropped the packet around it without a word',
    packets: [
      { ...large, path: 'server>~transit' },
      { ...carrier, carries: 0 },
    ],
    cause: ['unknown'],
  },
  {
    title: 'a Packet Too Big that a link lost',
    packets: [large, { ...ptb, path: 'transit>~firewall', answers: 0 }],
    cause: ['packet-too-big-lost', 'transit:to-firewall'],
  },
  {
    title: 'a Packet Too Big that reached another node with the same address',
    packets: [large, { ...ptb, path: 'transit>anycast', answers: 0 }],
    cause: ['packet-too-big-misdelivered', 'anycast'],
  },
  {
    title: 'a Packet Too Big that reached the sender, whose filter or kernel ignored it',
    packets: [
      large,
      { ...ptb, path: 'transit>firewall>server', answers: 0, ended: 'delivered' },
      { ...large, repeated: true },
    ],
    cause: ['unknown'],
  },
  {
    title: 'a Packet Too Big that has just reached the sender may resolve the stall',
    packets: [large, { ...ptb, path: 'transit>firewall>server', answers: 0, ended: 'delivered' }],
    cause: undefined,
  },
  {
    title: 'a Packet Too Big that is under way may resolve the stall',
    packets: [large, { ...ptb, answers: 0, ended: 'under-way' }],
    cause: undefined,
  },
  {
    title: 'large packets that are lost behind a bridge while small ones pass',
    packets: [{ ...large, path: 'server>bridge>~client' }, small, { ...large, path: 'server>bridge>~client' }],
    cause: ['silent-drop', 'bridge:to-client'],
  },
  {
    title: 'large packets that their sender refuses because of its own MTU',
    packets: [notSent, small, notSent],
    cause: ['refused-by-own-mtu', 'server:to-firewall'],
  },
  {
    title: 'large packets that a bridge drops while small ones pass',
    packets: [{ ...large, path: 'server>bridge' }, small, { ...large, path: 'server>bridge' }],
    cause: ['silent-drop', 'bridge'],
  },
  {
    title: 'large packets that are lost in a tunnel that encrypts, whose packets do not show what they carry',
    packets: [{ ...large, path: 'server>edge>~transit' }, small, { ...large, path: 'server>edge>~transit' }],
    cause: ['unknown'],
  },
  {
    title: 'a router that drops large packets without an answer may have made one and dropped it',
    packets: [large, small, large],
    cause: ['unknown'],
  },
  {
    title: 'a blackout, in which small packets are lost too',
    packets: [large, { ...small, path: 'server>firewall>transit', ended: 'dead' }, large],
    cause: ['blackout', 'transit'],
  },
  {
    title: 'a blackout of both directions, in which only the receiver sends small packets',
    packets: [large, { ...ack, path: 'client>edge>transit', ended: 'dead' }, large],
    cause: ['blackout', 'transit'],
  },
  {
    title: 'fragments that were dropped',
    packets: [{ ...large, ended: 'continued', pieces: 2 }, fragment, { ...fragment, offset: 1448 }, small],
    cause: ['fragments-dropped', 'edge'],
  },
  {
    title: 'acknowledgements that were lost',
    packets: [
      { ...large, path: 'server>client', ended: 'delivered' },
      { ...ack, path: 'client>edge', ended: 'dead' },
      { ...ack, path: 'client>edge', ended: 'dead' },
    ],
    cause: ['acks-lost', 'edge'],
  },
  {
    title: 'a segment without a relative sequence number that an unnamed interface lost',
    packets: [{ ...withoutRange, stops: [{ place: 'eth0', direction: 'out' }] }],
    cause: ['unknown'],
  },
  { title: 'one large packet that was lost proves nothing', packets: [large], cause: ['unknown'] },
  { title: 'no packet was lost', packets: [small, ack], cause: undefined },
  {
    title: 'a packet that may be under way is not lost',
    packets: [{ ...large, ended: 'under-way' }, small],
    cause: undefined,
  },
];

const routers = new Set(['edge', 'transit', 'firewall']);
const hosts = new Set(['client', 'server', 'anycast']);
const encrypted = new Set(['edge:to-transit']);

for (const { title, packets, cause } of cases)
  t.test(title, async (t) => {
    const ends = { sender: 'server', receiver: 'client', hosts, routers, encrypted };
    const result = causeFromPackets(journeySummaries(packets), ends);
    t.strictSame(result && [result.word, ...(result.place ? [result.place] : [])], cause);
    if (result) t.matchSnapshot(result.evidence, 'evidence');
  });

t.test('the work for a flow grows with its packets, not with the pairs of them', async (t) => {
  const none = new Set<string>();
  const readsOf = (count: number): number => {
    let reads = 0;
    const counted = journeySummaries(Array<SummaryOutline>(count).fill(large)).map(
      (packet) => new Proxy(packet, { get: (target, key) => (reads++, Reflect.get(target, key)) }),
    );
    causeFromPackets(counted, { sender: 'server', receiver: 'client', hosts: none, routers: none, encrypted: none });
    return reads / count;
  };
  t.ok(readsOf(400) < readsOf(100) * 1.1);
});
