import t from 'tap';
import type { Facts } from '../../../src/words/facts/facts.ts';
import type { CapturedFrame, Lab } from '../../../src/words/lab/lab.ts';
import type { NodeView } from '../../../src/words/lab/node-view.ts';
import type { FirewallRule } from '../../../src/words/lab/firewall-rule.ts';
import { clamp } from '../../../src/words/traits/clamp.ts';
import { drop } from '../../../src/words/traits/drop.ts';
import { analyzeCapture } from '../../../src/words/watches/analyze-capture.ts';
import { journeys } from '../../../src/words/watches/journeys.ts';
import type { RuleCount } from '../../../src/words/watches/rule-counts.ts';
import { sightingsOfFamilies } from '../../../src/words/watches/sightings-of-family.ts';
import { joinCapture } from '../../../src/words/watches/shared-capture.ts';
import { addressOwners } from '../../../src/wire/journeys/address-owners.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import { exchange, packetsOf, recordings } from '../../wire/fixtures/corpus.ts';
import { hex, ipv4Hex, ipv6Hex, macsHex, tcpHex } from '../../wire/fixtures/hex-packets.ts';
import { contextFor, labWith, network, stalledFlow } from '../fixtures/network.ts';

/** The frames of the recorded stall, and its network. */
const sightings = exchange('narrow');
const owners = addressOwners(followPackets(sightings));
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
  [...owners].find(
    ([address, owner]) => owner === node && address.includes(':') === colon && !address.startsWith('fe80'),
  )?.[0] ?? node;

const nodes = new Map(
  ['client', 'edge', 'transit', 'firewall', 'server'].map((name): [string, NodeView] => [
    name,
    { ...network.get(name)!, address: { ipv6: addressOf(name, true), ipv4: addressOf(name, false) } },
  ]),
);

const dropRule = (number: number, packets: number): FirewallRule => ({
  ...{ table: 'mtulab-drop', chain: 'forward', number, packets, family: 'ipv6', comment: 'drop packet-too-big' },
});

const clampRule: FirewallRule = { table: 'mangle', chain: 'OUTPUT', number: 1, packets: 0, target: 'TCPMSS' };

const rulesOf = (node: string, packets: number): readonly FirewallRule[] =>
  node === 'firewall' ? [dropRule(1, packets)] : node === 'edge' ? [clampRule] : [];

/** A lab that counts the captures that were started and those that are running. */
const capturing = (given: Partial<Lab> = {}) => {
  const count = { started: 0, running: 0, readings: 0 };
  const lab = labWith({
    nodes,
    rules: (node) => rulesOf(node, count.readings++ < nodes.size * 2 ? 3 : 12),
    capture: async () => {
      count.started++;
      count.running++;
      const rest = [...frames];
      const drain = (): readonly CapturedFrame[] => rest.splice(0);
      return {
        startedAt: 0n,
        drain,
        stop: async () => {
          count.running--;
          return { frames: drain(), counts: [], warnings: ['the capture is incomplete'] };
        },
      };
    },
    ...given,
  });
  return { lab, count };
};

const prefixed = <T>(prefix: string, named: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [`${prefix} ${name}`, value]));

const watch = journeys({ clamp, drop });
const portOf = (family: 'ipv6' | 'ipv4'): number => (family === 'ipv6' ? 51292 : 47326);
const stalled = (family: 'ipv6' | 'ipv4'): Facts => ({
  transfer: { ...stalledFlow, ports: { client: portOf(family), server: 80 } },
});

t.test('both families share one capture, and each explains its own packets', async (t) => {
  const { lab, count } = capturing();
  const [ipv6, ipv4] = await Promise.all(
    (['ipv6', 'ipv4'] as const).map((family) => watch.begin(lab, {}, contextFor(family))),
  );
  t.equal(count.started, 1);
  const first = (await ipv6!(stalled('ipv6'))).journeys!;
  t.match(first, { cause: { word: 'packet-too-big-lost', place: 'firewall' }, drawn: '51292→80', warnings: [] });
  t.match(first.why[0], 'segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit');
  t.strictSame(first.why.slice(first.cause!.evidence.length), [
    'firewall: rule 1 of forward (drop packet-too-big) counted 9 packets',
    'edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets',
  ]);
  t.equal(count.running, 1, 'the run of the other family needs it');
  const second = (await ipv4!(stalled('ipv4'))).journeys!;
  t.match(second, { drawn: '47326→80', warnings: ['the capture is incomplete'] });
  t.equal(count.running, 0);
});

t.test('the fact survives JSON, and is short', async (t) => {
  const { lab } = capturing();
  const end = await watch.begin(lab, {}, contextFor('ipv6'));
  const { journeys } = await end(stalled('ipv6'));
  t.strictSame(JSON.parse(JSON.stringify(journeys)), journeys);
  t.ok(JSON.stringify(journeys).length < 20_000);
});

