import { Ajv } from 'ajv';
import t from 'tap';
import { valueAt } from '../../src/scenario/model/unknown-values.ts';
import { ajvOptions } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { FactName, Facts } from '../../src/words/facts/facts.ts';
import type { Visit } from '../../src/words/lab/visit.ts';
import type { Network } from '../../src/words/lab/network.ts';
import type { TraitChange, Word } from '../../src/words/language/word.ts';
import { capturedStall, completedFlow, network, stalledFlow } from './fixtures/network.ts';

const { actions, watches, expectations, services } = dictionary;

const wordsByRole: Readonly<Record<string, Readonly<Record<string, Word<unknown>>>>> = dictionary as never;

for (const [role, words] of Object.entries(wordsByRole))
  for (const [name, { about, shape, example }] of Object.entries(words))
    t.test(`${role}: ${name} has a description and an example`, async (t) => {
      t.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is in kebab-case');
      t.match(about, /^[A-Z].*\.$/, 'is described in one sentence');
      const validate = new Ajv(ajvOptions).compile(shape.schema);
      t.ok(validate(example), `accepts its own example ${JSON.stringify(validate.errors)}`);
      t.notOk(validate({ 'no-such-field': true }), 'refuses an unknown field');
      t.type(shape.schema['description'], 'string', 'describes its settings');
    });

for (const [name, action] of Object.entries(actions))
  t.test(`actions: ${name} can be repeated by hand`, async (t) => {
    for (const family of ['ipv6', 'ipv4'] as const)
      t.matchSnapshot(action.byHand(action.example, network, family).join('\n'), family);
  });

for (const [name, { talksTo, example }] of Object.entries(actions).filter(([, action]) => action.talksTo))
  t.test(`actions: ${name} talks to services that exist, at the node that its settings name`, async (t) => {
    for (const { node, service, at } of talksTo!(example)) {
      t.ok(services[service], service);
      t.equal(valueAt(example, at), node, at.join('.'));
    }
  });

for (const [name, { predict, traitChanges, example }] of Object.entries(actions))
  t.test(`actions: ${name} names the traits that it changes in a network`, async (t) => {
    const changed: TraitChange[] = [];
    const recorded = (node: string, trait: string, now: unknown) => void changed.push({ node, trait, now });
    const network = new Proxy({} as Network, { get: (_, key) => (key === 'setTrait' ? recorded : () => undefined) });
    predict?.(network, example, 'ipv6');
    t.strictSame(traitChanges?.(example) ?? [], changed);
  });

const gives = (name: string): readonly FactName[] => watches[name]?.gives ?? [];

const learnedFacts = new Set(Object.values(actions).flatMap(({ learns }) => learns));

for (const [name, watch] of Object.entries(watches))
  t.test(`watches: ${name} can find the flows of a step`, async (t) => {
    if (watch.reads)
      t.ok(
        watch.reads.some((fact) => learnedFacts.has(fact)),
        'some action learns a fact that it reads',
      );
  });

for (const [name, expectation] of Object.entries(expectations))
  t.test(`expectations: ${name} can be judged`, async (t) => {
    const { watch, example, reads } = expectation;
    const given = new Set([...learnedFacts, ...(watch ? gives(watch.word) : [])]);
    for (const fact of reads) t.ok(given.has(fact), `${fact} is learned by an action or given by its watch`);
    t.ok(['evidence', 'end', 'any'].includes(expectation.settles(example)), 'has a condition for the end of the step');
    if (watch) {
      const validate = new Ajv(ajvOptions).compile(watches[watch.word]!.shape.schema);
      t.ok(validate(watch.settings(example)), 'gives its watch valid settings');
    }
    const { met, notMet } = factsFor[name]!;
    t.equal(expectation.judge(example, met).met, true, 'is met');
    t.equal(expectation.judge(example, notMet).met, false, 'is not met');
    t.equal(expectation.judge(example, {}).met, null, 'is not judged when nothing was observed');
    t.match(expectation.judge(example, {}).saw, /^not observed: /, 'and reports that');
    t.matchSnapshot(
      [met, notMet, {}].map((facts) => expectation.judge(example, facts)),
      'with these texts',
    );
  });

