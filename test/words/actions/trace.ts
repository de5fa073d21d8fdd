import t from 'tap';
import { trace } from '../../../src/words/actions/trace.ts';
import type { TraceRequest } from '../../../src/words/lab/trace.ts';
import { contextFor, labWith, network } from '../fixtures/network.ts';

const settings = { from: 'client', to: 'server' };

t.test('a trace names the nodes that answer, and waits longer on a slow machine', async (t) => {
  const requests: TraceRequest[] = [];
  const [edge, far] = [network.get('edge')!.address.ipv6, '203.0.113.9'];
  const lab = labWith({
    port: async () => 20_007,
    trace: async (request) => {
      requests.push(request);
      return [
        { node: edge, bytes: 9000 },
        { node: far, bytes: 1500, tooBig: { node: edge, mtu: 1500 } },
        { unanswered: 1500 },
      ];
    },
  });
  const context = contextFor('ipv6');
  const { hops } = await trace.perform(lab, settings, { ...context, wait: { ...context.wait, scale: 2 } });
  t.strictSame(hops, [
    { node: 'edge', bytes: 9000 },
    { node: far, bytes: 1500, tooBig: { node: 'edge', mtu: 1500 } },
    { unanswered: 1500 },
  ]);
  t.strictSame(requests, [
    {
      ...{ from: 'client', to: 'server', family: 'ipv6', port: 20_007, destinationPort: 33_434 },
      ...{ bytes: 9000, hops: 16, answerWithinMs: 1000 },
    },
  ]);
});

t.test('a trace begins with packets that every IPv6 link carries, at least', async (t) => {
  for (const bytes of [1280, '65535B', undefined] as const)
    t.strictSame(trace.conflicts!({ ...settings, ...(bytes !== undefined && { bytes }) }, network), []);
  t.match(trace.conflicts!({ ...settings, bytes: 1000 }, network), [
    { at: ['bytes'], text: 'a trace begins with packets of 1280 to 65535 bytes, not of 1000' },
  ]);
});

t.test('the same by hand is tracepath', async (t) => {
  t.match(trace.byHand({ ...settings, bytes: 1500, hops: 4 }, network, 'ipv4'), [
    /^ip netns exec client tracepath -4 -n -m 4 -l 1500 /,
  ]);
  t.strictSame(trace.nodes!(settings), ['client', 'server']);
});