t.test('a step that fails stops its capture, and the next one starts its own', async (t) => {
  const { lab, count } = capturing();
  const step = new AbortController();
  await watch.begin(lab, {}, { ...contextFor('ipv6'), signal: step.signal });
  step.abort();
  await new Promise(setImmediate);
  t.equal(count.running, 0);
  await watch.begin(lab, {}, contextFor('ipv6'));
  t.equal(count.started, 2);
});

t.test('a capture that cannot be started is an error, and a later one can be started', async (t) => {
  let isBroken = true;
  const { lab, count } = capturing();
  const capture = lab.capture.bind(lab);
  const failing = {
    ...lab,
    capture: async (...args: Parameters<Lab['capture']>) => {
      if (isBroken) throw new Error('no packet sockets here');
      return capture(...args);
    },
  };
  await t.rejects(watch.begin(failing, {}, contextFor('ipv6')), /no packet sockets/);
  isBroken = false;
  await watch.begin(failing, {}, contextFor('ipv6'));
  t.equal(count.started, 1);
});

t.test('there is no fact about a flow that was not seen', async (t) => {
  const { lab } = capturing();
  const end = await watch.begin(lab, {}, contextFor('ipv6'));
  t.strictSame(await end({ transfer: stalledFlow }), {});
});

const explain = (learned: Facts, rules: readonly RuleCount[] = []) =>
  analyzeCapture({
    nodes,
    family: 'ipv6',
    learned,
    captured: { frames, warnings: [], endedAt: frames.at(-1)!.time + 1_000_000_000n },
    rules,
  });

t.test('the packets of a flow to a shared address end at the holder that got it', async (t) => {
  const { address, ...server } = nodes.get('server')!;
  const shares = [{ name: 'vip', address }];
  const elsewhere = { ipv6: '2001:db8:99::1', ipv4: '203.0.113.99' };
  const holders = new Map([...nodes, ['server', { ...server, address: elsewhere, shares }] as const]);
  const learned = (holder?: string): Facts => ({
    transfer: { ...stalledFlow, ports: { client: portOf('ipv6'), server: 80 }, ...(holder && { holder }) },
  });
  const captured = { frames, warnings: [], incomplete: false, endedAt: frames.at(-1)!.time + 1_000_000_000n };
  const analyze = (facts: Facts, among: ReadonlyMap<string, NodeView> = holders) =>
    analyzeCapture({ nodes: among, family: 'ipv6', learned: facts, captured, rules: [] });
  const found = await analyze(learned('server'));
  t.match(found, { cause: { word: 'packet-too-big-lost', place: 'firewall' } });
  t.strictSame(found, await analyze(learned(), nodes), 'as if it were an address of this node alone');
});

t.test('several flows are counted together, and a stalled one is drawn', async (t) => {
  const { transfer } = stalled('ipv6');
  const other = { ...transfer!, ports: { client: 1, server: 2 } };
  t.match(await explain({ transfers: [other, transfer!] }), { drawn: '51292→80' });
});

t.test('a flow that completed has no chain of reasons', async (t) => {
  const { transfer } = stalled('ipv6');
  const explained = await explain({ transfer: { ...transfer!, outcome: 'completed', episodes: [] } });
  t.match(explained, { cause: undefined, why: [] });
});

t.test('a stalled flow over the other family with the same ports does not explain these packets', async (t) => {
  const { transfer } = stalled('ipv6');
  const completed = { ...transfer!, family: 'ipv6', outcome: 'completed', episodes: [] } as const;
  const explained = await explain({ transfers: [completed, { ...transfer!, family: 'ipv4' }] });
  t.match(explained, { drawn: '51292→80', cause: undefined, why: [] });
});

