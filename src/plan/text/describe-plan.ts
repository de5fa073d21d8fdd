import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { families } from '../../evidence/family.ts';
import type { Path } from '../../scenario/model/scenario.ts';
import { drawTopology } from './draw-topology.ts';
import type { Plan, PlannedNode, Route } from '../model/plan.ts';

/** The plan for people: the drawn topology, then each node with its interfaces, its routes and what the scenario gives it. */
export const describePlan = (plan: Plan): string => {
  const { scenario, nodes } = plan;
  const title = printableLine(scenarioTitle(scenario));
  return [title, '', indent(drawTopology(plan)), '', ...nodes.map((node) => ofNode(node, plan))].join('\n');
};

const ofNode = (node: PlannedNode, plan: Plan): string => {
  const own = families.filter((family) => node.families.includes(family));
  const routes = plan.routes.filter((route) => route.in === node.name);
  return [
    `${node.name} (${node.kind}): ${own.map((family) => node.address[family]).join(', ') || 'no address'}`,
    ...rows(node.interfaces.map((one) => interfaceCells(one, own))),
    ...rows(routes.map(routeCells)),
    ...given(node, plan),
    '',
  ].join('\n');
};

const interfaceCells = (
  { name, mtu, address, prefixLength, at }: PlannedNode['interfaces'][number],
  own: PlannedNode['families'],
): readonly string[] => [
  name,
  `mtu ${mtu}`,
  ...own.map((family) => `${address[family]}/${prefixLength[family]}`),
  `by ${told(at)}`,
];

const routeCells = ({ to, via, family }: Route): readonly string[] => [
  to === 'default' ? `default ${family}` : to,
  `via ${via.map((hop) => `${hop.gateway} ${hop.interface}`).join(' | ')}`,
];

/** What the node's kind and traits do, each reason once. */
const given = ({ name }: PlannedNode, { commands }: Plan): readonly string[] => {
  const asked = commands.filter((command) => command.in === name && command.at?.[1] === 'nodes' && command.phase > 1);
  const legs = commands.filter((command) => command.in === name && command.at?.includes('legs') && command.phase > 1);
  return [...new Set([...asked, ...legs].map(({ why }) => `  - ${why}`))];
};

const told = (at: Path): string =>
  at
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);

const rows = (cells: readonly (readonly string[])[]): readonly string[] =>
  alignColumns(cells).map((line) => `  ${line}`);

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');
