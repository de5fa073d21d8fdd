import * as codec from 'dns-packet';
import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { planText } from '../plan/fixtures/labs.ts';
import { answerQuery } from '../../src/words/services/answer-query.ts';
import { dns } from '../../src/words/services/dns.ts';
import { resolver } from '../../src/words/services/resolver.ts';
import { zoneOf } from '../../src/words/services/zone.ts';
import { nameserver } from '../../src/words/traits/nameserver.ts';
import type { DnsAnswers } from '../../src/words/services/answer-settings.ts';
import type { NodeView, NodeViews } from '../../src/words/lab/node-view.ts';
import type { AnswerTo, DatagramProbe, ServiceHost, ServiceProgram } from '../../src/words/lab/service-host.ts';

const plan = planText(`
title: names
topology:
  nodes:
    client: host
    r1: router
    old: { host: { families: [ipv4] } }
    six: { host: { families: [ipv6] } }
    names: { host: { serve: dns } }
    other: { host: { serve: { dns: { zone: a.example } } } }
    server: { host: { serve: [http] } }
  addresses: { vip: { at: [server] } }
  links:
    - { between: [client, r1], mtu: 1500 }
    - { between: [old, r1], mtu: 1500 }
    - { between: [six, r1], mtu: 1500 }
    - { between: [names, r1], mtu: 1500 }
    - { between: [other, r1], mtu: 1500 }
    - { between: [server, r1], mtu: 1500 }
steps: [{ do: { ping: { from: client, to: server, bytes: 100 } } }]
`);
const nodes: NodeViews = new Map(plan.nodes.map((node) => [node.name, node]));
const nodeNamed = (name: string): NodeView => nodes.get(name)!;
const addressOf = (name: string, family: Family): string => nodeNamed(name).address[family];

const zone = zoneOf(
  {
    ttl: '60s',
    records: {
      www: ['server', '2001:db8:dead::1'],
      'a.b': { a: ['192.0.2.99'] },
      many: { aaaa: Array.from({ length: 40 }, (_, index) => `2001:db8:dead::${index + 1}`) },
    },
  },
  nodes,
);

interface Asked {
  readonly answers?: DnsAnswers;
  readonly protocol?: 'udp' | 'tcp';
  readonly additionals?: codec.Packet['additionals'];
}

const ask = (name: string, type: string, { answers, protocol = 'udp', additionals = [] }: Asked = {}) => {
  const questions = [{ name, type: type as 'A' }];
  const flags = codec.RECURSION_DESIRED;
  const request = codec.encode({ id: 7, type: 'query', flags, questions, additionals: additionals! });
  return answerQuery(request, { zone, answers, codec, protocol });
};

/** The answer in a few words. */
const shown = (...asked: Parameters<typeof ask>): string => {
  const answer = ask(...asked);
  if (!answer) return 'nothing';
  const {
    id,
    rcode,
    flag_aa,
    flag_rd,
    flag_ra,
    flag_tc,
    answers = [],
    authorities = [],
    additionals = [],
  } = codec.decode(Buffer.from(answer.payload)) as codec.DecodedPacket & { readonly rcode: string };
  t.strictSame([id, flag_aa, flag_rd, flag_ra], [7, true, true, false]);
  return [
    rcode,
    ...answers.map((record) => ('data' in record && typeof record.data === 'string' ? record.data : record.type)),
    ...authorities.map(({ type }) => `authority ${type}`),
    ...additionals.map(({ type }) => `additional ${type}`),
    ...(flag_tc ? ['truncated'] : []),
    ...(answer.afterMs === undefined ? [] : [`after ${answer.afterMs} ms`]),
  ].join(' ');
};

t.test('a zone has the names of nodes, of shared addresses, and its records', async (t) => {
  for (const family of ['ipv6', 'ipv4'] as const) {
    const type = family === 'ipv6' ? 'AAAA' : 'A';
    t.equal(shown('client.lab.test', type), `NOERROR ${addressOf('client', family)}`);
    t.equal(shown('vip.lab.test', type), `NOERROR ${nodeNamed('server').shares![0]!.address[family]}`);
  }
  t.equal(shown('Server.LAB.test', 'A'), `NOERROR ${addressOf('server', 'ipv4')}`, 'in any case');
  t.equal(shown('www.lab.test', 'AAAA'), `NOERROR ${addressOf('server', 'ipv6')} 2001:db8:dead::1`, 'in their order');
  t.equal(shown('www.lab.test', 'A'), `NOERROR ${addressOf('server', 'ipv4')}`);
  t.equal(shown('a.b.lab.test', 'A'), 'NOERROR 192.0.2.99');
});

