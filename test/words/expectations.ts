import t from 'tap';
import type { Episode } from '../../src/evidence/stalls/episode.ts';
import type { Dictionary } from '../../src/words/dictionary.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from '../../src/words/expectations/amounts-at-places.ts';
import { cause } from '../../src/words/expectations/cause.ts';
import { counters } from '../../src/words/expectations/counters.ts';
import { fragments } from '../../src/words/expectations/fragments.ts';
import { holder } from '../../src/words/expectations/holder.ts';
import { hops } from '../../src/words/expectations/hops.ts';
import { journey } from '../../src/words/expectations/journey.ts';
import { ipv6Share } from '../../src/words/expectations/ipv6-share.ts';
import { judgement, judgeParts, notObserved } from '../../src/words/expectations/judgement.ts';
import { largestSegment } from '../../src/words/expectations/largest-segment.ts';
import { laggards } from '../../src/words/expectations/laggards.ts';
import { leg } from '../../src/words/expectations/leg.ts';
import { outcome } from '../../src/words/expectations/outcome.ts';
import { output } from '../../src/words/expectations/output.ts';
import { pmtu } from '../../src/words/expectations/pmtu.ts';
import { wonBy } from '../../src/words/expectations/won-by.ts';
import { ptb } from '../../src/words/expectations/ptb.ts';
import { recovered } from '../../src/words/expectations/recovered.ts';
import { rules } from '../../src/words/expectations/rules.ts';
import { rtt } from '../../src/words/expectations/rtt.ts';
import { segmentSize } from '../../src/words/expectations/segment-size.ts';
import { synAckMss } from '../../src/words/expectations/syn-ack-mss.ts';
import { synMss } from '../../src/words/expectations/syn-mss.ts';
import type { DatagramExchange, DatagramOutcome } from '../../src/words/lab/datagrams.ts';
import { judgeDatagrams } from '../../src/words/expectations/judge-datagrams.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';
import { capturedStall, completedFlow, stalledFlow } from './fixtures/network.ts';

const expectations: Dictionary['expectations'] = {
  ...{ outcome, cause, recovered, pmtu, leg, hops, holder, ptb, counters, journey, fragments, rules, rtt, output },
  ...{ 'syn-mss': synMss, 'syn-ack-mss': synAckMss, 'segment-size': segmentSize, 'largest-segment': largestSegment },
  ...{ 'ipv6-share': ipv6Share, laggards },
};

/** One in ten bytes is of IPv4, between nodes that have IPv6; one in 99 more is. */
const late: Facts = {
  traffic: {
    place: 'edge:to-isp',
    rows: [
      {
        ...{ family: 'ipv6', host: 'a', peer: 's', protocol: 'tcp', port: 80 },
        sent: 890,
        received: 0,
        couldUseIpv6: true,
      },
      {
        ...{ family: 'ipv4', host: 'b', peer: 's', protocol: 'tcp', port: 81 },
        sent: 40,
        received: 60,
        couldUseIpv6: true,
      },
      { ...{ family: 'ipv4', host: 'c', peer: 's', protocol: 'icmp' }, sent: 10, received: 0, couldUseIpv6: true },
    ],
  },
};
const nothing: Facts = { traffic: { place: 'edge:to-isp', rows: [] } };

const stall = stalledFlow.episodes[0]!;

const traced: Facts = {
  hops: [
    { node: 'edge', bytes: 9000 },
    { node: 'transit', bytes: 1280, unanswered: 9000, tooBig: { node: 'edge', mtu: 1500 } },
    {},
  ],
};

const stalledOnce = (episode: Partial<Episode>, more: Partial<Observation> = {}): Facts => ({
  transfer: { ...completedFlow, episodes: [{ ...stall, ...episode }], ...more },
});

const causedBy = (word: Episode['cause']['word'], place?: string): Facts =>
  stalledOnce({ cause: { word, evidence: [], ...(place && { place }) } });

/** The same packets in a capture that has missed some. */
const incompleteStall = {
  ...capturedStall,
  endings: capturedStall.endings.map((ending) =>
    ending.ended === 'dead' ? { ...ending, ended: 'unknown' as const } : ending,
  ),
};

