import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { claimsFile } from '../scenarios/folder-files.ts';

/** What people say about this failure, what the kernel says to it, and the scenarios in which it can be seen. */
export interface Claim {
  /** Unique; used in the table and as an anchor of the page. */
  readonly id: string;
  /** The statement, in one sentence. */
  readonly claim: string;
  readonly verdict: Verdict;
  /** The condition under which it holds, or what holds instead; only a claim that simply holds has none. */
  readonly because?: string;
  /** Names of scenarios of the same folder. */
  readonly scenarios: readonly string[];
}

export const verdicts = ['holds', 'holds with conditions', 'does not hold'] as const;

export type Verdict = (typeof verdicts)[number];

/** The claims of a folder of scenarios. Throws when the file cannot be read. */
export const readClaims = (folder: string): readonly Claim[] =>
  parse(readFileSync(join(folder, claimsFile), 'utf8')) as readonly Claim[];

/** What is wrong with the list, given the names of the scenarios there are: nothing for a list that is complete. */
export const claimProblems = (claims: readonly Claim[], scenarios: readonly string[]): readonly string[] => {
  const ids = claims.map(({ id }) => id);
  const shown = new Set(claims.flatMap(({ scenarios }) => scenarios));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${id} is there twice`),
    ...claims.flatMap((claim) => problemsOf(claim, scenarios)),
    ...scenarios.filter((name) => !shown.has(name)).map((name) => `no claim names the scenario ${name}`),
  ];
};

const problemsOf = ({ id, verdict, because, scenarios }: Claim, known: readonly string[]): readonly string[] => [
  ...(/^[a-z0-9-]+$/.test(id) ? [] : [`${id}: an id has small letters, digits and dashes`]),
  ...(verdicts.includes(verdict) ? [] : [`${id}: unknown verdict ${verdict}; one of ${verdicts.join(', ')}`]),
  ...((because === undefined) === (verdict === 'holds')
    ? []
    : [`${id}: because is for claims that do not simply hold`]),
  ...(scenarios.length > 0 ? [] : [`${id}: no scenario shows it`]),
  ...scenarios.filter((name) => !known.includes(name)).map((name) => `${id}: there is no scenario ${name}`),
];