const queries: Visit['queries'] = [
  { family: 'ipv6', askedMs: 0, answeredMs: 1, addresses: 1 },
  { family: 'ipv4', askedMs: 0, answeredMs: 2, addresses: 1 },
];
const unanswered: Visit['queries'][number] = { family: 'ipv6', askedMs: 0 };
const lost = { family: 'ipv6', address: '2001:db8::1', port: 1, ms: 55, bytes: 0 } as const;
const fallback: Visit = {
  ...{ name: 'server.lab.test', queries },
  attempts: [lost, { family: 'ipv4', address: '192.0.2.1', port: 2, ms: 310, connectedMs: 311, bytes: 1000 }],
};
const direct: Visit = { ...fallback, attempts: [{ ...lost, ms: 3, connectedMs: 4, bytes: 1000 }] };

/** Bytes at a place over each family, between two nodes that have both. */
const measured = (ipv6: number, ipv4: number): NonNullable<Facts['traffic']> => {
  const row = { host: 'client', peer: 'server', protocol: 'tcp', port: 6881, received: 0, couldUseIpv6: true };
  return {
    place: 'edge:to-transit',
    rows: [
      { ...row, family: 'ipv6', sent: ipv6 },
      { ...row, family: 'ipv4', sent: ipv4 },
    ],
  };
};