/** A stall with one cause from the ledger and another one from captures. */
const captured = (ledger: Episode['cause']['word'], packets: Episode['cause']['word']): Facts => ({
  ...causedBy(ledger),
  journeys: { ...capturedStall, cause: { word: packets, place: 'edge', evidence: [] } },
});

/** Stalled when the lab changed, and not judged since. */
const notJudgedFlow: Observation = {
  ...stalledFlow,
  outcome: 'not-judged',
  reason: 'no evidence of a stall is newer than the last change of the lab',
};

const recoveredAfter = (afterMs: number, rtoMs: number): Facts =>
  stalledOnce({ untilMs: 5000, healedBy: 'packet-too-big' }, { recovery: { afterMs, rtoMs } });

const recoveredFlow = recoveredAfter(730, 816).transfer!;

const healedSomehow = stalledOnce({ untilMs: 700 }).transfer!;

const countedPtb = { made: 0, arrived: 1, passed: 1, left: 1, taken: 0, mtu: 1500 };

const several: Facts = { transfers: [completedFlow, completedFlow, stalledFlow] };

const slow: Facts = {
  transfer: { ...completedFlow, outcome: 'unfinished', why: 'slow', received: 20_000, elapsedMs: 5000 },
};

const places: Facts = { syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 }, 'syn-ack': {} };

const exchange = (outcomes: readonly DatagramOutcome[], pmtu: number | null = 9000): DatagramExchange => ({
  ...{ ports: { client: 20_000, server: 7 }, outcomes, pmtu },
  errors: outcomes.flatMap((outcome) =>
    outcome === 'too-big' ? [{ error: 'EMSGSIZE', origin: 'local', type: 0, code: 0, mtu: 1500 }] : [],
  ),
});
const datagrams = (...flows: readonly (readonly DatagramOutcome[])[]): Facts => ({
  datagrams: flows.map((outcomes) => exchange(outcomes)),
});
const sockets = (...pmtus: readonly (number | null)[]): Facts => ({
  datagrams: pmtus.map((pmtu) => exchange(['answered'], pmtu)),
});
const udpSocket = (pmtu: number | null) => ({ port: 40_000, peer: { node: 'server', port: 7, pmtu } });
const udpSockets = (...pmtus: readonly (number | null | undefined)[]): Facts => ({
  'udp-sockets': pmtus.map((pmtu) => (pmtu === undefined ? { port: 40_001 } : udpSocket(pmtu))),
});

