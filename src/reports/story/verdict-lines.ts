import type { Family } from '../../evidence/family.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { groupVerdicts } from './group-verdicts.ts';
import type { VerdictGroup } from './group-verdicts.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { familyLabels, mergeFamilies } from './merge-families.ts';

/** Formats the verdicts of one step as lines; equal verdicts of both families share their lines. */
export const verdictLines = (verdicts: readonly Verdict[], style: TextStyle): readonly string[] => {
  const groups = groupVerdicts(verdicts);
  const nameWidth = Math.max(...groups.map(({ verdict }) => verdict.expectation.length));
  const shown = new Set<string>();
  return groups.flatMap((group, index) => [
    ...groupLines(group, nameOf(groups, index).padEnd(nameWidth), style),
    ...evidenceLines(group, nameWidth, style, shown),
  ]);
};

/** The name of the expectation, unless the group above has the same. */
const nameOf = (groups: readonly VerdictGroup[], index: number): string => {
  const { expectation } = groups[index]!.verdict;
  return groups[index - 1]?.verdict.expectation === expectation ? '' : expectation;
};

const groupLines = ({ verdict, other, areEqual }: VerdictGroup, name: string, style: TextStyle): readonly string[] => [
  ...resultLines(verdict, { name, areEqual }, style),
  ...(other && !areEqual ? resultLines(other, { name: ' '.repeat(name.length), areEqual }, style) : []),
];

const resultLines = (
  verdict: Verdict,
  { name, areEqual }: { readonly name: string; readonly areEqual: boolean },
  { paint, width }: TextStyle,
): readonly string[] => {
  const { met, wanted, family } = verdict;
  const before = areEqual || !family ? '' : `${familyLabels[family]}: `;
  const after = areEqual ? ' (both\u00a0families)' : '';
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

/** What a verdict saw, with its cause and the place of it unless the text has them already. */
export const sawWithCause = ({ saw, cause, place }: Verdict): string => {
  if (!cause || saw.includes(cause)) return saw;
  return `${saw}: ${cause}${place ? ` at ${place}` : ''}`;
};

const paintLead = (
  [first, ...rest]: readonly string[],
  lead: string,
  paint: (text: string) => string,
): readonly string[] => [paint(lead) + first!.slice(lead.length), ...rest];

/** Whether the lines of a verdict include its evidence. */
export const showsEvidence = ({ met, cause }: Verdict, { verbose }: TextStyle): boolean =>
  met !== true || cause !== undefined || verbose;

/** The evidence of both families is mostly the same: merged line by line it stays one chain of reasoning. */
const evidenceLines = (
  { verdict, other, areEqual }: VerdictGroup,
  nameWidth: number,
  style: TextStyle,
  shown: Set<string>,
): readonly string[] => {
  const lead = `${' '.repeat(nameWidth + 8)}· `;
  const ofFamily = (family: Family): readonly string[] =>
    [verdict, other].flatMap((each) => (each?.family === family ? newEvidence(each, style, shown) : []));
  const lines = other
    ? mergeFamilies(ofFamily('ipv6'), ofFamily('ipv4')).map(({ of, line }) =>
        of === 'both' && areEqual ? line : `${familyLabels[of]}: ${line}`,
      )
    : newEvidence(verdict, style, shown);
  const printed = style.verbose ? lines : firstLines(lines);
  return printed.flatMap((line) => wrapUnder(lead, line, style.width)).map((line) => style.paint('dim', line));
};

/** Many flows have as many proofs, which mostly read the same. */
const firstLines = (lines: readonly string[]): readonly string[] => {
  const rest = lines.slice(mostLines);
  return rest.length > 1 ? [...lines.slice(0, mostLines), `… ${rest.length} more lines, which -v prints`] : lines;
};

const mostLines = 16;

/** The evidence of a verdict, without lines that an earlier verdict of its family has shown. */
const newEvidence = (verdict: Verdict, style: TextStyle, shown: Set<string>): readonly string[] =>
  verdict.evidence.filter((line) => {
    const key = `${verdict.family} ${line}`;
    return showsEvidence(verdict, style) && !shown.has(key) && shown.add(key);
  });

const marks: Readonly<Record<string, string>> = { true: ' ', false: '✖', null: '?' };
