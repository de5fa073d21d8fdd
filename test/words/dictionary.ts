import { Ajv } from 'ajv';
import t from 'tap';
import { ajvOptions } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { FactName, Facts } from '../../src/words/facts/facts.ts';
import type { Word } from '../../src/words/language/word.ts';
import { flow, network, stalledFlow, stallSeen } from './fixtures/network.ts';

const { nodes, traits, actions, watches, expectations } = dictionary;

const kinds: Readonly<Record<string, Readonly<Record<string, Word<unknown>>>>> = dictionary as never;

for (const [kind, words] of Object.entries(kinds))
  for (const [name, { about, shape, example }] of Object.entries(words))
    t.test(`${kind}: ${name} explains itself`, async (t) => {
      t.match(name, /^[a-z]+(-[a-z]+)*$/, 'is a word in kebab-case');
      t.match(about, /^[A-Z].*\.$/, 'says in a sentence what it is for');
      const validate = new Ajv(ajvOptions).compile(shape.schema);
      t.ok(validate(example), `accepts its own example ${JSON.stringify(validate.errors)}`);
      t.notOk(validate({ 'no-such-field': true }), 'refuses what it does not know');
      t.type(shape.schema['description'], 'string', 'describes what may stand there');
    });

for (const [name, action] of Object.entries(actions))
  t.test(`actions: ${name} can be repeated by hand`, async (t) => {
    for (const family of ['ipv6', 'ipv4'] as const)
      t.matchSnapshot(action.byHand(action.example, network, family).join('\n'), family);
  });

const gives = (name: string): readonly FactName[] => watches[name]?.gives ?? [];

const learned = new Set(Object.values(actions).flatMap(({ learns }) => learns));

for (const [name, watch] of Object.entries(watches))
  t.test(`watches: ${name} can know what it watches`, async (t) => {
    if (watch.reads)
      t.ok(
        watch.reads.some((fact) => learned.has(fact)),
        'by a fact that some action learns',
      );
  });

for (const [name, expectation] of Object.entries(expectations))
  t.test(`expectations: ${name} can be judged`, async (t) => {
    const { watch, example, reads } = expectation;
    const given = new Set([...learned, ...(watch ? gives(watch.word) : [])]);
    for (const fact of reads) t.ok(given.has(fact), `${fact} is learned by an action or given by its watch`);
    t.ok(['evidence', 'end', 'any'].includes(expectation.settles(example)), 'says when it settles');
    if (watch) {
      const validate = new Ajv(ajvOptions).compile(watches[watch.word]!.shape.schema);
      t.ok(validate(watch.settings(example)), 'implies a watch with settings that it accepts');
    }
    const { met, broken } = judgedBy[name]!;
    t.equal(expectation.judge(example, met).met, true, 'is met by what it wants');
    t.equal(expectation.judge(example, broken).met, false, 'is not met by something else');
    t.equal(expectation.judge(example, {}).met, null, 'has no verdict where nothing was observed');
    t.match(expectation.judge(example, {}).saw, /^not observed: /, 'and says so');
    t.matchSnapshot(
      [met, broken, {}].map((facts) => expectation.judge(example, facts)),
      'in these words',
    );
  });

/** For the example of each expectation: facts that meet it and facts that break it. */
const judgedBy: Readonly<Record<string, { readonly met: Facts; readonly broken: Facts }>> = {
  outcome: { met: { transfer: stalledFlow }, broken: { transfer: flow } },
  cause: { met: { transfer: stalledFlow }, broken: { transfer: flow } },
  recovered: {
    met: {
      transfer: {
        ...flow,
        episodes: [{ ...stalledFlow.episodes[0]!, untilMs: 2900, healedBy: 'packet-too-big' }],
        recovery: { afterMs: 730, rtoMs: 816 },
      },
    },
    broken: { transfer: stalledFlow },
  },
  'syn-mss': {
    met: { syn: { 'client:to-edge': 8940, 'edge:to-transit': 1396 } },
    broken: { syn: { 'client:to-edge': 8940, 'edge:to-transit': 8940 } },
  },
  'syn-ack-mss': {
    met: { 'syn-ack': { 'server:to-firewall': 8940 } },
    broken: { 'syn-ack': { 'server:to-firewall': 1396 } },
  },
  'segment-size': { met: { transfer: { ...flow, segmentSize: 1428 } }, broken: { transfer: stalledFlow } },
  pmtu: { met: { pmtu: { r1: null, r2: 1500 } }, broken: { pmtu: { r1: 1500, r2: null } } },
  leg: { met: { leg: 'r2' }, broken: { leg: 'r1' } },
  ptb: {
    met: {
      ptb: {
        transit: { made: 2, arrived: 0, left: 2, taken: 0, mtu: 1500 },
        firewall: { made: 0, arrived: 2, left: 0, taken: 0 },
        server: { made: 0, arrived: 0, left: 0, taken: 0 },
      },
    },
    broken: {
      ptb: {
        transit: { made: 2, arrived: 0, left: 2, taken: 0, mtu: 1280 },
        firewall: { made: 0, arrived: 2, left: 2, taken: 0 },
        server: { made: 0, arrived: 2, left: 0, taken: 2 },
      },
    },
  },
  counters: {
    met: { counters: { server: { TcpExtTCPTimeouts: 0 }, transit: { IpFragCreates: 24 } } },
    broken: { counters: { server: { TcpExtTCPTimeouts: 3 }, transit: { IpFragCreates: 24 } } },
  },
  journey: {
    met: { journeys: stallSeen },
    broken: {
      journeys: { ...stallSeen, endings: stallSeen.endings.map((one) => ({ ...one, last: 'edge:to-client' })) },
    },
  },
  fragments: {
    met: { journeys: { ...stallSeen, fragments: { 'transit:to-firewall': 0, 'transit:to-edge': 157 } } },
    broken: { journeys: { ...stallSeen, fragments: { 'transit:to-firewall': 3, 'transit:to-edge': 0 } } },
  },
  'largest-segment': {
    met: { journeys: { ...stallSeen, segments: { 'transit:to-firewall': 8928, 'edge:to-transit': 0 } } },
    broken: { journeys: { ...stallSeen, segments: { 'transit:to-firewall': 8928, 'edge:to-transit': 8928 } } },
  },
  rules: {
    met: {
      rules: {
        edge: { clamp: { packets: 0, said: ['edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets'] } },
        firewall: {
          drop: { packets: 9, said: ['firewall: rule 1 of forward (drop packet-too-big) counted 9 packets'] },
        },
      },
    },
    broken: { rules: { edge: { clamp: { packets: 2, said: ['edge: rule 1 of FORWARD'] } }, firewall: {} } },
  },
  output: {
    met: { output: { stdout: 'cache expires 598sec mtu 1500', stderr: '', code: 0 } },
    broken: { output: { stdout: 'nothing learned', stderr: '', code: 0 } },
  },
};

t.test('a new word has a verdict of each kind here', async (t) => {
  t.strictSame(Object.keys(judgedBy).sort(), Object.keys(expectations).sort());
  t.ok(Object.keys(nodes).length > 0 && Object.keys(traits).length > 0, 'nodes and traits are registered');
});

t.test('no word can be taken for the name of a field of every object', async (t) => {
  for (const words of Object.values(kinds)) for (const name of Object.keys(words)) t.notOk(name in {}, name);
});
