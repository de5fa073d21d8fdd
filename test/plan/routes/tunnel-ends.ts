import t from 'tap';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { routeCommands } from '../../../src/plan/routes/route-commands.ts';
import { tunnelEndRoutes } from '../../../src/plan/routes/tunnel-end-routes.ts';
import { shellText } from '../../../src/words/lab/shell-text.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import { readLab } from '../fixtures/labs.ts';

const vxlan = dictionary.links['vxlan']!;
const routedVxlan = {
  ...dictionary,
  links: { ...dictionary.links, vxlan: { ...vxlan, sourceFromRoute: true as const } },
};

/** A host and a router, with two equal ways between them and a tunnel around both. */
const twoWays = `
title: a tunnel over two ways
topology:
  nodes: { a: host, b: router, left: router, right: router }
  links:
    - { between: [a, left], mtu: 1500 }
    - { between: [a, right], mtu: 1500 }
    - { between: [left, b], mtu: 1500 }
    - { between: [right, b], mtu: 1500 }
    - { between: [a, b], name: overlay, tunnel: { vxlan: { over: ipv6 } } }
    - { between: [b, a], name: second, tunnel: { vxlan: { over: ipv6, id: 2 } } }
steps:
  - do: { ping: { from: a, to: b, bytes: 100 } }
    expect: { outcome: answered }
`;

const planOf = (words: typeof dictionary) => makePlan(readLab(twoWays), words).plan!;
const added = (words: typeof dictionary) => planOf(words).routes.filter(({ fromOwnAddress }) => fromOwnAddress);

t.test(
  'a router at the end of a tunnel sends to the other end from its own address, over the same next hops',
  async (t) => {
    t.strictSame(added(dictionary), [], 'devices of this kind have a source of their own');
    const { nodes, routes } = planOf(routedVxlan);
    const [a, b] = ['a', 'b'].map((wanted) => nodes.find(({ name }) => name === wanted)!);
    const [route, ...more] = added(routedVxlan);
    t.strictSame(more, [], 'none at a host, and one for both tunnels');
    t.match(route, { in: 'b', family: 'ipv6', to: `${a!.address.ipv6}/128` });
    t.strictSame(
      route!.via.map(({ interface: name }) => name),
      ['to-left', 'to-right'],
    );
    const commands = routeCommands(
      b!,
      routes.filter((each) => each.in === 'b'),
    ).map((command) => shellText(command));
    t.match(
      commands.find((text) => text.includes(' metric ')),
      new RegExp(`route add ${a!.address.ipv6}/128 nhid \\d+ src ${b!.address.ipv6} metric 2048$`),
    );
  },
);

t.test('an end that no route leads to gets none', async (t) => {
  const { nodes } = planOf(dictionary);
  t.strictSame(tunnelEndRoutes([{ between: ['a', 'b'], over: 'ipv6' }], nodes, []), []);
});
