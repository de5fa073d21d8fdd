import t from 'tap';
import { countPackets } from '../../src/wire/summary/packet-counts.ts';
import { nodeOrder } from '../../src/wire/summary/node-order.ts';
import { conversations } from '../../src/wire/journeys/conversations.ts';
import { addressOwners } from '../../src/wire/journeys/address-owners.ts';
import { followPackets } from '../../src/wire/journeys/follow-packets.ts';
import { causeFromPackets } from '../../src/wire/summary/cause-from-packets.ts';
import { summarizeJourneys } from '../../src/wire/summary/summarize-journeys.ts';
import { ladderRows } from '../../src/wire/summary/ladder-rows.ts';
import { exchange } from './fixtures/corpus.ts';
import { passagesOf, type Told } from './fixtures/passages.ts';

const down = { from: 'server', to: 'client' };
const large: Told = {
  ...down,
  way: 'server>firewall>transit',
  kind: 'large',
  range: [1, 8929],
  ended: 'dead',
  payload: 8928,
};
const small: Told = { ...down, way: 'server>firewall>transit>edge>client', kind: 'small', bytes: 644, payload: 572 };
const ptbs: Told = { way: 'transit>firewall', from: 'transit', to: 'server', kind: 'ptb', mtu: 1500, ended: 'dead' };
const ack: Told = { from: 'client', to: 'server', way: 'client>edge>transit>firewall>server', kind: 'ack', payload: 0 };
const fragment: Told = { ...down, way: 'transit>edge', kind: 'fragment', bytes: 1500, offset: 0, ended: 'dead' };

const cases: readonly {
  title: string;
  seen: readonly Told[];
  cause: readonly [word: string, place?: string] | undefined;
}[] = [
  {
    title: 'a Packet Too Big that was lost, named by the node that kept it',
    seen: [large, small, { ...ptbs, answers: 0 }, { ...large, repeated: true }, { ...ptbs, answers: 3 }],
    cause: ['packet-too-big-lost', 'firewall'],
  },
  {
    title: 'a Packet Too Big that a wire lost',
    seen: [large, { ...ptbs, way: 'transit>~firewall', answers: 0 }],
    cause: ['packet-too-big-lost', 'transit:to-firewall'],
  },
  {
    title: 'a Packet Too Big that another holder of the address took',
    seen: [large, { ...ptbs, way: 'transit>twin', answers: 0 }],
    cause: ['packet-too-big-misdelivered', 'twin'],
  },
  {
    title: 'a Packet Too Big that came to the sender, whose filter or kernel did not heed it',
    seen: [
      large,
      { ...ptbs, way: 'transit>firewall>server', answers: 0, ended: 'delivered' },
      { ...large, repeated: true },
    ],
    cause: ['unknown'],
  },
  {
    title: 'a Packet Too Big that the sender has just got may still heal it',
    seen: [large, { ...ptbs, way: 'transit>firewall>server', answers: 0, ended: 'delivered' }],
    cause: undefined,
  },
  {
    title: 'large packets that vanish at a bridge while small ones pass',
    seen: [{ ...large, way: 'server>bridge>~client' }, small, { ...large, way: 'server>bridge>~client' }],
    cause: ['silent-drop', 'bridge:to-client'],
  },
  {
    title: 'large packets that a bridge keeps while small ones pass',
    seen: [{ ...large, way: 'server>bridge' }, small, { ...large, way: 'server>bridge' }],
    cause: ['silent-drop', 'bridge'],
  },
  {
    title: 'a router that keeps large packets and says nothing may have made an answer and dropped it',
    seen: [large, small, large],
    cause: ['unknown'],
  },
  {
    title: 'a blackout, in which small packets die too',
    seen: [large, { ...small, way: 'server>firewall>transit', ended: 'dead' }, large],
    cause: ['blackout', 'transit'],
  },
  {
    title: 'a blackout of both ways, while only the other end tries small packets',
    seen: [large, { ...ack, way: 'client>edge>transit', ended: 'dead' }, large],
    cause: ['blackout', 'transit'],
  },
  {
    title: 'fragments that were dropped',
    seen: [{ ...large, ended: 'continued', pieces: 2 }, fragment, { ...fragment, offset: 1448 }, small],
    cause: ['fragments-dropped', 'edge'],
  },
  {
    title: 'acknowledgements that were lost',
    seen: [
      { ...large, way: 'server>client', ended: 'delivered' },
      { ...ack, way: 'client>edge', ended: 'dead' },
    ],
    cause: ['acks-lost', 'edge'],
  },
  { title: 'one large packet that vanished proves nothing yet', seen: [large], cause: ['unknown'] },
  { title: 'nothing died', seen: [small, ack], cause: undefined },
  {
    title: 'what may still be under way is not dead',
    seen: [{ ...large, ended: 'under-way' }, small],
    cause: undefined,
  },
];

