import type { StepResult } from '../../events/events.ts';
import type { FactName, Facts } from '../../words/facts/facts.ts';
import { formatFacts } from '../../words/facts/format-facts.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import { printable } from '../../text/printable.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { familyLabels, mergeFamilies } from './merge-families.ts';
import type { FamilyLine } from './merge-families.ts';
import { showsEvidence } from './verdict-lines.ts';

/** Formats the facts of a step that its verdicts do not show: their first lines, and the other lines indented below. */
export const factLines = (
  facts: StepResult['facts'],
  style: TextStyle,
  verdicts: StepResult['verdicts'] = [],
): readonly string[] => {
  const ofSource = (source: Source): FormattedFacts =>
    newLines(
      facts[source] ?? {},
      verdicts.filter(({ family }) => family === undefined || source === 'once' || family === source),
      style,
    );
  const [ipv6, ipv4, once] = [ofSource('ipv6'), ofSource('ipv4'), ofSource('once')];
  const names = [...new Set([...ipv6.keys(), ...ipv4.keys()])];
  return [
    ...names.flatMap((name) => linesOfFact(name, mergeFamilies(ipv6.get(name) ?? [], ipv4.get(name) ?? []), style)),
    ...[...once].flatMap(([name, lines]) =>
      linesOfFact(
        name,
        lines.map((line) => ({ line })),
        style,
      ),
    ),
  ].map((line) => style.paint('dim', line));
};

type Source = keyof StepResult['facts'];
type FormattedFacts = ReadonlyMap<FactName, readonly string[]>;

/** The lines of each fact without those that a verdict shows; a fact whose first line is what a verdict saw has none. */
const newLines = (facts: Facts, verdicts: readonly Verdict[], style: TextStyle): FormattedFacts => {
  const shown = new Set(
    verdicts.filter((verdict) => showsEvidence(verdict, style)).flatMap(({ evidence }) => evidence),
  );
  return new Map(
    formatFacts(facts)
      .filter(([, [first]]) => !verdicts.some(({ saw }) => saw === first))
      .map(([name, lines]) => [name, lines.filter((line) => !shown.has(line))]),
  );
};

/** A line of a fact; of a fact that is learned once it has no family. */
type Line = Pick<FamilyLine, 'line'> & Partial<FamilyLine>;

const linesOfFact = (name: FactName, lines: readonly Line[], { width }: TextStyle): readonly string[] => {
  const [first, second] = lines;
  const heads = first?.of === 'ipv6' && second?.of === 'ipv4' ? 2 : 1;
  const isForOne = lines.every(({ of }) => of === first?.of);
  return lines.flatMap(({ of, line }, index) => {
    const isLabelled = of !== undefined && (index === 0 || !(isForOne || (of === 'both' && first?.of === 'both')));
    const lead = `      ${index === 0 ? name : ' '.repeat(name.length)}  ${index < heads ? '' : '· '}`;
    return wrapUnder(lead, `${isLabelled ? `${familyLabels[of]}: ` : ''}${printable(line)}`, width);
  });
};
