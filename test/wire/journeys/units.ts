import t from 'tap';
import { linkTypes, type CapturedPacket } from '../../../src/wire/formats/capture-file.ts';
import { addressOwners } from '../../../src/wire/journeys/address-owners.ts';
import { byteRanges, isPieceOf, type ByteRange } from '../../../src/wire/journeys/byte-range.ts';
import { endedRanges } from '../../../src/wire/journeys/ended-ranges.ts';
import {
  addPath,
  extendPath,
  pathsOpenTo,
  type IdenticalPackets,
} from '../../../src/wire/journeys/identical-packets.ts';
import { conversationKey, conversations, endsOfKey, isLinkLocal } from '../../../src/wire/journeys/conversations.ts';
import { fateOf } from '../../../src/wire/journeys/fate.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import { groupSightings } from '../../../src/wire/journeys/group-sightings.ts';
import { matchFragments } from '../../../src/wire/journeys/match-fragments.ts';
import { matchTunnels } from '../../../src/wire/journeys/match-tunnels.ts';
import { matchIcmpErrors } from '../../../src/wire/journeys/match-icmp-errors.ts';
import { packetIdentity, quotedIdentity } from '../../../src/wire/journeys/packet-identity.ts';
import { rewrittenFields } from '../../../src/wire/journeys/rewritten-fields.ts';
import {
  hopLimit,
  ipOf,
  mayFollow,
  nodeOf,
  peerOf,
  sightingsOf,
  sortByTime,
  type Sighting,
} from '../../../src/wire/journeys/sighting.ts';
import { indexByAddress } from '../../../src/wire/journeys/address-index.ts';
import type { DecodedPacket, Icmp, Layers } from '../../../src/wire/layers/decoded-packet.ts';
import { exchange, packetsOf } from '../fixtures/corpus.ts';
import { formatStop, packetOf, sighting, sightingsOfPacket, type PacketOutline } from '../fixtures/sightings.ts';

t.test('a place consists of a node and a peer', async (t) => {
  t.equal(nodeOf('edge:to-transit'), 'edge');
  t.equal(peerOf('edge:to-transit'), 'transit');
  t.equal(nodeOf('eth0'), 'eth0');
  t.equal(peerOf('eth0'), undefined);
});

t.test('the IP header is that of either family, and a packet without one has no hops left', async (t) => {
  t.equal(ipOf(packetOf({}))?.headerLength, 40);
  t.equal(ipOf(packetOf({ id: 1 }))?.headerLength, 20);
  t.equal(ipOf({}), undefined);
  t.equal(hopLimit(packetOf({ hops: 63 })), 63);
  t.equal(hopLimit({}), 0);
});

t.test('the sightings of a capture need a named interface and a direction', async (t) => {
  const [first] = packetsOf('narrow/edge.to-transit');
  const place = { name: 'edge:to-transit', linkType: linkTypes.ethernet, snapLength: 140 };
  const sent: CapturedPacket = { ...first!, place, direction: 'out' };
  const unnamed = { ...sent, place: { linkType: 1, snapLength: 140 } };
  const sightings = sightingsOf({ packets: [sent, { ...first!, place }, unnamed] });
  t.match(sightings, [{ place: 'edge:to-transit', direction: 'out', time: first!.time }]);
  t.equal(sightings.length, 1);
  t.ok(sightings[0]!.packet.ethernet);
});

t.test('sightings are sorted by time, then remaining hops, then the sending end of a link', async (t) => {
  const [late, arrives, leaves] = [sighting(2, 'a>r', {}), sighting(1, 'r<a', {}), sighting(1, 'a>r', {})];
  const forwarded = sighting(1, 'r>b', { hops: 63 });
  t.strictSame(sortByTime([late, forwarded, arrives, leaves]), [leaves, arrives, forwarded, late]);
});

