import t from 'tap';
import { tracePath } from '../../../src/kernel/flows/trace-path.ts';
import type { TraceRequest } from '../../../src/words/lab/trace.ts';
import { noNamespaces, temporaryNamespace } from '../fixtures/namespace.ts';

const ends = {
  ipv6: { from: '2001:db8::1', to: '2001:db8:0:1::1' },
  ipv4: { from: '192.0.2.1', to: '198.51.100.1' },
} as const;
const addressing = Object.values(ends)
  .flatMap(({ from, to }) => [from, to])
  .map((address) => `ip addr add ${address}/${address.includes(':') ? '128 nodad' : 32} dev lo`)
  .join('\n');

const request: Omit<TraceRequest, 'family'> = {
  ...{ from: 'a', to: 'b', port: 20_000, destinationPort: 33_434, bytes: 9000, hops: 5, answerWithinMs: 60 },
};
const { signal } = new AbortController();

for (const family of ['ipv6', 'ipv4'] as const)
  t.test(`a trace ends where it cannot continue, ${family}`, { skip: noNamespaces }, async (t) => {
    const namespace = await temporaryNamespace(t, `${addressing}\nip link set lo mtu 1500`);
    const trace = (more: Partial<TraceRequest> = {}, to: string = ends[family].to) =>
      tracePath({ ...request, family, ...more }, { namespace, ...ends[family], to }, signal);
    const { to } = ends[family];
    t.strictSame(await trace(), [{ node: to, bytes: 1500 }], 'at the destination, with what its interface allows');
    t.strictSame(await trace({ bytes: 1400 }), [{ node: to, bytes: 1400 }]);
    const nowhere = family === 'ipv6' ? '2001:db8:ff::1' : '203.0.113.1';
    t.strictSame(await trace({}, nowhere), [{}], 'at once without a route');
    await t.rejects(tracePath({ ...request, family }, { namespace, ...ends[family] }, AbortSignal.abort()));
  });

t.test('a trace that nobody answers ends after three hops', { skip: noNamespaces }, async (t) => {
  const filter = `printf '%s\\n' 'table inet silent {' \\
    'chain input { type filter hook input priority 0; udp dport 33434 drop; }' '}' | nft -f -`;
  const namespace = await temporaryNamespace(t, `${addressing}\nip link set lo mtu 1500\n${filter}`);
  const found = await tracePath({ ...request, family: 'ipv4' }, { namespace, ...ends.ipv4 }, signal);
  t.strictSame(found, [{ unanswered: 1500 }, { unanswered: 1500 }, { unanswered: 1500 }]);
  const few = await tracePath({ ...request, family: 'ipv4', hops: 2 }, { namespace, ...ends.ipv4 }, signal);
  t.equal(few.length, 2, 'or after as many as it may have');
});
