import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { alignColumns } from '../text/align-columns.ts';
import { readClaims } from './claims/read-claims.ts';
import type { Claim } from './claims/read-claims.ts';
import type { Perform } from './command-line/command.ts';
import { bundledFiles, bundledFolder, scenarioName } from './scenarios/bundled-scenarios.ts';

/** `mtulab list`: prints the bundled scenarios by folder, each with its title and the claims that it shows. */
export const perform: Perform = async (_, { format }, io) => {
  const folder = bundledFolder();
  const scenarios = describeScenarios(folder, bundledFiles(), readClaims(folder));
  if (format === 'json') io.out(`${JSON.stringify(scenarios, undefined, 2)}\n`);
  else io.out(listText(scenarios, (name) => aboutFolder(join(folder, name)), io.width));
  return 0;
};

/** One bundled scenario, in the list and in its JSON. */
export interface ListedScenario {
  readonly name: string;
  readonly folder: string;
  readonly title: string;
  /** Ids of the claims that it shows. */
  readonly claims: readonly string[];
}

const describeScenarios = (
  folder: string,
  files: readonly string[],
  claims: readonly Claim[],
): readonly ListedScenario[] =>
  files.map((file) => ({
    name: scenarioName(file),
    folder: dirname(file),
    title: (parse(readFileSync(join(folder, file), 'utf8')) as { readonly title: string }).title,
    claims: claims.filter(({ scenarios }) => scenarios.includes(scenarioName(file))).map(({ id }) => id),
  }));

/** The list as text in lines of `width` characters; `about` says in one sentence what a folder is for. */
export const listText = (
  scenarios: readonly ListedScenario[],
  about: (folder: string) => string,
  width?: number,
): string => {
  const nameWidth = Math.max(...scenarios.map(({ name }) => name.length));
  return Array.from(new Set(scenarios.map(({ folder }) => folder)), (folder) => {
    const rows = scenarios
      .filter((scenario) => scenario.folder === folder)
      .map(({ name, title, claims }) => [`  ${name.padEnd(nameWidth)}`, `${title} (shows ${claims.join(', ')})`]);
    return [`${folder}: ${about(folder)}`, ...alignColumns(rows, width), ''].join('\n');
  }).join('\n');
};

/** The heading of the folder's page. */
const aboutFolder = (folder: string): string => /^# (.*)$/m.exec(readFileSync(join(folder, 'README.md'), 'utf8'))![1]!;
