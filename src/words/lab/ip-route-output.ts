/** A route as `ip -j` prints it; only the fields used here. */
export interface IpRoute {
  readonly dst: string;
  readonly dev?: string;
  /** Seconds; only a learned exception has it, never a configured route. */
  readonly expires?: number;
  readonly metrics?: readonly { readonly mtu?: number }[];
  /** All next hops of a multipath route; only `fibmatch` prints them. */
  readonly nexthops?: readonly { readonly dev?: string }[];
}

/** Parses the output of `ip -j route …`, for lookups and cached exceptions; empty output means no routes. */
export const parseRoutes = (stdout: string): readonly IpRoute[] =>
  stdout.trim() === '' ? [] : (JSON.parse(stdout) as readonly IpRoute[]);

/** Returns the path MTU of an exception; null for a configured route, even for one with an mtu. */
export const learnedMtu = ({ expires, metrics }: IpRoute): number | null =>
  expires === undefined ? null : (metrics?.find(({ mtu }) => mtu !== undefined)?.mtu ?? null);

/** Returns the output devices of a route, one per next hop. */
export const devicesOf = ({ dev, nexthops }: IpRoute): readonly string[] =>
  (nexthops?.map((hop) => hop.dev) ?? [dev]).filter((device) => device !== undefined);
