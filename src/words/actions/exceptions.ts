import type { Family } from '../../evidence/family.ts';
import { addressOf, destinationOf } from '../lab/destination.ts';
import type { Destination } from '../lab/destination.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action, ActionContext } from '../language/word.ts';
import { familyFlag, ipCommand } from '../lab/shell-text.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../lab/ip-route-output.ts';
import type { IpRoute } from '../lab/ip-route-output.ts';
import { fields, reference } from '../language/shape.ts';

const shape = fields('a query for learned path MTUs', {
  at: reference('node', 'the node whose routing exceptions are read'),
  to: reference('destination', 'the destination node'),
});

type Settings = ValueOf<typeof shape>;
type Mtus = Readonly<Record<string, number | null>>;

/**
 * Reads the one complete view: with next-hop groups the IPv6 kernel ignores `oif`, but its cache lists all legs; of a route that lists its
 * next hops itself the cache has those of the first one, but the kernel honours `oif`, as it always does for IPv4, whose cache lists only
 * legs that were looked up (measured on 6.1 to 6.18).
 */
export const exceptions: Action<Settings> = {
  about: 'Reads the path MTU that a node has learned towards another node, for each leg of the path.',
  shape,
  example: { at: 'source', to: 'target' },
  formerKeys: { on: 'at' },
  learns: ['pmtu'],
  perform: async (lab, settings, context) => {
    const route = await routeTowards(lab, settings, context);
    const devices = route ? devicesOf(route) : [];
    const mtus = await viewOf(context.family, route).read(lab, settings, devices, context.signal);
    return { pmtu: byLeg(lab.nodes.get(settings.at)!, devices, mtus) };
  },
  byHand: ({ at, to }, nodes, family) => viewOf(family).byHand(nodes.get(at)!, destinationOf(nodes, to)!),
  nodes: ({ at }) => [at],
};

interface View {
  read(lab: Lab, settings: Settings, devices: readonly string[], signal: AbortSignal): Promise<Mtus>;
  byHand(node: NodeView, to: Destination): readonly string[];
}

const cache = ['-6', 'route', 'show', 'cache'] as const;

const lookup = (family: Family, to: Destination, device: string) => [
  ...[familyFlag(family), 'route', 'get', to.address[family], 'oif', device],
];

/** Without a route, as for commands by hand in a lab, whose routes have next-hop groups. */
const viewOf = (family: Family, route?: IpRoute): View => {
  const listsItsHops = (route?.nexthops?.length ?? 0) > 1 && route?.nhid === undefined;
  return family === 'ipv4' || listsItsHops ? lookupView(family) : cacheView;
};

const cacheView: View = {
  read: async (lab, { at, to }, devices, signal) =>
    cachedMtus(await ip(lab, at, cache, signal), addressOf(lab.nodes, to, 'ipv6'), devices),
  byHand: ({ name }) => [ipCommand(name, cache)],
};

const lookupView = (family: Family): View => ({
  read: async (lab, { at, to }, devices, signal) => {
    const mtus = devices.map(async (device) => {
      const stdout = await ip(lab, at, lookup(family, destinationOf(lab.nodes, to)!, device), signal);
      return [device, parseRoutes(stdout).map(learnedMtu)[0] ?? null] as const;
    });
    return Object.fromEntries(await Promise.all(mtus));
  },
  byHand: (node, to) => node.interfaces.map(({ name: device }) => ipCommand(node.name, lookup(family, to, device))),
});

/** The path MTU in bytes of each device for one destination, out of `ip -6 -j route show cache`; null where none is cached. */
export const cachedMtus = (stdout: string, destination: string, devices: readonly string[]): Mtus => {
  const learned = parseRoutes(stdout).filter(({ dst }) => dst === destination);
  const mtuOf = (device: string): number | null =>
    learned.filter(({ dev }) => dev === device).map(learnedMtu)[0] ?? null;
  return Object.fromEntries(devices.map((device) => [device, mtuOf(device)]));
};

/** The route to the destination; only `fibmatch` lists all of its next hops. */
const routeTowards = async (
  lab: Lab,
  { at, to }: Settings,
  { family, signal }: ActionContext,
): Promise<IpRoute | undefined> => {
  const address = addressOf(lab.nodes, to, family);
  const args = [familyFlag(family), 'route', 'get', 'fibmatch', address];
  return parseRoutes(await ip(lab, at, args, signal))[0];
};

const ip = async (lab: Lab, node: string, args: readonly string[], signal: AbortSignal): Promise<string> => {
  const { stdout, stderr, code } = await lab.ip(node, ['-j', ...args], signal);
  if (code !== 0) throw new Error(`${ipCommand(node, args)} failed: ${stderr.trim()}`);
  return stdout;
};

const byLeg = ({ interfaces }: NodeView, devices: readonly string[], mtus: Mtus): Mtus => {
  const legOf = (device: string): string => interfaces.find(({ name }) => name === device)?.peer ?? device;
  return Object.fromEntries(
    devices.map((device) => [devices.length === 1 ? 'path' : legOf(device), mtus[device] ?? null]),
  );
};
