import { families } from '../../evidence/family.ts';
import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { emulator } from '../../words/lab/impairment.ts';
import { interfaceId } from '../../words/lab/node-view.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { LinkEnd } from '../../words/language/word.ts';
import { bridgeDevice, bridgeCommands } from './bridge-commands.ts';
import type { PlannedNode } from '../model/plan.ts';

/** One network namespace per node. */
export const namespaceCommands = ({ nodes }: Scenario): readonly LocatedCommand[] =>
  nodes.map(({ name, at }) => ({ in: name, ip: ['netns', 'add', name], why: `create the namespace ${name}`, at }));

/** The commands that make the links: cables outside of their nodes, tunnels inside, where their own packets leave. */
export const linkCommands = (
  { links }: Scenario,
  nodes: readonly PlannedNode[],
  { links: kinds }: Pick<Dictionary, 'links'>,
): Record<'cables' | 'tunnels', readonly LocatedCommand[]> => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const made = links.map((link, index) => {
    const { between, tunnel, at } = link;
    const ends = [0, 1].map((end) => linkEnd(byName.get(between[end]!)!, link, { end, index: 2 * index + end }));
    const kind = kinds[tunnel?.kind ?? 'cable']!;
    const commands = joinedEnds(ends as [PlacedEnd, PlacedEnd], index).flatMap((pair) =>
      kind.commands(pair, tunnel?.settings ?? {}),
    );
    return { isTunnel: tunnel !== undefined, commands: commands.map((command) => ({ ...command, at })) };
  });
  const commands = (tunnels: boolean) =>
    made.filter(({ isTunnel }) => isTunnel === tunnels).flatMap((link) => link.commands);
  return { cables: commands(false), tunnels: commands(true) };
};

type LocatedCommand = NodeCommand & { readonly at: Path };

const linkEnd = (
  node: PlannedNode,
  { between, name: linkName }: Scenario['links'][number],
  { end, index }: { readonly end: number; readonly index: number },
): PlacedEnd => {
  const peer = between[1 - end];
  const view = node.interfaces.find((each) => each.peer === peer && interfaceId(each) === (linkName ?? `to-${peer}`))!;
  const { name, mtu, mac, beyond, emulated } = view;
  return { node, name, mtu, mac, ...(beyond && { index: firstLinkIndex + index }), ...(emulated && { emulated }) };
};

interface PlacedEnd extends LinkEnd, Pick<InterfaceView, 'emulated'> {}

/** The ends of a link, or each with the device of the emulator between them. */
const joinedEnds = (
  ends: readonly [PlacedEnd, PlacedEnd],
  position: number,
): readonly (readonly [LinkEnd, LinkEnd])[] =>
  ends.some(({ emulated }) => !emulated)
    ? [ends]
    : ends.map((end, index) => [end, emulatorEnd(end.emulated!.from, 2 * position + index)] as const);

/** It takes frames of any length: the other end of the link has an MTU of its own. */
const emulatorEnd = (name: string, number: number): LinkEnd => ({
  node: { name: emulator, address: { ipv6: '', ipv4: '' } },
  ...{ name, mtu: 65_535, mac: emulatorMac(number), index: firstEmulatorIndex + number },
});

/** A locally administered unicast address that no node has: those begin with 02:00. */
const emulatorMac = (number: number): string =>
  `02:01:00:00:${[number >> 8, number & 255].map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`;

const firstEmulatorIndex = 20_001;

/** If both ends of a veth have the same index, the kernel takes up to 1 s to report the carrier to a bridge (net/core/link_watch.c). */
const firstLinkIndex = 1001;

/** Brings all interfaces up, before anything that needs a carrier. */
export const upCommands = (node: PlannedNode): readonly NodeCommand[] => {
  const links = node.interfaces.map(({ name }) => name);
  const up = (dev: string, name = dev): NodeCommand => ({
    in: node.name,
    ip: ['link', 'set', 'dev', dev, 'up'],
    netlink: true,
    why: `bring up ${name}`,
  });
  return [
    ...(node.bridges ? bridgeCommands(node) : [up('lo')]),
    ...links.map((dev) => up(dev)),
    ...(node.bridges ? [up(bridgeDevice, 'the bridge')] : []),
  ];
};

/** The node's own address and those that it shares on lo, and one address per link and family. */
export const addressCommands = (node: PlannedNode): readonly NodeCommand[] =>
  families
    .filter((family) => node.families.includes(family))
    .flatMap((family) => {
      const add = (address: string, dev: string, why: string): NodeCommand => ({
        in: node.name,
        ip: ['addr', 'add', address, 'dev', dev, ...(family === 'ipv6' ? ['nodad'] : [])],
        netlink: true,
        why,
      });
      return [
        add(`${node.address[family]}/${family === 'ipv6' ? 128 : 32}`, 'lo', `address of ${node.name}`),
        ...(node.shares ?? []).map(({ name, address }) =>
          add(`${address[family]}/${family === 'ipv6' ? 128 : 32}`, 'lo', `the shared address ${name}`),
        ),
        ...node.interfaces
          .filter(({ address }) => address[family] !== '')
          .map(({ name, peer, address, prefixLength }) =>
            add(`${address[family]}/${prefixLength[family]}`, name, `address on the link to ${peer}`),
          ),
      ];
    });
