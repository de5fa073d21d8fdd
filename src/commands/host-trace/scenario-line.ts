import type { PathReadings } from './path-readings.ts';
import { echoSize, vanishingHop } from './path-size.ts';
import { ignoresMessages, ownMessage } from './probe-messages.ts';
import type { ScenarioFault } from './scenario-fault.ts';
import { farMtu, routeMtu } from './scenario-parts.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/** A path without equal next hops: a line of the hops that were seen. */
export const lineOf = (readings: PathReadings, fault: ScenarioFault | undefined): ScenarioParts => {
  const hops = readings.legs[0]!.hops ?? [];
  const known = hops.findLastIndex(({ node }) => node !== undefined);
  const isReached = hops[known]?.node === 'there';
  const needed = fault === 'packet-too-big-ignored' ? 2 : Number(fault === 'no-packet-too-big');
  const count = Math.max(isReached ? known : known + 1, needed);
  const routers = Array.from({ length: count }, (_, index) => `r${index + 1}`);
  const chain = ['here', ...routers, 'there'];
  const narrow = narrowLink(readings, chain.length - 1);
  const traits = traitsOf(readings, fault, chain, narrow?.at ?? chain.length - 2);
  const node = (name: string, kind: string): string =>
    `    ${name}: ${traits[name] === undefined ? kind : `{ ${kind}: { ${traits[name]} } }`}`;
  return {
    nodes: [
      node('here', 'host'),
      ...routers.map((name) => node(name, 'router')),
      '    there: { host: { serve: http } }',
    ],
    links: chain.slice(1).map((name, index) => {
      const mtu =
        index === 0
          ? firstLink(readings, fault, narrow, name)
          : laterLink(readings, narrow, [chain[index]!, name], index);
      return `    - { between: [${chain[index]}, ${name}], ${mtu} }`;
    }),
    addresses: new Map(routers.map((name, index) => [name, hops[index]?.node])),
    notes: [
      ...(isReached
        ? []
        : ['The destination did not answer the trace; how far it is, and where the path narrows, was not seen.']),
      ...(fault === 'no-packet-too-big'
        ? ['Which node loses the message was not seen; here the router before the narrow link sends none.']
        : []),
      ...(fault === 'packet-too-big-ignored'
        ? ['Where the address is replaced was not seen; here the first router does it.']
        : []),
    ],
  };
};

/** The index of the narrow link, and what it carries in bytes. */
interface NarrowLink {
  readonly at: number;
  readonly mtu: number;
}

/** The link behind which large packets vanish or about which a message arrived; the last one, where only echo requests show that there is one. */
const narrowLink = (readings: PathReadings, links: number): NarrowLink | undefined => {
  const [leg] = readings.legs;
  const { hops = [], mtu } = leg!;
  const echoed = readings.limit?.answered ?? echoSize(readings);
  const vanishes = vanishingHop(leg!, readings);
  if (vanishes !== undefined)
    return { at: vanishes, mtu: readings.limit?.answered ?? ownMessage(readings)?.mtu ?? hops[vanishes]!.bytes! };
  const about = hops.findLastIndex(({ tooBig, bytes }) => tooBig !== undefined && bytes !== undefined);
  if (about >= 0) return { at: about, mtu: hops[about]!.bytes! };
  return echoed !== undefined && echoed < mtu ? { at: links - 1, mtu: echoed } : undefined;
};

/** What got through to each hop; behind the narrow link as wide as the other end. */
const linkMtu = (readings: PathReadings, narrow: NarrowLink | undefined, index: number): number => {
  const [leg] = readings.legs;
  if (index === narrow?.at) return narrow.mtu;
  if (index < (narrow?.at ?? 0)) return leg!.hops?.[index]?.bytes ?? leg!.mtu;
  return Math.max(farMtu(readings), leg!.hops?.[index]?.bytes ?? 0);
};

/** Where the last link is narrow, the other end may still have a larger MTU, which decides its MSS. */
const laterLink = (
  readings: PathReadings,
  narrow: NarrowLink | undefined,
  [before, name]: readonly [string, string],
  index: number,
): string => {
  const mtu = linkMtu(readings, narrow, index);
  const far = farMtu(readings);
  return name === 'there' && far > mtu ? `mtu: { ${before}: ${mtu}, there: ${far} }` : `mtu: ${mtu}`;
};

const firstLink = (
  readings: PathReadings,
  fault: ScenarioFault | undefined,
  narrow: NarrowLink | undefined,
  next: string,
): string => {
  const { mtu } = readings.legs[0]!;
  if (fault === 'route-above-link') return `mtu: { here: ${mtu}, ${next}: ${Math.max(routeMtu(readings), mtu)} }`;
  if (narrow?.at !== 0) return `mtu: ${mtu}`;
  return fault === 'first-link-drops' ? `mtu: ${mtu}, passes: ${narrow.mtu}` : `mtu: ${narrow.mtu}`;
};

const traitsOf = (
  readings: PathReadings,
  fault: ScenarioFault | undefined,
  chain: readonly string[],
  at: number,
): Readonly<Record<string, string>> => {
  const before = chain[at]!;
  const tooBig = readings.legs[0]!.hops?.[at]?.tooBig;
  if (fault === 'route-above-link')
    return { here: `routes: [{ to: there, via: ${chain[1]}, mtu: ${routeMtu(readings)} }]` };
  if (fault === 'packet-too-big-dropped-here') return { here: 'drop: { what: [packet-too-big], at: [input] }' };
  if (fault === 'packet-too-big-ignored')
    return { [chain[1]!]: `nat: { towards: ${chain[2]}, errors: { untranslated: here } }` };
  if (fault === 'packet-too-big-wrong' && tooBig) return { [before]: `packet-too-big: { mtu: ${tooBig.mtu} }` };
  if (fault === 'no-packet-too-big') return { [before]: 'packet-too-big: { send: false }' };
  if (ignoresMessages(readings))
    return { here: `sysctl: { net.ipv4.ip_no_pmtu_disc: ${readings.sysctls['net.ipv4.ip_no_pmtu_disc']} }` };
  return {};
};
