import type { Family } from '../../evidence/family.ts';
import type { Lab } from '../lab/lab.ts';
import type { FirewallRule } from '../lab/firewall-rule.ts';
import type { Trait } from '../language/word.ts';

/** The packets that one rule of a trait counted between two readings. */
export interface RuleCount {
  readonly node: string;
  readonly trait: string;
  readonly packets: number;
  /** `firewall: rule 1 of forward (drop packet-too-big) counted 9 packets`. */
  readonly text: string;
}

export type Traits = Readonly<Record<string, Trait<unknown>>>;
export type RuleReading = ReadonlyMap<string, readonly FirewallRule[]>;

/** Reads the current rules of these nodes. */
export const readRules = (lab: Lab, nodes: readonly string[]): RuleReading =>
  new Map(nodes.map((node) => [node, lab.rules(node)]));

/** The rules of traits with what they counted between two readings, without the rules of other families. */
export const countRules = ({ before, after, families, traits }: Readings): readonly RuleCount[] =>
  [...after].flatMap(([node, rules]) =>
    rules
      .filter((rule) => rule.family === undefined || families.includes(rule.family))
      .flatMap((rule) => {
        const [trait, purpose] = traitOf(rule, traits) ?? [];
        if (trait === undefined) return [];
        const earlier = before.get(node)?.find((old) => isSame(old, rule))?.packets ?? 0;
        const packets = rule.packets - (earlier > rule.packets ? 0 : earlier);
        return [{ node, trait, packets, text: format(node, rule, { purpose, packets }) }];
      }),
  );

interface Readings {
  readonly before: RuleReading;
  readonly after: RuleReading;
  readonly families: readonly Family[];
  readonly traits: Traits;
}

const traitOf = (rule: FirewallRule, traits: Traits): readonly [trait: string, purpose: string] | undefined => {
  for (const [name, trait] of Object.entries(traits)) {
    const purpose = trait.rule?.(rule);
    if (purpose !== undefined) return [name, purpose];
  }
  return undefined;
};

const isSame = (a: FirewallRule, b: FirewallRule): boolean =>
  a.table === b.table && a.chain === b.chain && a.number === b.number && a.family === b.family;

const format = (
  node: string,
  { chain, number }: FirewallRule,
  { purpose, packets }: { purpose: string | undefined; packets: number },
): string =>
  `${node}: rule ${number} of ${chain} (${purpose}) counted ${packets} ${packets === 1 ? 'packet' : 'packets'}`;
