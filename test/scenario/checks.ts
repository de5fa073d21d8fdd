import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { actionsOf } from '../../src/scenario/checks/actions-of.ts';
import { checkAddresses } from '../../src/scenario/checks/check-addresses.ts';
import { checkFamilies } from '../../src/scenario/checks/check-families.ts';
import { checkDistinctTunnels } from '../../src/scenario/checks/check-distinct-tunnels.ts';
import { checkLegs } from '../../src/scenario/checks/check-legs.ts';
import { checkNames } from '../../src/scenario/checks/check-names.ts';
import { checkServices } from '../../src/scenario/checks/check-services.ts';
import { checkSteps } from '../../src/scenario/checks/check-steps.ts';
import { checkSwitchLoops } from '../../src/scenario/checks/check-switch-loops.ts';
import { checkTopology } from '../../src/scenario/checks/check-topology.ts';
import { checkWordConflicts } from '../../src/scenario/checks/check-word-conflicts.ts';
import { DisjointSet } from '../../src/scenario/checks/disjoint-set.ts';
import { nameReferences } from '../../src/scenario/checks/name-references.ts';
import { publishedOverSteps } from '../../src/scenario/checks/published-over-steps.ts';
import { stepFamilies } from '../../src/scenario/checks/step-families.ts';
import type { Problem } from '../../src/scenario/problems/problem.ts';
import type { IsValid } from '../../src/scenario/problems/valid-paths.ts';
import { stepsOf } from '../../src/scenario/reading/steps-of.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { topologyOf } from '../../src/scenario/topology/topology.ts';
import { host } from '../../src/words/nodes/host.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const schema = scenarioSchema(dictionary);
const isValid = () => true;
const bothFamilies: readonly Family[] = ['ipv6', 'ipv4'];

/** Path and text of each problem, as `path.to.value: what is wrong`. */
const brief = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ at, what }) => `${at.join('.')}: ${what}`);

/** A scenario of hosts a and b at router r, with these parts replaced. */
const scenario = (parts: {
  nodes?: object;
  addresses?: object;
  links?: readonly unknown[];
  steps?: readonly unknown[];
}) => ({
  topology: {
    nodes: { a: 'host', r: 'router', b: { host: { serve: 'http' } }, ...parts.nodes },
    ...(parts.addresses && { addresses: parts.addresses }),
    links: parts.links ?? [
      { between: ['a', 'r'], mtu: 9000 },
      { between: ['r', 'b'], mtu: 1500 },
    ],
  },
  steps: parts.steps ?? [],
});

type Value = ReturnType<typeof scenario>;

const fetch = { from: 'a', to: 'b', bytes: 1000 };
const legLinks = (...via: readonly string[]) => [
  { between: ['a', 'r'], legs: via.map((name) => ({ via: name, mtu: 1500 })) },
  { between: ['r', 'b'], mtu: 1500 },
];

t.test('disjoint sets are joined once', async (t) => {
  const sets = new DisjointSet();
  t.equal(sets.root('a'), 'a');
  t.ok(sets.join('a', 'b'));
  t.ok(sets.join('c', 'd'));
  t.notOk(sets.join('b', 'a'));
  t.ok(sets.join('a', 'd'));
  t.notOk(sets.join('b', 'c'));
  t.equal(sets.root('b'), sets.root('c'));
  t.notOk(sets.join('e', 'e'));
});

t.test('names are found wherever the schema marks them, except where the value is invalid', async (t) => {
  const steps = [
    { do: { fetch: { ...fetch, from: 'Not A Name', as: 'f' } }, expect: { 'syn-mss': { 'r:to-b': 1460 } } },
    { together: [{ do: { follow: { flow: 'f' } } }] },
    { do: { change: { r: { clamp: { mss: 1396, towards: 'b' } } } } },
  ];
  const references = nameReferences(schema, scenario({ steps }));
  t.same(
    references.map(({ reference, name, part, at }) => `${reference} ${name} (${part}) ${at.join('.')}`),
    [
      'node a (value) topology.links.0.between.0',
      'node r (value) topology.links.0.between.1',
      'node r (value) topology.links.1.between.0',
      'node b (value) topology.links.1.between.1',
      'destination b (value) steps.0.do.fetch.to',
      'new-flow f (value) steps.0.do.fetch.as',
      'place r:to-b (key) steps.0.expect.syn-mss.r:to-b',
      'flow f (value) steps.1.together.0.do.follow.flow',
      'node r (key) steps.2.do.change.r',
      'node b (value) steps.2.do.change.r.clamp.towards',
    ],
  );
  t.same(nameReferences(schema, null), []);
});

