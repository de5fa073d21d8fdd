import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import type { RunReport } from './claim-results.ts';
import { claimResult, resultsByName } from './claim-results.ts';
import type { Claim } from './read-claims.ts';

/**
 * The table of `mtulab explain --claims`: for each claim the verdict, with a report also the result of its scenarios in
 * that run, and what is claimed; in lines of `width` characters.
 */
export const claimsTable = (claims: readonly Claim[], report: RunReport | undefined, width?: number): string => {
  const results = report && resultsByName(report);
  const head = ['CLAIM', 'VERDICT', ...(results ? ['IN THE RUN'] : []), 'WHAT IT SAYS'];
  const rows = claims.map((claim) => [
    claim.id,
    claim.verdict,
    ...(results ? [inRun[claimResult(claim.scenarios, results) ?? 'none']] : []),
    textOf(claim),
  ]);
  return [...alignColumns([head, ...rows], width), '', summary(claims, report), ''].join('\n');
};

/** What a run says about a claim and its verdict. */
const inRun = { pass: 'shown', fail: 'contradicted', error: 'not judged', skip: 'skipped', none: 'not run' } as const;

const textOf = ({ claim, because, scenarios }: Claim): string =>
  [claim, ...(because === undefined ? [] : [because]), `(${scenarios.join(', ')})`].join(' ');

const summary = (claims: readonly Claim[], report: RunReport | undefined): string => {
  const kernel = report?.machine?.kernel;
  const results = report && resultsByName(report);
  const shown = results && claims.filter(({ scenarios }) => claimResult(scenarios, results) === 'pass').length;
  return shown === undefined
    ? `${claims.length} claims`
    : `${claims.length} claims, ${shown} shown${kernel === undefined ? '' : ` on Linux ${printableLine(kernel)}`}`;
};
