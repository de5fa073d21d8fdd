import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../command-line/error-message.ts';
import { readText } from './read-text.ts';

/**
 * Reads scenario files; a folder is expanded to its *.yaml files, sorted. Paths that cannot be read become complaints
 * for stderr.
 */
export const readScenarioFiles = (paths: readonly string[]): ScenarioFiles => {
  const complaints: string[] = [];
  const attempt = <T>(path: string, read: () => T, fallback: T): T => {
    try {
      return read();
    } catch (error) {
      complaints.push(
        `${path}: cannot be read (${errorMessage(error)}); expected a scenario file or a folder of scenario files\n`,
      );
      return fallback;
    }
  };
  const files = paths.flatMap((path) => attempt(path, () => expandPath(path, complaints), []));
  const sources = files.flatMap((file) => attempt(file, () => [{ file, text: readText(file) }], []));
  return { sources, complaints };
};

export interface ScenarioFiles {
  readonly sources: readonly ScenarioText[];
  /** Sentences with a newline at the end. */
  readonly complaints: readonly string[];
}

const expandPath = (path: string, complaints: string[]): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  if (names.length === 0)
    complaints.push(`${path}: no scenario in this folder; names of scenario files end in .yaml\n`);
  return names.map((name) => join(path, name));
};