const topologyIn = (value: Value) => topologyOf(value, dictionary, isValid);
const nameProblems = (value: Value) => brief(checkNames(nameReferences(schema, value), topologyIn(value), value));
const stepProblems = (...steps: readonly unknown[]) => nameProblems(scenario({ steps }));

t.test('unknown nodes, places and legs are found', async (t) => {
  t.same(stepProblems({ do: { fetch } }), []);
  t.same(stepProblems({ do: { fetch: { ...fetch, to: 'c' } } }), ['steps.0.do.fetch.to: unknown node c']);
  const expect = (place: string) => ({ do: { fetch }, expect: { 'syn-mss': { [place]: 1460 } } });
  t.same(stepProblems(expect('r:to-b'), expect('r')), []);
  t.same(stepProblems(expect('a:to-b')), ['steps.0.expect.syn-mss.a:to-b: a has no link to b']);
  t.same(stepProblems(expect('c:to-b')), ['steps.0.expect.syn-mss.c:to-b: unknown node c']);
  const steps = [{ do: { fetch: { ...fetch, leg: 'r1' } } }];
  t.same(nameProblems(scenario({ steps })), ['steps.0.do.fetch.leg: no leg goes through r1']);
  t.same(nameProblems(scenario({ steps, links: legLinks('r1', 'r2') })), []);
});

t.test('a shared address is a destination, and nothing else', async (t) => {
  const addresses = { vip: { at: ['b'] } };
  const step = (action: object) => nameProblems(scenario({ addresses, steps: [{ do: action }] }));
  t.same(step({ fetch: { ...fetch, to: 'vip' } }), []);
  t.same(step({ lookup: { at: 'r', to: 'vip' } }), []);
  t.same(step({ fetch: { ...fetch, from: 'vip' } }), ['steps.0.do.fetch.from: unknown node vip']);
  t.same(step({ fetch: { ...fetch, to: 'vap' } }), ['steps.0.do.fetch.to: unknown node or address vap']);
  t.same(nameProblems(scenario({ addresses: { vip: { at: ['c'] } } })), [
    'topology.addresses.vip.at.0: unknown node c',
  ]);
});

t.test('a shared address has a name of its own, and each holder once', async (t) => {
  const problems = (addresses: object, nodes = {}) =>
    brief(checkAddresses(topologyIn(scenario({ addresses, nodes })), dictionary));
  t.same(problems({ vip: { at: ['a', 'b'] }, other: { at: ['a'] } }), []);
  t.same(problems({ b: { at: ['a'] } }), ['topology.addresses.b: b is a node and a shared address']);
  t.same(problems({ vip: { at: ['a', 'b', 'a'] } }), ['topology.addresses.vip.at.2: a holds vip twice']);
  t.same(problems({ vip: { at: ['r'] } }, { r: 'switch' }), [
    'topology.addresses.vip.at.0: r bridges frames and has no address',
  ]);
});

t.test('names are not looked up in an incomplete topology', async (t) => {
  const value = { ...scenario({ steps: [{ do: { fetch: { ...fetch, to: 'c', leg: 'r1' } } }] }), topology: {} };
  t.same(nameProblems(value as Value), []);
});

t.test('a flow exists after the step that keeps it', async (t) => {
  const keep = (flow: string) => ({ do: { fetch: { ...fetch, as: flow } } });
  const follow = { do: { follow: { flow: 'f' } } };
  t.same(stepProblems(keep('f'), follow), []);
  t.same(stepProblems(follow), ['steps.0.do.follow.flow: no earlier step keeps a flow named f']);
  t.same(stepProblems(follow, keep('f')), ['steps.0.do.follow.flow: flow f does not exist until step 2 keeps it']);
  t.same(stepProblems({ together: [keep('f'), follow] }), [
    'steps.0.together.1.do.follow.flow: flow f does not exist until step 1 keeps it',
  ]);
  t.same(stepProblems(keep('f'), keep('f')), ['steps.1.do.fetch.as: a second flow named f']);
  t.same(stepProblems(keep('f'), { do: { fetch }, fresh: true }), ['steps.1.fresh: fresh while flow f is open']);
  t.same(stepProblems({ ...keep('f'), fresh: true }), []);
});

