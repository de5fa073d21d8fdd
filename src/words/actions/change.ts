import type { NodeCommand } from '../lab/node-command.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeViews } from '../lab/node-view.ts';
import type { Shape } from '../language/shape.ts';
import type { Action, Conflict, Trait, TraitChange } from '../language/word.ts';
import { shellText } from '../lab/shell-text.ts';
import { frameLimitChanges } from '../traits/frame-limits.ts';
import { mapOf, reference, orNone } from '../language/shape.ts';

type Traits = Readonly<Record<string, Trait<unknown>>>;
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The word `change`, made from the traits that it can give or take away; each one replaces its earlier settings as a whole. */
export const change = (traits: Traits): Action<Settings> => ({
  about: 'Gives traits to nodes or takes them away; a trait is replaced as a whole, and the others stay.',
  shape: mapOf('the changes, by node', changesOfNode(traits), reference('node', 'the node that changes')),
  example: { edge: { clamp: { mss: 1396, towards: 'transit' } }, firewall: { drop: 'none' } },
  learns: [],
  once: true,
  needsFor: (settings) => traitChanges(settings).flatMap(({ trait, now }) => needsOf(traits[trait]!, now)),
  conflicts: (settings, nodes) =>
    traitChanges(settings).flatMap((change) => conflictsOf(traits[change.trait]!, change, nodes)),
  perform: async (lab, settings, { signal }) => {
    const changes = traitChanges(settings);
    const before: Lab['traitOf'] = (node, trait) => lab.traitOf(node, trait);
    const commands = commandsOf(traits, changes, lab.nodes, before);
    await lab.apply(commands, signal);
    for (const { node, trait, now } of changes) lab.setTrait(node, trait, now);
    return {};
  },
  traitChanges,
  predict: (network, settings) => {
    for (const { node, trait, now } of traitChanges(settings)) network.setTrait(node, trait, now);
    return undefined;
  },
  byHand: (settings, nodes, _family, before) =>
    commandsOf(traits, traitChanges(settings), nodes, before).map(shellText),
  nodes: (settings) => Object.keys(settings),
});

const changesOfNode = (traits: Traits): Shape<Readonly<Record<string, unknown>>> => ({
  schema: {
    type: 'object',
    description: 'the new settings of each trait, or none to take it away',
    properties: Object.fromEntries(Object.entries(traits).map(([name, { shape }]) => [name, orNone(shape).schema])),
    additionalProperties: false,
    minProperties: 1,
  },
});

const traitChanges = (settings: Settings): readonly TraitChange[] =>
  Object.entries(settings).flatMap(([node, changes]) =>
    Object.entries(changes).map(([trait, now]) => ({ node, trait, now: now === 'none' ? undefined : now })),
  );

const commandsOf = (
  traits: Traits,
  changes: readonly TraitChange[],
  nodes: NodeViews,
  before: Lab['traitOf'] = () => undefined,
): readonly NodeCommand[] => {
  const limits = frameLimitChanges(nodes, { before, after: traitsAfter(changes, before) });
  const own = changes.flatMap(({ node, trait, now }) =>
    traits[trait]!.commands(nodes.get(node)!, now, before(node, trait), nodes),
  );
  return [...limits.raised, ...own, ...limits.lowered];
};

const traitsAfter =
  (changes: readonly TraitChange[], before: Lab['traitOf']): Lab['traitOf'] =>
  (node, trait) => {
    const change = changes.find((change) => change.node === node && change.trait === trait);
    return change ? change.now : before(node, trait);
  };

const needsOf = (trait: Trait<unknown>, now: unknown) => [
  ...(trait.needs ?? []),
  ...(now === undefined ? [] : (trait.needsFor?.(now) ?? [])),
];

const conflictsOf = (
  trait: Trait<unknown>,
  { node, trait: name, now }: TraitChange,
  nodes: NodeViews,
): readonly Conflict[] => {
  const what = now === undefined ? undefined : trait.conflict?.(nodes.get(node)!, now, nodes);
  return what === undefined ? [] : [{ at: [node, name], text: what }];
};
