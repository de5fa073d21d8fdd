import type { ScenarioStart, StepResult } from '../../events/events.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { marks } from '../model/result-text.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { groupVerdicts } from './group-verdicts.ts';
import { familyLabels } from './merge-families.ts';

/** A case of `vary` that has ended. */
export interface EndedCase extends Pick<ScenarioStart, 'file'> {
  readonly case: string;
  readonly steps: readonly StepResult[];
  /** Why no step was performed. */
  readonly reason?: string;
}

/** The cases of each file with `vary` side by side: a table for each step with expectations, and in it a row for each case. */
export const caseTables = (cases: readonly EndedCase[], style: TextStyle): readonly string[] =>
  [...new Set(cases.map(({ file }) => file))].flatMap((file) => {
    const ofFile = cases.filter((each) => each.file === file);
    return ofFile.length < 2 ? [] : tablesOf(file, ofFile, style);
  });

const tablesOf = (file: string, cases: readonly EndedCase[], { paint, width }: TextStyle): readonly string[] => {
  const skipped = cases.filter(({ steps, reason }) => steps.length === 0 && reason !== undefined);
  const names = [...new Set(cases.flatMap(({ steps }) => steps.filter(isJudged).map(({ name }) => name)))];
  return [
    '',
    paint('bold', `${cases.length} cases of ${printableLine(file)}`),
    ...names.flatMap((name) => [
      ...wrapUnder('  ', name, width),
      ...tableOf(name, cases, width - 4).map((line, index) =>
        index === 0 ? paint('dim', `    ${line}`) : `    ${line}`,
      ),
    ]),
    ...skipped.flatMap((each) => wrapUnder(`  ${marks.skip} ${printableLine(each.case)}: `, each.reason!, width)),
  ];
};

const isJudged = ({ verdicts }: StepResult): boolean => verdicts.length > 0;

const tableOf = (name: string, cases: readonly EndedCase[], width: number): readonly string[] => {
  const rows = cases.flatMap((each) =>
    each.steps.filter((step) => step.name === name).map((step) => ({ label: printableLine(each.case), step })),
  );
  const expectations = [...new Set(rows.flatMap(({ step }) => step.verdicts.map(({ expectation }) => expectation)))];
  const cells = rows.map(({ label, step }) => [label, ...expectations.map((word) => cellOf(step, word))]);
  return alignColumns([['', ...expectations], ...cells], width);
};

/** What was seen, without its details; with a mark where it is not what was wanted. */
const cellOf = ({ verdicts, result }: StepResult, expectation: string): string => {
  const groups = groupVerdicts(verdicts.filter((verdict) => verdict.expectation === expectation));
  if (groups.length === 0) return marks[result];
  return groups
    .flatMap(({ verdict, other, areEqual }) => (other && !areEqual ? [verdict, other] : [verdict]))
    .map(({ met, saw, family }, _, all) => {
      const [word] = printableLine(saw).split(': ');
      const label = all.length > 1 && family ? `${familyLabels[family]} ` : '';
      return `${met === true ? '' : `${marks[met === null ? 'error' : 'fail']} `}${label}${word}`;
    })
    .join(', ');
};
