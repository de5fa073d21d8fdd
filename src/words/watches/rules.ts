import type { FactOf } from '../facts/facts.ts';
import type { RuleCount, Traits } from './rule-counts.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { readRules, countRules } from './rule-counts.ts';
import { fields, list, optional, reference } from '../language/shape.ts';
import { familiesSeen } from '../facts/transfers-of.ts';

const shape = fields('which firewall rules to read', {
  at: optional(list('nodes; all by default', reference('node', 'a node whose rules are read'), 1)),
});

/** A rule counts every packet that matches it, of any flow; rules of one family are reported for that family only. */
export const rules = (traits: Traits): Watch<ValueOf<typeof shape>> => ({
  about:
    'Counts the packets that match the firewall rules of traits: a clamp or a filter in the wrong hook counts none.',
  shape,
  example: { at: ['edge'] },
  needs: ['nft'],
  gives: ['rules'],
  begin: async (lab, { at }, { family }) => {
    const nodes = at ?? [...lab.nodes.keys()];
    const before = readRules(lab, nodes);
    return async (learned) => {
      const counts = countRules({
        before,
        after: readRules(lab, nodes),
        families: familiesSeen(learned, family),
        traits,
      });
      return {
        rules: Object.fromEntries(nodes.map((name) => [name, byTrait(counts.filter(({ node }) => node === name))])),
      };
    };
  },
});

const byTrait = (counts: readonly RuleCount[]): NodeCounts => {
  const totals: Record<string, NodeCounts[string]> = {};
  for (const { trait, packets, text } of counts) {
    const { packets: total = 0, texts = [] } = totals[trait] ?? {};
    totals[trait] = { packets: total + packets, texts: [...texts, text] };
  }
  return totals;
};

type NodeCounts = FactOf<'rules'>[string];
