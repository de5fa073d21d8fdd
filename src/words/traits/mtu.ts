import { smallestIpv6Mtu } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { mapOf, text, whole } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = mapOf(
  'MTU in bytes by interface',
  whole('bytes', 68, 65535),
  text('an interface of the node', /^to-[a-z][a-z0-9-]{0,14}$/, 'to-transit'),
);

/** The word `mtu`: another MTU on interfaces of the node, its own end only; without it they have the link's again. */
export const mtu: Trait<Typed<typeof shape>> = {
  about: "Gives interfaces of the node another MTU; the neighbour's end of the link keeps its own.",
  shape,
  example: { 'to-transit': 1400 },
  misfit: (place, settings) =>
    Object.entries(settings)
      .map(([name, bytes]) => misfit(place, name, bytes))
      .find((sentence) => sentence !== undefined),
  commands: (place, now = {}, before = {}) =>
    place.interfaces
      .filter(({ peer }) => now[`to-${peer}`] !== undefined || before[`to-${peer}`] !== undefined)
      .map(({ name, peer, mtu }) => set(place, name, now[`to-${peer}`] ?? mtu)),
};

/** Below 1280 the kernel takes IPv6 away from the interface, and giving the MTU back would not give back the addresses. */
const misfit = (place: NodeView, name: string, bytes: number): string | undefined => {
  if (!place.interfaces.some(({ peer }) => `to-${peer}` === name)) return `${place.name} has no interface ${name}`;
  return bytes < smallestIpv6Mtu && place.families.includes('ipv6')
    ? `there is no IPv6 on an interface with an MTU of ${bytes}; give at least ${smallestIpv6Mtu}, or \`families: [ipv4]\``
    : undefined;
};

const set = (place: NodeView, name: string, bytes: number): NodeCommand => ({
  in: place.name,
  ip: ['link', 'set', 'dev', name, 'mtu', `${bytes}`],
  why: `${name} takes packets of ${bytes} bytes`,
});