const table: readonly (readonly [word: string, wanted: unknown, facts: Facts, met: boolean | null])[] = [
  ['outcome', 'completed', { transfer: completedFlow }, true],
  ['outcome', 'completed', { transfer: stalledFlow }, false],
  ['outcome', 'stalled', slow, false],
  ['outcome', { unfinished: { why: 'slow' } }, slow, true],
  ['outcome', { unfinished: { why: 'receiver-window' } }, slow, false],
  ['outcome', { unfinished: { why: 'slow' } }, { transfer: completedFlow }, false],
  ['outcome', { completed: 2, stalled: '>= 1' }, several, true],
  ['outcome', { completed: '3..4' }, several, false],
  ['outcome', { refused: 0 }, several, true],
  ['outcome', 'completed', several, false],
  ['outcome', 'refused', { transfer: { ...completedFlow, outcome: 'refused' } }, true],
  ['outcome', 'answered', { reply: { word: 'answered' } }, true],
  ['outcome', 'lost', { reply: { word: 'unreachable' } }, false],
  ['rtt', '<= 5', { rtt: { least: 0.1, most: 5 } }, true],
  ['rtt', '<= 5', { rtt: { least: 0.1, most: 5.1 } }, false],
  ['rtt', '200..205', { rtt: { least: 199.9, most: 204 } }, false],
  ['rtt', '<= 5', { reply: { word: 'lost' } }, null],
  ['outcome', 'too-big', { reply: { word: 'too-big', mtu: 1500, from: 'local' } }, true],
  [
    'outcome',
    { 'too-big': { mtu: 1500, from: 'router' } },
    { reply: { word: 'too-big', mtu: 1500, from: 'router' } },
    true,
  ],
  [
    'outcome',
    { 'too-big': { mtu: 1500, from: 'router' } },
    { reply: { word: 'too-big', mtu: 1500, from: 'local' } },
    false,
  ],
  ['outcome', { 'too-big': { mtu: '< 1500' } }, { reply: { word: 'too-big', mtu: 1500, from: 'router' } }, false],
  ['outcome', { 'too-big': {} }, { reply: { word: 'lost' } }, false],
  ['outcome', { completed: 1 }, { reply: { word: 'lost' } }, null],
  ['outcome', 'answered', datagrams(['answered', 'answered'], ['answered']), true],
  ['outcome', 'answered', datagrams(['answered', 'lost']), false],
  ['outcome', { answered: 2, lost: '>= 1', 'too-big': 0 }, datagrams(['lost', 'answered'], ['answered']), true],
  ['outcome', { 'too-big': 2, refused: 1 }, datagrams(['lost', 'too-big', 'too-big']), false],
  ['outcome', { 'too-big': { mtu: 1500 } }, datagrams(['too-big']), null],
  ['outcome', { 'too-big': 1 }, { reply: { word: 'too-big', mtu: 1500, from: 'local' } }, null],
  ['cause', 'blackout', causedBy('blackout'), true],
  ['cause', 'blackout', causedBy('silent-drop'), false],
  ['cause', { 'silent-drop': { at: 'transit' } }, causedBy('silent-drop', 'transit:to-edge'), true],
  ['cause', { 'silent-drop': { at: 'transit:to-edge' } }, causedBy('silent-drop', 'transit'), false],
  ['cause', { 'silent-drop': { at: 'trans' } }, causedBy('silent-drop', 'transit'), false],
  ['cause', { 'silent-drop': { at: 'transit' } }, causedBy('silent-drop'), false],
  ['cause', 'blackout', causedBy('unknown'), null],
  ['cause', 'unknown', causedBy('unknown'), true],
  ['cause', 'unknown', causedBy('blackout'), false],
  ['cause', 'blackout', { transfer: completedFlow }, false],
  ['cause', 'fragments-dropped', captured('unknown', 'fragments-dropped'), true],
  ['cause', { 'fragments-dropped': { at: 'edge' } }, captured('silent-drop', 'fragments-dropped'), true],
  ['cause', 'packet-too-big-lost', captured('packet-too-big-lost', 'silent-drop'), true],
  ['cause', { 'packet-too-big-lost': { at: 'edge' } }, captured('packet-too-big-lost', 'packet-too-big-lost'), false],
  ['cause', { 'silent-drop': { at: 'edge' } }, captured('silent-drop', 'silent-drop'), false],
  ['cause', 'silent-drop', captured('silent-drop', 'unknown'), true],
  ['journey', { packet: 'large' }, { journeys: capturedStall }, true],
  ['journey', { packet: 'rst' }, { journeys: capturedStall }, false],
  ['journey', { packet: 'rst', packets: 0 }, { journeys: capturedStall }, true],
  ['journey', { packet: 'large', packets: 9, fate: 'dead' }, { journeys: capturedStall }, true],
  ['journey', { packet: 'large', fate: 'delivered' }, { journeys: capturedStall }, false],
  ['journey', { packet: 'large', fate: 'delivered' }, { journeys: incompleteStall }, null],
  ['journey', { packet: 'large', last: 'transit' }, { journeys: incompleteStall }, true],
  ['journey', { packet: 'large', last: 'transit' }, {}, null],
  ['journey', { packet: 'large', last: 'transit' }, { journeys: capturedStall }, true],
  ['journey', { packet: 'ptb', from: 'edge' }, { journeys: capturedStall }, false],
  ['journey', { packet: 'ptb', mtu: '< 1500' }, { journeys: capturedStall }, false],
  ['journey', { packet: 'syn', changed: { mss: 'none' } }, { journeys: capturedStall }, false],
  ['journey', { packet: 'syn', changed: { mss: 1396 }, at: 'transit' }, { journeys: capturedStall }, false],
  ['journey', { packet: 'large', changed: { mss: 'none' } }, { journeys: capturedStall }, true],
  ['rules', { edge: { clamp: 0 } }, { rules: { edge: {} } }, true],
  ['rules', { edge: { clamp: 0 } }, { rules: {} }, null],
  [
    'fragments',
    { edge: 0 },
    { journeys: { ...capturedStall, fragments: { 'edge:to-client': 0, 'edge:to-transit': 2 } } },
    false,
  ],
  ['outcome', 'stalled', { transfer: notJudgedFlow }, null],
  ['outcome', 'stalled', { transfers: [notJudgedFlow, stalledFlow] }, null],
  ['outcome', 'stalled', { transfers: [notJudgedFlow, completedFlow] }, false],
  ['outcome', { stalled: 2 }, { transfers: [notJudgedFlow, stalledFlow] }, null],
  ['cause', 'packet-too-big-lost', { transfer: notJudgedFlow }, null],
  ['recovered', 'never', { transfer: notJudgedFlow }, null],
  ['recovered', 'next-retransmission', recoveredAfter(730, 816), true],
  ['recovered', 'next-retransmission', recoveredAfter(1060, 816), true],
  ['recovered', 'next-retransmission', recoveredAfter(1080, 816), false],
  ['recovered', 'next-retransmission', stalledOnce({ untilMs: 5000 }), null],
  ['recovered', 'next-retransmission', { transfer: completedFlow }, false],
  ['recovered', 'never', { transfer: stalledFlow }, true],
  ['recovered', 'never', recoveredAfter(730, 816), false],
  ['recovered', 'never', { transfer: completedFlow }, false],
  ['recovered', 'packet-too-big', recoveredAfter(730, 816), true],
  ['recovered', 'rehash', recoveredAfter(730, 816), false],
  ['recovered', 'rehash', stalledOnce({ untilMs: 700 }), null],
  ['recovered', { by: 'probing', after: '2.9..7.5' }, stalledOnce({ untilMs: 3140, healedBy: 'probing' }), true],
  ['recovered', { by: 'probing', after: '< 3' }, stalledOnce({ untilMs: 3140, healedBy: 'probing' }), false],
  ['recovered', { after: '<= 1' }, recoveredAfter(730, 816), true],
  ['recovered', { after: '<= 1' }, { transfer: stalledFlow }, false],
  ['syn-mss', { 'edge:to-client': 8940 }, places, true],
  ['syn-mss', { edge: '<= 8940' }, places, true],
  ['syn-mss', { edge: 8940 }, places, false],
  ['syn-mss', { server: 'none' }, places, true],
  ['syn-mss', { server: 1396 }, places, false],
  ['syn-ack-mss', { server: 'none' }, places, true],
  ['segment-size', '1400..1428', { transfer: { ...completedFlow, segmentSize: 1428 } }, true],
  ['segment-size', 1428, { transfers: [completedFlow, { ...completedFlow, segmentSize: 1428 }] }, false],
  ['recovered', { by: 'packet-too-big', flows: 1 }, { transfers: [recoveredFlow, stalledFlow, completedFlow] }, true],
  ['recovered', { by: 'packet-too-big', flows: 2 }, { transfers: [recoveredFlow, stalledFlow, completedFlow] }, false],
  ['recovered', { by: 'never', flows: '>= 2' }, { transfers: [stalledFlow, recoveredFlow, stalledFlow] }, true],
  [
    'recovered',
    { by: 'next-retransmission', after: '< 1', flows: 1 },
    { transfers: [recoveredFlow, stalledFlow] },
    true,
  ],
  [
    'recovered',
    { by: 'next-retransmission', after: '> 1', flows: 1 },
    { transfers: [recoveredFlow, stalledFlow] },
    false,
  ],
  ['recovered', { by: 'probing', flows: 1 }, { transfers: [healedSomehow, stalledFlow] }, null],
  ['recovered', { by: 'probing', flows: '<= 1' }, { transfers: [healedSomehow, stalledFlow] }, true],
  ['recovered', { by: 'probing', flows: 2 }, { transfers: [healedSomehow, stalledFlow] }, false],
  ['recovered', { by: 'never', flows: 0 }, { transfer: completedFlow }, true],
  ['recovered', { by: 'never', flows: 0 }, { transfer: notJudgedFlow }, null],
  [
    'recovered',
    [
      { by: 'packet-too-big', flows: 1 },
      { by: 'never', flows: 1 },
    ],
    { transfers: [recoveredFlow, stalledFlow] },
    true,
  ],
  [
    'recovered',
    [
      { by: 'packet-too-big', flows: 1 },
      { by: 'never', flows: 2 },
    ],
    { transfers: [recoveredFlow, stalledFlow] },
    false,
  ],
  ['pmtu', [{ legs: 1, mtu: 1500 }], { pmtu: { r1: null, r2: 1500, r3: null } }, true],
  [
    'pmtu',
    [
      { legs: 1, mtu: 1500 },
      { legs: 2, mtu: 'none' },
    ],
    { pmtu: { r1: null, r2: 1500, r3: null } },
    true,
  ],
  [
    'pmtu',
    [
      { legs: 1, mtu: 1500 },
      { legs: 1, mtu: 'none' },
    ],
    { pmtu: { r1: null, r2: 1500, r3: null } },
    false,
  ],
  ['pmtu', [{ legs: 0, mtu: '< 1400' }], { pmtu: { r1: null, r2: 1500 } }, true],
  ['pmtu', [{ legs: 0, mtu: 1500 }], {}, null],
  ['pmtu', [{ flows: 1, mtu: 1500 }], { pmtu: { r1: 1500, r2: null } }, null],
  ['pmtu', [{ mtu: 1500 }], { pmtu: { r1: 1500, r2: null } }, true],
  ['pmtu', 1500, sockets(1500, 1500), true],
  ['pmtu', 1500, sockets(1500, 9000), false],
  ['pmtu', 9000, sockets(null), null],
  ['pmtu', 1500, udpSockets(1500), true],
  ['pmtu', 'none', udpSockets(1500), false],
  ['pmtu', 'none', udpSockets(null), true],
  ['pmtu', [{ flows: 1, mtu: 'none' }], udpSockets(1500, null), true],
  ['pmtu', 'none', udpSockets(undefined), null],
  ['pmtu', 'none', { 'udp-sockets': [{ ...udpSocket(null), isBrief: true }] }, null],
  ['pmtu', 1500, { 'udp-sockets': [udpSocket(1500), { ...udpSocket(null), isBrief: true }] }, true],
  ['pmtu', { r1: 1500 }, sockets(1500), null],
  ['pmtu', [{ flows: 1, mtu: 1500 }, { mtu: 9000 }], sockets(1500, 9000, 9000), true],
  ['pmtu', [{ flows: '>= 2', mtu: 1500 }], sockets(1500, 9000), false],
  ['pmtu', [{ legs: 1, mtu: 1500 }], sockets(1500, 9000), null],
  ['pmtu', 1500, { pmtu: { path: 1500 } }, true],
  ['pmtu', 'none', { pmtu: { path: null } }, true],
  ['pmtu', 'none', { pmtu: { r1: null, r2: 1500 } }, false],
  ['pmtu', { r1: 1500 }, { pmtu: { path: 1500 } }, null],
  ['leg', 'r2', { leg: 'r2' }, true],
  ['hops', { edge: 9000, transit: '<= 1500' }, traced, true],
  ['hops', { edge: 1500 }, traced, false],
  ['hops', { far: 'none', edge: { unanswered: 'none', 'too-big': 'none' } }, traced, true],
  ['hops', { transit: { bytes: 1280, unanswered: 9000, 'too-big': 1500 } }, traced, true],
  ['hops', { transit: { bytes: 1280, unanswered: 'none' } }, traced, false],
  ['hops', { far: 1280 }, traced, false],
  ['hops', { edge: 9000 }, {}, null],
  ['holder', 's1', { holder: [['s1'], ['s1']] }, true],
  ['holder', 's1', { holder: [['s1'], ['s2']] }, false],
  ['holder', 's1', { holder: [['s1'], []] }, null],
  ['holder', 's1', { holder: [['s1', 's2']] }, false],
  ['holder', 's1', {}, null],
  ['holder', { s1: '>= 1', s2: 1 }, { holder: [['s1'], ['s2'], ['s1']] }, true],
  ['holder', { s1: 1, s3: 0 }, { holder: [['s1'], ['s1']] }, false],
  ['holder', { s1: 1 }, { holder: [['s1'], []] }, null],
  ['ptb', { transit: { made: 1 } }, { ptb: {} }, null],
  ['ptb', { transit: { from: 'far' } }, { ptb: { transit: { ...countedPtb, from: ['far'] } } }, true],
  ['ptb', { transit: { from: 'far' } }, { ptb: { transit: { ...countedPtb, from: ['far', 'edge'] } } }, false],
  ['ptb', { transit: { from: 'far' } }, { ptb: { transit: countedPtb } }, null],
  ['counters', { server: { NoSuchCounter: 0 } }, { counters: { server: {} } }, null],
  [
    'counters',
    { 'edge:to-transit': { rx_dropped: '>= 1' } },
    { counters: { 'edge:to-transit': { rx_dropped: 2 } } },
    true,
  ],
  ['counters', { r: { A: { equals: 'B' } } }, { counters: { r: { A: 2, B: 2 } } }, true],
  ['counters', { r: { A: { equals: 'B' } } }, { counters: { r: { A: 2, B: 3 } } }, false],
  ['counters', { r: { A: { equals: 'B' } } }, { counters: { r: { A: 2 } } }, null],
  ['counters', { r: { A: { equals: 'B', at: 's' } } }, { counters: { r: { A: 2, B: 9 }, s: { B: 2 } } }, true],
  ['counters', { server: { A: 1, B: 0 } }, { counters: { server: { B: 1 } } }, false],
  ['ipv6-share', 89, late, true],
  ['ipv6-share', '> 89', late, false],
  ['ipv6-share', '0..100', nothing, null],
  ['laggards', { b: { 81: '9..11' } }, late, false],
  ['laggards', { b: { 80: '9..11' } }, late, false],
  [
    'laggards',
    { b: { 81: 10, 80: 'none' } },
    { traffic: { ...late.traffic!, rows: late.traffic!.rows.slice(0, 2) } },
    false,
  ],
  ['laggards', 'none', late, false],
  ['laggards', 'none', { traffic: { ...late.traffic!, rows: late.traffic!.rows.slice(0, 1) } }, true],
  ['laggards', { a: { 80: 'none' } }, { traffic: { ...late.traffic!, rows: late.traffic!.rows.slice(0, 1) } }, true],
  ['laggards', 'none', nothing, null],
  ['output', { code: 0 }, { output: { stdout: '', stderr: '', code: 2 } }, false],
  ['output', { matches: '^b.d$' }, { output: { stdout: 'abc\nbcd\n', stderr: '', code: 0 } }, true],
  ['output', { matches: '^b.d$', code: 1 }, { output: { stdout: 'abcd\n', stderr: '', code: 1 } }, false],
  ['output', { contains: 'wrong' }, { output: { stdout: '', stderr: 'went wrong', code: 0 } }, true],
  ['output', { contains: 'b' }, { output: { stdout: 'a', stderr: '', code: 0, omitted: 9 } }, null],
  ['output', { contains: 'a' }, { output: { stdout: 'a', stderr: '', code: 0, omitted: 9 } }, true],
  ['output', { matches: '(' }, { output: { stdout: '(', stderr: '', code: 0 } }, null],
];