/** For the example of each expectation, facts that meet it and facts that do not. */
const factsFor: Readonly<Record<string, { readonly met: Facts; readonly notMet: Facts }>> = {
  outcome: { met: { transfer: stalledFlow }, notMet: { transfer: completedFlow } },
  cause: { met: { transfer: stalledFlow }, notMet: { transfer: completedFlow } },
  recovered: {
    met: {
      transfer: {
        ...completedFlow,
        episodes: [{ ...stalledFlow.episodes[0]!, untilMs: 2900, healedBy: 'packet-too-big' }],
        recovery: { afterMs: 730, rtoMs: 816 },
      },
    },
    notMet: { transfer: stalledFlow },
  },
  'syn-mss': {
    met: { syn: { 'client:to-edge': 8940, 'edge:to-transit': 1396 } },
    notMet: { syn: { 'client:to-edge': 8940, 'edge:to-transit': 8940 } },
  },
  'syn-ack-mss': {
    met: { 'syn-ack': { 'server:to-firewall': 8940 } },
    notMet: { 'syn-ack': { 'server:to-firewall': 1396 } },
  },
  'segment-size': { met: { transfer: { ...completedFlow, segmentSize: 1428 } }, notMet: { transfer: stalledFlow } },
  pmtu: { met: { pmtu: { r1: null, r2: 1500 } }, notMet: { pmtu: { r1: 1500, r2: null } } },
  leg: { met: { leg: 'r2' }, notMet: { leg: 'r1' } },
  hops: {
    met: {
      hops: [
        { node: 'edge', bytes: 9000 },
        { node: 'transit', bytes: 1500, tooBig: { node: 'edge', mtu: 1500 } },
      ],
    },
    notMet: {
      hops: [
        { node: 'edge', bytes: 9000 },
        { node: 'transit', bytes: 1280, unanswered: 9000 },
      ],
    },
  },
  holder: { met: { holder: [['s1'], ['s2']] }, notMet: { holder: [['s1'], ['s1']] } },
  rtt: { met: { rtt: { least: 200.1, most: 204 } }, notMet: { rtt: { least: 100, most: 100 } } },
  ptb: {
    met: {
      ptb: {
        transit: { made: 2, arrived: 0, passed: 0, left: 2, taken: 0, mtu: 1500 },
        firewall: { made: 0, arrived: 2, passed: 0, left: 0, taken: 0 },
        server: { made: 0, arrived: 0, passed: 0, left: 0, taken: 0 },
      },
    },
    notMet: {
      ptb: {
        transit: { made: 2, arrived: 0, passed: 0, left: 2, taken: 0, mtu: 1280 },
        firewall: { made: 0, arrived: 2, passed: 2, left: 2, taken: 0 },
        server: { made: 0, arrived: 2, passed: 0, left: 0, taken: 2 },
      },
    },
  },
  counters: {
    met: {
      counters: {
        server: { TcpExtTCPTimeouts: 0 },
        transit: { Icmp6OutPktTooBigs: 8, Ip6InTooBigErrors: 8 },
        'transit:to-edge': { rx_dropped: 2 },
      },
    },
    notMet: {
      counters: {
        server: { TcpExtTCPTimeouts: 0 },
        transit: { Icmp6OutPktTooBigs: 7, Ip6InTooBigErrors: 8 },
        'transit:to-edge': { rx_dropped: 0 },
      },
    },
  },
  journey: {
    met: { journeys: capturedStall },
    notMet: {
      journeys: {
        ...capturedStall,
        endings: capturedStall.endings.map((ending) => ({ ...ending, last: 'edge:to-client' })),
      },
    },
  },
  fragments: {
    met: { journeys: { ...capturedStall, fragments: { 'transit:to-firewall': 0, 'transit:to-edge': 157 } } },
    notMet: { journeys: { ...capturedStall, fragments: { 'transit:to-firewall': 3, 'transit:to-edge': 0 } } },
  },
  'largest-segment': {
    met: { journeys: { ...capturedStall, segments: { 'transit:to-firewall': 8928, 'edge:to-transit': 0 } } },
    notMet: { journeys: { ...capturedStall, segments: { 'transit:to-firewall': 8928, 'edge:to-transit': 8928 } } },
  },
  rules: {
    met: {
      rules: {
        edge: { clamp: { packets: 0, texts: ['edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets'] } },
        firewall: {
          drop: { packets: 9, texts: ['firewall: rule 1 of forward (drop packet-too-big) counted 9 packets'] },
        },
      },
    },
    notMet: { rules: { edge: { clamp: { packets: 2, texts: ['edge: rule 1 of FORWARD'] } }, firewall: {} } },
  },
  'won-by': { met: { visit: fallback }, notMet: { visit: direct } },
  'connection-attempt-delay': { met: { visit: fallback }, notMet: { visit: direct } },
  'first-attempt-delay': {
    met: { visit: { ...direct, attempts: direct.attempts.map((attempt) => ({ ...attempt, ms: 301 })) } },
    notMet: { visit: direct },
  },
  'resolution-delay': {
    met: { visit: { ...fallback, queries: [{ family: 'ipv4', askedMs: 0, answeredMs: 1, addresses: 1 }, unanswered] } },
    notMet: { visit: direct },
  },
  'query-order': { met: { visit: direct }, notMet: { visit: { ...direct, queries: [unanswered] } } },
  'addresses-tried': { met: { visit: fallback }, notMet: { visit: direct } },
  'ipv6-share': { met: { traffic: measured(650, 350) }, notMet: { traffic: measured(100, 900) } },
  laggards: { met: { traffic: measured(650, 350) }, notMet: { traffic: measured(1_000, 5) } },
  output: {
    met: { output: { stdout: 'cache expires 598sec mtu 1500', stderr: '', code: 0 } },
    notMet: { output: { stdout: 'nothing learned', stderr: '', code: 0 } },
  },
};

t.test('every expectation has facts in this test', async (t) => {
  t.strictSame(Object.keys(factsFor).sort(), Object.keys(expectations).sort());
});

t.test('no word has the name of a property that every object inherits', async (t) => {
  for (const words of Object.values(wordsByRole)) for (const name of Object.keys(words)) t.notOk(name in {}, name);
});
