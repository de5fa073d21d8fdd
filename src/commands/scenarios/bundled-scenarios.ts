import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { nearestWord } from '../../scenario/problems/did-you-mean.ts';
import { scenarioFilesBelow, scenarioFilesIn } from './folder-files.ts';
import { packageFolder } from './package-folder.ts';

/**
 * The path that a command line means: for the name of a bundled scenario (`ptb-dropped`) its file, for that of a bundled
 * folder (`clamp`, or `scenarios` for all) the folder, unless a file or folder has that name.
 */
export const scenarioPath = (path: string): string => {
  if (!/^[a-z0-9-]+$/.test(path) || existsSync(path)) return path;
  if (path === basename(bundledFolder())) return shown(bundledFolder());
  const files = bundledFiles();
  const file = files.find((file) => scenarioName(file) === path);
  if (file !== undefined) return shown(join(bundledFolder(), file));
  return files.some((file) => dirname(file) === path) ? shown(join(bundledFolder(), path)) : path;
};

/** What there is instead of a file or folder that does not exist: scenarios in its folder, and the bundled ones. */
export const existingScenarios = (path: string): string => {
  const names = bundledFiles().map(scenarioName);
  const beside = filesBeside(path);
  const nearest = nearestWord(basename(path), [...beside, ...names]);
  return [
    ...(nearest === undefined
      ? []
      : [`did you mean ${beside.includes(nearest) ? join(dirname(path), nearest) : nearest}?`]),
    ...(beside.length > 0 ? [`scenario files in that folder: ${beside.join(', ')};`] : []),
    '`mtulab list` prints the bundled scenarios',
  ].join(' ');
};

/** The bundled scenarios as paths below their folder, sorted. */
export const bundledFiles = (): readonly string[] => scenarioFilesBelow(bundledFolder());

/** The name by which a bundled scenario is run: its file name, which no other folder repeats. */
export const scenarioName = (file: string): string => basename(file, '.yaml');

export const bundledFolder = (): string => join(packageFolder(), 'scenarios');

const filesBeside = (path: string): readonly string[] => {
  try {
    return scenarioFilesIn(dirname(path));
  } catch {
    return [];
  }
};

/** Relative to the working directory, if it is below. */
const shown = (path: string): string => {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
};
