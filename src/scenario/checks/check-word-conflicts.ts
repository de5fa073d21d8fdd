import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { entriesOf } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path, Step } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import type { Topology } from '../topology/topology.ts';
import { nodeViews } from '../topology/node-views.ts';

/** Asks each word whether it fits where it stands: traits their node, actions their network, and ends of a transfer each other. */
export const checkWordConflicts = (
  topology: Topology,
  steps: readonly Step[],
  families: readonly Family[],
  dictionary: Dictionary,
  sound: IsValid,
): readonly Problem[] => {
  if (!topology.whole || !sound(['topology', 'links'])) return [];
  const views = nodeViews(topology, families, dictionary);
  return [
    ...topology.nodes.flatMap((node) => traitsFit(node, views.get(node.name)!, dictionary, sound)),
    ...actionsOf(steps)
      .filter(({ at }) => sound(at))
      .flatMap((action) => actionFits(action, views, dictionary)),
  ];
};

const traitsFit = (
  { traits, kind, at }: Topology['nodes'][number],
  view: NodeView,
  dictionary: Dictionary,
  sound: IsValid,
): readonly Problem[] =>
  entriesOf(traits).flatMap(([word, settings]) => {
    const place = at[1] === 'nodes' ? [...at, kind, word] : [...at, word];
    const what = sound(place) ? dictionary.traits[word]!.misfit?.(view, settings) : undefined;
    return what === undefined ? [] : [misfit(place, word, what, view)];
  });

/** A word says what is wrong, and after a semicolon what would be right; without that, what the node is must tell. */
const misfit = (at: Path, word: string, sentence: string, node: NodeView | undefined): Problem => {
  const [what, ...right] = sentence.replace(/\.$/, '').split('; ');
  return { at, part: 'key', code: 'misfit', word, what: what!, right: right.join('; ') || portrait(node) };
};

const portrait = (node: NodeView | undefined): string => {
  const peers = node?.interfaces.map(({ peer }) => peer) ?? [];
  const links = peers.length > 0 ? `is linked to ${peers.join(', ')}` : 'is linked to nothing';
  return node
    ? `${node.name} ${links}${node.forwards || node.bridges ? '' : ' and forwards nothing'}`
    : 'see what the word is for';
};

type Action = NonNullable<Step['action']>;

const actionsOf = (steps: readonly Step[]): readonly Action[] =>
  steps.flatMap(({ action, together }) => [...(action ? [action] : []), ...actionsOf(together)]);

const actionFits = (
  { word, settings, at }: Action,
  views: ReadonlyMap<string, NodeView>,
  { actions, traits }: Dictionary,
): readonly Problem[] => [
  ...(actions[word]!.misfits?.(settings, views) ?? []).map((each) =>
    misfit([...at, ...each.at], wordIn(each.at, traits) ?? word, each.what, views.get(String(each.at[0]))),
  ),
  ...unreachable(settings, at, views),
];

const wordIn = (at: Path, words: object): string | undefined => {
  const word = at.findLast((step) => Object.hasOwn(words, step));
  return word === undefined ? undefined : String(word);
};

/** `from` and `to` are the ends of a way in every word that has both. */
const unreachable = (settings: unknown, at: Path, views: ReadonlyMap<string, NodeView>): readonly Problem[] => {
  const { from, on, to } = settings as Readonly<Record<string, unknown>>;
  const start = views.get(String(from ?? on));
  const end = typeof to === 'string' ? views.get(to) : undefined;
  const [key, mute] =
    Object.entries({ from, to, ...(end && { on }) }).find(([, name]) => views.get(String(name))?.bridges) ?? [];
  if (key !== undefined) return [addressless([...at, key], String(mute))];
  if (!start || !end || reach(start).has(end.name)) return [];
  const what = `no way leads from ${start.name} to ${end.name}`;
  return [
    {
      at: [...at, 'to'],
      part: 'value',
      code: 'unreachable',
      what,
      right: 'join them by links through nodes that forward',
    },
  ];
};

const addressless = (at: Path, name: string): Problem => ({
  ...{ at, part: 'value', code: 'no-address' },
  what: `${name} passes frames on and has no address`,
  right: 'name a host or a router',
});

const reach = (start: NodeView): ReadonlySet<string> => {
  const reached = new Set([start.name]);
  const edge = [start];
  for (let node = edge.pop(); node; node = edge.pop()) {
    if (node !== start && !node.forwards && !node.bridges) continue;
    for (const { peer } of node.interfaces) {
      const next = reached.has(peer) ? undefined : node.neighbour(peer);
      if (next) edge.push(next);
      reached.add(peer);
    }
  }
  return reached;
};
