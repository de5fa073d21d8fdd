import { familyNames } from '../../evidence/family.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import { groupVerdicts } from '../story/group-verdicts.ts';
import type { VerdictGroup } from '../story/group-verdicts.ts';
import { familyLabels, mergeFamilies } from '../story/merge-families.ts';
import { sawWithCause } from '../story/verdict-lines.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The expectations of a step: what each wanted, what was seen, and whether that is enough. */
export const verdictTable = (verdicts: readonly Verdict[]): Markup | undefined => {
  if (verdicts.length === 0) return undefined;
  const rows = groupVerdicts(verdicts).flatMap(({ verdict, other, areEqual }) =>
    other && !areEqual ? [verdict, other].map((each) => verdictRow(each, each.family)) : [verdictRow(verdict)],
  );
  return markup`<table class="verdicts"><thead><tr><th scope="col">expectation</th><th scope="col">wanted</th><th scope="col">saw</th></tr></thead><tbody>${rows}</tbody></table>`;
};

const verdictRow = (verdict: Verdict, family?: Verdict['family']): Markup => {
  const { met, expectation, wanted } = verdict;
  const of = family ? markup` <small>${familyNames[family]}</small>` : undefined;
  return markup`<tr class="${met === false ? 'fail' : met === null ? 'error' : 'pass'}"><th scope="row">${signs[String(met)]!} ${expectation}${of}</th><td>${wanted}</td><td>${sawWithCause(verdict)}</td></tr>`;
};

const signs: Readonly<Record<string, string>> = { true: '✔', false: '✖', null: '?' };

/** The lines that led to the verdicts of a step, each once; those that are not of both families name theirs. */
export const evidenceList = (verdicts: readonly Verdict[]): Markup | undefined => {
  const shown = new Set<string>();
  const lines = groupVerdicts(verdicts)
    .flatMap(evidenceLines)
    .filter((line) => !shown.has(line) && shown.add(line));
  if (lines.length === 0) return undefined;
  const rest = lines.length - mostLines;
  const items = lines.slice(0, mostLines).map((line) => markup`<li>${line}</li>`);
  return markup`<ul class="evidence">${items}${rest > 0 ? markup`<li>… ${rest} more lines, which the JSON report has</li>` : undefined}</ul>`;
};

/** Many flows have as many proofs, which mostly read the same. */
const mostLines = 24;

const evidenceLines = ({ verdict, other }: VerdictGroup): readonly string[] => {
  if (!other) return verdict.evidence;
  const of = (family: Verdict['family']): readonly string[] =>
    [verdict, other].flatMap((each) => (each.family === family ? each.evidence : []));
  return mergeFamilies(of('ipv6'), of('ipv4')).map(({ of: family, line }) =>
    family === 'both' ? line : `${familyLabels[family]}: ${line}`,
  );
};
