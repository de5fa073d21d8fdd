import type { NodeCommand } from '../lab/node-command.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Shape } from '../language/shape.ts';
import type { Action, Misfit, Trait } from '../language/word.ts';
import { shellText } from '../lab/shell-text.ts';
import { mapOf, named, orNone } from '../language/shape.ts';

type Traits = Readonly<Record<string, Trait<unknown>>>;
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The word `change`, made from the traits that it can give or take; each replaces what stood there whole. */
export const change = (traits: Traits): Action<Settings> => ({
  about: 'Gives traits to nodes or takes them away; a trait is replaced whole and the others stay.',
  shape: mapOf('what changes, for each node', changes(traits), named('node', 'the node that changes')),
  example: { edge: { clamp: { mss: 1396, towards: 'transit' } }, firewall: { drop: 'none' } },
  learns: [],
  once: true,
  needsFor: (settings) => gifts(settings).flatMap(({ word, now }) => needsOf(traits[word]!, now)),
  misfits: (settings, nodes) => gifts(settings).flatMap((gift) => misfitOf(traits[gift.word]!, gift, nodes)),
  perform: async (lab, settings, { signal }) => {
    const given = gifts(settings);
    const before: Lab['traitOf'] = (node, trait) => lab.traitOf(node, trait);
    const commands = given.flatMap((gift) => commandsOf(traits, gift, lab.nodes, before));
    await lab.apply(commands, signal);
    for (const { node, word, now } of given) lab.setTrait(node, word, now);
    return {};
  },
  byHand: (settings, nodes, _family, given) =>
    gifts(settings)
      .flatMap((gift) => commandsOf(traits, gift, nodes, given))
      .map(shellText),
  nodes: (settings) => Object.keys(settings),
});

interface Gift {
  readonly node: string;
  readonly word: string;
  /** Undefined takes the trait away. */
  readonly now: unknown;
}

const changes = (traits: Traits): Shape<Readonly<Record<string, unknown>>> => ({
  schema: {
    type: 'object',
    description: 'traits that the node is given, or none',
    properties: Object.fromEntries(Object.entries(traits).map(([word, { shape }]) => [word, orNone(shape).schema])),
    additionalProperties: false,
    minProperties: 1,
  },
});

const gifts = (settings: Settings): readonly Gift[] =>
  Object.entries(settings).flatMap(([node, given]) =>
    Object.entries(given).map(([word, now]) => ({ node, word, now: now === 'none' ? undefined : now })),
  );

const commandsOf = (
  traits: Traits,
  { node, word, now }: Gift,
  nodes: ReadonlyMap<string, NodeView>,
  given?: Lab['traitOf'],
): readonly NodeCommand[] => traits[word]!.commands(nodes.get(node)!, now, given?.(node, word));

const needsOf = (trait: Trait<unknown>, now: unknown) => [
  ...(trait.needs ?? []),
  ...(now === undefined ? [] : (trait.needsFor?.(now) ?? [])),
];

const misfitOf = (
  trait: Trait<unknown>,
  { node, word, now }: Gift,
  nodes: ReadonlyMap<string, NodeView>,
): readonly Misfit[] => {
  const what = now === undefined ? undefined : trait.misfit?.(nodes.get(node)!, now);
  return what === undefined ? [] : [{ at: [node, word], what }];
};
