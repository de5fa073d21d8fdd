import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runningLabs } from '../../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { printable } from '../../text/printable.ts';
import { bundledFiles, bundledFolder, scenarioName } from '../scenarios/bundled-scenarios.ts';
import { readLessons } from '../lessons/read-lessons.ts';
import type { Candidate, Sources, Typed } from './complete-line.ts';

/** What can be typed for each placeholder of the command line; whatever is free text has no entry. */
export const valueSources: Sources = {
  path: ({ current }) => withPaths(bundledNames(), current),
  scenario: ({ current }) => withPaths(bundledScenarios(), current),
  'word-or-path': async ({ current }) => {
    const { wordCandidates } = await import('./word-candidates.ts'); // all words take longer to load than the rest
    return withPaths([...wordCandidates(), ...bundledScenarios()], current);
  },
  file: ({ current }) => paths(current, () => true),
  report: (typed) => jsonFiles(typed),
  before: (typed) => jsonFiles(typed),
  after: (typed) => jsonFiles(typed),
  yaml: ({ current }) => paths(current, isYaml),
  'kind=path': async ({ current }) => {
    const [kind, ...path] = current.split('=');
    if (path.length > 0) return paths(path.join('='), () => true).map(({ value }) => ({ value: `${kind}=${value}` }));
    const { matrixForms } = await import('../kernel-matrix/matrix-forms.ts'); // its page takes longer to load than the rest
    return Object.keys(matrixForms).map((value) => ({ value: `${value}=` }));
  },
  dir: ({ current }) => paths(current, () => false),
  'kind[=path]': async ({ current }) => {
    const [kind, ...path] = current.split('=');
    if (path.length > 0) return paths(path.join('='), () => true).map(({ value }) => ({ value: `${kind}=${value}` }));
    const { reportCandidates } = await import('./word-candidates.ts');
    return reportCandidates();
  },
  name: () => runningLabs().map(({ name, title }) => ({ value: name, about: title })),
  lesson: () => readLessons().map(({ id, title }) => ({ value: id, about: title })),
  node: (typed) => nodes(typed),
  place: (typed) => [...nodes(typed), ...places(typed)],
  'step-name': async ({ args: [file] }) => {
    const { stepCandidates } = await import('./step-candidates.ts'); // reading a scenario needs all words
    return file === undefined ? [] : stepCandidates(file);
  },
};

const jsonFiles = ({ current }: Typed): readonly Candidate[] => paths(current, (name) => name.endsWith('.json'));

/** The nodes of the lab that is meant, or of all that run where several could be. */
const nodes = (typed: Typed): readonly Candidate[] => inLabs(typed, (lab) => lab.nodes);

/** Their interfaces. */
const places = (typed: Typed): readonly Candidate[] => inLabs(typed, (lab) => lab.places ?? []);

const inLabs = (
  { lab = process.env['MTULAB_NAME'] }: Typed,
  valuesIn: (lab: RunningLabRecord) => readonly string[],
): readonly Candidate[] => {
  const meant = runningLabs().filter(({ name }) => lab === undefined || name === lab);
  const several = meant.length > 1;
  return meant.flatMap((each) => valuesIn(each).map((value) => ({ value, ...(several && { about: each.name }) })));
};

const bundledScenarios = (): readonly Candidate[] =>
  bundledFiles().map((file) => ({ value: scenarioName(file), about: `bundled, in ${dirname(file)}` }));

const bundledNames = (): readonly Candidate[] => [
  ...bundledScenarios(),
  ...Array.from(new Set(bundledFiles().map((file) => dirname(file))), (value) => ({ value, about: 'bundled folder' })),
  { value: basename(bundledFolder()), about: 'all bundled scenarios' },
];

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

/** Names, and the scenario files and folders; the name of a folder means that folder. */
const withPaths = (names: readonly Candidate[], current: string): readonly Candidate[] => {
  const found = paths(current, isYaml);
  return [...names.filter(({ value }) => !found.some((path) => path.value === `${value}/`)), ...found];
};

/** The folders and the wanted files that begin as the typed path does; hidden ones only once their dot is typed. */
const paths = (current: string, isWanted: (name: string) => boolean): readonly Candidate[] => {
  const folder = current.slice(0, current.lastIndexOf('/') + 1);
  const start = current.slice(folder.length);
  const place = folder.replace(/^~(?=\/)/, process.env['HOME'] ?? '~') || '.';
  const isShown = (name: string): boolean =>
    name.startsWith(start) &&
    (start !== '' || !name.startsWith('.')) &&
    printable(name) === name &&
    !/[\t\n]/.test(name);
  return entriesOf(place)
    .filter(isShown)
    .flatMap((name) => {
      if (isFolder(join(place, name))) return [{ value: `${folder}${name}/` }];
      return isWanted(name) ? [{ value: `${folder}${name}` }] : [];
    });
};

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return []; // there is no such folder, and nothing to complete
  }
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
