import type { Choices } from './random-choices.ts';

/**
 * A network before its fault: client, four routers, a switch and a server in a line, and a host for monitoring beside it, so that neither
 * the switch nor that host gives a fault away.
 */
export interface NetworkDraft {
  /** The routers from the client to the server. */
  readonly routers: readonly [string, string, string, string];
  readonly access: string;
  /** The link between this router and the next one is narrow: 0 or 1. */
  readonly narrowAt: 0 | 1;
  /** MTU of the narrow link in bytes. */
  readonly narrowMtu: number;
  /** The router that makes Packet Too Big for what the server sends. */
  readonly maker: string;
  /** One of the routers between that and the server. */
  readonly beyond: string;
  /** One of the routers between the client and the narrow link. */
  readonly before: string;
}

/** Chooses names, the place of the narrow link and its MTU. */
export const draftNetwork = ({ pick, shuffled }: Choices): NetworkDraft => {
  const names = shuffled(['north', 'south', 'east', 'west', 'core', 'hub', 'transit', 'border', 'gate', 'metro']);
  const routers = [names[0]!, names[1]!, names[2]!, names[3]!] as const; // ten names
  const narrowAt = pick([0, 1] as const);
  return {
    ...{ routers, access: 'access', narrowAt, narrowMtu: pick([1500, 1492, 1480, 1400]) },
    ...{ maker: routers[narrowAt + 1]!, beyond: pick(routers.slice(narrowAt + 2)) },
    before: pick(routers.slice(0, narrowAt + 1)),
  };
};

/** Traits by node, MTUs by link, and what else a fault changes in the line of nodes. */
export interface Changes {
  readonly traits?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** MTU of all links but the narrow one; 9000 by default. */
  readonly wide?: number;
  /** MTU of the narrow link; that of the draft by default. */
  readonly narrow?: number;
  /** The link that is narrow; that of the draft by default. */
  readonly narrowAt?: 0 | 1;
  /** MTUs of the two ends of a link beside the switch. */
  readonly atSwitch?: { readonly router?: object; readonly server?: object };
  /** The router that has the monitoring host; the last one by default. */
  readonly monitoredBy?: string;
  /** Links besides the line, tunnels too. */
  readonly links?: readonly object[];
  /** Addresses that the server and the monitoring host hold, by name. */
  readonly addresses?: Readonly<Record<string, object>>;
}

/** The topology of a scenario as plain data. */
export const topologyOf = ({ routers, access, narrowMtu, ...draft }: NetworkDraft, changes: Changes): object => {
  const {
    traits = {},
    wide = 9000,
    narrow = narrowMtu,
    atSwitch = {},
    monitoredBy = routers[3],
    links = [],
    addresses,
    narrowAt = draft.narrowAt,
  } = changes;
  const own = (name: string) => traits[name] ?? {};
  const mtuOf = (index: number): number => (index === narrowAt ? narrow : wide);
  return {
    nodes: {
      client: { host: own('client') },
      ...Object.fromEntries(routers.map((name) => [name, { router: own(name) }])),
      [access]: 'switch',
      server: { host: { serve: 'http', ...own('server') } },
      monitor: addresses ? { host: { serve: 'http' } } : 'host',
    },
    ...(addresses && { addresses }),
    links: [
      { between: ['client', routers[0]], mtu: wide },
      ...routers.slice(1).map((name, index) => ({ between: [routers[index], name], mtu: mtuOf(index) })),
      { between: [routers[3], access], mtu: atSwitch.router ?? wide },
      { between: [access, 'server'], mtu: atSwitch.server ?? wide },
      { between: [monitoredBy, 'monitor'], mtu: 1500 },
      ...links,
    ],
  };
};