t.test('a leg cannot be requested where the kernel does not hash ports', async (t) => {
  const problems = (policy: number, step: object, [name, kind] = ['a', 'host']) => {
    const sysctl = { 'net.ipv4.fib_multipath_hash_policy': policy };
    const nodes = { [name!]: { [kind!]: { sysctl } } };
    const value = scenario({ nodes, links: legLinks('r1', 'r2'), steps: [step] });
    return brief(checkLegs(nameReferences(schema, value), topologyIn(value), dictionary));
  };
  const onLeg = { do: { fetch: { ...fetch, leg: 'r1' } } };
  t.same(problems(0, onLeg), [
    'steps.0.do.fetch.leg: no source port selects leg r1: a sets net.ipv4.fib_multipath_hash_policy to 0',
  ]);
  t.same(problems(1, onLeg), []);
  t.same(problems(0, onLeg, ['r', 'router']), [], 'a router has this policy anyway, and does not choose the port');
  t.same(problems(0, { do: { fetch }, expect: { leg: 'r1' } }), []);
});

const topologyProblems = (parts: Parameters<typeof scenario>[0], families = bothFamilies) => {
  const value = scenario(parts);
  return brief(checkTopology(value, topologyIn(value), families, { isValid, kinds: dictionary }));
};

t.test('links and legs that contradict themselves are found', async (t) => {
  const leg = (via: string, more: object = {}) => ({ via, mtu: 1500, ...more });
  for (const [link, expected] of [
    [{ between: ['a', 'r'], mtu: 1500 }, []],
    [{ between: ['a', 'r'], mtu: { a: 1500, c: 9000 } }, ['topology.links.0.mtu.c: c is not an end of this link']],
    [{ between: ['a', 'r'], mtu: { a: 1500 } }, ['topology.links.0.mtu: mtu: none for the end at r']],
    [{ between: ['a', 'r'], mtu: 1500, legs: [leg('r1')] }, ['topology.links.0.mtu: mtu on a link with legs']],
    [
      { between: ['a', 'r'], mtu: 1500, 'first-hop': 9000 },
      ['topology.links.0.first-hop: first-hop on a link without legs'],
    ],
    [{ between: ['a', 'a'], mtu: 1500 }, ['topology.links.0.between: a is linked to itself']],
    [{ between: ['a', 'r'], legs: [leg('r1'), leg('r1')] }, ['topology.links.0.legs.1.via: a second leg through r1']],
  ] as const)
    t.same(topologyProblems({ links: [link] }), expected, JSON.stringify(link));
  const links = [
    { between: ['a', 'r'], mtu: 1500 },
    { between: ['r', 'a'], mtu: 9000 },
  ];
  t.same(topologyProblems({ links }), ['topology.links.1: a second link between r and a']);
  const named = (...names: readonly (string | undefined)[]) =>
    topologyProblems({ links: names.map((name) => ({ between: ['a', 'r'], mtu: 1500, ...(name && { name }) })) });
  t.same(named(undefined, 'second', 'third'), [], 'two nodes may share several links');
  t.same(named('second', undefined, 'second'), ['topology.links.2.name: a second link named second at a']);
  t.same(topologyProblems({ links: [{ between: ['a', 'r'], name: 'x', legs: [leg('r1')] }] }), [
    'topology.links.0.name: name on a link with legs',
  ]);
  const tunnel = { between: ['a', 'r'], name: 'overlay', tunnel: { vxlan: { over: 'ipv6' } } };
  t.same(topologyProblems({ links: [tunnel] }), []);
  t.same(topologyProblems({ links: [tunnel] }, ['ipv4']), [
    'topology.links.0.tunnel.vxlan.over: ipv6 is not one of the families of this scenario',
  ]);
  t.same(topologyProblems({ nodes: { r: 'switch' }, links: [tunnel] }), [
    'topology.links.0.between: r has no address for a tunnel',
  ]);
  const declared = { nodes: { r1: { router: { drop: ['tcp'] } } } };
  const between = ['a', 'r'];
  t.same(topologyProblems({ ...declared, links: [{ between, legs: [leg('r1', { drop: ['tcp'] })] }] }), [
    'topology.links.0.legs.0.drop: r1 has drop both here and under nodes',
  ]);
  t.same(topologyProblems({ ...declared, links: [{ between, legs: [leg('r1', { stateful: {} })] }] }), []);
});

