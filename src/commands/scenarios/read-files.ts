import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import type { LocatedProblem } from '../../scenario/problems/locate-problem.ts';
import { readScenarios } from './read-scenarios.ts';
import type { ScenarioOptions, Scenarios } from './read-scenarios.ts';
import { readScenarioFiles } from './scenario-files.ts';
import type { ScenarioFiles, UnusablePath } from './scenario-files.ts';

/** The scenarios that can be run, and everything that is wrong with the others. */
export interface ReadFiles extends Scenarios, Pick<ScenarioFiles, 'complaints'> {
  /** Files and paths that cannot be run; of a file with problems nothing is run, not even a case that has none. */
  readonly wrong: readonly WrongFile[];
}

/** A file that cannot be run, and its problems, one per line. */
export interface WrongFile {
  readonly file: string;
  readonly reason: string;
  /** Where the first of them is, from 1. */
  readonly line?: number;
}

/** Reads and checks files, folders, the names of bundled scenarios, and texts, so that every problem is reported at once; never throws. */
export const readFiles = (from: readonly (string | ScenarioText)[], options: ScenarioOptions): ReadFiles => {
  const parts = from.map((part) => (typeof part === 'string' ? readScenarioFiles([part]) : textOnly(part)));
  const [unusable, complaints] = [parts.flatMap((part) => part.unusable), parts.flatMap((part) => part.complaints)];
  const sources = parts.flatMap((part) => part.sources);
  const read = readScenarios(sources, options);
  const wrong = wrongFiles(unusable, read.problems);
  const isRight = ({ file }: { readonly file: string }): boolean => wrong.every((other) => other.file !== file);
  return {
    ...read,
    scenarios: read.scenarios.filter(isRight),
    skipped: read.skipped.filter(isRight),
    ...{ wrong, complaints },
  };
};

const textOnly = (source: ScenarioText): ScenarioFiles => ({ sources: [source], unusable: [], complaints: [] });

const wrongFiles = (unusable: readonly UnusablePath[], problems: readonly LocatedProblem[]): readonly WrongFile[] => {
  const reasons = new Map<string, string[]>();
  const add = (file: string, reason: string): void => void reasons.set(file, [...(reasons.get(file) ?? []), reason]);
  for (const { path, what } of unusable) add(path, what);
  for (const { file, line, column, what, right } of problems) add(file, `${line}:${column}: ${what}; ${right}`);
  return [...reasons].map(([file, lines]) => {
    const line = problems.find((problem) => problem.file === file)?.line;
    return { file, reason: lines.join('\n'), ...(line !== undefined && { line }) };
  });
};
