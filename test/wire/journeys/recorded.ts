import t from 'tap';
import { conversations } from '../../../src/wire/journeys/conversations.ts';
import { fateOf } from '../../../src/wire/journeys/fate.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import type { Journey } from '../../../src/wire/journeys/journey.ts';
import { packetIdentity, quotedIdentity } from '../../../src/wire/journeys/packet-identity.ts';
import { ipOf } from '../../../src/wire/journeys/sighting.ts';
import { decode } from '../../../src/wire/layers/decode.ts';
import { exchange, packetsOf } from '../fixtures/corpus.ts';
import { formatStop } from '../fixtures/sightings.ts';

const addresses = {
  ...{ client: ['2001:db8:1::1', '192.0.2.17'], server: ['2001:db8:4::2', '192.0.2.66'] },
  ...{ left: ['2001:db8:5::1', '192.0.2.81'], right: ['2001:db8:6::2', '192.0.2.98'] },
  edge: ['2001:db8:1::2', '192.0.2.18'],
};
const owners = new Map(Object.entries(addresses).flatMap(([node, list]) => list.map((address) => [address, node])));

const narrow = followPackets(exchange('narrow'));
const mssAt = ({ stops }: Journey): readonly (number | undefined)[] =>
  stops.map(({ packet }) => packet.tcp?.options?.mss);
const isSyn = ({ packet }: Journey): boolean => !!packet.tcp?.flags?.syn && !packet.tcp.flags.ack;
const lengthOf = ({ packet }: Journey): number => ipOf(packet)!.length;
const isTooBig = ({ packet }: Journey): boolean => (packet.icmpv6 ?? packet.icmp)?.mtu === 1500;

for (const [family, mss] of [
  ['ipv6', 8940],
  ['ipv4', 8960],
] as const) {
  const journeys = narrow.filter(({ packet }) => packet[family]);
  t.test(`${family}: the recorded clamp rewrites the MSS at the edge and nowhere else`, async (t) => {
    const [plain, clamped] = journeys.filter(isSyn);
    t.strictSame(mssAt(plain!), Array(8).fill(mss));
    t.strictSame(mssAt(clamped!), [mss, mss, ...Array(6).fill(1396)]);
    const rewritten = clamped!.stops.filter(({ changes }) => changes).map(formatStop);
    t.strictSame(rewritten, [`edge>transit mss ${mss}→1396`]);
  });
  t.test(`${family}: the first large segment of the recorded stall is lost at transit and answered`, async (t) => {
    const segment = journeys.find((journey) => lengthOf(journey) === 9000)!;
    t.equal(formatStop(segment.last), 'transit<firewall');
    const [answer] = segment.answeredBy.map((number) => narrow[number]!);
    t.ok(isTooBig(answer!));
    t.equal(answer!.answers, segment.number);
    t.strictSame(answer!.stops.map(formatStop), ['transit>firewall', 'firewall<transit']);
  });
  t.test(`${family}: every recorded Packet Too Big answers a packet that was seen`, async (t) => {
    const errors = journeys.filter(isTooBig);
    t.ok(errors.length >= 4);
    const unanswered = errors.filter(({ answers }) => answers === undefined).map(({ number }) => number);
    t.strictSame(unanswered, []);
  });
}

t.test('the only recorded losses are packets that were too big and errors that the firewall dropped', async (t) => {
  const lost = narrow.filter((journey) => fateOf(journey, owners) === 'dead');
  const [errors, packets] = [lost.filter(isTooBig), lost.filter((journey) => !isTooBig(journey))];
  t.strictSame(
    packets.filter((journey) => lengthOf(journey) <= 1500),
    [],
  );
  t.strictSame([...new Set(errors.map(({ last }) => formatStop(last)))], ['firewall<transit']);
  t.ok(packets.length > 0 && packets.every(({ answeredBy }) => answeredBy.length > 0));
});

t.test('recorded fragments and segments add up to the packets that they continue', async (t) => {
  const superPackets = followPackets(exchange('super'));
  for (const journeys of [narrow, superPackets]) {
    const wholes = journeys.filter(({ continuedBy }) => continuedBy.length > 0);
    t.ok(wholes.some(({ continuedBy }) => continuedBy.length > 1));
    for (const whole of wholes) {
      const parts = whole.continuedBy.map((number) => payloadOf(journeys[number]!));
      t.equal(
        parts.reduce((total, payload) => total + payload, 0),
        payloadOf(whole),
      );
    }
  }
  t.strictSame(
    superPackets.filter((journey) => fateOf(journey, owners) === 'dead'),
    [],
  );
});

const payloadOf = ({ packet }: Journey): number =>
  packet.tcp?.payloadLength ?? ipOf(packet)!.length - ipOf(packet)!.headerLength;

t.test('conversations contain the errors about them and all fragments of a datagram', async (t) => {
  const rows = conversations(narrow).map(({ family, protocol, journeys }) => [
    ...[family, protocol, journeys.length],
    journeys.some(({ packet }) => packet.quoted),
  ]);
  t.strictSame(rows, [
    ['ipv6', 'tcp', 12, true],
    ['ipv4', 'tcp', 12, true],
    ['ipv6', 'tcp', 18, false],
    ['ipv4', 'tcp', 18, false],
    ['ipv6', 'tcp', 24, true],
    ['ipv4', 'tcp', 24, true],
    ['ipv6', 'udp', 6, true],
    ['ipv4', 'udp', 10, true],
    ['ipv6', 'other', 4, false],
    ['ipv4', 'other', 5, false],
  ]);
});

t.test('a packet has the same identity however few of its bytes are captured', async (t) => {
  const packets = packetsOf('narrow/edge.to-transit')
    .map(({ bytes, originalLength }) => ({ bytes, originalLength, whole: decode({ bytes, originalLength }) }))
    .filter(({ whole }) => whole.tcp && !whole.quoted);
  t.ok(packets.length > 0);
  for (const { bytes, originalLength, whole } of packets) {
    const ipEnd = 14 + ipOf(whole)!.headerLength;
    const captured = (length: number) => decode({ bytes: bytes.subarray(0, length), originalLength });
    t.equal(packetIdentity(captured(ipEnd + whole.tcp!.headerLength!)), packetIdentity(whole));
    t.equal(quotedIdentity(captured(ipEnd + 8)), quotedIdentity(whole));
  }
});
