import {
  pinnedInEveryNode,
  pinnedOnHosts,
  pinnedOnInterface,
  pinnedOnRouters,
} from '../../words/traits/pinned-sysctls.ts';
import type { PinnedSysctl } from '../../words/traits/pinned-sysctls.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { families } from '../../evidence/family.ts';
import type { Path } from '../../scenario/model/scenario.ts';
import type { OfferedService } from '../../words/lab/offered-service.ts';
import { drawTopology } from './draw-topology.ts';
import type { Plan, PlannedNode, Route } from '../model/plan.ts';

/** The plan as text: the drawn topology, then each node with its interfaces, its routes and what the scenario adds to it. */
export const describePlan = (plan: Plan): string => {
  const { scenario, nodes } = plan;
  const title = printableLine(scenarioTitle(scenario));
  return [
    ...[title, '', indent(drawTopology({ ...plan, links: plan.links.filter(({ tunnel }) => !tunnel) })), ''],
    ...tunnelLines(plan),
    ...nodes.map((node) => describeNode(node, plan)),
    ...pinnedLines,
  ].join('\n');
};

/** The links that ride on those of the drawing, with the bytes that the packets outside have more. */
const tunnelLines = ({ nodes, links }: Plan): readonly string[] => {
  const lines = links.flatMap(({ ends: [first, second], tunnel }) => {
    if (!tunnel) return [];
    const { mtu } = nodes
      .find(({ name }) => name === first.node)!
      .interfaces.find(({ name }) => name === first.interface)!;
    const { kind, over, overhead } = tunnel;
    const text = `${kind} over ${familyNames[over]}, which adds ${overhead} bytes: packets of up to ${mtu + overhead} on the links below`;
    return [`  ${first.node} ══${mtu}══ ${second.node}  ${text}`];
  });
  return lines.length > 0 ? [...lines, ''] : [];
};

const familyNames = { ipv6: 'IPv6', ipv4: 'IPv4' } as const;

const describeNode = (node: PlannedNode, plan: Plan): string => {
  const nodeFamilies = families.filter((family) => node.families.includes(family));
  const routes = plan.routes.filter((route) => route.in === node.name);
  return [
    `${node.name} (${node.kind}): ${nodeFamilies.map((family) => node.address[family]).join(', ') || 'no address'}`,
    ...rows(node.interfaces.map((view) => interfaceCells(view, nodeFamilies))),
    ...rows(routes.filter(({ via }) => via.length > 0).map(routeCells)),
    ...(routes.some(({ via }) => via.length === 0) ? ['  addresses that no node has: unreachable'] : []),
    ...(node.services ?? []).map(serviceLine),
    ...reasonLines(node, plan),
    '',
  ].join('\n');
};

const interfaceCells = (
  { name, mtu, address, prefixLength, at }: PlannedNode['interfaces'][number],
  nodeFamilies: PlannedNode['families'],
): readonly string[] => [
  name,
  `mtu ${mtu}`,
  ...nodeFamilies.map((family) => `${address[family]}/${prefixLength[family]}`),
  `from ${formatPath(at)}`,
];

const routeCells = ({ to, via, family }: Route): readonly string[] => [
  to === 'default' ? `default ${family}` : to,
  `via ${via.map((hop) => `${hop.gateway} ${hop.interface}`).join(' | ')}`,
];

/** `  serves echo on udp 7`. */
const serviceLine = ({ word, listens }: OfferedService): string =>
  `  serves ${word} on ${listens.map(({ protocol, port }) => `${protocol} ${port}`).join(', ')}`;

/** The reasons of the commands that the node's kind, traits and legs request, each once. */
const reasonLines = ({ name }: PlannedNode, { commands }: Plan): readonly string[] => {
  const later = commands.filter((command) => command.in === name && command.phase > 1);
  const ofNode = later.filter(({ at }) => at?.[1] === 'nodes');
  const ofLegs = later.filter(({ at }) => at?.includes('legs'));
  return [...new Set([...ofNode, ...ofLegs].map(({ why }) => `  - ${why}`))];
};

/** The settings that do not depend on the scenario; those that it sets itself override them. */
const pinnedSettings: readonly (readonly [string, readonly PinnedSysctl[]])[] = [
  ['pinned in every node', pinnedInEveryNode],
  ['pinned in nodes that forward packets', pinnedOnRouters],
  ['pinned in all other nodes', pinnedOnHosts],
  ['pinned for every interface', pinnedOnInterface('INTERFACE')],
];

const formatPath = (at: Path): string =>
  at
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);

const pinnedRow = ({ sysctl, value, why }: PinnedSysctl): readonly string[] => [sysctl, value, why];

const rows = (cells: readonly (readonly string[])[]): readonly string[] =>
  alignColumns(cells).map((line) => `  ${line}`);

const pinnedLines = pinnedSettings.flatMap(([where, pins]) => [`${where}:`, ...rows(pins.map(pinnedRow)), '']);

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');
