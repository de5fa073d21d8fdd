import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { pinnedSysctls } from '../../words/traits/pinned-sysctls.ts';
import { openPortCommands } from '../links/bridge-commands.ts';
import { addressCommands, linkCommands, namespaceCommands, upCommands } from '../links/link-commands.ts';
import { tableFamily } from '../../evidence/ledger/set-names.ts';
import { ledgerRules } from './ledger-rules.ts';
import { neighbourCommands, routeCommands } from '../routes/route-commands.ts';
import type { PlannedCommand, PlannedNode, Route } from '../model/plan.ts';

/** Everything that builds the lab, in the order of the three phases and of the nodes within each, numbered from 1. */
export const buildCommands = (lab: PlannedNetwork): readonly PlannedCommand[] => {
  const first = [...namespaceCommands(lab.scenario), ...linkCommands(lab.scenario, lab.nodes)];
  const words = new Map(
    lab.scenario.nodes.map((node, index) => [node.name, ofWords(node, lab.nodes[index]!, lab.dictionary)]),
  );
  const second = lab.nodes.flatMap((node) => settle(node, words.get(node.name)!.filter(isSysctl)));
  const byNode = new Map(lab.nodes.map(({ name }) => [name, [] as Route[]]));
  for (const route of lab.routes) byNode.get(route.in)!.push(route);
  const third = lab.nodes.flatMap((node) => [
    ...(node.bridges ? openPortCommands(node) : addressCommands(node)),
    ...(lab.scenario.neighbours === 'permanent' ? neighbourCommands(node) : []),
    ...routeCommands(node, byNode.get(node.name)!),
    {
      in: node.name,
      nft: ledgerRules(lab.scenario.families, tableFamily(node)),
      why: 'count Packet Too Big messages, SYNs and segments by flow',
    },
    ...words.get(node.name)!.filter((command) => !isSysctl(command)),
  ]);
  return [first, second, third]
    .flatMap((all, index) => all.map((command) => ({ ...command, phase: (index + 1) as 1 | 2 | 3 })))
    .map((command, index) => ({ ...command, number: index + 1 }));
};

export interface PlannedNetwork {
  readonly scenario: Scenario;
  readonly dictionary: Dictionary;
  readonly nodes: readonly PlannedNode[];
  readonly routes: readonly Route[];
}

type Placed = NodeCommand & { readonly at?: Path };

const isSysctl = (command: NodeCommand): boolean => 'sysctl' in command;

/** What the node's kind and traits ask for, each with its place in the scenario. */
const ofWords = (
  { kind, settings, traits, at }: Scenario['nodes'][number],
  place: PlannedNode,
  dictionary: Dictionary,
): readonly Placed[] => {
  return [
    ...placed(dictionary.nodes[kind]!.commands(place, settings), at),
    ...Object.entries(traits).flatMap(([name, given]) =>
      placed(dictionary.traits[name]!.commands(place, given), traitPath(at, kind, name)),
    ),
  ];
};

/** A leg's traits stand beside its `via`; those of a node below its kind. */
const traitPath = (at: Path, kind: string, trait: string): Path =>
  at[1] === 'nodes' ? [...at, kind, trait] : [...at, trait];

const placed = (all: readonly NodeCommand[], at: Path): readonly Placed[] => all.map((command) => ({ ...command, at }));

/** Settings before links come up; those that the scenario asked for after the pinned ones, so that they win. */
const settle = (node: PlannedNode, asked: readonly Placed[]): readonly Placed[] => [
  ...pinnedSysctls(node).map((pin) => ({ in: node.name, ...pin, ifPresent: true as const })),
  ...asked,
  ...upCommands(node),
];
