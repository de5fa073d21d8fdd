import t from 'tap';
import { matchQuote, protocols } from '../../src/evidence/flows/flow-id.ts';
import type { FlowId, QuotedHeader } from '../../src/evidence/flows/flow-id.ts';

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