t.test('what does not exist is answered at once', async (t) => {
  t.equal(shown('a.b.lab.test', 'AAAA'), 'NOERROR authority SOA', 'no such type');
  t.equal(shown('old.lab.test', 'AAAA'), 'NOERROR authority SOA', 'no such family');
  t.equal(shown('www.lab.test', 'HTTPS'), 'NOERROR authority SOA');
  t.equal(shown('b.lab.test', 'A'), 'NOERROR authority SOA', 'a name above one that exists');
  t.equal(shown('nothing.lab.test', 'A'), 'NXDOMAIN authority SOA');
  t.equal(shown('update.example.com', 'AAAA'), 'NXDOMAIN authority SOA', 'a name from outside the lab');
  t.equal(shown('xlab.test', 'A'), 'NXDOMAIN authority SOA', 'a name with the same end');
  t.equal(shown('test', 'A'), 'NXDOMAIN authority SOA', 'a name above the zone');
  t.equal(shown('lab.test', 'SOA'), 'NOERROR SOA');
  t.equal(shown('lab.test', 'NS'), 'NOERROR ns.lab.test');
  t.equal(shown('lab.test', 'A'), 'NOERROR authority SOA');
});

t.test('a server answers by type as its trait says', async (t) => {
  const server = addressOf('server', 'ipv6');
  t.equal(
    shown('server.lab.test', 'AAAA', { answers: { aaaa: { delay: '100ms' } } }),
    `NOERROR ${server} after 100 ms`,
  );
  t.equal(shown('server.lab.test', 'AAAA', { answers: { a: { delay: '100ms' } } }), `NOERROR ${server}`);
  t.equal(shown('no.lab.test', 'AAAA', { answers: { aaaa: { delay: '1s' } } }), 'NXDOMAIN authority SOA after 1000 ms');
  for (const [way, text] of [
    ['refused', 'REFUSED'],
    ['servfail', 'SERVFAIL'],
    ['nxdomain', 'NXDOMAIN authority SOA'],
    ['nodata', 'NOERROR authority SOA'],
    ['never', 'nothing'],
  ] as const) {
    t.equal(shown('server.lab.test', 'AAAA', { answers: { aaaa: way } }), text);
    t.match(shown('server.lab.test', 'A', { answers: { aaaa: way } }), /^NOERROR 192/);
  }
  t.equal(shown('lab.test', 'SOA', { answers: { a: 'refused', aaaa: 'never' } }), 'NOERROR SOA', 'other types as ever');
});

t.test('an answer that is too long for a datagram is cut', async (t) => {
  const options = (udpPayloadSize: number) => [
    { type: 'OPT', name: '.', udpPayloadSize, flags: 0, options: [] } as never,
  ];
  t.equal(shown('many.lab.test', 'AAAA'), 'NOERROR truncated');
  t.equal(shown('many.lab.test', 'AAAA', { additionals: options(700) }), 'NOERROR additional OPT truncated');
  t.match(shown('many.lab.test', 'AAAA', { additionals: options(4096) }), /2001:db8:dead::40 additional OPT$/);
  t.match(shown('many.lab.test', 'AAAA', { protocol: 'tcp' }), /2001:db8:dead::40$/);
});

t.test('what is no query gets no answer', async (t) => {
  const context = { zone, answers: undefined, codec, protocol: 'udp' } as const;
  t.equal(answerQuery(Buffer.from('no DNS'), context), undefined);
  t.equal(
    answerQuery(codec.encode({ type: 'response', questions: [{ name: 'lab.test', type: 'A' }] }), context),
    undefined,
  );
  t.equal(answerQuery(codec.encode({ type: 'query', questions: [] }), context), undefined);
});

