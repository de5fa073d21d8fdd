import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Beside scenarios, the list of what they show; it is no scenario itself. */
export const claimsFile = 'claims.yaml';

/**
 * The scenario files of a folder and of the folders in it, as sorted paths below it: every *.yaml but the list of
 * claims. Hidden folders and node_modules are left out. Throws what readdir throws.
 */
export const scenarioFilesBelow = (folder: string): readonly string[] => {
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && isSearched(entry.name));
  return [
    ...scenarioFilesIn(folder),
    ...folders.flatMap(({ name }) => scenarioFilesBelow(join(folder, name)).map((file) => join(name, file))),
  ].sort();
};

/** The names of the scenario files of a folder itself, sorted. Throws what readdir throws. */
export const scenarioFilesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== claimsFile)
    .sort();

const isSearched = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';
