/** A route as `ip -j` prints it; only what is read here. */
export interface IpRoute {
  readonly dst: string;
  readonly dev?: string;
  /** Seconds; it stands only on what was learned, never on a route that somebody set. */
  readonly expires?: number;
  readonly metrics?: readonly { readonly mtu?: number }[];
  /** All next hops of a multipath route, told by `fibmatch` alone. */
  readonly nexthops?: readonly { readonly dev?: string }[];
}

/** Routes out of `ip -j route …`, for lookups and for what a node has learned; nothing printed means none. */
export const parseRoutes = (stdout: string): readonly IpRoute[] =>
  stdout.trim() === '' ? [] : (JSON.parse(stdout) as readonly IpRoute[]);

/** The path MTU of an exception; null for a route that was set, even where somebody gave it an mtu. */
export const learnedMtu = ({ expires, metrics }: IpRoute): number | null =>
  expires === undefined ? null : (metrics?.find(({ mtu }) => mtu !== undefined)?.mtu ?? null);

/** The devices that a route may leave by. */
export const devicesOf = ({ dev, nexthops }: IpRoute): readonly string[] =>
  (nexthops?.map((hop) => hop.dev) ?? [dev]).filter((device) => device !== undefined);
