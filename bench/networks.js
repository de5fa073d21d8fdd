/** The canonical lab: two hosts, two routers, two equal legs between them, one clamp; both families. */
export const canonical = `
title: the canonical lab
topology:
  nodes:
    client: host
    r1: { router: { clamp: { mss: 1440 } } }
    r2: router
    server: { host: { serve: http } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, r2], first-hop: 1500, legs: [{ via: la, mtu: 1500 }, { via: lb, mtu: 1500 }] }
    - { between: [r2, server], mtu: 9000 }
steps: [{ do: { flush: { at: all } } }]
`;

/** The canonical lab with jumbo ends and narrow legs. */
const narrow = (title, drop, outcome) => `
title: ${title}
topology:
  nodes:
    client: host
    r1: { router: { clamp: { mss: 8000 } } }
    r2: { router: { drop: [${drop}] } }
    server: { host: { serve: http } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, r2], first-hop: 9000, legs: [{ via: la, mtu: 1500 }, { via: lb, mtu: 1500 }] }
    - { between: [r2, server], mtu: 9000 }
steps:
  - name: a large response
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect: { outcome: ${outcome} }
`;

/** Packet Too Big is dropped on its way to the sender. */
export const stalls = narrow('it stalls', 'packet-too-big', 'stalled');

/** Packet Too Big arrives, and the sender continues with smaller segments. */
export const healthy = narrow('it completes', '', 'completed');

/** Routers in a ring; the steps are those of `steps`, or one that does next to nothing. */
export const ring = (count, steps = '[{ do: { flush: { at: all } } }]') => {
  const name = (index) => `n${(index % count) + 1}`;
  const all = Array.from({ length: count }, (_, index) => index);
  return `
title: a ring of ${count} nodes
topology:
  nodes: { ${all.map((index) => `${name(index)}: router`).join(', ')} }
  links:
${all.map((index) => `    - { between: [${name(index)}, ${name(index + 1)}], mtu: 9000 }`).join('\n')}
steps: ${steps}
`;
};
