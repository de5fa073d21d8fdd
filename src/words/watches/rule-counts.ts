import type { Family } from '../../evidence/family.ts';
import type { Lab } from '../lab/lab.ts';
import type { FirewallRule } from '../lab/firewall-rule.ts';
import type { Trait } from '../language/word.ts';

/** What a rule of a trait counted since an earlier reading. */
export interface RuleCount {
  readonly node: string;
  readonly trait: string;
  readonly packets: number;
  /** `firewall: rule 1 of forward (drop packet-too-big) counted 9 packets`. */
  readonly text: string;
}

export type Traits = Readonly<Record<string, Trait<unknown>>>;
export type RuleReading = ReadonlyMap<string, readonly FirewallRule[]>;

/** The rules of some nodes, now. */
export const readRules = (lab: Lab, nodes: readonly string[]): RuleReading =>
  new Map(nodes.map((node) => [node, lab.rules(node)]));

/** The rules that traits made, with what they counted between two readings; those of another family are left out. */
export const countRules = ({ before, after, family, traits }: Between): readonly RuleCount[] =>
  [...after].flatMap(([node, rules]) =>
    rules
      .filter((rule) => rule.family === undefined || rule.family === family)
      .flatMap((rule) => {
        const [trait, what] = nameOf(rule, traits) ?? [];
        if (trait === undefined) return [];
        const then = before.get(node)?.find((old) => isSame(old, rule))?.packets ?? 0;
        const packets = rule.packets - (then > rule.packets ? 0 : then);
        return [{ node, trait, packets, text: sentence(node, rule, { what, packets }) }];
      }),
  );

interface Between {
  readonly before: RuleReading;
  readonly after: RuleReading;
  readonly family: Family;
  readonly traits: Traits;
}

const nameOf = (rule: FirewallRule, traits: Traits): readonly [trait: string, what: string] | undefined => {
  for (const [name, trait] of Object.entries(traits)) {
    const what = trait.rule?.(rule);
    if (what !== undefined) return [name, what];
  }
  return undefined;
};

const isSame = (one: FirewallRule, other: FirewallRule): boolean =>
  one.table === other.table && one.chain === other.chain && one.number === other.number && one.family === other.family;

const sentence = (
  node: string,
  { chain, number }: FirewallRule,
  { what, packets }: { what: string | undefined; packets: number },
): string => `${node}: rule ${number} of ${chain} (${what}) counted ${packets} ${packets === 1 ? 'packet' : 'packets'}`;
