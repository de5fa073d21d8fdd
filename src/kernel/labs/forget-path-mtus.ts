import { netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';
import { readRouteExceptions } from '../counters/route-exceptions.ts';
import { readIpv6ExceptionCount } from '../counters/snmp-counters.ts';

/**
 * Flushes the learned path MTUs of namespaces. There are no TCP metrics to flush, since tcp_no_metrics_save is pinned (and only
 * root of the host may flush them).
 */
export const forgetPathMtus = async (namespaces: readonly string[], signal: AbortSignal): Promise<void> => {
  await Promise.all(
    namespaces.map(async (namespace) => {
      await replaceCoveredRoutes(namespace, signal);
      const flush = (family: '-4' | '-6') =>
        runInNamespace({ namespace, argv: ['ip', family, 'route', 'flush', 'cache'] }, signal);
      await Promise.all([flush('-6'), flush('-4')]);
    }),
  );
};

/**
 * Replaces each IPv6 route that is not the most specific one for a learned path MTU by itself, which drops the path MTUs that it
 * holds. The kernel deletes a cached route only below the most specific route for its address (fib6_locate), so what a route
 * learned before a host route covered it stays, is in use again when the host route is gone, and `ip -6 route flush cache`
 * repeats itself for 30 seconds and fails (measured on 6.18).
 */
const replaceCoveredRoutes = async (namespace: string, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted();
  if (readIpv6ExceptionCount(namespace) === 0) return;
  const exceptions = netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) =>
    readRouteExceptions(exchange, 'ipv6'),
  );
  const ipBatch = (lines: readonly string[]): Promise<string> =>
    runInNamespace({ namespace, argv: ['ip', '-6', '-batch', '-'], input: `${lines.join('\n')}\n` }, signal);
  const replacements = new Set<string>();
  for (const destination of new Set(exceptions.map((exception) => exception.destination))) {
    const routes = await ipBatch([`route show match ${destination}`]);
    for (const route of coveredRoutes(routes)) replacements.add(`route replace ${route}`);
  }
  if (replacements.size > 0) await ipBatch([...replacements]);
};

/** The routes in the output of `ip -6 route show match ADDRESS` but the most specific ones, in the syntax of `ip route replace`. */
export const coveredRoutes = (output: string): readonly string[] => {
  const routes = output.split(/\n(?!\s)/).filter((route) => route.trim() !== '');
  const longest = Math.max(...routes.map(prefixLength));
  return routes.filter((route) => prefixLength(route) < longest && !route.includes(' encap ')).map(asArguments);
};

const prefixLength = (route: string): number => {
  const [destination] = route.trim().split(' ');
  return destination === 'default' ? 0 : Number(destination!.split('/')[1] ?? 128);
};

/** A route that names a next-hop object is printed with the next hops of that object, which the command refuses beside it. */
const asArguments = (route: string): string => {
  const [line, ...nextHops] = route.split('\n').map((each) => each.trim());
  return line!.includes(' nhid ') ? line! : [line, ...nextHops].join(' ').trim();
};
