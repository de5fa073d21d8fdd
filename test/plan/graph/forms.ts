import t from 'tap';
import { dot } from '../../../src/plan/graph/dot.ts';
import { mermaid } from '../../../src/plan/graph/mermaid.ts';
import { topologyOf } from '../../../src/plan/graph/graph-topology.ts';
import { chain, planText, threeLegs, threeNodes, twoLegs } from '../fixtures/labs.ts';

const tunnel = `
title: A tunnel, a named link, and a link of one family
topology:
  nodes: { a: host, r1: router, r2: router, b: host }
  links:
    - { between: [a, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r1, r2], name: second, mtu: 1400, families: [ipv4] }
    - { between: [r1, r2], name: overlay, tunnel: { vxlan: { over: ipv4 } } }
    - { between: [r2, b], mtu: 9000 }
steps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]`;

t.test('a topology has the nodes with what they do, and both MTUs of each link', async (t) => {
  const { nodes, links } = topologyOf(planText(threeNodes));
  t.strictSame(nodes, [
    { name: 'client', kind: 'host', labels: [] },
    { name: 'router', kind: 'router', labels: ['drops packet-too-big'] },
    { name: 'server', kind: 'host', labels: ['serves http'] },
  ]);
  t.strictSame(links[1]!.ends, [
    { node: 'router', place: 'router:to-server', mtu: 1500 },
    { node: 'server', place: 'server:to-router', mtu: 9000 },
  ]);
  const parallel = topologyOf(planText(tunnel)).links;
  t.strictSame(
    parallel.map(({ only }) => only),
    [undefined, undefined, 'IPv4', undefined, undefined],
  );
  t.strictSame(
    parallel.map(({ tunnel }) => tunnel),
    [undefined, undefined, undefined, 'vxlan over IPv4', undefined],
  );
  t.equal(parallel[2]!.ends[0].place, 'r1:second');
  t.strictSame(
    topologyOf(planText(twoLegs))
      .nodes.filter(({ leg }) => leg)
      .map(({ name }) => name),
    ['la', 'lb'],
  );
});

t.test('DOT and Mermaid of chains, legs and tunnels', async (t) => {
  for (const [name, text] of Object.entries({ chain, threeLegs, tunnel })) {
    t.matchSnapshot(dot(topologyOf(planText(text))), `${name} as DOT`);
    t.matchSnapshot(mermaid(topologyOf(planText(text))), `${name} as Mermaid`);
  }
});

t.test('a text stays a text, whatever it has', async (t) => {
  const node = { name: 'a"b\\', kind: 'host', labels: ['<b> #1; \\N "x"\nsecond line'] };
  const topology = { nodes: [node], links: [] };
  t.match(dot(topology), String.raw`  "a\"b\\" [label="a\"b\\\nhost\n<b> #1; \\N \"x\" second\nline"]`);
  t.match(mermaid(topology), 'n0["a#quot;b\\<br>host<br>#lt;b#gt; #35;1; \\N #quot;x#quot; second<br>line"]');
});
