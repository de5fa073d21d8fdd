import t from 'tap';
import { matchQuote, protocols } from '../../src/evidence/flows/flow-id.ts';
import type { FlowId, QuotedHeader } from '../../src/evidence/flows/flow-id.ts';
import {
  familiesOf,
  followTranslations,
  headerFields,
  mtuAtSender,
  onSegment,
  quotesOnSegment,
  reverseFlow,
  reverseSegments,
  senderFamily,
} from '../../src/evidence/flows/segments.ts';
import type { Translation } from '../../src/evidence/flows/segments.ts';

const flow: FlowId = {
  ...{ family: 'ipv6', protocol: protocols.tcp, source: 80, destination: 20001 },
  ...{ sourceAddress: '2001:db8:4::1', destinationAddress: '2001:db8:1::1' },
};

const header = (part: Partial<QuotedHeader> = {}): QuotedHeader => ({ ...flow, outerBytes: 0, ...part });

t.test('a quote belongs to a flow by protocol, addresses and ports', async (t) => {
  t.match(matchQuote(flow, [header()]), { match: 'same', header: { outerBytes: 0 } });
  t.equal(matchQuote(flow, [header({ source: 81 })]), undefined, 'another port');
  t.equal(matchQuote(flow, [header({ protocol: protocols.udp })]), undefined, 'UDP on the same ports');
  t.equal(matchQuote(flow, [header({ family: 'ipv4' })]), undefined, 'the other family');
  t.equal(matchQuote(flow, []), undefined, 'a quote that cannot be read');
});

t.test('a quote with one other address was rewritten on the way, with two it belongs to another flow', async (t) => {
  t.match(matchQuote(flow, [header({ destinationAddress: '2001:db8:9::1' })]), { match: 'rewritten' });
  t.match(matchQuote(flow, [header({ sourceAddress: '2001:db8:9::1' })]), { match: 'rewritten' });
  const both = { sourceAddress: '2001:db8:8::1', destinationAddress: '2001:db8:9::1' };
  t.equal(matchQuote(flow, [header(both)]), undefined);
});

t.test('the flow is found inside the tunnel that a quote begins with', async (t) => {
  const tunnel = header({ protocol: 41, source: 0, destination: 0, destinationAddress: 'fd99::1' });
  const inner = header({ outerBytes: 40 });
  t.strictSame(matchQuote(flow, [tunnel, inner]), { header: inner, match: 'same' });
});

