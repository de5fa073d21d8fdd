import type { Family } from '../../evidence/family.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import type { Page } from '../terminal/page.ts';
import { wrapUnder } from '../terminal/wrap.ts';

/** The verdicts of one step as lines: twins that say the same stand together, and apart where they differ. */
export const verdictLines = (verdicts: readonly Verdict[], page: Page): readonly string[] => {
  const groups = together(verdicts);
  const column = Math.max(...groups.map(({ verdict }) => verdict.expectation.length));
  const shown = new Set<string>();
  return groups.flatMap((group, index) => [
    ...sentences(group, nameOf(groups, index).padEnd(column), page),
    ...evidence(group, column, page, shown),
  ]);
};

/** One verdict, with its twin when that says the same. */
interface Group {
  readonly verdict: Verdict;
  readonly twin?: Verdict;
}

const together = (verdicts: readonly Verdict[]): readonly Group[] => {
  const taken = new Set<Verdict>();
  return verdicts.flatMap((verdict, index) => {
    if (taken.has(verdict)) return [];
    const twin = verdicts.slice(index + 1).find((other) => !taken.has(other) && areTwins(verdict, other));
    if (twin) taken.add(twin);
    return [{ verdict, ...(twin && { twin }) }];
  });
};

/** The word is not repeated under itself. */
const nameOf = (groups: readonly Group[], index: number): string => {
  const { expectation } = groups[index]!.verdict;
  return groups[index - 1]?.verdict.expectation === expectation ? '' : expectation;
};

const areTwins = (one: Verdict, other: Verdict): boolean =>
  one.family !== other.family && one.family !== undefined && said(one) === said(other);

const said = ({ expectation, met, wanted, saw, cause, place }: Verdict): string =>
  JSON.stringify([expectation, met, wanted, saw, cause, place]);

const sentences = ({ verdict, twin }: Group, name: string, { paint, width }: Page): readonly string[] => {
  const { met, wanted, family } = verdict;
  const before = twin || !family ? '' : `${familyName[family]}: `;
  const after = twin ? ' (both\u00a0families)' : '';
  const lead = `    ${marks[String(met)]} ${name}  ${before}`;
  if (met) return paintLead(wrapUnder(lead, withCause(verdict) + after, width), lead, (text) => paint('dim', text));
  const under = ' '.repeat(lead.length);
  return [
    ...paintLead(wrapUnder(`${lead}wanted `, wanted + after, width), lead, (text) =>
      paint(met === null ? 'magenta' : 'red', text),
    ),
    ...wrapUnder(`${under}saw    `, withCause(verdict), width),
  ];
};

const withCause = ({ saw, cause, place }: Verdict): string => {
  if (!cause || saw.includes(cause)) return saw;
  return `${saw}: ${cause}${place ? ` at ${place}` : ''}`;
};

const paintLead = (
  [first, ...rest]: readonly string[],
  lead: string,
  paint: (text: string) => string,
): readonly string[] => [paint(lead) + first!.slice(lead.length), ...rest];

/** Lines that another verdict of the step has shown are not repeated. */
const evidence = (group: Group, column: number, page: Page, shown: Set<string>): readonly string[] => {
  const { met, cause } = group.verdict;
  if (met && !cause && !page.verbose) return [];
  const lead = `${' '.repeat(column + 8)}· `;
  return evidenceOf(group)
    .filter((line) => !shown.has(line) && shown.add(line))
    .flatMap((line) => wrapUnder(lead, line, page.width))
    .map((line) => page.paint('dim', line));
};

/** Twins mostly say the same line by line: in that order it stays one chain of reasons. */
const evidenceOf = ({ verdict, twin }: Group): readonly string[] => {
  if (!twin) return verdict.evidence;
  const lines = Math.max(verdict.evidence.length, twin.evidence.length);
  return Array.from({ length: lines }, (_, index) => [verdict, twin].map(({ evidence }) => evidence[index])).flatMap(
    ([one, other]) => (one === other ? [one!] : [labelled(verdict, one), labelled(twin, other)].flat()),
  );
};

const labelled = ({ family }: Verdict, line: string | undefined): readonly string[] =>
  line === undefined ? [] : [`${familyName[family!]}: ${line}`];

const familyName: Readonly<Record<Family, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };

const marks: Readonly<Record<string, string>> = { true: ' ', false: '✖', null: '?' };
