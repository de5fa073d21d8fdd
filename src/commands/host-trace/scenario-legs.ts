import type { PathReadings } from './path-readings.ts';
import { limitOf, vanishingHop } from './path-size.ts';
import { expectation, farMtu } from './scenario-parts.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/** A path with equal next hops: a leg for each of them, to a router where they meet. */
export const legsOf = (readings: PathReadings): ScenarioParts => {
  const { legs } = readings;
  const parts = legs.map((leg, index) => {
    const vanishes = vanishingHop(leg, readings) !== undefined;
    const end = leg.hops?.at(-1);
    const seen = end?.node === 'there' ? end.bytes : undefined;
    const mtu = (vanishes ? limitOf(leg, readings)?.answered : undefined) ?? seen ?? leg.mtu;
    return { name: `leg${index + 1}`, vanishes, mtu, device: leg.device, isSeen: end !== undefined };
  });
  const far = Math.max(farMtu(readings), ...parts.map(({ mtu }) => mtu));
  const traced = parts.filter(({ isSeen }) => isSeen);
  return {
    nodes: ['    here: host', '    far: router', '    there: { host: { serve: http } }'],
    links: [
      '    - between: [here, far]',
      `      first-hop: ${Math.max(...legs.map(({ mtu }) => mtu))}`,
      '      legs:',
      ...parts.map(
        ({ name, mtu, vanishes, device, isSeen }) =>
          `        - { via: ${name}, mtu: ${mtu}${vanishes ? ', packet-too-big: { send: false }' : ''} } # ${device}${isSeen ? '' : ', not seen behind its first hop'}`,
      ),
      `    - { between: [far, there], mtu: ${far} }`,
    ],
    notes: ['The legs meet again at a router; how many nodes each has behind its first one is left out.'],
    steps: traced.flatMap(({ name, vanishes, device }) => [
      `  - name: ${vanishes ? 'a large upload stalls' : 'a large upload arrives'} on the leg over ${device}`,
      `    do: { upload: { from: here, to: there, bytes: 200kB, leg: ${name} } }`,
      ...expectation(vanishes),
    ]),
  };
};