t.test('facts are compared with what is expected', async (t) => {
  for (const [word, wanted, facts, met] of table) {
    const verdict = expectations[word]!.judge(wanted, facts);
    t.equal(verdict.met, met, `${word} ${JSON.stringify(wanted)}: saw ${verdict.saw}`);
    t.ok(verdict.wanted !== '' && verdict.saw !== '', 'both texts are there');
  }
  t.matchSnapshot(
    table
      .map(([word, wanted, facts]) => {
        const { met, wanted: text, saw } = expectations[word]!.judge(wanted, facts);
        return `${word}: ${met} · wanted ${text} · saw ${saw}`;
      })
      .join('\n'),
    'with these texts',
  );
});

t.test('a slow machine explains more of what it adds, and nothing else', async (t) => {
  const rows: readonly (readonly [word: string, wanted: unknown, facts: Facts, slowed: RegExp | undefined])[] = [
    ['rtt', '200..206', { rtt: { least: 201, most: 318.5 } }, /round trips longer/],
    ['rtt', '200..206', { rtt: { least: 199, most: 318.5 } }, undefined],
    ['rtt', '200..206', {}, undefined],
    ['counters', { a: { TcpExtTCPTimeouts: 0 } }, { counters: { a: { TcpExtTCPTimeouts: 4 } } }, /timeouts of 200 ms/],
    ['counters', { a: { TcpExtTCPTimeouts: '>= 1' } }, { counters: { a: { TcpExtTCPTimeouts: 0 } } }, undefined],
    ['counters', { a: { Icmp6OutPktTooBigs: 0 } }, { counters: { a: { Icmp6OutPktTooBigs: 1 } } }, undefined],
    [
      ...(['counters', { a: { TcpExtTCPTimeouts: 0, Icmp6OutPktTooBigs: 0 } }] as const),
      ...([{ counters: { a: { TcpExtTCPTimeouts: 4, Icmp6OutPktTooBigs: 1 } } }, undefined] as const),
    ],
    ['recovered', { by: 'probing' }, { transfer: { ...completedFlow, timeouts: 2 } }, /1 flow may have had timeouts$/],
    ['recovered', { by: 'probing' }, { transfer: { ...completedFlow, timeouts: 0 } }, undefined],
    ['recovered', { by: 'probing' }, { transfer: stalledFlow }, undefined],
  ];
  for (const [word, wanted, facts, slowed] of rows) {
    const text = expectations[word]!.slowed!(wanted, facts);
    if (slowed) t.match(text, slowed);
    else t.equal(text, undefined, `${word} ${JSON.stringify(wanted)} ${JSON.stringify(facts)}`);
  }
});

