import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';
import { entriesOf, isObject, ownProperty } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path, Scenario, Step } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import type { Topology } from '../topology/topology.ts';
import { actionEnds } from '../topology/action-ends.ts';
import { reachableFrom } from '../topology/reachable-from.ts';
import { nodeViews } from '../topology/node-views.ts';
import { actionsOf } from './actions-of.ts';
import type { Action } from './actions-of.ts';

/** Checks that traits fit their node, that actions fit the network, and that a path joins the ends of each action. */
export const checkWordConflicts = (
  topology: Topology,
  steps: readonly Step[],
  families: readonly Family[],
  dictionary: Dictionary,
  isValid: IsValid,
): readonly Problem[] => {
  if (!topology.hasAllLinks || !isValid(['topology', 'links'])) return [];
  const views = nodeViews(topology, families, dictionary);
  return [
    ...topology.nodes.flatMap((node) => kindConflicts(node, views, dictionary, isValid)),
    ...topology.nodes.flatMap((node) => traitConflicts(node, views, dictionary, isValid)),
    ...topology.nodes.flatMap((node) => serviceConflicts(node, views, dictionary, isValid)),
    ...actionsOf(steps)
      .filter(({ at }) => isValid(at))
      .flatMap((action) => actionConflicts(action, views, dictionary)),
  ];
};

/** The warnings of the traits of nodes, as problems that prevent nothing. */
export const traitWarnings = (
  { nodes, links, addresses = [], families }: Pick<Scenario, 'nodes' | 'links' | 'addresses' | 'families'>,
  dictionary: Dictionary,
): readonly Problem[] => {
  if (!nodes.some(({ traits }) => Object.keys(traits).some((word) => dictionary.traits[word]!.warnings))) return [];
  const views = nodeViews({ nodes, links, addresses }, families, dictionary);
  const traitOf = (node: string, trait: string): unknown => nodes.find(({ name }) => name === node)?.traits[trait];
  return nodes.flatMap(({ name, kind, traits, at }) =>
    Object.entries(traits).flatMap(([word, settings]) =>
      (dictionary.traits[word]!.warnings?.(views.get(name)!, settings, traitOf) ?? []).map((warning) => {
        const [what, right] = warning.text.split('; ');
        const path = [...traitPath({ kind, at }, word), ...warning.at];
        return { at: path, part: 'key' as const, word, what: `hint: ${what}`, right: right! };
      }),
    ),
  );
};

/** The traits of a leg are siblings of its `via`; those of a node are below its kind. */
const traitPath = ({ kind, at }: Pick<Topology['nodes'][number], 'kind' | 'at'>, word: string): Path =>
  at[1] === 'nodes' ? [...at, kind, word] : [...at, word];

const kindConflicts = (
  { name, settings, kind, at }: Topology['nodes'][number],
  views: NodeViews,
  dictionary: Dictionary,
  isValid: IsValid,
): readonly Problem[] => {
  const view = views.get(name)!;
  if (!isValid(at)) return [];
  return (dictionary.nodes[kind]?.conflicts?.(settings, view, views) ?? []).map((conflict) => ({
    ...conflictProblem([...at, kind, ...conflict.at], kind, conflict.text, view),
    ...(conflict.at.length > 0 && { part: 'value' as const }),
  }));
};

const traitConflicts = (
  { name, traits, kind, at }: Topology['nodes'][number],
  views: NodeViews,
  dictionary: Dictionary,
  isValid: IsValid,
): readonly Problem[] => {
  const view = views.get(name)!;
  return entriesOf(traits).flatMap(([word, settings]) => {
    const path = traitPath({ kind, at }, word);
    const sentence = isValid(path) ? dictionary.traits[word]!.conflict?.(view, settings, views) : undefined;
    return sentence === undefined ? [] : [conflictProblem(path, word, sentence, view)];
  });
};

const serviceConflicts = (
  { name, settings, kind, at }: Topology['nodes'][number],
  views: NodeViews,
  dictionary: Dictionary,
  isValid: IsValid,
): readonly Problem[] => {
  const view = views.get(name)!;
  const path = [...at, kind, 'serve'];
  const isMapping = isObject(ownProperty(settings, 'serve'));
  return (view.services ?? []).flatMap((offered) => {
    const own = isMapping ? [...path, offered.word] : path;
    const { conflict } = dictionary.services[offered.word]!;
    const sentence = isValid(own) ? conflict?.(offered.settings, view, views) : undefined;
    return sentence === undefined ? [] : [conflictProblem(own, offered.word, sentence, view)];
  });
};

/** A sentence is `what is wrong; what would be right`; if it has only the first part, the second describes the node. */
const conflictProblem = (at: Path, word: string, sentence: string, node: NodeView | undefined): Problem => {
  const [what, ...right] = sentence.replace(/\.$/, '').split('; ');
  return { at, part: 'key', word, what: what!, right: right.join('; ') || describeNode(node) };
};

const describeNode = (node: NodeView | undefined): string => {
  const peers = node?.interfaces.map(({ peer }) => peer) ?? [];
  const links = peers.length > 0 ? `is linked to ${peers.join(', ')}` : 'has no links';
  return node
    ? `${node.name} ${links}${node.forwards || node.bridges ? '' : ' and does not forward'}`
    : 'see the description of the word';
};

const actionConflicts = (
  { word, settings, at }: Action,
  views: NodeViews,
  { actions, traits }: Dictionary,
): readonly Problem[] => [
  ...(actions[word]!.conflicts?.(settings, views) ?? []).map((conflict) =>
    conflictProblem(
      [...at, ...conflict.at],
      lastWord(conflict.at, traits) ?? word,
      conflict.text,
      views.get(String(conflict.at[0])),
    ),
  ),
  ...unreachable(settings, at, views),
];

const lastWord = (at: Path, words: object): string | undefined => {
  const word = at.findLast((step) => Object.hasOwn(words, step));
  return word === undefined ? undefined : String(word);
};

const unreachable = (settings: unknown, at: Path, views: NodeViews): readonly Problem[] => {
  const { from, at: place, to } = settings as Readonly<Record<string, unknown>>;
  const { start, end } = actionEnds(settings, views);
  const [key, bridge] =
    Object.entries({ from, to, ...(end && { at: place }) }).find(([, name]) => views.get(String(name))?.bridges) ?? [];
  if (key !== undefined) return [noAddress([...at, key], String(bridge))];
  if (!start || !end) return [];
  const reached = reachableFrom(start, views);
  if (end.holders.some(({ name }) => reached.has(name))) return [];
  const what = `no path from ${start.name} to ${end.name}`;
  return [
    {
      at: [...at, 'to'],
      part: 'value',
      what,
      right: 'link them through nodes that forward',
    },
  ];
};

const noAddress = (at: Path, name: string): Problem => ({
  at,
  part: 'value',
  what: `${name} bridges frames and has no address`,
  right: 'use a host or a router',
});
