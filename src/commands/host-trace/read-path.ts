import { minimumIpv6Mtu, udpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { watchArrivedMessages } from '../../kernel/host/arrived-messages.ts';
import { shakeHands } from '../../kernel/host/handshake.ts';
import type { Handshake } from '../../kernel/host/handshake.ts';
import { here, hostLab, there } from '../../kernel/host/host-lab.ts';
import { portsByDevice } from '../../kernel/host/leg-ports.ts';
import { interfaceMtus, pathMtuSysctls } from '../../kernel/host/local-settings.ts';
import { runProgram } from '../../kernel/host/run-program.ts';
import { smallestPacket } from '../../kernel/flows/trace-path.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Facts } from '../../words/facts/facts.ts';
import type { Lab } from '../../words/lab/lab.ts';
import { tracePort } from '../../words/lab/trace.ts';
import { parseRoutes } from '../../words/lab/ip-route-output.ts';
import type { IpRoute } from '../../words/lab/ip-route-output.ts';
import { familyFlag } from '../../words/lab/shell-text.ts';
import type { ActionContext } from '../../words/language/word.ts';
import type { Leg, NoPath, PathReadings } from './path-readings.ts';
import { probeSizes } from './probe-sizes.ts';

/**
 * Reads the path to an address by the words of the language. The handshake comes before all probes, since a path MTU that they teach
 * this host makes the MSS of its next SYN smaller; the trace comes last, since it looks at the path whatever was learned.
 */
export const readPath = async (
  { family, address, port }: PathEnd,
  signal: AbortSignal,
): Promise<PathReadings | NoPath> => {
  if (address.includes('%')) return { family, address, reason: 'a link-local address has no path, only its link' };
  const context: ActionContext = { family, wait: { until: 'end' }, signal };
  const plain = await lookUp(hostLab(family, { from: '', to: address }), { kind: 'plain' }, context);
  if (typeof plain === 'string') return { family, address, reason: plain };
  if (plain.type === 'local' || plain.prefsrc === undefined)
    return {
      family,
      address,
      reason: plain.type === 'local' ? 'it is an address of this host' : 'this host has no address for it',
    };
  const source = plain.prefsrc;
  const lab = hostLab(family, { from: source, to: address });
  const fibmatch = routeOf(await lookUp(lab, { kind: 'fibmatch' }, context));
  const before = await learnedMtus(lab, context);
  const devices = legsOf(fibmatch, plain, interfaceMtus());
  const handshake = await shakeHands(
    { family, to: address, port, devices: devices.map(({ device, mtu }) => ({ name: device, mtu })) },
    signal,
  );
  const arriving = watchArrivedMessages();
  try {
    const sizes = await pingSizes(lab, devices[0]!.mtu, context);
    const legs = await traceLegs(lab, { devices, source, address }, context);
    const arrived = arriving.read()?.filter((message) => message.family === family);
    const tuple = routeOf(await lookUp(lab, tupleOf(handshake, port), context));
    return {
      ...{ family, address, source, handshake, legs, ...sizes, ...(arrived && { arrived }) },
      routes: { plain: routeOf(await lookUp(lab, { kind: 'plain' }, context)), fibmatch, tuple },
      isLocked: await hasLock(family, address, signal),
      learned: { before, after: await learnedMtus(lab, context) },
      sysctls: pathMtuSysctls(family),
    };
  } finally {
    await arriving.close();
  }
};

interface PathEnd {
  readonly family: Family;
  readonly address: string;
  /** The TCP port at the other end. */
  readonly port: number;
}

/** Performs an action of the scenario language between this host and the destination. */
const performAction = (word: string, lab: Lab, settings: object, context: ActionContext): Promise<Facts> =>
  dictionary.actions[word]!.perform(lab, settings, context);

interface LookupSettings {
  readonly kind: 'plain' | 'fibmatch' | 'tuple';
  readonly sport?: number;
  readonly dport?: number;
}

/** The route, or why there is none. */
const lookUp = async (lab: Lab, settings: LookupSettings, context: ActionContext): Promise<IpRoute | string> => {
  const { output } = await performAction('lookup', lab, { at: here, to: there, ...settings }, context);
  const [route] = output?.code === 0 ? parseRoutes(output.stdout) : [];
  return route ?? (output?.stderr.replace(/^RTNETLINK answers: /, '').trim() || 'there is no route');
};

const routeOf = (found: IpRoute | string): IpRoute => {
  if (typeof found === 'string') throw new Error(`the route went while its path was read: ${found}`);
  return found;
};

const tupleOf = ({ sourcePort }: Handshake, port: number): LookupSettings => ({
  ...{ kind: 'tuple', dport: port },
  ...(sourcePort !== undefined && { sport: sourcePort }),
});

const learnedMtus = async (lab: Lab, context: ActionContext) =>
  (await performAction('exceptions', lab, { at: here, to: there }, context)).pmtu ?? {};

/** iproute2 prints a lock only as text. */
const hasLock = async (family: Family, address: string, signal: AbortSignal): Promise<boolean> => {
  const { stdout } = await runProgram(['ip', familyFlag(family), 'route', 'get', 'fibmatch', address], signal);
  return / mtu lock \d/.test(stdout);
};

const legsOf = (
  { dev, gateway, nexthops }: IpRoute,
  plain: IpRoute,
  mtus: Readonly<Record<string, number>>,
): readonly [Leg, ...Leg[]] => {
  const hops = nexthops ?? [
    { ...((dev ?? plain.dev) && { dev: dev ?? plain.dev! }), ...(gateway !== undefined && { gateway }) },
  ];
  const legs = hops.flatMap((hop) =>
    hop.dev === undefined
      ? []
      : [
          {
            device: hop.dev,
            mtu: mtus[hop.dev] ?? minimumIpv6Mtu,
            ...(hop.gateway !== undefined && { gateway: hop.gateway }),
          },
        ],
  );
  const [first, ...others] = legs;
  if (!first) throw new Error('the route names no interface');
  return [first, ...others];
};

const pingSizes = async (
  lab: Lab,
  mtu: number,
  context: ActionContext,
): Promise<Pick<PathReadings, 'pings' | 'limit'>> => {
  const { family } = context;
  const ask = async (bytes: number) => {
    const request = { from: here, to: there, bytes: bytes - udpIpHeaderBytes(family), count: 2 };
    return (await performAction('ping', lab, request, context)).reply!;
  };
  try {
    return await probeSizes(ask, Math.min(mtu, largestPacket), smallestPacket[family]);
  } catch (error) {
    context.signal.throwIfAborted();
    return { pings: error instanceof Error ? error.message : String(error) };
  }
};

const traceLegs = async (
  lab: Lab,
  { devices, source, address }: { readonly devices: readonly Leg[]; readonly source: string; readonly address: string },
  context: ActionContext,
): Promise<readonly Leg[]> => {
  const { family, signal } = context;
  const flow = { family, from: source, to: address, port: tracePort };
  const ports = devices.length > 1 ? await portsByDevice(flow, signal) : undefined;
  const legs: Leg[] = [];
  for (const leg of devices) {
    const port = ports?.get(leg.device);
    if (ports && port === undefined) legs.push(leg);
    else {
      const request = {
        from: here,
        to: there,
        bytes: Math.min(leg.mtu, largestPacket),
        hops: 30,
        ...(port !== undefined && { port }),
      };
      const { hops } = await performAction('trace', lab, request, context);
      legs.push({ ...leg, ...(hops && { hops }) });
    }
  }
  return legs;
};

const largestPacket = 65_535;
