import type { Family } from '../../evidence/family.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Typed } from '../language/shape.ts';
import type { Action, ActionContext } from '../language/word.ts';
import { familyFlag, ipCommand } from '../lab/shell-text.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../lab/ip-route-output.ts';
import { fields, named } from '../language/shape.ts';

const shape = fields('a question for learned path MTUs', {
  on: named('node', 'the node that may have learned'),
  to: named('node', 'the node that the path leads to'),
});

type Settings = Typed<typeof shape>;
type Mtus = Readonly<Record<string, number | null>>;

/**
 * Each family has one complete view: with next-hop groups the IPv6 kernel ignores `oif`, but its cache lists all legs; the IPv4 cache
 * lists only legs that were looked up, but `oif` is honoured.
 */
export const exceptions: Action<Settings> = {
  about: 'Reads which path MTU a node has learned towards another one, for each leg of the way.',
  shape,
  example: { on: 'source', to: 'target' },
  learns: ['pmtu'],
  perform: async (lab, settings, moment) => {
    const devices = await devicesTowards(lab, settings, moment);
    const mtus = await views[moment.family].read(lab, settings, devices, moment.signal);
    return { pmtu: byLeg(lab.nodes.get(settings.on)!, devices, mtus) };
  },
  byHand: ({ on, to }, nodes, family) => views[family].byHand(nodes.get(on)!, nodes.get(to)!),
  nodes: ({ on }) => [on],
};

interface View {
  read(lab: Lab, settings: Settings, devices: readonly string[], signal: AbortSignal): Promise<Mtus>;
  byHand(on: NodeView, to: NodeView): readonly string[];
}

const cache = ['-6', 'route', 'show', 'cache'] as const;

const views: Readonly<Record<Family, View>> = {
  ipv6: {
    read: async (lab, { on, to }, devices, signal) =>
      cachedMtus(await ip(lab, on, cache, signal), lab.nodes.get(to)!.address.ipv6, devices),
    byHand: ({ name }) => [ipCommand(name, cache)],
  },
  ipv4: {
    read: async (lab, { on, to }, devices, signal) => {
      const asked = devices.map(async (device) => {
        const stdout = await ip(
          lab,
          on,
          ['-4', 'route', 'get', lab.nodes.get(to)!.address.ipv4, 'oif', device],
          signal,
        );
        return [device, parseRoutes(stdout).map(learnedMtu)[0] ?? null] as const;
      });
      return Object.fromEntries(await Promise.all(asked));
    },
    byHand: ({ name, interfaces }, to) =>
      interfaces.map((each) => ipCommand(name, ['-4', 'route', 'get', to.address.ipv4, 'oif', each.name])),
  },
};

/** What `ip -6 -j route show cache` lists for one destination, for each device; null where it lists nothing. */
export const cachedMtus = (stdout: string, destination: string, devices: readonly string[]): Mtus => {
  const learned = parseRoutes(stdout).filter(({ dst }) => dst === destination);
  const mtuOf = (device: string): number | null =>
    learned.filter(({ dev }) => dev === device).map(learnedMtu)[0] ?? null;
  return Object.fromEntries(devices.map((device) => [device, mtuOf(device)]));
};

/** The devices of the route itself, since only `fibmatch` tells all of them; none where no route leads there. */
const devicesTowards = async (
  lab: Lab,
  { on, to }: Settings,
  { family, signal }: ActionContext,
): Promise<readonly string[]> => {
  const address = lab.nodes.get(to)!.address[family];
  const asked = [familyFlag(family), 'route', 'get', 'fibmatch', address];
  return parseRoutes(await ip(lab, on, asked, signal)).flatMap(devicesOf);
};

const ip = async (lab: Lab, node: string, args: readonly string[], signal: AbortSignal): Promise<string> => {
  const { stdout, stderr, code } = await lab.ip(node, ['-j', ...args], signal);
  if (code !== 0) throw new Error(`${ipCommand(node, args)} said: ${stderr.trim()}`);
  return stdout;
};

const byLeg = ({ interfaces }: NodeView, devices: readonly string[], mtus: Mtus): Mtus => {
  const nameOf = (device: string): string => interfaces.find(({ name }) => name === device)?.peer ?? device;
  return Object.fromEntries(
    devices.map((device) => [devices.length === 1 ? 'path' : nameOf(device), mtus[device] ?? null]),
  );
};
