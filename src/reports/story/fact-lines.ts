import type { StepResult } from '../../events/events.ts';
import type { FactName } from '../../words/facts/facts.ts';
import { formatFacts } from '../../words/facts/format-facts.ts';
import { printable } from '../terminal/printable.ts';
import type { Page } from '../terminal/page.ts';
import { wrapUnder } from '../terminal/wrap.ts';

/** What a step learned and no verdict has said: a line for each fact, with its evidence under it. */
export const factLines = (
  facts: StepResult['facts'],
  { paint, width }: Page,
  verdicts: StepResult['verdicts'] = [],
): readonly string[] => {
  const said = Object.entries(facts).flatMap(([who, learned]) =>
    formatFacts(learned).map(([fact, lines]): Said => ({ who, fact, lines })),
  );
  const shown = new Set(verdicts.flatMap(({ evidence }) => evidence));
  return joined(said)
    .filter(({ lines }) => lines.length > 0 && !verdicts.some(({ saw }) => saw === lines[0]))
    .flatMap(({ who, fact, lines: [first, ...rest] }) => [
      ...wrapUnder(`      ${fact}  `, `${names[who] ?? ''}${printable(first!)}`, width),
      ...rest
        .filter((line) => !shown.has(line))
        .flatMap((line) => wrapUnder(`      ${' '.repeat(fact.length)}  · `, printable(line), width)),
    ])
    .map((line) => paint('dim', line));
};

interface Said {
  readonly who: string;
  readonly fact: FactName;
  readonly lines: readonly string[];
}

/** Twins that say the same stand together. */
const joined = (said: readonly Said[]): readonly Said[] =>
  said.flatMap((one, index) => {
    const same = (other: Said): boolean => other.fact === one.fact && String(other.lines) === String(one.lines);
    if (said.slice(0, index).some(same)) return [];
    return [said.slice(index + 1).some(same) ? { ...one, who: 'both' } : one];
  });

const names: Readonly<Record<string, string>> = { ipv6: 'IPv6: ', ipv4: 'IPv4: ', both: 'both families: ' };
