import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { pinnedSysctls } from './pinned-sysctls.ts';
import { byType, mapOf, text, integer } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Capability, Trait } from '../language/word.ts';

const shape = mapOf(
  'kernel settings of the namespace, by name',
  byType(
    'the value',
    integer('a number', -2147483648, 4294967295),
    text('letters, digits, spaces and . _ : , -', /^[A-Za-z0-9 ._:,-]{1,200}$/),
  ),
  text('a setting below net, as sysctl spells it', /^net(\.[A-Za-z0-9_-]+)+$/, 'net.ipv4.tcp_mtu_probing'),
);

type Sysctl = ValueOf<typeof shape>;

/** The word `sysctl`: kernel settings of one namespace; a removed setting returns to its pinned value, or to that of a fresh namespace. */
export const sysctl: Trait<Sysctl> = {
  about: 'Sets kernel settings below net in this node only; a setting that is taken away returns to its initial value.',
  shape,
  example: { 'net.ipv4.tcp_mtu_probing': 1 },
  needsFor: (settings) =>
    capabilities
      .filter(([prefix]) => Object.keys(settings).some((name) => name.startsWith(prefix)))
      .map(([, need]) => need),
  label: (settings) =>
    [...new Set(Object.entries(settings).map(([name, value]) => `${name.split('.').at(-1)}=${value}`))].join(', ') ||
    undefined,
  path: {
    sysctl: (settings, name) => (settings[name] === undefined ? undefined : `${settings[name]}`),
    affects: (settings, { packet, hook }) =>
      hook === 'output' &&
      packet.kind === 'packet-too-big' &&
      errorLimits[packet.family].some((name) => name in settings)
        ? { loss: 'limits the rate of its ICMP errors', isCertain: false, isBeforeCounting: true }
        : undefined,
  },
  commands: (node, now = {}, before = {}) => [
    ...Object.keys(before)
      .filter((name) => !(name in now))
      .map((name) => restore(node, name)),
    ...Object.entries(now).map(([name, value]) => ({
      ...{ in: node.name, sysctl: name, value: `${value}` },
      why: `the scenario sets ${name} to ${value}`,
    })),
  ],
};

/** What settings need, by the beginning of their names: older kernels and user namespaces lack some. */
const capabilities: readonly (readonly [prefix: string, need: Capability])[] = [
  ['net.ipv6.route.', 'ipv6-route-sysctl'],
  ['net.ipv4.fib_multipath_hash_seed', 'hash-seed'],
];

/** Settings by which the kernel itself may send no Packet Too Big; the IPv4 ones do not limit Fragmentation Needed. */
const errorLimits: Readonly<Record<Family, readonly string[]>> = {
  ipv6: ['net.ipv6.icmp.ratemask', 'net.ipv6.icmp.ratelimit', 'net.ipv4.icmp_msgs_per_sec'],
  ipv4: [],
};

const restore = (node: NodeView, name: string): NodeCommand => ({
  in: node.name,
  sysctl: name,
  value: pinnedSysctls(node).findLast((pin) => pin.sysctl === name)?.value ?? null,
  why: `${name} returns to its initial value`,
});
