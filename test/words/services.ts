import t from 'tap';
import type { ServiceHost, ServiceProgram } from '../../src/words/lab/service-host.ts';
import { echo } from '../../src/words/services/echo.ts';
import { http } from '../../src/words/services/http.ts';
import { offeredServices, serveSetting } from '../../src/words/services/serve-setting.ts';
import type { Service } from '../../src/words/language/word.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { NodeViews } from '../../src/words/lab/node-view.ts';
import { chain } from './fixtures/trait-settings.ts';
import { leasing, planText, translated } from '../plan/fixtures/labs.ts';
import { eamd } from '../../src/words/services/eamd.ts';
import { quic } from '../../src/words/services/quic.ts';
import { tayga } from '../../src/words/services/tayga.ts';
import { conforms } from '../../src/scenario/schema/conforms.ts';

/** A service of a test beside the real ones, whose ports depend on its settings. */
const names: Service<{ readonly port?: number }> = {
  ...http,
  listens: ({ port = 53 }) => [
    { protocol: 'udp', port },
    { protocol: 'tcp', port },
  ],
};

const services = { http, names };
const nodes: NodeViews = new Map(chain.nodes.map((node) => [node.name, node]));

t.test('serve is a service, several services, or services with settings', async (t) => {
  const { schema } = serveSetting(services);
  for (const value of ['http', ['http'], ['http', 'names'], { http: {} }, { http: { port: 8080 }, names: {} }])
    t.ok(conforms(schema, schema, value), JSON.stringify(value));
  for (const value of [
    'https',
    [],
    ['http', 'http'],
    {},
    { https: {} },
    { http: { prot: 1 } },
    { http: { port: 0 } },
    80,
  ])
    t.notOk(conforms(schema, schema, value), JSON.stringify(value));
});

t.test('each form gives the services with their settings and ports', async (t) => {
  const on = (protocol: 'tcp' | 'udp', port: number) => ({ protocol, port });
  const plain = { word: 'http', settings: {}, listens: [on('tcp', 80)] };
  t.strictSame(offeredServices(undefined, services), []);
  t.strictSame(offeredServices('http', services), [plain]);
  t.strictSame(offeredServices(['names', 'http'], services), [
    { word: 'names', settings: {}, listens: [on('udp', 53), on('tcp', 53)] },
    plain,
  ]);
  t.strictSame(offeredServices({ http: { port: 8080 } }, services), [
    { word: 'http', settings: { port: 8080 }, listens: [on('tcp', 8080)] },
  ]);
});

const nothing = {
  acceptTransfers: () => {},
  answerDatagrams: () => {},
  answerMessages: () => {},
  answerRequests: () => {},
};
const hostWith = (part: Partial<ServiceHost>): ServiceHost => ({
  ...{ node: nodes.get('server')!, nodes, traitOf: () => undefined, runProgram: async () => {} },
  commandLine: ['mtulab'],
  ...{ ...nothing, ...part },
});

t.test('http accepts transfers on its port', async (t) => {
  const log: string[] = [];
  const host = hostWith({ acceptTransfers: (port) => log.push(`transfers ${port}`) });
  http.start({}, host);
  http.start({ port: 8080 }, host);
  t.strictSame(log, ['transfers 80', 'transfers 8080']);
});

t.test('echo answers datagrams on its port with their bytes', async (t) => {
  const log: string[] = [];
  const answerDatagrams: ServiceHost['answerDatagrams'] = (port, answer) => {
    log.push(`datagrams ${port} ${Buffer.from(answer(Buffer.from('hello'))!.payload).toString()}`);
  };
  const host = hostWith({ answerDatagrams });
  echo.start({}, host);
  echo.start({ port: 7777 }, host);
  t.strictSame(log, ['datagrams 7 hello', 'datagrams 7777 hello']);
});

