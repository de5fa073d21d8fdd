import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestWord } from '../../scenario/problems/did-you-mean.ts';

/** The path that a command line means: the file of a bundled scenario for its name (`ptb-dropped`), unless a file or folder has that name. */
export const scenarioPath = (path: string): string => {
  const isName = /^[a-z0-9-]+$/.test(path) && !existsSync(path);
  return isName && bundledNames().includes(path) ? shown(join(bundledFolder(), `${path}.yaml`)) : path;
};

/** What there is instead of a file or folder that does not exist: scenarios in its folder, and the bundled ones. */
export const existingScenarios = (path: string): string => {
  const names = bundledNames();
  const beside = scenarioFilesIn(dirname(path));
  const nearest = nearestWord(basename(path), [...beside, ...names]);
  return [
    ...(nearest === undefined
      ? []
      : [`did you mean ${beside.includes(nearest) ? join(dirname(path), nearest) : nearest}?`]),
    ...(beside.length > 0 ? [`scenario files in that folder: ${beside.join(', ')};`] : []),
    `bundled scenarios: ${names.join(', ')}`,
  ].join(' ');
};

const bundledNames = (): readonly string[] =>
  scenarioFilesIn(bundledFolder()).map((name) => name.replace(/\.yaml$/, ''));

const scenarioFilesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    return [];
  }
};

/** In the package, whose folder the bundle and the sources are at different depths of. */
const bundledFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'scenarios');
};

const isPackage = (folder: string): boolean => {
  const file = join(folder, 'package.json');
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: unknown }).name === 'mtulab';
};

/** Relative to the working directory, if it is below. */
const shown = (path: string): string => {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
};