const first: FlowId = {
  ...{ family: 'ipv4', protocol: protocols.tcp, source: 20000, destination: 80 },
  ...{ sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.49' },
};
const second: FlowId = { ...first, sourceAddress: '192.0.2.18', source: 40001 };
const third: FlowId = { ...second, destinationAddress: '192.0.2.99', destination: 8080 };
const masquerade = { node: 'nat', before: first, after: second };
const forwarded = { node: 'balancer', before: second, after: third };
const unchanged = { node: 'firewall', before: first, after: first };

t.test('the quote of another segment of the flow was not translated back', async (t) => {
  const whole = { ...first, segments: [first, third] };
  t.strictSame(matchQuote(whole, [{ ...third, outerBytes: 0 }]), {
    header: { ...third, outerBytes: 0 },
    match: 'rewritten',
  });
  t.match(matchQuote(whole, [{ ...first, outerBytes: 0 }]), { match: 'same' });
  t.equal(matchQuote(whole, [{ ...third, source: 40_002, outerBytes: 0 }]), undefined, 'of another flow');
  t.equal(matchQuote(first, [{ ...third, outerBytes: 0 }]), undefined, 'without knowing the segment');
});

const among =
  (...known: readonly Translation[]) =>
  (flow: FlowId) =>
    known.filter(({ before }) => before === flow);

t.test('a flow is followed through one translation after the other', async (t) => {
  t.strictSame(followTranslations(first, among()), { segments: [first], applied: [] });
  t.strictSame(followTranslations(first, among(unchanged, forwarded)), { segments: [first], applied: [] });
  t.strictSame(followTranslations(first, among(forwarded, unchanged, masquerade)), {
    segments: [first, second, third],
    applied: [masquerade, forwarded],
  });
  const back = { node: 'loop', before: second, after: first };
  t.strictSame(followTranslations(first, among(masquerade, back)), {
    segments: [first, second],
    applied: [masquerade],
  });
});

t.test(
  'two nodes that translate the same packets in the same way are no ambiguity, in different ways they are',
  async (t) => {
    const other = { node: 'nat2', before: first, after: { ...second, source: 40002 } };
    t.strictSame(followTranslations(first, among(masquerade, other)), { nodes: ['nat', 'nat2'] });
    t.match(followTranslations(first, among(masquerade, { ...masquerade, node: 'nat2' })), {
      segments: [first, second],
    });
  },
);

t.test('what was seen on any segment, in either direction, is given as on the first', async (t) => {
  const headerOf = onSegment(first, [first, second, third], headerFields);
  t.strictSame(headerOf(third), first);
  t.strictSame(headerOf(reverseFlow(second)), reverseFlow(first));
  t.equal(headerOf({ ...second, protocol: protocols.udp }), undefined, 'UDP on the same ports');
  t.equal(headerOf({ ...second, sourceAddress: '192.0.2.77' }), undefined);
  const portsOf = onSegment(first, [first, second], ['family', 'source', 'destination']);
  t.strictSame(portsOf({ family: 'ipv4', source: 80, destination: 40001 }), {
    ...{ family: 'ipv4', source: 80, destination: 20000 },
  });
  t.equal(portsOf({ family: 'ipv6', source: 40001, destination: 80 }), undefined, 'the other family');
  t.strictSame(reverseSegments([first, second]), [reverseFlow(second), reverseFlow(first)]);
});

t.test('a quote of another flow stays as it is', async (t) => {
  const other = header();
  t.strictSame(quotesOnSegment(first, [second], [{ ...second, outerBytes: 20 }, other]), [
    { ...first, outerBytes: 20 },
    other,
  ]);
});

/** A flow that a translator takes from IPv4 to IPv6. */
const [ofIpv4, ofIpv6]: readonly [FlowId, FlowId] = [
  {
    ...{ family: 'ipv4', protocol: protocols.tcp, source: 20000, destination: 80 },
    ...{ sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.81' },
  },
  {
    ...{ family: 'ipv6', protocol: protocols.tcp, source: 20000, destination: 80 },
    ...{ sourceAddress: '2001:db8:3:ff9b::c000:201', destinationAddress: '2001:db8:5::1' },
  },
];

t.test('a flow has the families of its segments, and its sender that of the first', async (t) => {
  t.strictSame(familiesOf(ofIpv4), ['ipv4']);
  t.strictSame(familiesOf({ ...ofIpv4, segments: [ofIpv4, ofIpv6] }), ['ipv4', 'ipv6']);
  t.equal(senderFamily(ofIpv4), 'ipv4');
  t.equal(senderFamily({ ...ofIpv4, segments: [ofIpv6, ofIpv4] }), 'ipv6');
});

t.test('an MTU reaches the sender of the quoted packet in its own family', async (t) => {
  const segments = [ofIpv4, ofIpv6];
  t.equal(mtuAtSender(1400, ofIpv6, segments), 1380);
  t.equal(mtuAtSender(1400, ofIpv4, segments), 1400, 'before the translator');
  t.equal(mtuAtSender(1300, reverseFlow(ofIpv4), segments), 1320, 'of the other direction');
  t.equal(mtuAtSender(1200, reverseFlow(ofIpv4), segments), 1280, 'no less for IPv6');
  t.equal(mtuAtSender(1400, reverseFlow(ofIpv6), segments), 1400);
  t.equal(mtuAtSender(1200, ofIpv4, [ofIpv4, ofIpv6, { ...ofIpv4, source: 1 }]), 1200);
  t.equal(mtuAtSender(1200, { ...ofIpv4, source: 1 }, [ofIpv4, ofIpv6, { ...ofIpv4, source: 1 }]), 1260, 'twice');
});
