import t from 'tap';
import { dictionary } from '../../src/words/dictionary.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import type { CapturedFrame, Lab } from '../../src/words/lab/lab.ts';
import type { NodeView } from '../../src/words/lab/node-view.ts';
import type { FirewallRule } from '../../src/words/lab/firewall-rule.ts';
import { addressOwners } from '../../src/wire/journeys/address-owners.ts';
import { followPackets as follow } from '../../src/wire/journeys/follow-packets.ts';
import { exchange, packetsOf, recordings } from '../wire/fixtures/corpus.ts';
import { labWith, moment, network, stalledFlow } from './fixtures/network.ts';

/** The frames of the recorded stall, and the network that they passed. */
const sightings = exchange('narrow');
const homes = addressOwners(follow(sightings));
const directionOf = new Map(sightings.map(({ place, time, direction }) => [`${place} ${time}`, direction]));

const frames: readonly CapturedFrame[] = recordings
  .filter((recording) => recording.startsWith('narrow/'))
  .flatMap((recording) => {
    const place = recording.slice('narrow/'.length).replace('.', ':');
    return packetsOf(recording).map(({ time, bytes, originalLength }) => {
      const direction = directionOf.get(`${place} ${time}`)!;
      return { place, direction, time, bytes, originalLength };
    });
  })
  .sort((a, b) => Number(a.time - b.time));

const addressOf = (node: string, colon: boolean): string =>
  [...homes].find(
    ([address, home]) => home === node && address.includes(':') === colon && !address.startsWith('fe80'),
  )?.[0] ?? node;

const nodes = new Map(
  ['client', 'edge', 'transit', 'firewall', 'server'].map((name): [string, NodeView] => [
    name,
    { ...network.get(name)!, address: { ipv6: addressOf(name, true), ipv4: addressOf(name, false) } },
  ]),
);

const counting = (node: string, packets: number): readonly FirewallRule[] => [
  ...(node === 'firewall'
    ? [
        {
          table: 'mtulab-drop',
          chain: 'forward',
          number: 1,
          packets,
          family: 'ipv6' as const,
          comment: 'drop packet-too-big',
        },
      ]
    : []),
  ...(node === 'edge' ? [{ table: 'mangle', chain: 'OUTPUT', number: 1, packets: 0, target: 'TCPMSS' }] : []),
];

/** A lab that tells how many captures were begun and how many are still going on. */
const capturing = (given: Partial<Lab> = {}) => {
  const count = { begun: 0, open: 0, readings: 0 };
  const lab = labWith({
    nodes,
    rules: (node) => counting(node, count.readings++ < nodes.size * 2 ? 3 : 12),
    capture: async () => {
      count.begun++;
      count.open++;
      const rest = [...frames];
      const drain = (): readonly CapturedFrame[] => rest.splice(0);
      return {
        startedAt: 0n,
        drain,
        stop: async () => {
          count.open--;
          return { frames: drain(), counts: [], warnings: ['the capture is not whole'] };
        },
      };
    },
    ...given,
  });
  return { lab, count };
};

const watch = dictionary.watches['journeys']!;
const portOf = (family: 'ipv6' | 'ipv4'): number => (family === 'ipv6' ? 51292 : 47326);
const stalled = (family: 'ipv6' | 'ipv4'): Facts => ({
  transfer: { ...stalledFlow, ports: { client: portOf(family), server: 80 } },
});

t.test('twins share one capture, and each tells of its own packets', async (t) => {
  const { lab, count } = capturing();
  const [ipv6, ipv4] = await Promise.all(
    (['ipv6', 'ipv4'] as const).map((family) => watch.begin(lab, {}, moment(family))),
  );
  t.equal(count.begun, 1);
  const first = (await ipv6!(stalled('ipv6'))).journeys!;
  t.strictSame(
    [first.why, first.cause?.word, first.cause?.place, first.drawn],
    [
      [
        'segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit',
        'transit sent packet too big mtu 1500 to server',
        'the packet too big reached firewall:to-transit and went no further',
        'firewall: rule 1 of forward (drop packet-too-big) counted 9 packets',
        'edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets',
      ],
      'packet-too-big-lost',
      'firewall',
      '51292→80',
    ],
  );
  t.equal(count.open, 1, 'the other still looks on');
  await ipv4!(stalled('ipv4'));
  t.equal(count.open, 0);
});

t.test('the fact survives the pipe', async (t) => {
  const { lab } = capturing();
  const end = await watch.begin(lab, {}, moment('ipv6'));
  const { journeys } = await end(stalled('ipv6'));
  t.strictSame(JSON.parse(JSON.stringify(journeys)), journeys);
  t.ok(JSON.stringify(journeys).length < 20_000, 'and is short');
});

t.test('a step that failed leaves no capture behind, and the next one begins its own', async (t) => {
  const { lab, count } = capturing();
  const over = new AbortController();
  await watch.begin(lab, {}, { ...moment('ipv6'), signal: over.signal });
  over.abort();
  await new Promise(setImmediate);
  t.equal(count.open, 0);
  await watch.begin(lab, {}, moment('ipv6'));
  t.equal(count.begun, 2);
});

t.test('a capture that cannot be begun is an error, and not forever', async (t) => {
  let broken = true;
  const { lab, count } = capturing();
  const capture = lab.capture.bind(lab);
  const failing = {
    ...lab,
    capture: async (...args: Parameters<Lab['capture']>) => {
      if (broken) throw new Error('no packet sockets here');
      return capture(...args);
    },
  };
  await t.rejects(watch.begin(failing, {}, moment('ipv6')), /no packet sockets/);
  broken = false;
  await watch.begin(failing, {}, moment('ipv6'));
  t.equal(count.begun, 1);
});

t.test('where the flow was not seen there is no fact', async (t) => {
  const { lab } = capturing();
  const end = await watch.begin(lab, {}, moment('ipv6'));
  t.strictSame(await end({ transfer: stalledFlow }), {});
});
