import t from 'tap';
import { datagram } from '../../../src/words/actions/datagram.ts';
import { datagramOutcomes, discoveries } from '../../../src/words/lab/datagrams.ts';
import type { DatagramExchange, DatagramRequest } from '../../../src/words/lab/datagrams.ts';
import type { Lab, PortRequest } from '../../../src/words/lab/lab.ts';
import { contextFor, labWith, network } from '../fixtures/network.ts';

const settings = { from: 'client', to: 'server', bytes: '8kB' };

/** A lab in which every datagram is lost to a router, and what it was asked for. */
const lossyLab = (offender: string) => {
  const requests: DatagramRequest[] = [];
  let port = 20_000;
  const lab = labWith({
    port: async () => port++,
    exchangeDatagrams: async (request) => {
      requests.push(request);
      const error = { error: 'EMSGSIZE', origin: 'icmp', type: 2, code: 0, mtu: 1500, offender } as const;
      const ports = { client: request.port, server: request.destinationPort };
      return { ports, outcomes: ['lost'], pmtu: 1500, errors: [error] } satisfies DatagramExchange;
    },
  });
  return { lab, requests };
};

t.test('a datagram asks the echo server of its node, by default as most programs do', async (t) => {
  const { lab, requests } = lossyLab(network.get('edge')!.address.ipv6);
  const { datagrams } = await datagram.perform(lab, settings, contextFor('ipv6'));
  t.strictSame(requests, [
    {
      ...{ from: 'client', to: 'server', family: 'ipv6', port: 20_000, destinationPort: 7, bytes: 8000, count: 1 },
      ...{ discovery: 'want', connected: true, answerWithinMs: 1000 },
    },
  ]);
  t.match(datagrams, [{ outcomes: ['lost'], pmtu: 1500, errors: [{ mtu: 1500, offender: 'edge' }] }]);
});

t.test('each flow has a source port of its own, and a slow machine more time', async (t) => {
  const { lab, requests } = lossyLab('203.0.113.9');
  const services = [{ word: 'echo', settings: {}, listens: [{ protocol: 'udp' as const, port: 7777 }] }];
  const nodes = new Map([...network, ['server', { ...network.get('server')!, services }] as const]);
  const several = { ...settings, flows: 3, count: 4, connected: false, 'answer-within': '300ms' };
  const context = contextFor('ipv4');
  const slow = { ...context, wait: { ...context.wait, scale: 3 } };
  const { datagrams } = await datagram.perform({ ...lab, nodes }, several, slow);
  t.strictSame(
    requests.map(({ port }) => port),
    [20_000, 20_001, 20_002],
  );
  t.match(requests[2], { destinationPort: 7777, connected: false, count: 4, answerWithinMs: 900 });
  t.match(datagrams![2], { ports: { client: 20_002 }, errors: [{ offender: '203.0.113.9' }] }, 'an address of no node');
});

t.test('a datagram has room for its number, and fits into a packet', async (t) => {
  const conflicts = (bytes: number | string) => datagram.conflicts!({ ...settings, bytes }, network);
  for (const bytes of [4, '65507B']) t.strictSame(conflicts(bytes), []);
  t.match(conflicts(3), [{ at: ['bytes'], text: /^3 bytes have no room .*; give at least 4$/ }]);
  t.match(conflicts('66kB'), [{ at: ['bytes'], text: /^66000 bytes do not fit .*; give at most 65507$/ }]);
});

t.test('datagrams leave from the source port of their family, which a step gives', async (t) => {
  const { lab, requests } = lossyLab('203.0.113.9');
  const asked: PortRequest[] = [];
  const port: Lab['port'] = async (request) => (asked.push(request), request.requested ?? 20_000);
  const given = { ...settings, port: { ipv6: 15_001, ipv4: 15_002 } };
  for (const family of ['ipv6', 'ipv4'] as const) await datagram.perform({ ...lab, port }, given, contextFor(family));
  t.match(asked, [
    { protocol: 'udp', requested: 15_001 },
    { protocol: 'udp', requested: 15_002 },
  ]);
  t.match(requests, [{ port: 15_001 }, { port: 15_002 }]);
  t.match(datagram.byHand(given, network, 'ipv4')[0], 's.bind(("",15002)); ');
  t.strictSame(datagram.conflicts!(given, network), []);
  t.match(datagram.conflicts!({ ...given, flows: 2 }, network), [{ at: ['port'], text: /^2 flows need as many/ }]);
});

t.test('the modes of discovery have the numbers of linux/in.h', async (t) => {
  t.strictSame(Object.fromEntries(discoveries.map((name, value) => [name, value])), {
    ...{ dont: 0, want: 1, do: 2, probe: 3, interface: 4, omit: 5 },
  });
  t.strictSame(datagram.outcomes, datagramOutcomes);
  t.strictSame(datagram.talksTo!(settings), [{ node: 'server', service: 'echo', at: ['to'] }]);
  t.strictSame(datagram.nodes!(settings), ['client', 'server']);
});

t.test('by hand each datagram is one program', async (t) => {
  const byHand = (more: object): string => datagram.byHand({ ...settings, ...more }, network, 'ipv4')[0]!;
  for (const more of [{}, { count: 3, discovery: 'probe', connected: false, 'answer-within': '1.5s' }])
    t.matchSnapshot(byHand(more), JSON.stringify(more));
});
