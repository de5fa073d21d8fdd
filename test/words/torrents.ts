import { createHash } from 'node:crypto';
import t from 'tap';
import { torrent } from '../../src/words/actions/torrent.ts';
import { torrentOf } from '../../src/words/actions/torrent-file.ts';
import type { Lab } from '../../src/words/lab/lab.ts';
import type { NodeViews } from '../../src/words/lab/node-view.ts';
import type { ServiceHost } from '../../src/words/lab/service-host.ts';
import { bencode } from '../../src/words/services/bencode.ts';
import { swarms } from '../../src/words/services/swarms.ts';
import { tracker } from '../../src/words/services/tracker.ts';
import { aria2 } from '../../src/words/traits/aria2.ts';
import { aria2Options } from '../../src/words/traits/aria2-options.ts';
import { contextFor, labWith, network, outputOf } from './fixtures/network.ts';

t.test('values are encoded as BitTorrent does', async (t) => {
  t.equal(String(bencode({ b: [1, 'é', Uint8Array.of(65)], a: {} })), 'd1:ade1:bli1e2:é1:Aee');
});

t.test('a torrent has the hash of each piece, and a name of its own', async (t) => {
  const announce = 'http://names:6969/announce';
  const [one, other] = [0, 1].map(() => torrentOf({ bytes: 1_048_576 + 5, announce }).toString('latin1'));
  const hash = (bytes: number) => createHash('sha1').update(Buffer.alloc(bytes)).digest().toString('latin1');
  const [, name] = /4:name36:(.{36})/.exec(one!)!;
  t.equal(
    one,
    `d8:announce${announce.length}:${announce}4:infod6:lengthi1048581e4:name36:${name}12:piece lengthi1048576e` +
      `6:pieces40:${hash(1_048_576)}${hash(5)}7:privatei1eee`,
  );
  t.not(one, other);
});

const path = (parameters: string): string => `/announce?info_hash=%01x&peer_id=p&port=6881&${parameters}`;
const client = network.get('client')!.address;
const server = network.get('server')!.address;
const text = (answer: Uint8Array): string => Buffer.from(answer).toString('latin1');

t.test('who looks for data gets the peers in its family once there are some', async (t) => {
  for (const [family, length, key] of [
    ['ipv6', 18, 'peers6'],
    ['ipv4', 6, 'peers'],
  ] as const) {
    const announce = swarms(network);
    let isAnswered = false;
    const waiting = announce({ path: path('left=9&event=started'), address: client[family] });
    void waiting.then(() => (isAnswered = true));
    const seed = await announce({ path: path('left=0&event=started'), address: server.ipv6 });
    t.equal(text(seed), 'd8:intervali1800e6:peers60:e', 'one that has the data connects to nobody');
    const answer = await waiting;
    t.ok(isAnswered);
    t.match(text(answer), new RegExp(`^d8:intervali1800e${key.length}:${key}${length}:`), family);
    t.equal(answer.length, `d8:intervali1800e${key.length}:${key}${length}:e`.length + length);
    t.equal(text(answer).slice(-3, -1), '\x1a\xe1', 'with the port');
  }
});

t.test('nobody is answered before there is a peer, nor with one that has left', async (t) => {
  const announce = swarms(network);
  await announce({ path: path('left=0'), address: server.ipv4 });
  await announce({ path: path('left=0&event=stopped'), address: server.ipv4 });
  let isAnswered = false;
  const waiting = announce({ path: path('left=9'), address: client.ipv4 }).then(() => (isAnswered = true));
  const other = path('left=0').replace('%01x', '%02x');
  await announce({ path: other, address: server.ipv4 });
  t.notOk(isAnswered, 'the peer of another torrent');
  await announce({ path: path('left=0'), address: server.ipv4 });
  t.ok(await waiting);
});