t.test('causes are counted where a step has several', async (t) => {
  const flow = (word: Episode['cause']['word'], place?: string) =>
    (causedBy(word, place) as { readonly transfer: Observation }).transfer;
  const lost = [1, 2, 3].map(() => flow('packet-too-big-lost', 'firewall'));
  const judge = (wanted: Parameters<typeof cause.judge>[0], ...more: Observation[]) =>
    cause.judge(wanted, { transfers: [...lost, ...more] });
  const [dropped, unknown] = [flow('silent-drop', 'edge:to-a'), flow('unknown')];
  t.equal(judge('packet-too-big-lost', dropped).met, false);
  t.match(judge({ 'packet-too-big-lost': { flows: 3 }, 'silent-drop': { at: 'edge' } }, dropped), {
    ...{ met: true, wanted: 'packet-too-big-lost 3, silent-drop at edge >= 1' },
    saw: 'packet-too-big-lost at firewall 3 of 4, silent-drop at edge:to-a 1 of 4',
  });
  t.equal(judge({ 'packet-too-big-lost': { flows: '>= 4' } }, dropped).met, false);
  t.equal(judge({ 'packet-too-big-lost': {}, blackout: {} }, dropped).met, false, 'none of the second');
  t.match(judge({ 'packet-too-big-lost': { flows: '>= 4' } }, unknown), { met: null, saw: /^not observed: cause / });
  t.equal(judge({ 'packet-too-big-lost': { flows: '>= 3' } }, unknown).met, true, 'whatever the unknown one is');
  t.equal(judge('packet-too-big-lost', unknown).met, null);
  t.equal(judge('packet-too-big-lost', unknown, dropped).met, false, 'one is certainly another');
  t.equal(judge({ unknown: { flows: 1 } }, unknown).met, true);
});

