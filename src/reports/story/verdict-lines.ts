import type { Family } from '../../evidence/family.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { wrapUnder } from '../../text/wrap.ts';

/** Formats the verdicts of one step as lines; equal verdicts of both families share their lines. */
export const verdictLines = (verdicts: readonly Verdict[], style: TextStyle): readonly string[] => {
  const groups = groupFamilies(verdicts);
  const nameWidth = Math.max(...groups.map(({ verdict }) => verdict.expectation.length));
  const shown = new Set<string>();
  return groups.flatMap((group, index) => [
    ...resultLines(group, nameOf(groups, index).padEnd(nameWidth), style),
    ...evidenceLines(group, nameWidth, style, shown),
  ]);
};

interface Group {
  readonly verdict: Verdict;
  /** The equal verdict of the other family. */
  readonly equal?: Verdict;
}

const groupFamilies = (verdicts: readonly Verdict[]): readonly Group[] => {
  const grouped = new Set<Verdict>();
  return verdicts.flatMap((verdict, index) => {
    if (grouped.has(verdict)) return [];
    const equal = verdicts.slice(index + 1).find((other) => !grouped.has(other) && areEqual(verdict, other));
    if (equal) grouped.add(equal);
    return [{ verdict, ...(equal && { equal }) }];
  });
};

/** The name of the expectation, unless the group above has the same. */
const nameOf = (groups: readonly Group[], index: number): string => {
  const { expectation } = groups[index]!.verdict;
  return groups[index - 1]?.verdict.expectation === expectation ? '' : expectation;
};

const areEqual = (a: Verdict, b: Verdict): boolean =>
  a.family !== b.family && a.family !== undefined && comparisonKey(a) === comparisonKey(b);

const comparisonKey = ({ expectation, met, wanted, saw, cause, place }: Verdict): string =>
  JSON.stringify([expectation, met, wanted, saw, cause, place]);

const resultLines = ({ verdict, equal }: Group, name: string, { paint, width }: TextStyle): readonly string[] => {
  const { met, wanted, family } = verdict;
  const before = equal || !family ? '' : `${familyNames[family]}: `;
  const after = equal ? ' (both\u00a0families)' : '';
  const lead = `    ${marks[String(met)]} ${name}  ${before}`;
  if (met) return paintLead(wrapUnder(lead, sawWithCause(verdict) + after, width), lead, (text) => paint('dim', text));
  const indent = ' '.repeat(lead.length);
  return [
    ...paintLead(wrapUnder(`${lead}wanted `, wanted + after, width), lead, (text) =>
      paint(met === null ? 'magenta' : 'red', text),
    ),
    ...wrapUnder(`${indent}saw    `, sawWithCause(verdict), width),
  ];
};

const sawWithCause = ({ saw, cause, place }: Verdict): string => {
  if (!cause || saw.includes(cause)) return saw;
  return `${saw}: ${cause}${place ? ` at ${place}` : ''}`;
};

const paintLead = (
  [first, ...rest]: readonly string[],
  lead: string,
  paint: (text: string) => string,
): readonly string[] => [paint(lead) + first!.slice(lead.length), ...rest];

/** The evidence of a verdict, without lines that an earlier verdict of the step has shown. */
const evidenceLines = (group: Group, nameWidth: number, style: TextStyle, shown: Set<string>): readonly string[] => {
  const { met, cause } = group.verdict;
  if (met && !cause && !style.verbose) return [];
  const lead = `${' '.repeat(nameWidth + 8)}· `;
  return evidenceOf(group)
    .filter((line) => !shown.has(line) && shown.add(line))
    .flatMap((line) => wrapUnder(lead, line, style.width))
    .map((line) => style.paint('dim', line));
};

/** The evidence of both families is mostly the same: merged line by line it stays one chain of reasoning. */
const evidenceOf = ({ verdict, equal }: Group): readonly string[] => {
  if (!equal) return verdict.evidence;
  const count = Math.max(verdict.evidence.length, equal.evidence.length);
  return Array.from({ length: count }, (_, index) => [verdict.evidence[index], equal.evidence[index]]).flatMap(
    ([line, other]) => (line === other ? [line!] : [withFamily(verdict, line), withFamily(equal, other)].flat()),
  );
};

const withFamily = ({ family }: Verdict, line: string | undefined): readonly string[] =>
  line === undefined ? [] : [`${familyNames[family!]}: ${line}`];

const familyNames: Readonly<Record<Family, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };

const marks: Readonly<Record<string, string>> = { true: ' ', false: '✖', null: '?' };
