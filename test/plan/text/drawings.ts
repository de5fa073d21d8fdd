import t from 'tap';
import { hangTexts } from '../../../src/plan/text/callouts.ts';
import { drawLine } from '../../../src/plan/text/draw-line.ts';
import { drawLink, mtuText } from '../../../src/plan/text/draw-link.ts';
import { drawPlan } from '../../../src/plan/text/draw-plan.ts';
import { drawRing } from '../../../src/plan/text/draw-ring.ts';
import { drawTopology } from '../../../src/plan/text/draw-topology.ts';
import { branchesOf, trunkOf } from '../../../src/plan/text/trunk.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import {
  chain,
  fourLegs,
  graphScenario,
  oneSwitch,
  planText,
  ring,
  threeLegs,
  triangle,
  twoLegs,
  twoSwitches,
} from '../fixtures/labs.ts';

const drawings: Readonly<Record<string, readonly [string, string]>> = {
  'a chain is one line, with both MTUs of a link whose ends differ and the labels of its nodes below': [
    chain,
    `
client ──9000── edge ──1500── transit ──9000/1500── firewall ──9000── server
                │                                   │                 └ serves http
                │                                   └ drops packet-too-big
                └ clamps MSS to 1396 towards transit`,
  ],
  'two legs branch around the middle of the line': [
    twoLegs,
    `
                     ┌──9000── la ──9000──┐
client ──9000── r1 ──┤                    ├── r2 ──9000── server
                     └──1500── lb ──1500──┘               │
                                                          └ serves http`,
  ],
  'the second of three legs is on the line, and names are padded': [
    threeLegs,
    `
    ┌──600── x ──600───┐
a ──┼──600── y ──600───┼── b
    └──600── zz ──600──┘`,
  ],
  'four legs leave the line free, and a node on a leg has its labels beside it': [
    fourLegs,
    `
         ┌──9000── r1 ──9000─────────────────────────┐
         ├──9000── r2 [drops packet-too-big] ──1500──┤
source ──┤                                           ├── far ──9000── target
         ├──9000── longest-name-15 ──1500────────────┤
         └──9000── longest-name-14 ──1500────────────┘`,
  ],
  'a triangle is a ring': [
    triangle,
    `
  ┌── a ──1500── b ──┐
1400               1500
  └── c ─────────────┘`,
  ],
  'a switch with three links is a line with a branch': [
    oneSwitch,
    `
a ──9000── lan ──1500/9000── b
           │                 └ serves http
           ├──9000── c
           └ switch`,
  ],
  'a ring has links to its hosts and labels above and below it': [
    ring,
    `
      ┌──9000── a
      │           ┌ drops acks
  ┌── r1 ──1500── r2 ──1500── r3 ──┐
1500                             1500
  └── r6 ──1500── r5 ──1500── r4 ──┘
                  │           └──1400── x ──1400── b [serves http]
                  └ clamps MSS to the path MTU`,
  ],
  'a switch on a ring has its own label and those of what hangs off it': [
    twoSwitches,
    `
      ┌ switch
      ├──9000── s1 [switch] ──9000── a
  ┌── s2 ──9000── r1 ───┐
9000                  1500
  └── r2 ──1500── far ──┘
                  ├──1500── b
                  └ switch`,
  ],
  'the router of a leg that has another link is a node like all others': [
    twoLegs.replace('links:', 'links:\n    - { between: [client, la], mtu: 1500 }'),
    `
client ──1500── la
client ──9000── r1
r1 ──9000── la
la ──9000── r2
r1 ──1500── lb
lb ──1500── r2
r2 ──9000── server

server: serves http`,
  ],
};

for (const [title, [lab, drawing]] of Object.entries(drawings))
  t.test(`drawing: ${title}`, async (t) => t.equal(drawTopology(planText(lab)), drawing.replace(/^\n/, '')));

type Links = readonly (readonly [number, number])[];

const drawRouters = (count: number, links: Links, width?: number): string =>
  drawTopology(makePlan(graphScenario(Array(count).fill('router'), links), dictionary).plan!, width);

t.test('drawing: a line starts at the end that the scenario names first', async (t) => {
  const line = (...links: Links) => drawRouters(links.length + 1, links);
  t.equal(line([2, 1], [1, 0]), 'n0 ──1500── n1 ──1500── n2');
  t.equal(line([0, 1], [0, 2]), 'n1 ──1500── n0 ──1500── n2');
  t.equal(line(), 'n0');
  t.equal(line([0, 1], [0, 2], [0, 3]), 'n1 ──1500── n0 ──1500── n2\n            └──1500── n3');
});

t.test('drawing: two rings, a branch that divides and a network of two parts are lists', async (t) => {
  const cases: readonly (readonly [number, Links])[] = [
    [
      5,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
        [3, 4],
        [4, 2],
      ],
    ],
    [
      10,
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
        [5, 6],
        [3, 7],
        [7, 8],
        [7, 9],
      ],
    ],
    [
      5,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
      ],
    ],
  ];
  for (const [count, links] of cases)
    t.equal(drawRouters(count, links), links.map(([a, b]) => `n${a} ──1500── n${b}`).join('\n'));
});