const routers = new Set(['edge', 'transit', 'firewall']);
const hosts = new Set(['client', 'server', 'twin']);

for (const { title, seen, cause } of cases)
  t.test(`the cause by packets: ${title}`, async (t) => {
    const found = causeFromPackets(passagesOf(seen), { sender: 'server', receiver: 'client', hosts, routers });
    t.strictSame(found && [found.word, ...(found.place ? [found.place] : [])], cause);
    t.matchSnapshot(found?.evidence, 'in these words');
  });

const recorded = followPackets(exchange('narrow'));
const all = summarizeJourneys(recorded, { addressOwners: addressOwners(recorded) });

t.test('every recorded packet is accounted for', async (t) => {
  const { endings } = countPackets(all);
  t.equal(
    endings.reduce((sum, { packets }) => sum + packets, 0),
    all.length,
  );
  t.strictSame([...new Set(endings.map(({ ended }) => ended))].sort(), ['continued', 'dead', 'delivered']);
  const syns = endings.filter(({ kind, changed }) => kind === 'syn' && changed);
  t.strictSame(
    syns.map(({ changed }) => changed),
    [8940, 8960].map((from) => [{ field: 'mss', from, to: 1396, at: 'edge' }]),
  );
});

t.test('places tell the largest segment and the fragments that they saw, and 0 where there were none', async (t) => {
  const tcp = summarizeJourneys(conversations(recorded)[0]!.journeys, { addressOwners: addressOwners(recorded) });
  const { segments, fragments } = countPackets(tcp, ['nowhere:to-any']);
  t.match(segments, { 'transit:to-firewall': 8928, 'transit:to-edge': 572, 'nowhere:to-any': 0 });
  t.match(fragments, { 'transit:to-edge': 0 });
  t.equal(countPackets(all).fragments['edge:to-transit']! > 0, true, 'datagrams were cut');
});

t.test('a ladder folds packets and loses none', async (t) => {
  for (const { journeys: those } of conversations(recorded)) {
    const seen = summarizeJourneys(those, { addressOwners: addressOwners(recorded) });
    const told = ladderRows(seen).map((rung) =>
      'packet' in rung ? 1 : 'folded' in rung ? rung.folded.reduce((sum, { packets }) => sum + packets, 0) : 0,
    );
    t.equal(
      told.reduce((sum, packets) => sum + packets, 0),
      seen.length,
    );
    t.ok(told.length < 40, 'and stays short');
  }
});

t.test('conversations hold the errors about them and all pieces of a datagram', async (t) => {
  const found = conversations(recorded).map(({ family, protocol, journeys }) => [
    ...[family, protocol, journeys.length],
    journeys.some(({ packet }) => packet.quoted),
  ]);
  t.matchSnapshot(found);
});

t.test('sequence numbers count from the beginning, and not where it was not seen', async (t) => {
  const [stall] = conversations(recorded);
  const scene = { addressOwners: addressOwners(recorded) };
  t.match(
    summarizeJourneys(stall!.journeys, scene).filter(({ kind }) => kind === 'large' || kind === 'ptb'),
    [{ range: [1, 8929] }, { quotes: [1, 8929] }, { range: [1, 8929], repeated: true }],
  );
  const late = summarizeJourneys(stall!.journeys.slice(2), scene).find(({ kind }) => kind === 'large');
  t.equal(late?.range, undefined);
  t.equal(late?.payload, 8928);
});

t.test('a packet of the last moments may live on', async (t) => {
  const [stall] = conversations(recorded);
  const { journeys: those } = stall!;
  const dead = those.findLast(({ packet }) => (packet.tcp?.payloadLength ?? 0) > 1280)!;
  const fateAt = (end: bigint) =>
    summarizeJourneys(those, { addressOwners: addressOwners(recorded), end }).find(
      ({ number }) => number === dead.number,
    )?.ended;
  t.equal(fateAt(dead.last.time + 1_000_000n), 'under-way');
  t.equal(fateAt(dead.last.time + 9_000_000n), 'dead');
});

const ways: readonly (readonly [title: string, ways: readonly string[], columns: string])[] = [
  ['in the order of the path', ['a>b>c', 'c>b>a'], 'a b c'],
  ['a packet that died on its way back adds what was not seen before', ['a>~b', 'c>b', 'a>b>c'], 'a b c'],
  ['legs stand side by side', ['a>r1>z', 'a>r2>z', 'z>r1>a'], 'a r2 r1 z'],
  ['a node behind the far end', ['a>b', 'b>x'], 'a b x'],
];

for (const [title, seen, columns] of ways)
  t.test(`columns: ${title}`, async (t) =>
    t.equal(nodeOrder(passagesOf(seen.map((way) => ({ way })))).join(' '), columns),
  );