const frameOf = (etherType: string, payload: string): CapturedFrame => {
  const bytes = hex(`${macsHex} ${etherType} ${payload}`);
  return { place: 'a:to-b', direction: 'in', time: 1n, bytes, originalLength: bytes.length };
};
const [overIpv4, overIpv6] = ['0800', '86dd'];
const udpTo = (port: string, payload: string): string => `c350 ${port} 0000 0000 ${payload}`;
const quotedTcp = '0050 0fa0 00000001';
const framesOfIpv6: Readonly<Record<string, CapturedFrame>> = {
  plain: frameOf(overIpv6, ipv6Hex('06', tcpHex('', '50'))),
  'in IPv4': frameOf(overIpv4, ipv4Hex('29', ipv6Hex('06', tcpHex('', '50')))),
  'in GRE over IPv4': frameOf(overIpv4, ipv4Hex('2f', `0000 86dd ${ipv6Hex('06', tcpHex('', '50'))}`)),
  'in VXLAN over IPv4': frameOf(
    overIpv4,
    ipv4Hex('11', udpTo('12b5', `08000000 00000100 ${macsHex} 86dd ${ipv6Hex('06', tcpHex('', '50'))}`)),
  ),
  'in Geneve over IPv4': frameOf(
    overIpv4,
    ipv4Hex('11', udpTo('17c1', `0000 6558 00000100 ${macsHex} 86dd ${ipv6Hex('06', tcpHex('', '50'))}`)),
  ),
  'behind a routing header': frameOf(overIpv6, ipv6Hex('2b', `2900 0000 00000000 ${ipv6Hex('06', tcpHex('', '50'))}`)),
  'quoted by an error of IPv4 about a tunnel': frameOf(
    overIpv4,
    ipv4Hex('01', `0304 0000 00000578 ${ipv4Hex('29', ipv6Hex('06', quotedTcp, 1400), { length: 1460 })}`),
  ),
};
const framesOfIpv4: Readonly<Record<string, CapturedFrame>> = {
  plain: frameOf(overIpv4, ipv4Hex('06', tcpHex('', '50'))),
  'UDP to another port': frameOf(overIpv4, ipv4Hex('11', udpTo('12b6', ''))),
  'in IPv6': frameOf(overIpv6, ipv6Hex('04', ipv4Hex('06', tcpHex('', '50')))),
  'in VXLAN over IPv6': frameOf(
    overIpv6,
    ipv6Hex('11', udpTo('12b5', `08000000 00000100 ${macsHex} 0800 ${ipv4Hex('06', tcpHex('', '50'))}`)),
  ),
};
const arp = frameOf('0806', '0001 0800 0604 0001');

t.test('a packet has the family of the innermost one, whether a tunnel carries it or an error quotes it', async (t) => {
  const all = { ...prefixed('IPv6', framesOfIpv6), ...prefixed('IPv4', framesOfIpv4), arp };
  const namesOf = async (family: 'ipv6' | 'ipv4'): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const [name, one] of Object.entries(all))
      if ((await sightingsOfFamilies([one], [family])).length > 0) found.push(name);
    return found;
  };
  t.strictSame(await namesOf('ipv6'), Object.keys(prefixed('IPv6', framesOfIpv6)));
  t.strictSame(await namesOf('ipv4'), Object.keys(prefixed('IPv4', framesOfIpv4)));
});

t.test('idle rules of one trait share a line', async (t) => {
  const idle = (number: number): RuleCount => ({ node: 'edge', trait: 'drop', packets: 0, text: `rule ${number}` });
  const lastLine = async (rules: readonly RuleCount[]) => (await explain(stalled('ipv6'), rules))!.why.at(-1);
  t.equal(await lastLine([idle(1)]), 'rule 1');
  t.equal(await lastLine([idle(1), idle(2)]), 'rule 1, and so did 1 more rule of drop');
  t.equal(await lastLine([idle(1), idle(2), idle(3)]), 'rule 1, and so did 2 more rules of drop');
  t.not(await lastLine([idle(1), { ...idle(2), packets: 4 }]), 'rule 1', 'the trait counted something');
});

const frame = (time: bigint): CapturedFrame => ({
  place: 'a:to-b',
  direction: 'out',
  time,
  bytes: Buffer.alloc(0),
  originalLength: 0,
});

/** A lab whose capture returns this many frames at every call. */
const busyLab = (count: number): Lab =>
  ({
    capture: async () => ({
      startedAt: 0n,
      drain: () => Array.from({ length: count }, () => frame(1n)),
      missing: () => ['early'],
      stop: async () => ({
        ...{ frames: Array.from({ length: count }, () => frame(2n)), counts: [] },
        ...{ warnings: ['late'], incomplete: true },
      }),
    }),
  }) as Partial<Lab> as Lab;

const never = new AbortController().signal;

t.test('both users of a capture get all its frames, even hundreds of thousands', async (t) => {
  const many = 300_000;
  const lab = busyLab(many);
  const [first, second] = await Promise.all([joinCapture(lab, never), joinCapture(lab, never)]);
  const early = await first.leave();
  const seenBy = ({ frames, warnings, incomplete }: typeof early) => ({ frames: frames.length, warnings, incomplete });
  t.strictSame(seenBy(early), { frames: many, warnings: ['early'], incomplete: true }, 'what is missing until then');
  const late = await second.leave();
  t.strictSame(seenBy(late), { frames: 2 * many, warnings: ['late'], incomplete: true });
  t.equal((await second.leave()).frames, late.frames, 'leaving twice changes nothing');
});