t.test('tunnels that the kernel does not tell apart are mistakes', async (t) => {
  const links = [
    { between: ['a', 'r'], mtu: 9000 },
    { between: ['r', 'b'], mtu: 9000 },
  ];
  const tunnel = (between: readonly string[], name: string, kind: string, settings: object) => ({
    ...{ between, name },
    tunnel: { [kind]: settings },
  });
  const problemsOf = (...tunnels: readonly object[]) =>
    brief(
      checkDistinctTunnels(
        topologyOf(scenario({ links: [...links, ...tunnels] }), dictionary, isValid),
        dictionary,
        isValid,
      ),
    );
  /** A second tunnel between the same nodes, with these settings. */
  const second = (kind: string, first: object, settings: object) =>
    problemsOf(tunnel(['a', 'b'], 'one', kind, first), tunnel(['b', 'a'], 'two', kind, settings));
  /** A second tunnel that shares one node with the first. */
  const beside = (kind: string, first: object, settings: object) =>
    problemsOf(tunnel(['a', 'b'], 'one', kind, first), tunnel(['a', 'r'], 'two', kind, settings));
  const [ipv6, ipv4] = [{ over: 'ipv6' }, { over: 'ipv4' }];
  const at = 'topology.links.3.tunnel';
  t.same(beside('wireguard', ipv6, ipv4), [`${at}.wireguard: a second wireguard tunnel with port 51820 at a`]);
  t.same(beside('wireguard', ipv6, { ...ipv6, port: 51_821 }), []);
  t.same(beside('esp', ipv6, { ...ipv4, id: 1 }), [`${at}.esp.id: a second esp tunnel with id 1 at a`]);
  t.same(beside('esp', ipv6, { ...ipv6, id: 2 }), []);
  t.same(beside('vxlan', ipv6, ipv6), [`${at}.vxlan: a second vxlan tunnel with id 1 over ipv6 at a`]);
  t.same(beside('vxlan', ipv6, ipv4), []);
  t.same(beside('geneve', ipv6, ipv6), []);
  t.same(second('geneve', ipv6, ipv6), [`${at}.geneve: a second geneve tunnel with id 1 over ipv6 between b and a`]);
  t.same(second('geneve', ipv6, { ...ipv6, id: 2 }), []);
  for (const kind of ['gre', 'ipip']) {
    t.same(beside(kind, ipv6, ipv6), []);
    t.same(second(kind, ipv6, ipv4), []);
    t.same(second(kind, ipv4, ipv4), [
      `${at}.${kind}.over: a second ${kind} tunnel with packets over ipv4 between b and a`,
    ]);
  }
  t.same(problemsOf(tunnel(['a', 'b'], 'one', 'gre', ipv6), tunnel(['a', 'b'], 'two', 'ipip', ipv6)), []);
});

t.test('IPv6 needs 1280 bytes inside a tunnel too', async (t) => {
  const tunnel = { between: ['a', 'r'], name: 'overlay', tunnel: { vxlan: { over: 'ipv6' } } };
  const below = (mtu: number, more = {}) => ({
    links: [
      { between: ['a', 'r'], mtu },
      { ...tunnel, ...more },
    ],
  });
  t.same(topologyProblems(below(1350)), []);
  t.same(topologyProblems(below(1349)), [
    'topology.links.1.tunnel.vxlan: the links below leave packets of 1279 bytes inside this tunnel, which is too small for IPv6',
  ]);
  t.same(topologyProblems(below(1300, { mtu: 1280 })), [], 'an MTU that is given is judged by itself');
  const overIpv4 = {
    links: [
      { ...below(600).links[0]!, mtu: 600 },
      { ...tunnel, tunnel: { vxlan: { over: 'ipv4' } } },
    ],
  };
  t.same(topologyProblems(overIpv4, ['ipv4']), []);
});

t.test('IPv6 needs 1280 bytes on every link', async (t) => {
  const links = [
    { between: ['a', 'r'], mtu: 1279 },
    { between: ['r', 'b'], mtu: { r: 1280, b: 1000 } },
    { between: ['a', 'b'], 'first-hop': 1000, legs: [{ via: 'r1', mtu: 68 }] },
  ];
  t.same(topologyProblems({ links }), [
    'topology.links.0.mtu: an MTU of 1279 is too small for IPv6',
    'topology.links.1.mtu.b: an MTU of 1000 is too small for IPv6',
    'topology.links.2.first-hop: an MTU of 1000 is too small for IPv6',
    'topology.links.2.legs.0.mtu: an MTU of 68 is too small for IPv6',
  ]);
  t.same(topologyProblems({ links }, ['ipv4']), []);
});

t.test('links that close a loop of switches are found', async (t) => {
  const nodes = { s1: 'switch', s2: 'switch', s3: 'switch' };
  const problems = (...ends: readonly (readonly [string, string])[]) => {
    const value = scenario({ nodes, links: ends.map((between) => ({ between, mtu: 1500 })) });
    return brief(checkSwitchLoops(topologyIn(value), dictionary));
  };
  t.same(problems(['s1', 's2'], ['s2', 's3'], ['s3', 'a']), []);
  t.same(problems(['s1', 's2'], ['s2', 's3'], ['s3', 's1']), [
    'topology.links.2: this link closes a loop through s3, in which frames would circulate forever',
  ]);
  t.same(
    problems(['a', 's1'], ['s1', 's2'], ['s2', 'a']),
    ['topology.links.2: this link closes a loop through s2, in which frames would circulate forever'],
    'a host in one segment twice',
  );
  t.same(problems(['a', 's1'], ['a', 's2'], ['b', 's1'], ['b', 's2']), [], 'two hosts in two segments');
  t.same(problems(['a', 'r'], ['r', 'b'], ['b', 'a']), [], 'routers');
  t.same(problems(['s1', 's2'], ['s2', 's1']), [], 'a second link is reported as such');
});

