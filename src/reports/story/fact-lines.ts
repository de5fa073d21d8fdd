import type { StepResult } from '../../events/events.ts';
import type { FactName } from '../../words/facts/facts.ts';
import { formatFacts } from '../../words/facts/format-facts.ts';
import { printable } from '../../text/printable.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { wrapUnder } from '../../text/wrap.ts';

/** Formats the facts of a step that its verdicts do not show: a line for each fact, its evidence indented below. */
export const factLines = (
  facts: StepResult['facts'],
  { paint, width }: TextStyle,
  verdicts: StepResult['verdicts'] = [],
): readonly string[] => {
  const formatted = Object.entries(facts).flatMap(([source, sourceFacts]) =>
    formatFacts(sourceFacts).map(([name, lines]): FormattedFact => ({ source, name, lines })),
  );
  const shown = new Set(verdicts.flatMap(({ evidence }) => evidence));
  return mergeFamilies(formatted)
    .filter(({ lines }) => lines.length > 0 && !verdicts.some(({ saw }) => saw === lines[0]))
    .flatMap(({ source, name, lines: [first, ...rest] }) => [
      ...wrapUnder(`      ${name}  `, `${labels[source] ?? ''}${printable(first!)}`, width),
      ...rest
        .filter((line) => !shown.has(line))
        .flatMap((line) => wrapUnder(`      ${' '.repeat(name.length)}  · `, printable(line), width)),
    ])
    .map((line) => paint('dim', line));
};

interface FormattedFact {
  /** A family, `both`, or `once`. */
  readonly source: string;
  readonly name: FactName;
  readonly lines: readonly string[];
}

/** Merges facts that read the same for both families. */
const mergeFamilies = (facts: readonly FormattedFact[]): readonly FormattedFact[] =>
  facts.flatMap((fact, index) => {
    const readsTheSame = ({ name, lines }: FormattedFact): boolean =>
      name === fact.name && String(lines) === String(fact.lines);
    if (facts.slice(0, index).some(readsTheSame)) return [];
    return [facts.slice(index + 1).some(readsTheSame) ? { ...fact, source: 'both' } : fact];
  });

const labels: Readonly<Record<string, string>> = { ipv6: 'IPv6: ', ipv4: 'IPv4: ', both: 'both families: ' };