t.test('a request that is no announce fails with a reason', async (t) => {
  const announce = swarms(network);
  t.match(text(await announce({ path: '/scrape', address: client.ipv4 })), 'no announce with info_hash and port');
  t.match(
    text(await announce({ path: path('left=0'), address: '192.0.2.250' })),
    'no node has the address 192.0.2.250',
  );
});

t.test('a tracker answers requests to its port', async (t) => {
  const ports: number[] = [];
  const answerRequests: ServiceHost['answerRequests'] = (port) => void ports.push(port);
  const host = { nodes: network, answerRequests } as Partial<ServiceHost> as ServiceHost;
  await tracker.start({}, host);
  await tracker.start({ port: 80 }, host);
  t.strictSame(ports, [6969, 80]);
  t.strictSame(tracker.listens({ port: 80 }), [{ protocol: 'tcp', port: 80 }]);
  t.matchSnapshot(tracker.byHand({}, 'names', network), 'by hand');
});

t.test('aria2 gets its options when it is started', async (t) => {
  t.equal(aria2.shape, aria2Options);
  const node = network.get('client')!;
  t.strictSame(aria2.commands(node, { 'disable-ipv6': true }, undefined, network), []);
  t.equal(aria2.label!({ 'disable-ipv6': true }), 'aria2 without IPv6');
  t.equal(aria2.label!({}), undefined);
});

const nodes: NodeViews = new Map([
  ...network,
  [
    'server',
    { ...network.get('server')!, services: [{ word: 'tracker', settings: {}, listens: tracker.listens({}) }] },
  ],
]);
const settings = { from: 'server', to: 'client', tracker: 'server', bytes: '5MB' };
const context = contextFor('ipv6');

/** A lab whose programs answer by the first word that their command line contains; the others run until they are ended. */
const running = (answers: Readonly<Record<string, ReturnType<typeof outputOf>>>, log: string[] = []): Lab =>
  labWith({
    nodes,
    traitOf: (node) => (node === 'client' ? { 'disable-ipv6': true } : undefined),
    run: (node, argv, signal) => {
      const line = [node, ...argv].join(' ');
      log.push(line);
      const found = Object.entries(answers).find(([part]) => line.includes(part));
      if (found) return Promise.resolve(found[1]);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => (log.push(`end ${node}`), reject(signal.reason))),
      );
    },
  });

const prepared = { 'server node': outputOf('/run/x\n'), 'client rm': outputOf('') };

t.test('a download ends the program that has the data, and removes them', async (t) => {
  const log: string[] = [];
  const lab = running({ ...prepared, 'client aria2c': outputOf('done') }, log);
  t.strictSame(await torrent.perform(lab, settings, context), { output: outputOf('done') });
  t.match(log, [
    /^server node -e/,
    /^server aria2c .*--disable-ipv6=false .*--dir=\/run\/x \/run\/x\/data.torrent$/,
    /^client aria2c .*--disable-ipv6=true .*--dir=\/run\/x\/download /,
    'end server',
    'client rm -rf /run/x',
  ]);
});

t.test('a download that does not end is ended, with both programs and the data', async (t) => {
  const log: string[] = [];
  const wait = { until: 'end', withinMs: 20 } as const;
  const keepsRunning = setInterval(() => {}, 1_000); // a timeout alone keeps no process running
  t.teardown(() => clearInterval(keepsRunning));
  await t.rejects(torrent.perform(running(prepared, log), settings, { ...context, wait }), {
    message: 'the download of client did not end within 20 ms',
  });
  t.strictSame(log.slice(-3).sort(), ['client rm -rf /run/x', 'end client', 'end server']);
});

t.test('what went wrong is named', async (t) => {
  const failing = running({ ...prepared, 'server aria2c': outputOf('no port\n', 1) });
  await t.rejects(torrent.perform(failing, settings, context), {
    message: 'aria2 in server ended with exit code 1: no port',
  });
  await t.rejects(torrent.perform(running({ 'server node': outputOf('', 1, 'full\n') }), settings, context), {
    message: 'the data could not be made: full',
  });
});