t.test('expectations that can never be met are found', async (t) => {
  const problems = (step: object, families = bothFamilies) =>
    brief(checkSteps(stepsOf([step], { families, isValid, dictionary }), families, dictionary));
  const exceptions = { exceptions: { at: 'a', to: 'b' } };
  const inner = { do: { fetch } };
  for (const [step, expected] of [
    [{ do: { fetch }, expect: { outcome: 'stalled', 'syn-mss': { r: 1460 } } }, []],
    [{ do: exceptions, expect: { pmtu: 1500 } }, []],
    [
      { do: { fetch }, expect: { pmtu: 1500 } },
      ['steps.0.expect.pmtu: pmtu cannot be expected of fetch, which learns transfer, transfers, leg, holder'],
    ],
    [
      { together: [inner, inner], expect: { outcome: 'stalled' } },
      ['steps.0.expect.outcome: outcome cannot be expected of a whole together step'],
    ],
    [
      { do: { fetch }, expect: { outcome: 'answered' } },
      ['steps.0.expect.outcome: answered is not an outcome of fetch'],
    ],
    [{ do: { fetch }, together: [inner, inner] }, ['steps.0.together: do and together in one step']],
    [{ expect: { pmtu: 1500 } }, []],
    [
      { together: [inner, { do: { fetch }, expect: { pmtu: 1500 } }] },
      [
        'steps.0.together.1.expect.pmtu: pmtu cannot be expected of fetch, which learns transfer, transfers, leg, holder',
      ],
    ],
    [
      { do: { fetch }, expect: { outcome: 'stalled', ipv6: { outcome: 'completed' } } },
      ['steps.0.expect.ipv6.outcome: outcome is expected twice for ipv6'],
    ],
    [
      { do: { fetch }, expect: { 'syn-mss': { r: 1, a: 1 }, ipv4: { 'syn-mss': { r: 2, b: 2 } } } },
      ['steps.0.expect.ipv4.syn-mss.r: syn-mss at r is expected twice for ipv4'],
    ],
    [{ do: { fetch }, expect: { ipv6: { outcome: 'stalled' }, ipv4: { outcome: 'completed' } } }, []],
    [
      {
        do: { fetch },
        expect: [
          { where: { 'syn-remembers-pmtu': true }, outcome: 'stalled' },
          { where: { 'syn-remembers-pmtu': false }, outcome: 'completed' },
        ],
      },
      [],
    ],
    [
      {
        do: { fetch },
        expect: [{ outcome: 'stalled' }, { where: { 'syn-remembers-pmtu': true }, outcome: 'completed' }],
      },
      ['steps.0.expect.1.outcome: outcome is expected twice for ipv6 and ipv4'],
    ],
    [
      { do: { fetch }, expect: [{ outcome: 'stalled' }, { ipv6: { pmtu: 1500 } }] },
      ['steps.0.expect.1.ipv6.pmtu: pmtu cannot be expected of fetch, which learns transfer, transfers, leg, holder'],
    ],
  ] as const)
    t.same(problems(step), expected, JSON.stringify(step));
  t.same(problems({ do: { fetch }, expect: { ipv4: { outcome: 'stalled' } } }, ['ipv6']), [
    'steps.0.expect.ipv4: the scenario does not run for ipv4',
  ]);
});

