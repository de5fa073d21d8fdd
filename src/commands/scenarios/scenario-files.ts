import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { printableLine } from '../../text/printable.ts';
import { errorMessage } from '../command-line/error-message.ts';
import { existingScenarios, scenarioPath } from './bundled-scenarios.ts';
import { scenarioFilesBelow } from './folder-files.ts';
import { readText } from './read-text.ts';

/**
 * Reads scenario files; a folder is expanded to the *.yaml files in it and below, sorted. Paths that cannot be read become complaints
 * for stderr.
 */
export const readScenarioFiles = (paths: readonly string[]): ScenarioFiles => {
  const unusable: UnusablePath[] = [];
  const attempt = <T>(path: string, read: () => T, fallback: T): T => {
    try {
      return read();
    } catch (error) {
      unusable.push({ path, what: unreadable(path, error) });
      return fallback;
    }
  };
  const files = paths.map(scenarioPath).flatMap((path) => attempt(path, () => expandPath(path, unusable), []));
  const sources = files.flatMap((file) => attempt(file, () => [{ file, text: readText(file) }], []));
  return { sources, unusable, complaints: unusable.map(({ path, what }) => `${printableLine(path)}: ${what}\n`) };
};

/** Why a path gives no scenario, and what would. */
export const unreadable = (path: string, error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? `there is no such file or folder; ${existingScenarios(path)}`
    : `cannot be read (${errorMessage(error)}); expected a scenario file or a folder of scenario files`;

export interface ScenarioFiles {
  readonly sources: readonly ScenarioText[];
  /** Paths that name no scenario. */
  readonly unusable: readonly UnusablePath[];
  /** A sentence for each of them, with a newline at the end. */
  readonly complaints: readonly string[];
}

export interface UnusablePath {
  readonly path: string;
  readonly what: string;
}

const expandPath = (path: string, unusable: UnusablePath[]): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  const names = scenarioFilesBelow(path);
  if (names.length === 0)
    unusable.push({ path, what: 'no scenario in this folder; names of scenario files end in .yaml' });
  return names.map((name) => join(path, name));
};
