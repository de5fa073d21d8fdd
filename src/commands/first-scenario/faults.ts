/** Why the sender does not learn that the path is narrow. */
export interface Fault {
  /** A phrase for the question. */
  readonly about: string;
  readonly title: string;
  /** The transit and the firewall of the network, as words of the scenario language. */
  readonly transit: string;
  readonly firewall: string;
  /** The cause that the stall is expected to have; undefined: nothing stalls. */
  readonly cause?: string;
  /** The cures that help. */
  readonly cures: readonly (keyof typeof cures)[];
}

/** What ends the stall of new connections. */
export interface Cure {
  readonly about: string;
  /** The name of the step that makes the change, and the change itself. */
  readonly name: string;
  readonly change: string;
  /** How long a new connection may take; by default what any transfer may. */
  readonly within?: string;
}

export const cures = {
  clamp: {
    about: 'the edge clamps the MSS to what its narrow link carries',
    name: 'the edge clamps the MSS',
    change: '{ edge: { clamp: { mss: to-pmtu, towards: transit } } }',
  },
  filter: {
    about: 'the firewall forwards Packet Too Big',
    name: 'the firewall forwards Packet Too Big',
    change: '{ firewall: { drop: none } }',
  },
  stateful: {
    about: 'the firewall forwards ICMP errors about its connections',
    name: 'the firewall forwards ICMP errors about its connections',
    change: '{ firewall: { stateful: { correlates-errors: true } } }',
  },
  probing: {
    about: 'the server probes for a smaller MTU after timeouts (tcp_mtu_probing)',
    name: 'the server probes after a black hole',
    change: '{ server: { sysctl: { net.ipv4.tcp_mtu_probing: 1 } } }',
    within: '15s',
  },
  none: { about: 'none, the scenario ends with the fault', name: '', change: '' },
} as const satisfies Readonly<Record<string, Cure>>;

export const faults = {
  dropped: {
    about: 'a firewall drops Packet Too Big',
    title: 'Packet Too Big is dropped on its way back to the sender',
    transit: 'router',
    firewall: '{ firewall: { drop: [packet-too-big] } }',
    cause: '{ packet-too-big-lost: { at: firewall } }',
    cures: ['clamp', 'filter', 'probing', 'none'],
  },
  stateful: {
    about: 'a stateful firewall knows the connection, and not the ICMP errors about it',
    title: 'A stateful firewall drops the Packet Too Big about a connection that it forwards',
    transit: 'router',
    firewall: '{ firewall: { stateful: { correlates-errors: false } } }',
    cause: '{ packet-too-big-lost: { at: firewall } }',
    cures: ['clamp', 'stateful', 'probing', 'none'],
  },
  silent: {
    about: 'the router drops what is too large and sends no message',
    title: 'A router drops what is too large and sends no Packet Too Big',
    transit: '{ router: { packet-too-big: { send: false } } }',
    firewall: 'firewall',
    cause: '{ packet-too-big-not-sent: { at: transit } }',
    cures: ['clamp', 'probing', 'none'],
  },
  none: {
    about: 'none: the sender learns the path MTU, as it should',
    title: 'A narrow path is no problem while Packet Too Big arrives',
    transit: 'router',
    firewall: 'firewall',
    cures: ['none'],
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export type CureName = keyof typeof cures;
