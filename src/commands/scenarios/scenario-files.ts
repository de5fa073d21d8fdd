import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../command-line/error-message.ts';
import { readText } from './read-text.ts';

/** Scenario files as text: a folder stands for every *.yaml in it, sorted; what cannot be read is a complaint for stderr. */
export const readScenarioFiles = (paths: readonly string[]): ScenarioFiles => {
  const complaints: string[] = [];
  const attempt = <T>(path: string, read: () => T, none: T): T => {
    try {
      return read();
    } catch (error) {
      complaints.push(
        `${path}: cannot be read (${errorMessage(error)}); a scenario file or a folder of them is wanted\n`,
      );
      return none;
    }
  };
  const files = paths.flatMap((path) => attempt(path, () => filesOf(path, complaints), []));
  const sources = files.flatMap((file) => attempt(file, () => [{ file, text: readText(file) }], []));
  return { sources, complaints };
};

export interface ScenarioFiles {
  readonly sources: readonly ScenarioText[];
  readonly complaints: readonly string[];
}

const filesOf = (path: string, complaints: string[]): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  if (found.length === 0) complaints.push(`${path}: no scenario in this folder; their names end in .yaml\n`);
  return found.map((name) => join(path, name));
};
