import { minimumIpv6Mtu } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import { carries, interfaceId } from '../lab/node-view.ts';
import type { NodeView } from '../lab/node-view.ts';
import { mapOf, text, integer } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = mapOf(
  'MTU in bytes by interface',
  integer('bytes', 68, 65535),
  text('an interface of the node', /^(to-)?[a-z][a-z0-9-]{0,14}$/, 'to-transit'),
);

/** The word `mtu`: sets the MTU of interfaces at this end of the link only; without it they have the MTU of the link again. */
export const mtu: Trait<ValueOf<typeof shape>> = {
  about: 'Sets the MTU of interfaces of the node; the other end of the link keeps its own.',
  shape,
  example: { 'to-transit': 1400 },
  needs: ['nft-ingress'],
  conflict: (node, settings) =>
    Object.entries(settings)
      .map(([name, bytes]) => conflict(node, name, bytes))
      .find((text) => text !== undefined),
  label: (settings) =>
    Object.entries(settings)
      .map(([name, bytes]) => `MTU ${bytes} ${name.replace(/^to-/, 'towards ')}`)
      .join(', ') || undefined,
  path: { mtu: (settings, view) => settings[interfaceId(view)] },
  commands: (node, now = {}, before = {}) =>
    node.interfaces
      .filter((view) => now[interfaceId(view)] !== undefined || before[interfaceId(view)] !== undefined)
      .map((view) => setMtu(node, view.name, now[interfaceId(view)] ?? view.mtu)),
};

/** Below 1280 the kernel disables IPv6 on the interface, and restoring the MTU does not restore the addresses. */
const conflict = (node: NodeView, name: string, bytes: number): string | undefined => {
  const view = node.interfaces.find((each) => interfaceId(each) === name);
  if (!view) return `${node.name} has no interface ${name}`;
  return bytes < minimumIpv6Mtu && !node.bridges && carries(node, view, 'ipv6')
    ? `an interface with an MTU of ${bytes} has no IPv6; give at least ${minimumIpv6Mtu}, or \`families: [ipv4]\``
    : undefined;
};

const setMtu = (node: NodeView, name: string, bytes: number): NodeCommand => ({
  in: node.name,
  ip: ['link', 'set', 'dev', name, 'mtu', `${bytes}`],
  why: `${name} has an MTU of ${bytes} bytes`,
});
