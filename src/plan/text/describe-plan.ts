import {
  familySysctls,
  pinnedInEveryNode,
  pinnedOnHosts,
  pinnedOnInterface,
  pinnedOnRouters,
} from '../../words/traits/pinned-sysctls.ts';
import type { PinnedSysctl } from '../../words/traits/pinned-sysctls.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { printableLine } from '../../text/printable.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { families, familyNames } from '../../evidence/family.ts';
import type { Path } from '../../scenario/model/scenario.ts';
import type { OfferedService } from '../../words/lab/offered-service.ts';
import { emulator } from '../../words/lab/impairment.ts';
import { drawPlan } from './draw-plan.ts';
import { groupByNode } from '../model/group-by-node.ts';
import type { Plan, PlannedNode, Route } from '../model/plan.ts';

/**
 * The plan as text in lines of at most `width` characters: the drawn topology, then each node with its interfaces, its
 * routes and what the scenario adds to it.
 */
export const describePlan = (plan: Plan, width = Infinity): string => {
  const { scenario, nodes } = plan;
  const [routes, commands] = [groupByNode(plan.routes), groupByNode<Plan['commands'][number]>(plan.commands)];
  return [
    ...wrapUnder('', printableLine(scenarioTitle(scenario)), width),
    '',
    ...drawPlan(plan, width),
    '',
    ...impairmentLines(plan, width),
    ...nodes.map((node) => {
      const [own, requested] = [routes.get(node.name) ?? [], commands.get(node.name) ?? []];
      return describeNode({ node, scenario, routes: own, commands: requested }, width);
    }),
    ...pinnedSettings.flatMap(([where, pins]) => [`${where}:`, ...rows(pins.map(pinnedRow), width), '']),
  ].join('\n');
};

/** What is done to the frames of each direction of an impaired link. */
const impairmentLines = ({ commands }: Plan, width: number): readonly string[] => {
  const rules = commands.filter((command) => command.in === emulator && command.phase === 3);
  const lines = [...new Set(rules.map(({ why }) => why))].flatMap((why) => wrapUnder('  ', why, width));
  return lines.length > 0 ? [...lines, ''] : [];
};

interface NodeParts {
  readonly node: PlannedNode;
  readonly scenario: Plan['scenario'];
  readonly routes: readonly Route[];
  readonly commands: Plan['commands'];
}

const describeNode = ({ node, scenario, routes, commands }: NodeParts, width: number): string => {
  const nodeFamilies = families.filter((family) => node.families.includes(family));
  const addresses = nodeFamilies.map((family) => node.address[family]).join(', ') || 'no address';
  return [
    ...wrapUnder(`${node.name} (${node.kind}): `, addresses, width),
    ...translatedLines(node, width),
    ...(node.shares ?? []).flatMap((shared) => sharedLines(shared, { node, scenario }, width)),
    ...rows(
      node.interfaces.map((view) => interfaceCells(view, nodeFamilies)),
      width,
    ),
    ...rows(routes.filter(({ via }) => via.length > 0).map(routeCells), width),
    ...(routes.some(({ via }) => via.length === 0) ? ['  addresses that no node has: unreachable'] : []),
    ...rows(familySysctls(node).map(pinnedRow), width),
    ...(node.services ?? []).flatMap((service) => wrapUnder('  ', serviceText(service), width)),
    ...reasons(commands).flatMap((reason) => wrapUnder('  - ', reason, width)),
    '',
  ].join('\n');
};

/** `vip: 2001:db8:6::1, 192.0.2.81, shared with s2`. */
const sharedLines = (
  { name, address }: NonNullable<PlannedNode['shares']>[number],
  { node, scenario }: Pick<NodeParts, 'node' | 'scenario'>,
  width: number,
): readonly string[] => {
  const others = scenario.addresses
    ?.find((shared) => shared.name === name)
    ?.holders.filter((other) => other !== node.name);
  const addresses = families.filter((family) => node.families.includes(family)).map((family) => address[family]);
  const withOthers = others && others.length > 0 ? [`shared with ${others.join(', ')}`] : [];
  return wrapUnder(`  ${name}: `, [...addresses, ...withOthers].join(', '), width);
};

const interfaceCells = (
  { name, mtu, address, prefixLength, at }: PlannedNode['interfaces'][number],
  nodeFamilies: PlannedNode['families'],
): readonly string[] => [
  name,
  `mtu ${mtu}`,
  ...nodeFamilies.map((family) =>
    address[family] === '' ? `no ${familyNames[family]}` : `${address[family]}/${prefixLength[family]}`,
  ),
  `from\u00a0${formatPath(at)}`,
];

const routeCells = ({ to, via, family }: Route): readonly string[] => [
  to === 'default' ? `default ${family}` : to,
  `via ${via.map((hop) => `${hop.gateway}\u00a0${hop.interface}`).join(' | ')}`,
];

/** `IPv4 address at nat: 192.0.2.49`. */
const translatedLines = ({ translated }: PlannedNode, width: number): readonly string[] =>
  translated
    ? wrapUnder(`  ${familyNames[translated.family]} address at ${translated.by}: `, translated.address, width)
    : [];

/** `serves echo on udp 7`; `runs tayga` for what has no port. */
const serviceText = ({ word, listens }: OfferedService): string =>
  listens.length === 0
    ? `runs ${word}`
    : `serves ${word} on ${listens.map(({ protocol, port }) => `${protocol} ${port}`).join(', ')}`;

/** The reasons of the commands that the node's kind, traits and legs request, each once. */
const reasons = (commands: Plan['commands']): readonly string[] => {
  const later = commands.filter(({ phase }) => phase > 1);
  const ofNode = later.filter(({ at }) => at?.[1] === 'nodes');
  const ofLegs = later.filter(({ at }) => at?.includes('legs'));
  return [...new Set([...ofNode, ...ofLegs].map(({ why }) => why))];
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

const rows = (cells: readonly (readonly string[])[], width: number): readonly string[] =>
  alignColumns(cells, width - 2).map((line) => `  ${line.replaceAll('\u00a0', ' ')}`);
