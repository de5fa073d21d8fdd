import type { Facts, RuleCounts } from '../facts/facts.ts';
import type { RuleCount, Traits } from './rule-counts.ts';
import type { Typed } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { readRules, countRules } from './rule-counts.ts';
import { fields, list, maybe, named } from '../language/shape.ts';

const shape = fields('which rules are watched', {
  at: maybe(list('nodes; without it all', named('node', 'a node whose rules are read'), 1)),
});

/** Rules count whatever matches them, whichever flow it is of; those that match one family alone are told for that family. */
export const rules = (traits: Traits): Watch<Typed<typeof shape>> => ({
  about:
    'Watches how many packets the firewall rules of traits count: a clamp or a filter in the wrong hook counts none.',
  shape,
  example: { at: ['edge'] },
  needs: ['nft'],
  gives: ['rules'],
  begin: async (lab, { at }, { family }) => {
    const nodes = at ?? [...lab.nodes.keys()];
    const before = readRules(lab, nodes);
    return async () => {
      const moved = countRules({ before, after: readRules(lab, nodes), family, traits });
      return {
        rules: Object.fromEntries(nodes.map((node) => [node, byTrait(moved.filter((one) => one.node === node))])),
      };
    };
  },
});

const byTrait = (moved: readonly RuleCount[]): NonNullable<Facts['rules']>[string] => {
  const found: Record<string, RuleCounts> = {};
  for (const { trait, packets, text: says } of moved) {
    const { packets: before = 0, said = [] } = found[trait] ?? {};
    found[trait] = { packets: before + packets, said: [...said, says] };
  }
  return found;
};