t.test('quic listens at every address of its node, the one that is probed last', async (t) => {
  const started: ServiceProgram[] = [];
  const runProgram = async (program: ServiceProgram) => void started.push(program);
  const { address } = nodes.get('server')!;
  await quic.start({}, hostWith({ runProgram }));
  await quic.start({ port: 8443, 'max-datagram-size': 8000 }, hostWith({ runProgram }));
  const argv = ['mtulab', 'quic-serve', address.ipv4, address.ipv6];
  t.match(started, [
    { argv: [...argv, '--port', '443', '--max-datagram-size', '1200'], probe: { port: 443 } },
    { argv: [...argv, '--port', '8443', '--max-datagram-size', '8000'], probe: { port: 8443 } },
  ]);
  const only = { ...nodes.get('server')!, address: { ipv6: '', ipv4: '192.0.2.1' } };
  await quic.start({}, hostWith({ runProgram, node: only }));
  t.strictSame(started.at(-1)!.argv.slice(0, 3), ['mtulab', 'quic-serve', '192.0.2.1']);
});

for (const [name, service] of Object.entries(dictionary.services))
  t.test(`${name} listens, and can be offered by hand`, async (t) => {
    const isOffered = !service.ofNode || service.leases !== undefined;
    t.equal(service.listens({}).length > 0, isOffered, 'by default, where nodes can offer it');
    t.matchSnapshot(service.byHand(service.example, 'server', nodes).join('\n'));
  });

const leasingNodes: NodeViews = new Map(planText(leasing).nodes.map((node) => [node.name, node]));

t.test('eamd runs in a translator, with the addresses and the pool of its plan', async (t) => {
  const siit = leasingNodes.get('siit')!;
  t.match(siit.services, [{ word: 'eamd', listens: [{ protocol: 'udp', port: 53 }, { protocol: 'tcp' }] }]);
  t.matchSnapshot(eamd.commands!({}, siit, leasingNodes));
  t.strictSame(eamd.commands!({}, leasingNodes.get('r4')!, leasingNodes), []);
  t.equal(eamd.leases!({}), 14);
  t.equal(eamd.leases!({ pool: 3 }), 3);
  const started: ServiceProgram[] = [];
  const runProgram = async (program: ServiceProgram): Promise<void> => void started.push(program);
  await eamd.start({ lease: '90s' }, { ...hostWith({ runProgram }), node: siit, nodes: leasingNodes });
  t.matchSnapshot(started[0]!.argv.join(' '));
  t.match(started, [{ probe: { port: 53 } }]);
  t.matchSnapshot(eamd.byHand({ forward: 'server', ttl: '5s' }, 'siit', leasingNodes).join('\n'));
});

t.test('eamd needs a resolver to ask, and leases that are no shorter than its answers', async (t) => {
  const siit = leasingNodes.get('siit')!;
  const conflict = (settings: object, nodes = leasingNodes) => eamd.conflict!(settings, siit, nodes);
  t.equal(conflict({}), undefined);
  t.equal(conflict({ forward: 'server' }), undefined);
  t.equal(conflict({ forward: 'gone' }), undefined, 'a problem of its own');
  t.match(conflict({ forward: 'r4' }), /^r4 answers no DNS queries for it; forward to one that does: server$/);
  t.match(conflict({ forward: 'siit' }), /^siit answers no DNS queries for it; /);
  t.match(conflict({ ttl: '2min' }), / is no second, or longer than the lease of .+; a TTL is one second at least/);
  t.match(conflict({ ttl: '500ms' }), /^a TTL of 500 ms is no second/);
  const without = new Map([...leasingNodes].filter(([name]) => name !== 'server'));
  t.match(conflict({}, without), /^no other node answers DNS for it to ask; /);
  const server = { ...leasingNodes.get('server')!, families: [] };
  t.match(conflict({}, new Map([...leasingNodes, ['server', server]])), /^siit and server have no family in common; /);
});

t.test('tayga runs with the configuration of its translator, and nowhere else', async (t) => {
  const mixed: NodeViews = new Map(planText(translated).nodes.map((node) => [node.name, node]));
  t.matchSnapshot(tayga.commands!({}, mixed.get('siit')!, mixed));
  t.strictSame(tayga.commands!({}, mixed.get('r4')!, mixed), []);
  const started: unknown[] = [];
  const start = (node: string) =>
    tayga.start({}, {
      node: mixed.get(node)!,
      runProgram: async (program: unknown) => void started.push(program),
    } as never);
  await start('r4');
  await start('siit');
  t.match(started, [{ argv: ['tayga', '-c', '/etc/tayga.conf'], probe: { device: 'siit0' } }]);
  t.match(tayga.byHand({}, 'siit', mixed), ['ip netns exec siit tayga -c /etc/tayga.conf -d -n']);
});