const steps: readonly (readonly [before: string, next: string, isAllowed: boolean])[] = [
  ['a>r', 'r<a', true],
  ['a>r', 'q<a', false],
  ['a>r', 'r>b', false],
  ['r<a', 'r>b', true],
  ['r<a', 'q>b', false],
];
t.test('a packet crosses a link to its other end, and a node to any of its links', async (t) => {
  for (const [before, next, isAllowed] of steps)
    t.equal(mayFollow(sighting(1, before, {}), sighting(2, next, {})), isAllowed, `${before} then ${next}`);
  const unnamed = { ...sighting(1, 'a>r', {}), place: 'eth0' };
  t.equal(mayFollow(unnamed, sighting(2, 'r<a', {})), true, 'with an unknown peer');
});

t.test('the identity excludes what nodes rewrite, and includes what makes a packet another', async (t) => {
  const identity = (outline: PacketOutline): string => packetIdentity(packetOf(outline));
  t.equal(identity({ mss: 8940 }), identity({ mss: 1396, hops: 3, stamp: 9 }));
  const others = [{}, { seq: 2 }, { bytes: 1 }, { mss: 1396 }, { id: 1 }, { id: 2 }, { tooBig: {} }].map(identity);
  t.equal(new Set(others).size, others.length);
  const arp = { operation: 1, senderMac: '', sender: '10.0.0.1', targetMac: '', target: '10.0.0.2' };
  t.equal(packetIdentity({ arp }), 'arp 1 10.0.0.1 10.0.0.2');
  t.equal(packetIdentity({}), 'unknown');
});

t.test('the identity in a quotation ignores lengths, and of a first fragment is that of its datagram', async (t) => {
  const identity = (outline: PacketOutline): string => quotedIdentity(packetOf(outline));
  t.equal(identity({ bytes: 9000 }), identity({ bytes: 1 }));
  t.equal(identity({ id: 9, bytes: 2000 }), identity({ id: 9, bytes: 1448, fragment: [0, true] }));
  t.not(identity({ id: 9, bytes: 2000 }), identity({ id: 9, bytes: 552, fragment: [1480, false] }));
});

t.test('fields that change at every hop are not reported as rewritten', async (t) => {
  t.strictSame(rewrittenFields(packetOf({ hops: 64 }), packetOf({ hops: 63 })), []);
  t.strictSame(rewrittenFields(packetOf({ id: 1 }), packetOf({ id: 1, hops: 9 })), []);
});

t.test('rewritten fields are reported with both values', async (t) => {
  const before = packetOf({ mss: 8940 });
  const after: DecodedPacket = {
    ...packetOf({ mss: 1396 }),
    ...{ ethernet: { source: '', destination: '', etherType: 0x86dd, vlans: [7] } },
    ipv6: { ...before.ipv6!, trafficClass: 3, flowLabel: 9 },
  };
  t.strictSame(rewrittenFields(before, after), [
    { field: 'vlan', from: undefined, to: '7' },
    { field: 'traffic-class', from: 0, to: 3 },
    { field: 'flow-label', from: 7, to: 9 },
    { field: 'mss', from: 8940, to: 1396 },
  ]);
  const [flags] = rewrittenFields(packetOf({}), packetOf({ mss: 1 }));
  t.strictSame(flags, { field: 'flags', from: 'ack', to: 'ack syn' });
});

t.test('a segment has a range of its stream, and an IPv4 one also of its datagram unless DF is set', async (t) => {
  const ranges = (outline: PacketOutline) => byteRanges(packetOf(outline)).map(({ from, length }) => [from, length]);
  t.strictSame(ranges({ seq: 5, bytes: 100 }), [[5, 100]]);
  t.strictSame(ranges({}), []);
  t.strictSame(ranges({ id: 9, seq: 5, bytes: 100 }), [
    [5, 100],
    [0, 132],
  ]);
  t.strictSame(ranges({ id: 9, seq: 5, bytes: 100, dontFragment: true }), [[5, 100]]);
  t.strictSame(ranges({ id: 9, bytes: 552, fragment: [1480, false] }), [[1480, 552]]);
});

