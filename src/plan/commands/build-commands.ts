import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { frameLimitCommands } from '../../words/traits/frame-limits.ts';
import { pinnedSysctls } from '../../words/traits/pinned-sysctls.ts';
import { openPortCommands } from '../links/bridge-commands.ts';
import { emulatorCommands } from '../links/emulator-commands.ts';
import { addressCommands, linkCommands, namespaceCommands, upCommands } from '../links/link-commands.ts';
import { tableFamily } from '../../evidence/ledger/set-names.ts';
import { ledgerRules } from './ledger-rules.ts';
import { neighbourCommands, routeCommands } from '../routes/route-commands.ts';
import type { PlannedCommand, PlannedNode, Route } from '../model/plan.ts';

/** All commands that build the lab, ordered by phase and then by node, numbered from 1. */
export const buildCommands = ({ scenario, dictionary, nodes, routes }: PlannedNetwork): readonly PlannedCommand[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const { cables, tunnels } = linkCommands(scenario, nodes, dictionary);
  const emulation = emulatorCommands(nodes);
  const first = [...namespaceCommands(scenario), ...emulation.namespace, ...cables];
  const requested = new Map(scenario.nodes.map((node) => [node.name, requestedCommands(node, byName, dictionary)]));
  const second = [
    ...nodes.flatMap((node) => [
      ...tunnels.filter((command) => command.in === node.name),
      ...sysctlCommands(node, requested.get(node.name)!.filter(isSysctl)),
      ...upCommands(node),
    ]),
    ...emulation.links,
  ];
  const traits = new Map(scenario.nodes.map((node) => [node.name, node.traits]));
  const traitOf = (node: string, trait: string): unknown => traits.get(node)?.[trait];
  const routesByNode = new Map(nodes.map(({ name }) => [name, [] as Route[]]));
  for (const route of routes) routesByNode.get(route.in)!.push(route);
  const ofNodes = nodes.flatMap((node) => [
    ...(node.bridges ? openPortCommands(node) : addressCommands(node)),
    ...(scenario.neighbours === 'permanent' ? neighbourCommands(node, byName) : []),
    ...routeCommands(node, routesByNode.get(node.name)!),
    {
      in: node.name,
      nft: ledgerRules(scenario.families, tableFamily(node), {
        device: node.translates?.device,
        isInLab: nodes.some(({ translates }) => translates),
      }),
      why: 'count Packet Too Big messages, SYNs and segments per flow',
    },
    ...frameLimitCommands(node, byName, traitOf), // the nft that loads the ledger loads them too
    ...requested.get(node.name)!.filter((command) => !isSysctl(command)),
  ]);
  const third = [...emulation.rules, ...ofNodes]; // the traits of nodes replace what links do
  return [first, second, third]
    .flatMap((commands, index) => commands.map((command) => ({ ...command, phase: (index + 1) as 1 | 2 | 3 })))
    .map((command, index) => ({ ...command, number: index + 1 }));
};

export interface PlannedNetwork {
  readonly scenario: Scenario;
  readonly dictionary: Dictionary;
  readonly nodes: readonly PlannedNode[];
  readonly routes: readonly Route[];
}

type LocatedCommand = NodeCommand & { readonly at?: Path };

const isSysctl = (command: NodeCommand): boolean => 'sysctl' in command;

/** The commands of the node's kind and traits, each with its path in the scenario. */
const requestedCommands = (
  { name, kind, settings, traits, at }: Scenario['nodes'][number],
  nodes: ReadonlyMap<string, PlannedNode>,
  dictionary: Dictionary,
): readonly LocatedCommand[] => {
  const node = nodes.get(name)!;
  return [
    ...locate(dictionary.nodes[kind]!.commands(node, settings), at),
    ...(node.services ?? []).flatMap((offered) =>
      locate(dictionary.services[offered.word]!.commands?.(offered.settings, node, nodes) ?? [], at),
    ),
    ...Object.entries(traits).flatMap(([word, trait]) =>
      locate(dictionary.traits[word]!.commands(node, trait, undefined, nodes), traitPath(at, kind, word)),
    ),
  ];
};

/** The traits of a leg are siblings of its `via`; those of a node are below its kind. */
const traitPath = (at: Path, kind: string, trait: string): Path =>
  at[1] === 'nodes' ? [...at, kind, trait] : [...at, trait];

const locate = (commands: readonly NodeCommand[], at: Path): readonly LocatedCommand[] =>
  commands.map((command) => ({ ...command, at }));

/** The sysctls of a node: those that the scenario requests follow the pinned ones and override them. */
const sysctlCommands = (node: PlannedNode, requested: readonly LocatedCommand[]): readonly LocatedCommand[] => [
  ...pinnedSysctls(node).map((pin) => ({ in: node.name, ...pin, ifPresent: true as const })),
  ...requested,
];