t.test('drawing: what is wider than the terminal has its labels listed, or is a list itself', async (t) => {
  const plan = planText(chain);
  const labels = ['edge: clamps MSS to 1396 towards transit', 'firewall: drops packet-too-big', 'server: serves http'];
  t.equal(drawTopology(plan, 83).split('\n').length, 4);
  t.strictSame(drawTopology(plan, 82).split('\n').slice(1), ['', ...labels]);
  t.strictSame(drawTopology(plan, 70).split('\n'), [
    'client ──9000── edge',
    'edge ──1500── transit',
    'transit ──9000/1500── firewall',
    'firewall ──9000── server',
    ...['', ...labels],
  ]);
  t.strictSame(drawTopology(planText(twoLegs), 50).split('\n'), [
    'client ──9000── r1',
    'r2 ──9000── server',
    '',
    '     ┌──9000── la ──9000──┐',
    'r1 ──┤                    ├── r2',
    '     └──1500── lb ──1500──┘',
    ...['', 'server: serves http'],
  ]);
  t.match(drawTopology(planText(threeLegs), 10), /^ {4}┌──/);
});

t.test('a link shows the MTU of both ends where they differ, that of the first node first', async (t) => {
  const [, , transit, firewall, server] = planText(chain).nodes;
  t.equal(mtuText(transit!, firewall!), '9000/1500');
  t.equal(mtuText(firewall!, transit!), '1500/9000');
  t.equal(drawLink(firewall!, server!), '──9000──');
});

t.test('a line and a ring give the positions of their nodes', async (t) => {
  const { nodes, legs } = planText(twoLegs);
  const style = { nodes: new Map(nodes.map((node) => [node.name, node])), textOf: () => 'x' };
  const line = drawLine(['r1', 'r2'], legs, style);
  t.match(line.lines[0], /┌──9000── x ──9000──┐/);
  t.strictSame(
    [...line.nodes],
    [
      ['r1', { row: 1, column: 0 }],
      ['r2', { row: 1, column: line.lines[1]!.indexOf('r2') }],
    ],
  );
  const ofFive = drawRing(['a', 'b', 'c', 'd', 'e'], (from, to) => `${from}${to}`);
  t.strictSame(ofFive.lines, [
    ' ┌── a ──ab── b ──bc── c ──┐',
    'ae                        cd',
    ' └── e ──ed── d ───────────┘',
  ]);
  for (const [name, { row, column }] of ofFive.nodes) t.equal(ofFive.lines[row]![column], name);
});

t.test('texts hang below the nodes, those of the upper line above it', async (t) => {
  const position = (row: number, column: number) => ({ row, column });
  const texts: Readonly<Record<string, readonly string[]>> = { a: [' 1', ' 2'], b: [], c: [' 3'] };
  const hang = (nodes: Readonly<Record<string, ReturnType<typeof position>>>, lines: readonly string[]) =>
    hangTexts({ lines, nodes: new Map(Object.entries(nodes)) }, (node) => texts[node]!);
  t.strictSame(hang({ a: position(0, 0), b: position(0, 2), c: position(0, 4) }, ['a b c']), [
    'a b c',
    '│   └ 3',
    '├ 1',
    '└ 2',
  ]);
  t.strictSame(hang({ a: position(0, 0), b: position(1, 0), c: position(1, 2) }, ['a', 'b c']), [
    '┌ 2',
    '├ 1',
    'a',
    'b c',
    '  └ 3',
  ]);
});

t.test('the trunk of a network is its ring or its longest line; what leaves it are chains', async (t) => {
  const between = (...pairs: readonly string[]) =>
    pairs.map((pair) => ({ between: [pair[0]!, pair[1]!] as const, via: [] as readonly string[] }));
  t.strictSame(trunkOf([...'abcde'], between('ab', 'bc', 'bd', 'de')), { nodes: [...'abde'], isRing: false });
  const tailed = between('ab', 'bc', 'cd', 'db');
  t.strictSame(trunkOf([...'abcd'], tailed), { nodes: [...'bcd'], isRing: true });
  t.strictSame(
    [...branchesOf({ nodes: [...'bcd'], isRing: true }, tailed)!],
    [
      ['b', [['a']]],
      ['c', []],
      ['d', []],
    ],
  );
  t.equal(trunkOf([], []), undefined);
  t.equal(trunkOf([...'abcd'], between('ab', 'cd')), undefined, 'two parts');
  const [first, ...others] = tailed;
  t.equal(branchesOf({ nodes: [...'bcd'], isRing: true }, [{ ...first!, via: ['x'] }, ...others]), undefined, 'legs');
  t.equal(
    trunkOf([...'abcd'], [first!, { ...others[0]!, via: ['x'] }, ...others.slice(1)]),
    undefined,
    'legs on a ring',
  );
});

t.test('a network is drawn with its tunnels below it, which ride on its links', async (t) => {
  const { nodes, links, legs } = planText(chain);
  t.strictSame(drawPlan({ nodes, links, legs }), [
    `  ${drawTopology({ nodes, links, legs }).replaceAll('\n', '\n  ')}`,
  ]);
  const [first, ...rest] = links;
  const tunnel = { kind: 'vxlan', over: 'ipv4', overhead: 50 } as const;
  t.strictSame(drawPlan({ nodes, legs, links: [first!, { ...rest[0]!, tunnel }] }).slice(-2), [
    '',
    '  edge ══1500══ transit  vxlan over IPv4, which adds 50 bytes: packets of up to 1550 on the links below',
  ]);
  const padded = { ...tunnel, paddedTo: 4 };
  t.match(
    drawPlan({ nodes, legs, links: [first!, { ...rest[0]!, tunnel: padded }] }).at(-1),
    /which adds 50 to 53 bytes: packets of up to 1552 on the links below$/,
  );
});