t.test('a verdict on a cause has the evidence of its flows, the cause and the place', async (t) => {
  const verdict = cause.judge('packet-too-big-lost', { transfer: stalledFlow });
  t.match(verdict, { met: true, cause: 'packet-too-big-lost', place: 'firewall' });
  t.strictSame(verdict.evidence, [...stalledFlow.evidence, ...stall.cause.evidence]);
});

t.test('only an expected stall ends a step at its first proof', async (t) => {
  t.equal(outcome.settles('stalled'), 'evidence');
  t.equal(outcome.settles('completed'), 'end');
  t.equal(outcome.settles({ stalled: 3 }), 'end');
  t.equal(cause.settles('blackout'), 'evidence');
  t.equal(recovered.settles('never'), 'end');
  t.equal(pmtu.settles(1500), 'any');
  t.equal(wonBy.settles('ipv6'), 'any', 'a race is over before its winner can stall');
});

t.test('a regular expression that backtracks ends even on a long output', async (t) => {
  const stdout = `${'a'.repeat(100_000)}\n`.repeat(50);
  t.equal(output.judge({ matches: 'a*a*b' }, { output: { stdout, stderr: '', code: 0 } }).met, false);
});

t.test('a verdict shows the first 20 lines of an output', async (t) => {
  const stdout = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
  const { evidence } = output.judge({ code: 0 }, { output: { stdout, stderr: '', code: 0 } });
  t.equal(evidence.length, 20);
});

