/** A route as `ip -j` prints it; only the fields used here. */
export interface IpRoute {
  readonly dst: string;
  readonly dev?: string;
  readonly gateway?: string;
  /** The address that the kernel gives a socket without one. */
  readonly prefsrc?: string;
  /** `local` for an address of this node; absent for most others. */
  readonly type?: string;
  /** The next-hop object that the route names; absent where it lists its next hops itself. */
  readonly nhid?: number;
  /** Seconds; only a learned exception has it, never a configured route. */
  readonly expires?: number;
  readonly metrics?: readonly { readonly mtu?: number; readonly advmss?: number }[];
  /** All next hops of a multipath route; only `fibmatch` prints them. */
  readonly nexthops?: readonly { readonly dev?: string; readonly gateway?: string }[];
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