t.test('words that do not fit their node or network are found', async (t) => {
  const conflicts = (parts: Parameters<typeof scenario>[0], isValidPath = isValid) => {
    const value = scenario(parts);
    const steps = stepsOf(value.steps, { families: bothFamilies, isValid, dictionary });
    return checkWordConflicts(topologyIn(value), steps, bothFamilies, dictionary, isValidPath);
  };
  const clamp = { mss: 1396 };
  const lan = [
    { between: ['a', 's'], mtu: 1500 },
    { between: ['s', 'b'], mtu: 1500 },
  ];
  const nodes = { s: 'switch' };
  for (const [parts, expected] of [
    [{ nodes: { r: { router: { clamp } } }, steps: [{ do: { fetch } }] }, []],
    [
      { nodes: { a: { host: { clamp } } } },
      ['topology.nodes.a.host.clamp: a does not forward packets, so no SYN passes for a clamp to change'],
    ],
    [
      { steps: [{ do: { change: { a: { clamp } } } }] },
      ['steps.0.do.change.a.clamp: a does not forward packets, so no SYN passes for a clamp to change'],
    ],
    [
      { links: [{ between: ['a', 'r'], mtu: 1500 }], steps: [{ do: { fetch } }] },
      ['steps.0.do.fetch.to: no path from a to b'],
    ],
    [{ nodes: { r: 'host' }, steps: [{ do: { fetch } }] }, ['steps.0.do.fetch.to: no path from a to b']],
    [{ nodes, links: lan, steps: [{ do: { fetch } }] }, []],
    [
      { nodes, links: lan, steps: [{ do: { fetch: { ...fetch, from: 's' } } }] },
      ['steps.0.do.fetch.from: s bridges frames and has no address'],
    ],
    [
      { nodes, links: lan, steps: [{ together: [{ do: { lookup: { at: 's', to: 'b' } } }] }] },
      ['steps.0.together.0.do.lookup.at: s bridges frames and has no address'],
    ],
  ] as const)
    t.same(brief(conflicts(parts)), expected, JSON.stringify(parts));
  t.match(conflicts({ nodes: { a: { host: { clamp } } } }), [
    { word: 'clamp', right: 'a is linked to r and does not forward' },
  ]);
  t.same(
    conflicts({ nodes: { a: { host: { clamp } } } }, () => false),
    [],
    'invalid parts are not checked',
  );
});

t.test('an action talks only to nodes that offer its service', async (t) => {
  const others = { names: { ...dictionary.services['http']!, listens: () => [] }, http: dictionary.services['http']! };
  const words = { ...dictionary, services: others, nodes: { ...dictionary.nodes, host: host(others) } };
  const problemsOf = (parts: Parameters<typeof scenario>[0], valid: IsValid = isValid): readonly string[] => {
    const value = scenario(parts);
    const steps = stepsOf(value.steps, { families: ['ipv6'], isValid: valid, dictionary: words });
    return checkServices(steps, topologyOf(value, words, isValid), words, valid).map(
      ({ at, what, right }) => `${at.join('.')}: ${what}; ${right}`,
    );
  };
  const ping = { do: { ping: { ...fetch, to: 'r' } } };
  const back = { do: { fetch: { ...fetch, from: 'b', to: 'a' } } };
  t.strictSame(problemsOf({ steps: [{ do: { fetch } }, ping] }), []);
  t.strictSame(problemsOf({ steps: [{ together: [back, { do: { fetch } }] }] }), [
    'steps.0.together.0.do.fetch.to: a serves no http; add `serve: http` to it; nodes that serve http: b',
  ]);
  t.strictSame(problemsOf({ nodes: { a: { host: { serve: { names: {} } } }, b: 'host' }, steps: [back] }), [
    'steps.0.do.fetch.to: a serves no http; add http to its services, as in `serve: [names, http]`',
  ]);
  t.strictSame(problemsOf({ nodes: { a: 'edge', b: 'host' }, steps: [back] }), [
    'steps.0.do.fetch.to: a serves no http; an edge offers no services: use a host with `serve: http`',
  ]);
  const shared = (nodes: object, at: readonly string[] = ['b', 'c']) =>
    problemsOf({ nodes, addresses: { vip: { at } }, steps: [{ do: { fetch: { ...fetch, to: 'vip' } } }] });
  const http = { host: { serve: 'http' } };
  t.strictSame(shared({ c: http }), []);
  t.strictSame(shared({ c: 'host' }), [
    'steps.0.do.fetch.to: not every holder of vip serves http; c: add `serve: http` to it',
  ]);
  t.strictSame(shared({ c: 'host' }, ['c', 'r']), [
    'steps.0.do.fetch.to: no holder of vip serves http; c: add `serve: http` to it; r: a router offers no services: use a host with `serve: http`',
  ]);
  const published = (port: number) =>
    problemsOf({
      nodes: { r: { router: { nat: { towards: 'a', publish: [{ port: 8080, to: 'b', 'to-port': port }] } } } },
      steps: [{ do: { fetch: { ...fetch, to: 'r' } } }],
    });
  t.strictSame(published(80), []);
  t.match(published(81), ['steps.0.do.fetch.to: r serves no http; a router offers no services']);
  const withPort = (port: number) => ({ ...others['http'], listens: () => [{ protocol: 'tcp' as const, port }] });
  const twoPorts = { ...dictionary.nodes, host: host({ http: withPort(80) }), edge: host({ http: withPort(81) }) };
  const value = scenario({
    ...{ nodes: { c: { edge: { serve: 'http' } } }, addresses: { vip: { at: ['b', 'c'] } } },
    steps: [{ do: { fetch: { ...fetch, to: 'vip' } } }],
  });
  const ports = { ...words, nodes: twoPorts };
  const steps = stepsOf(value.steps, { families: ['ipv6'], isValid, dictionary: ports });
  t.strictSame(brief(checkServices(steps, topologyOf(value, ports, isValid), ports, isValid)), [
    'steps.0.do.fetch.to: vip has http on different ports: b on port 80, c on port 81',
  ]);
  const withoutA = (at: readonly unknown[]): boolean => !at.includes('a');
  t.strictSame(
    problemsOf({ nodes: { a: { host: { serve: 80 } } }, steps: [back] }, withoutA),
    [],
    'nothing is known of a',
  );
  t.strictSame(problemsOf({ nodes: { z: 'host' }, steps: [{ do: { fetch: { ...fetch, to: 'gone' } } }] }), []);
});