t.test('parts are judged together', async (t) => {
  const part = (name: string, met: boolean | null) => ({ name, met, wanted: '1', saw: met ? '1' : '2' });
  const rows: readonly (readonly [parts: readonly (boolean | null)[], met: boolean | null, saw: string])[] = [
    [[true, true], true, 'p0 1, p1 1'],
    [[true, false], false, 'p0 1, p1 2'],
    [[null, true], null, 'not observed: p0, p1 1'],
    [[null, false], false, 'not observed: p0, p1 2'],
  ];
  for (const [parts, met, saw] of rows) {
    const verdict = judgeParts(
      parts.map((met, index) => part(`p${index}`, met)),
      ['evidence'],
    );
    t.strictSame(verdict, { met, wanted: 'p0 1, p1 1', saw, evidence: ['evidence'] });
  }
});

t.test('a verdict has the evidence of its flows, even when it is not judged', async (t) => {
  const flows = [completedFlow, stalledFlow];
  const { evidence } = stalledFlow;
  t.strictSame(judgement(true, { wanted: 'a', saw: 'b', flows }), { met: true, wanted: 'a', saw: 'b', evidence });
  t.strictSame(notObserved('a', 'b', flows), { met: null, wanted: 'a', saw: 'not observed: b', evidence });
});