t.test('a piece lies within a longer range of the same stream, also across the wrap at 32 bits', async (t) => {
  const range = (from: number, length: number, stream = 's'): ByteRange => ({ stream, from: from >>> 0, length });
  t.equal(isPieceOf(range(10, 5), range(10, 10)), true);
  t.equal(isPieceOf(range(3, 5), range(-4, 20)), true);
  t.equal(isPieceOf(range(10, 10), range(10, 10)), false, 'the whole');
  t.equal(isPieceOf(range(16, 5), range(10, 10)), false, 'past the end');
  t.equal(isPieceOf(range(9, 5), range(10, 10)), false, 'before the start');
  t.equal(isPieceOf(range(10, 5, 'another'), range(10, 10)), false, 'of another stream');
});

t.test('sightings are grouped into paths, which fragments and ICMP errors refer to by index', async (t) => {
  const paths = groupSightings([
    ...sightingsOfPacket(1, 'a>r r<a', { id: 9, bytes: 2000 }),
    sighting(3, 'r>b', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
    sighting(4, 'r>b', { id: 9, bytes: 552, hops: 63, fragment: [1480, false] }),
    sighting(5, 'b>r', { tooBig: { id: 9, bytes: 2000 } }),
  ]);
  t.strictSame(
    paths.map((path) => path.map(formatStop).join(' ')),
    ['a>r r<a', 'r>b', 'r>b', 'b>r'],
  );
  t.strictSame(matchFragments(paths), [[], [0], [0], []]);
  t.strictSame(matchIcmpErrors(paths), [undefined, undefined, undefined, 0]);
});

t.test(
  'a packet of a tunnel carries the latest packet with its content that its first node has seen, else the latest',
  async (t) => {
    const inner = { bytes: 5 };
    const carried = (...sightings: readonly Sighting[]) => matchTunnels(groupSightings(sightings));
    const [once, again] = [sightingsOfPacket(1, 'a>r r<a', inner), sightingsOfPacket(200, 'a>r r<a', inner)];
    t.strictSame(carried(...once, ...again, sighting(300, 'r>q', { inner })), [undefined, undefined, 1]);
    t.strictSame(carried(...once, sighting(200, 'a>s', inner), sighting(300, 'r>q', { inner })), [
      undefined,
      undefined,
      0,
    ]);
    t.strictSame(carried(sighting(1, 'a>r', inner), sighting(9, 'r>q', { inner })), [undefined, 0]);
    t.strictSame(carried(sighting(1, 'r>q', { inner }), sighting(9, 'a>r', inner)), [undefined, undefined]);
    const flood = Array.from({ length: 70 }, (_, index) => sighting(index * 20, 'a>r', { bytes: 5 }));
    t.strictSame(carried(...flood, sighting(9999, 'r>q', { inner })).at(-1), 69);
  },
);

t.test('an ICMP error about a packet that was not seen answers none', async (t) => {
  const paths = groupSightings([sighting(1, 'a>r', {}), sighting(2, 'r>a', { tooBig: { seq: 77 } })]);
  t.strictSame(matchIcmpErrors(paths), [undefined, undefined]);
});

t.test('a flood of identical packets is grouped without losing any', async (t) => {
  const flood = Array.from({ length: 200 }, (_, index) => sighting(index / 100, 'a>r', {}));
  t.equal(groupSightings(flood).length, 200);
});

t.test('identical packets with the same visits are kept together, the oldest first', async (t) => {
  const path = (number: number) => ({ number, stops: [sighting(number, 'a>r', {})] as const });
  const [first, second, third] = [path(0), path(1), path(2)];
  const packets: IdenticalPackets = [[first]];
  addPath(packets, second);
  addPath(packets, third);
  extendPath(packets, second, sighting(3, 'r<a', {}));
  t.strictSame(packets, [[first, third], [second]]);
  t.strictSame(pathsOpenTo(packets, sighting(4, 'r<a', {})), [first, third]);
  t.strictSame(pathsOpenTo(packets, sighting(4, 'r>b', {})), [first, second, third]);
  for (let number = 3; number < 70; number++) addPath(packets, path(number));
  t.equal(packets.flat().length, 65);
  t.notOk(packets.flat().includes(first), 'the oldest is forgotten');
});

t.test('a range is near later packets only where its packet may have gone on', async (t) => {
  const range: ByteRange = { stream: 's', from: 100, length: 50 };
  const near = (path: string, where: string) => {
    const ended = endedRanges();
    ended.add(range, groupSightings(sightingsOfPacket(1, path, {}))[0]!, 7);
    return [...ended.near(range, sighting(9, where, {}))].map(({ number }) => number);
  };
  t.strictSame(near('a>r r<a', 'r>b'), [7], 'out of the node that it reached');
  t.strictSame(near('a>r', 'r<a'), [7], 'at the other end of its link');
  t.strictSame(near('a>r r<a', 'q>b'), [], 'out of another node');
  t.strictSame(near('a>r r<a', 'r<a'), [], 'into the node again');
  t.strictSame(near('a>a a<a', 'a>b'), [], 'out of a node that it left before');
});

t.test('the key of a conversation gives its family and ends', async (t) => {
  const packet = packetOf({});
  t.equal(conversationKey(packet), '2001:db8:1::1 80 2001:db8:9::1 5000 6');
  t.strictSame(endsOfKey(conversationKey(packet)), { family: 'ipv6', ends });
  t.strictSame(endsOfKey('192.0.2.1  192.0.2.2  1').ends, [{ address: '192.0.2.1' }, { address: '192.0.2.2' }]);
});

t.test('an address belongs to the node that its packets leave first', async (t) => {
  const journeys = followPackets([
    ...sightingsOfPacket(1, 'a>r r<a', { id: 9, bytes: 2000 }),
    sighting(3, 'r>b', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
    sighting(4, 'q<x', { tooBig: {} }),
  ]);
  t.strictSame([...addressOwners(journeys)], [['2001:db8:1::1', 'a']]);
  t.equal(addressOwners(followPackets(exchange('narrow'))).get('192.0.2.66'), 'server');
});

const owners = new Map([['2001:db8:9::1', 'b']]);
const fates: readonly (readonly [path: string, fate: string])[] = [
  ['a>b b<a', 'delivered'],
  ['a>r r<a', 'dead'],
  ['a>b', 'dead'],
];
t.test('a packet is delivered at the node of its destination, and otherwise lost', async (t) => {
  for (const [path, fate] of fates)
    t.equal(fateOf(followPackets(sightingsOfPacket(1, path, {}))[0]!, owners), fate, path);
});

t.test('a packet whose bytes leave in others is continued', async (t) => {
  const [whole] = followPackets([
    ...sightingsOfPacket(1, 'a>r r<a', { bytes: 2856 }),
    sighting(3, 'r>b', { bytes: 1428, hops: 63 }),
  ]);
  t.equal(fateOf(whole!, owners), 'continued');
});

t.test('a packet without an IP header or to a link-local address is delivered by its link', async (t) => {
  const [journey] = followPackets(sightingsOfPacket(1, 'a>r r<a', {}));
  const to = (destination: string): Layers => ({ ipv6: { ...packetOf({}).ipv6!, destination } });
  const fate = (layers: Layers) =>
    fateOf({ ...journey!, packet: { capturedLength: 0, originalLength: 0, ...layers } }, owners);
  for (const layers of [{}, to('fe80::1'), to('ff02::1'), to('224.0.0.1'), to('255.255.255.255')])
    t.equal(fate(layers), 'delivered', ipOf(layers)?.destination ?? 'no IP');
  t.equal(fate(to('2001:db8::1')), 'dead');
});

t.test('neighbour discovery, router and multicast listener messages are link-local', async (t) => {
  const isLocal = (type: number): boolean => isLinkLocal({ icmpv6: { type, code: 0 } satisfies Icmp });
  t.strictSame([2, 128, 129, 130, 135, 137, 138, 143].map(isLocal), [
    ...[false, false, false, true],
    ...[true, true, false, true],
  ]);
  t.equal(isLinkLocal(packetOf({})), false);
});

const ends = [
  { address: '2001:db8:1::1', port: 80 },
  { address: '2001:db8:9::1', port: 5000 },
];
t.test('a conversation contains the errors about its packets, and names its first sender first', async (t) => {
  const error = { tooBig: { bytes: 9000 } };
  const journeys = followPackets([sighting(1, 'a>r', { bytes: 9000 }), sighting(2, 'r>a', error)]);
  t.strictSame(conversations(journeys), [{ family: 'ipv6', protocol: 'tcp', ends, journeys }]);
});

t.test('a packet of a tunnel, and an error about it, belong to the conversation of the packet inside', async (t) => {
  const journeys = followPackets([
    sighting(1, 'a>r', { bytes: 5 }),
    sighting(2, 'r>q', { inner: { bytes: 5 } }),
    sighting(3, 'q>r', { tooBig: { inner: { bytes: 5 } } }),
    sighting(4, 'r<q', { inner: { tooBig: { bytes: 5 } } }),
  ]);
  const [one, ...others] = conversations(journeys);
  t.strictSame(others, []);
  t.match(one, { protocol: 'tcp', ends: [{ port: 80 }, { port: 5000 }] });
  t.equal(one!.journeys.length, 4);
});

t.test('neighbour discovery inside a tunnel is no conversation', async (t) => {
  const { tcp: _, ...solicitation } = { ...packetOf({}), icmpv6: { type: 135, code: 0 } };
  const inTunnel = { ...packetOf({ inner: {} }), inner: solicitation };
  t.strictSame(conversations(followPackets([{ ...sighting(1, 'r>q', {}), packet: inTunnel }])), []);
});

t.test('a later fragment without ports belongs to the conversation of its first fragment', async (t) => {
  const journeys = followPackets([
    sighting(1, 'a>r', { id: 9, bytes: 1448, fragment: [0, true] }),
    sighting(2, 'a>r', { id: 9, bytes: 552, fragment: [1480, false] }),
    sighting(3, 'a>r', { id: 8, bytes: 552, fragment: [1480, false] }),
  ]);
  t.match(conversations(journeys), [
    { family: 'ipv4', protocol: 'tcp', ends, journeys: journeys.slice(0, 2) },
    { family: 'ipv4', protocol: 'other', journeys: journeys.slice(2) },
  ]);
});

t.test('a capture without directions is followed by address, under short names', async (t) => {
  const packets = packetsOf('narrow/edge.to-transit');
  const { names, bundles, sightingsOf } = indexByAddress(packets);
  const sightings = sightingsOf(bundles);
  t.strictSame([...names].slice(0, 2), [
    ['2001:db8:1::1', 'A'],
    ['2001:db8:4::2', 'B'],
  ]);
  const [leaves, arrives] = sightings;
  t.match(leaves, { place: 'A:to-B', direction: 'out' });
  t.match(arrives, { place: 'B:to-A', direction: 'in', time: leaves!.time });
  t.notOk(sightings.some(({ packet }) => packet.arp || isLinkLocal(packet)));
  t.equal(sightings.length % 2, 0);
});

t.test('after 26 addresses the short names get a number', async (t) => {
  const ethernet = packetsOf('narrow/edge.to-transit').find(({ bytes }) => bytes[12] === 0x86 && bytes[20] === 6)!;
  const packets = Array.from({ length: 28 }, (_, index) => {
    const bytes = Uint8Array.from(ethernet.bytes);
    bytes[37] = index + 100;
    return { ...ethernet, bytes };
  });
  const { names } = indexByAddress(packets);
  t.strictSame([...names.values()].slice(25, 28), ['Z', 'A1', 'B1']);
});