t.test('dns answers over UDP and TCP, by the settings of the time', async (t) => {
  const answering: Record<string, AnswerTo> = {};
  let answers: DnsAnswers | undefined;
  const host = {
    ...{ node: nodeNamed('names'), nodes, traitOf: () => answers },
    answerDatagrams: (port: number, answer: AnswerTo) => void (answering[`udp ${port}`] = answer),
    answerMessages: (port: number, answer: AnswerTo) => void (answering[`tcp ${port}`] = answer),
  } as unknown as ServiceHost;
  await dns.start({ zone: 'a.example' }, host);
  const request = codec.encode({ type: 'query', questions: [{ name: 'server.a.example', type: 'AAAA' }] });
  for (const each of ['udp 53', 'tcp 53']) t.match(answering[each]!(request), { afterMs: undefined }, each);
  answers = { aaaa: 'never' };
  t.equal(answering['udp 53']!(request), undefined);
});

t.test('a service explains why a node cannot offer it', async (t) => {
  const without = new Map([...nodes].filter(([, { services }]) => !services?.some(({ word }) => word === 'dns')));
  t.strictSame(
    [
      dns.conflict!({ records: { www: ['1.2.3'] } }, nodeNamed('names'), nodes),
      dns.conflict!(
        { records: { www: { aaaa: ['2001:db8::1', 'server'], a: ['192.0.2.1'] } } },
        nodeNamed('names'),
        nodes,
      ),
      resolver.conflict!({}, nodeNamed('client'), nodes),
      resolver.conflict!({ forward: 'names' }, nodeNamed('names'), nodes),
      resolver.conflict!({ forward: 'server' }, nodeNamed('client'), nodes),
      resolver.conflict!({}, nodeNamed('client'), without),
      resolver.conflict!(
        { forward: 'six' },
        nodeNamed('old'),
        new Map([
          ['old', nodeNamed('old')],
          ['six', { ...nodeNamed('six'), services: nodeNamed('names').services! }],
        ]),
      ),
    ],
    [
      '1.2.3 is not an IP address; write one such as 2001:db8::1, or the name of a node',
      undefined,
      undefined,
      'names serves dns and resolver on one port; give one of them to another node',
      'server serves no dns; forward to one that does: names, other',
      'no node serves dns for it to ask; add `serve: dns` to a host',
      'old and six have no family in common; give both IPv6',
    ],
  );
});

t.test('a node names a server that answers DNS', async (t) => {
  const conflict = (node: string, server: string) => nameserver.conflict!(nodeNamed(node), server, nodes);
  t.equal(conflict('client', 'names'), undefined);
  t.equal(conflict('client', 'nobody'), undefined, 'an unknown name is a problem of its own');
  t.equal(
    conflict('client', 'server'),
    'server answers no DNS queries; add `serve: resolver` or `serve: dns` to server, or name one that does: names, other',
  );
  const six = new Map([...nodes, ['six', { ...nodeNamed('six'), services: nodeNamed('names').services! }]]);
  t.equal(nameserver.conflict!(nodeNamed('old'), 'six', six), 'old and six have no family in common; give both one');
  t.match(nameserver.conflict!({ ...nodeNamed('old'), bridges: true }, 'names', nodes), /^old forwards frames/);
});

t.test('resolver runs unbound with its configuration, and waits for it', async (t) => {
  t.matchSnapshot(resolver.commands!({}, nodeNamed('client'), nodes));
  t.matchSnapshot(
    resolver.commands!({ forward: 'other', cache: false, dns64: '64:ff9b::/96' }, nodeNamed('old'), nodes),
  );
  const translates = { device: 'siit0', prefix: '2001:db8:9:ff9b::/96', address: '192.0.2.0', map: [] };
  const withTranslator = new Map([...nodes, ['odd', { ...nodeNamed('other'), name: 'odd', translates }]]);
  const [file] = resolver.commands!({ dns64: { at: 'odd' } }, nodeNamed('client'), withTranslator);
  t.match((file as { readonly text: string }).text, /dns64-prefix: 2001:db8:9:ff9b::\/96/, 'that of a translator');
  const started: ServiceProgram[] = [];
  await resolver.start({}, { runProgram: async (program: ServiceProgram) => void started.push(program) } as never);
  t.match(started, [{ argv: ['unbound', '-d'], probe: { port: 53 } }]);
  t.match(codec.decode(Buffer.from((started[0]!.probe as DatagramProbe).payload)).questions, [
    { name: 'version.server', class: 'CH' },
  ]);
  t.ok(resolver.flush!({}).every(([program]) => program === 'unbound-control'));
});