const publishing = (port: number, to: object = {}) => ({
  nat: { towards: 'a', publish: [{ port, to: 'b', 'to-port': 80, ...to }] },
});

t.test('actions are listed in their order, also those that run together', async (t) => {
  const value = scenario({
    steps: [{ do: { flush: { at: 'a' } } }, { together: [{ do: { ping: {} } }, { do: { lookup: {} } }] }],
  });
  const steps = stepsOf(value.steps, { families: ['ipv6'], isValid, dictionary });
  t.strictSame(
    actionsOf(steps).map(({ word }) => word),
    ['flush', 'ping', 'lookup'],
  );
});

t.test('what a node publishes follows the changes of its traits, from the step after them on', async (t) => {
  const published = (steps: readonly unknown[], valid: IsValid = isValid) => {
    const value = scenario({ nodes: { r: { router: publishing(8080) } }, steps });
    const read = stepsOf(value.steps, { families: ['ipv6'], isValid, dictionary });
    const stages = publishedOverSteps(topologyOf(value, dictionary, isValid).nodes, read, {
      dictionary,
      isValid: valid,
    });
    return stages.get('r')!.map(({ from, ports }) => [from, ports?.map(({ port }) => port)]);
  };
  const change = (now: object) => ({ do: { change: { r: now } } });
  const ping = { do: { ping: { from: 'a', to: 'b', bytes: 8 } } };
  t.strictSame(published([ping]), [[0, [8080]]]);
  t.strictSame(published([ping, change({ nat: 'none' }), ping, change(publishing(81))]), [
    [0, [8080]],
    [2, []],
    [4, [81]],
  ]);
  t.strictSame(
    published([{ together: [change({ nat: { towards: 'a' } }), ping] }, change({ drop: ['acks'] })]),
    [
      [0, [8080]],
      [1, []],
      [2, []],
    ],
    'another trait leaves it alone',
  );
  t.strictSame(
    published([change(publishing(81)), change({ nat: 'none' })], (at) => at[1] !== 0),
    [
      [0, [8080]],
      [1, undefined],
      [2, undefined],
    ],
    'nobody knows what an invalid change was meant to do',
  );
});

t.test('an action finds a published port after the change that gives it, and until another one takes it', async (t) => {
  const problemsOf = (steps: readonly unknown[], valid: IsValid = isValid, before: object = {}) => {
    const value = scenario({ nodes: { r: { router: before } }, steps });
    const read = stepsOf(value.steps, { families: ['ipv6'], isValid: valid, dictionary });
    return brief(checkServices(read, topologyOf(value, dictionary, isValid), dictionary, valid));
  };
  const fetch = (more: object = {}) => ({ do: { fetch: { from: 'a', to: 'r', bytes: 1, ...more } } });
  const change = (now: object) => ({ do: { change: { r: now } } });
  const [give, take] = [change(publishing(8080)), change({ nat: 'none' })];
  t.strictSame(problemsOf([give, fetch()]), []);
  t.strictSame(problemsOf([fetch(), give, fetch()]), ['steps.0.do.fetch.to: r publishes no http yet']);
  t.strictSame(problemsOf([give, fetch(), take, fetch()]), ['steps.3.do.fetch.to: r publishes no http any more']);
  t.strictSame(problemsOf([take, fetch()], isValid, publishing(8080)), [
    'steps.1.do.fetch.to: r publishes no http any more',
  ]);
  t.strictSame(problemsOf([give, change({ drop: ['acks'] }), fetch()]), [], 'the others stay');
  t.strictSame(problemsOf([give, change(publishing(81, { 'to-port': 81 })), fetch()]), [
    'steps.2.do.fetch.to: r publishes no http any more',
  ]);
  t.strictSame(
    problemsOf([{ together: [give, fetch()] }, { together: [take, fetch()] }]),
    ['steps.0.together.1.do.fetch.to: r publishes no http yet'],
    'a step finds what was there when it began',
  );
  const kept = fetch({ as: 'kept' });
  t.strictSame(problemsOf([give, kept, take, fetch({ over: 'kept' })]), [], 'a connection outlives its port');
  t.strictSame(problemsOf([fetch({ over: 'kept' }), give]), ['steps.0.do.fetch.to: r publishes no http yet']);
  t.strictSame(
    problemsOf([give, fetch()], (at) => at[1] !== 0),
    [],
    'an invalid change may have been meant to publish it',
  );
});

