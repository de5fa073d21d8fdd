import type { StepResult } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { sawWithCause, verdictLines } from './verdict-lines.ts';

/** Formats why a step did not pass: its reason, the state that it inherited, and each verdict that is not met, with its evidence. */
export const failureLines = (
  { reason, inherited, notApplicable = [], verdicts }: StepResult,
  { verbose }: { readonly verbose: boolean },
): readonly string[] => [
  ...(reason ? [printableLine(reason)] : []),
  ...inherited.flatMap((line) => wrapUnder('inherited: ', line)),
  ...notApplicable.flatMap((line) => wrapUnder('does not apply: ', line)),
  ...verdictLines(unmet(verdicts), { paint: (_, text) => text, width: Infinity, verbose }).map((line) =>
    line.replace(/^ {4}/, ''),
  ),
];

/** Formats the same in one line, without evidence: what was wanted, and what was seen instead. */
export const failureSummary = ({ reason, verdicts }: StepResult): string => {
  const texts = unmet(verdicts).map(
    (verdict) => `${verdict.expectation}: wanted ${verdict.wanted}, saw ${sawWithCause(verdict)}`,
  );
  return printableLine([...new Set(texts.length > 0 ? texts : [reason ?? ''])].join('; '));
};

const unmet = (verdicts: StepResult['verdicts']): StepResult['verdicts'] => verdicts.filter(({ met }) => met !== true);
