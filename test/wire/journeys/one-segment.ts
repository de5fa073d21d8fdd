import t from 'tap';
import type { FlowId } from '../../../src/evidence/flows/flow-id.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import type { PacketPath, Stop } from '../../../src/wire/journeys/journey.ts';
import { matchTranslatedErrors } from '../../../src/wire/journeys/match-translated-errors.ts';
import { packetIdentity } from '../../../src/wire/journeys/packet-identity.ts';
import { rewrittenFields } from '../../../src/wire/journeys/rewritten-fields.ts';
import { onFirstSegment } from '../../../src/wire/journeys/one-segment.ts';
import type { Ip, Layers } from '../../../src/wire/layers/decoded-packet.ts';

const first: FlowId = {
  ...{ family: 'ipv6', protocol: 6, source: 20000, destination: 80 },
  ...{ sourceAddress: '2001:db8:1::1', destinationAddress: '2001:db8:4::1' },
};
const second: FlowId = { ...first, sourceAddress: '2001:db8:2::1', source: 40001 };

const ipv6 = (source: string, destination: string, protocol = 6) =>
  ({ ...ipFields, source, destination, protocol, flowLabel: 7 }) satisfies Ip & { flowLabel: number };
const ipFields = { hopLimit: 60, trafficClass: 0, headerLength: 40, length: 1500 };
const segment = ({ sourceAddress, destinationAddress, source, destination }: FlowId): Layers => ({
  ipv6: ipv6(sourceAddress, destinationAddress),
  tcp: { source, destination, sequence: 5 },
});
const error = (to: string, quoted: FlowId): Layers => ({
  ipv6: ipv6('2001:db8:9::1', to, 58),
  icmpv6: { type: 2, code: 0, mtu: 1400 },
  quoted: segment(quoted),
});

t.test('a segment has the addresses and ports of the first segment of its flow', async (t) => {
  const rename = onFirstSegment(first, [first, second]);
  t.strictSame(rename(segment(second)), segment(first));
  t.strictSame(rename(segment(first)), segment(first));
  const other = segment({ ...second, source: 40002 });
  t.equal(rename(other), other, 'another flow');
});

t.test('an error goes to the source of what it quotes', async (t) => {
  const rename = onFirstSegment(first, [first, second]);
  t.strictSame(rename(error(second.sourceAddress, second)), error(first.sourceAddress, first));
  const misdelivered = rename(error('2001:db8:77::1', second));
  t.strictSame(misdelivered, error('2001:db8:77::1', first), 'or to another address');
  const atClient = onFirstSegment(first, [first]);
  const untranslated = error(first.sourceAddress, second);
  t.equal(atClient(untranslated), untranslated, 'the client does not know the ports of the NAT');
});

t.test('a packet of a tunnel gets the addresses and ports of the packet inside only', async (t) => {
  const rename = onFirstSegment(first, [first, second]);
  const outer = { ipv6: ipv6('2001:db8:2::1', '2001:db8:4::1', 41) };
  t.strictSame(rename({ ...outer, inner: segment(second) }), { ...outer, inner: segment(first) });
  const other = { ...outer, inner: segment({ ...second, source: 40002 }) };
  t.equal(rename(other), other, 'another flow');
});

/** The same flow over IPv4, as a translator sends it on. */
const third: FlowId = {
  ...{ ...first, family: 'ipv4' },
  ...{ sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.65' },
};

const segmentOfIpv4 = ({ sourceAddress, destinationAddress, source, destination }: FlowId, id: number): Layers => ({
  ipv4: {
    ...{ ...ipFields, headerLength: 20, length: 1480, protocol: 6 },
    ...{ source: sourceAddress, destination: destinationAddress, id, dontFragment: true, checksum: 0 },
  },
  tcp: { source, destination, sequence: 5 },
});

t.test('a packet is the same one before and after it was translated into the other family', async (t) => {
  const rename = onFirstSegment(first, [first, third], true);
  const [six, four] = [rename(segment(first)), rename(segmentOfIpv4(third, 77))];
  t.equal(packetIdentity(four), packetIdentity(six));
  t.equal(packetIdentity(rename(segmentOfIpv4(third, 78))), packetIdentity(six), 'whatever its ID is');
  t.strictSame(rewrittenFields(six, four), [{ field: 'family', from: 'IPv6', to: 'IPv4' }], 'and no field of IP');
  t.not(
    packetIdentity(onFirstSegment(first, [first])(segmentOfIpv4(third, 77))),
    packetIdentity(six),
    'the client knows its own',
  );
});

t.test('an error continues the one of the other family that its translator got', async (t) => {
  const rename = onFirstSegment(first, [first, third], true);
  const toDevice: Layers = {
    ipv4: { ...segmentOfIpv4(third, 0).ipv4!, source: '192.0.2.32', destination: '192.0.2.1', protocol: 1 },
    icmp: { type: 3, code: 4, mtu: 1380 },
    quoted: segmentOfIpv4(third, 9),
  };
  const stop = (place: string, direction: 'in' | 'out', time: bigint, layers: Layers): Stop => ({
    ...{ place, direction, time },
    packet: { ...rename(layers), capturedLength: 90, originalLength: 90 },
  });
  const arrived: PacketPath = [
    stop('r6:to-siit', 'out', 1n, error(first.sourceAddress, first)),
    stop('siit:to-r6', 'in', 2n, error(first.sourceAddress, first)),
  ];
  const sent: PacketPath = [stop('siit:to-r4', 'out', 3n, toDevice), stop('r4:to-siit', 'in', 4n, toDevice)];
  t.strictSame(matchTranslatedErrors([arrived, sent]), [undefined, 0]);
  t.strictSame(matchTranslatedErrors([arrived, sent, sent]), [undefined, 0, undefined], 'each continues one');
  t.strictSame(matchTranslatedErrors([sent, arrived]), [undefined, undefined], 'not a later one');
  const sameFamily: PacketPath = [stop('siit:to-r4', 'out', 3n, error(first.sourceAddress, first))];
  t.strictSame(matchTranslatedErrors([arrived, sameFamily]), [undefined, undefined]);
  const [journey] = followPackets([...arrived, ...sent]);
  t.strictSame(journey!.continuedBy, [1]);
});