t.test('a family that the scenario or an end lacks is found where it is written', async (t) => {
  const problems = (nodes: object, links: readonly unknown[], families = bothFamilies) => {
    const value = scenario({ nodes, links });
    return brief(checkFamilies(value, topologyIn(value), families, { isValid, kinds: dictionary }));
  };
  const old = { a: { host: { families: ['ipv4'] } } };
  const link = (more: object = {}) => ({ between: ['a', 'r'], mtu: 1500, ...more });
  t.same(problems(old, [link(), link({ name: 'second', families: ['ipv4'] })]), []);
  t.same(problems(old, [link()], ['ipv6']), [
    'topology.nodes.a.host.families.0: ipv4 is not one of the families of this scenario',
    'topology.links.0.between: a and r share no family, so their link carries nothing',
  ]);
  t.same(problems(old, [link({ families: ['ipv6'] })]), [
    'topology.links.0.families.0: a has no IPv6 for this link to carry',
  ]);
  t.same(problems({ ...old, r: 'switch' }, [link()]), []);
  t.same(problems({ a: 'switch', r: 'switch' }, [link({ families: ['ipv6'] })]), [
    'topology.links.0.families: families on a link between two switches, which forward all frames',
  ]);
  t.same(problems(old, [link(), link({ name: 'x', tunnel: { vxlan: { over: 'ipv6' } } })]), [
    'topology.links.1.tunnel.vxlan.over: a has no IPv6 for the packets that carry those of this tunnel',
  ]);
});

t.test('a step runs in the families of all that it names, and a kept flow in those of its step', async (t) => {
  const runs = (nodes: object, steps: readonly unknown[], links?: readonly unknown[]) => {
    const value = scenario({ nodes, steps, ...(links && { links }) });
    const read = stepsOf(value.steps, { families: bothFamilies, isValid, dictionary });
    const references = nameReferences(schema, value);
    const run = stepFamilies(read, topologyIn(value), { families: bothFamilies, references, dictionary, isValid });
    return [...run.steps.map(({ families }) => families?.join() ?? 'all'), ...brief(run.problems)];
  };
  const old = { a: { host: { families: ['ipv4'] } } };
  const ping = (from: string, to: string) => ({ do: { ping: { from, to, bytes: 100 } } });
  t.same(runs({}, [ping('a', 'b')]), ['all']);
  t.same(runs(old, [ping('a', 'b'), ping('r', 'b'), { do: { lookup: { at: 'r', to: 'a' } } }]), [
    'ipv4',
    'all',
    'ipv4',
  ]);
  t.same(runs(old, [{ do: { change: { a: { drop: 'none' } } } }, { do: { flush: { at: 'a' } } }]), ['all', 'all']);
  const keep = { do: { fetch: { ...fetch, as: 'kept' } } };
  t.same(runs(old, [keep, { do: { follow: { flow: 'kept' } } }]), ['ipv4', 'ipv4']);
  const legs = [
    {
      between: ['a', 'r'],
      legs: [
        { via: 'r1', mtu: 1500 },
        { via: 'r2', mtu: 1500, families: ['ipv6'] },
      ],
    },
    { between: ['r', 'b'], mtu: 1500 },
  ];
  const onLeg = (leg: string) => ({ do: { fetch: { ...fetch, leg } } });
  t.same(runs({}, [onLeg('r1'), onLeg('r2')], legs), ['all', 'ipv6']);
  const narrow = [
    { between: ['a', 'r'], mtu: 1500 },
    { between: ['r', 'b'], mtu: 1500, families: ['ipv6'] },
  ];
  t.same(runs({}, [ping('a', 'b')], narrow), ['ipv6'], 'both have both families, and a path only one');
  t.same(runs(old, [ping('a', 'b')], narrow), ['all', 'steps.0.do.ping.to: no path from a to b over IPv4']);
  t.same(runs({ ...old, b: { host: { families: ['ipv6'] } } }, [ping('a', 'b')]), [
    'all',
    'steps.0.do.ping.to: there is no family for this step to run in: a has only IPv4, b has only IPv6',
  ]);
});