t.test('amounts are judged at each interface of a node', async (t) => {
  const seen = { 'edge:to-client': 1, 'edge:to-transit': 2, 'edgeless:to-client': 9 };
  t.match(judgeAmountsAtPlaces('SYN', { edge: '<= 2' }, seen), {
    met: true,
    saw: 'edge:to-client 1, edge:to-transit 2',
  });
  t.match(judgeAmountsAtPlaces('SYN', { edge: 1 }, undefined), {
    met: null,
    wanted: 'edge 1',
    saw: 'not observed: SYN',
  });
  const { schema } = amountsAtPlaces('by place', 'a number');
  t.match(schema, { description: 'by place', additionalProperties: { description: 'a number' } });
});

t.test('the outcome of datagrams has the errors of their sockets as evidence', async (t) => {
  const { datagrams: exchanges } = datagrams(['lost', 'too-big', 'too-big'], ['answered']);
  t.strictSame(judgeDatagrams({ 'too-big': 3, lost: 1 }, exchanges!), {
    ...{ met: false, wanted: 'too-big 3, lost 1', saw: 'too-big 2 of 4, lost 1 of 4' },
    evidence: ['2 × EMSGSIZE from the local kernel: path MTU 1500'],
  });
  t.match(judgeDatagrams('lost', exchanges!), { met: false, saw: '1 lost, 2 too-big, 1 answered' });
});
