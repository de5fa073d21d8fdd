import t from 'tap';
import type { FlowId } from '../../../src/evidence/flows/flow-id.ts';
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
