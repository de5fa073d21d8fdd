import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import t from 'tap';
import { catalogue } from '../src/commands/catalogue.ts';
import { capabilityProbes } from '../src/kernel/machine/capability-probes.ts';
import { reportKinds } from '../src/reports/kinds.ts';
import { dictionary } from '../src/words/dictionary.ts';
import { facts } from '../src/words/facts/facts.ts';

// ARCHITECTURE.md lists the files to touch for each addition. This test compares its table with the tree.

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Row {
  readonly adds: string;
  /** The folder in which each word, report or command has a file of its own. */
  readonly folder?: string;
  /** Files that change besides. */
  readonly files: readonly string[];
}

const rows: readonly Row[] = read('ARCHITECTURE.md')
  .split('\n## ')
  .find((section) => section.startsWith('What to touch\n'))!
  .split('\n')
  .filter((line) => /^\| an? /.test(line))
  .map((line) => {
    const folder = /`([^`]+)\/(?:WORD|NAME)\.ts`/.exec(line)?.[1];
    return {
      adds: line.split('|')[1]!.trim().replace(/^an? /, ''),
      ...(folder && { folder }),
      files: [...line.matchAll(/\]\((src\/[^)]+)\)/g)].map(([, file]) => file!),
    };
  });

const rowOf = (adds: string): Row => rows.find((row) => row.adds === adds)!;

/** File names by what is registered under them. */
const registered: Readonly<Record<string, readonly string[]>> = {
  service: Object.keys(dictionary.services),
  'node kind': Object.keys(dictionary.nodes),
  'kind of link, with its probe': Object.keys(dictionary.links),
  trait: Object.keys(dictionary.traits),
  action: Object.keys(dictionary.actions),
  watch: Object.keys(dictionary.watches),
  expectation: Object.keys(dictionary.expectations),
  'behaviour of kernels': Object.keys(dictionary.behaviours),
  fact: Object.keys(facts),
  report: Object.keys(reportKinds),
  command: catalogue.map(({ name }) => name.replace(' ', '-')),
};

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`);

const importersOf = (target: string): readonly string[] =>
  sources.filter((file) =>
    [...read(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].some(
      ([, path]) => relative(root, resolve(root, dirname(file), path!)) === target,
    ),
  );

t.test('the table has a row for each thing that grows', async (t) => {
  const growing = [...Object.keys(registered), 'capability', 'scenario'];
  t.strictSame(rows.map(({ adds }) => adds).sort(), growing.sort());
});

for (const [adds, names] of Object.entries(registered))
  t.test(`each ${adds} is one file, and one file registers it`, async (t) => {
    const { folder, files } = rowOf(adds);
    for (const name of names) {
      const own = `${folder}/${name}.ts`;
      t.ok(sources.includes(own), `${own} exists`);
      t.strictSame(
        importersOf(own).filter((file) => dirname(file) !== folder || files.includes(file)),
        files,
        `${own} is imported by ${files.join()} alone, and perhaps by its neighbours`,
      );
    }
  });

t.test(
  'no other file names a kind of tunnel, so that its file is its capability too; a decoder names its headers',
  async (t) => {
    const { folder, files } = rowOf('kind of link, with its probe');
    const mayName = [folder, 'src/wire/layers'];
    const others = sources.filter((file) => !mayName.includes(dirname(file)) && !files.includes(file));
    const tunnels = Object.entries(dictionary.links).filter(([, { underlay }]) => underlay);
    t.ok(tunnels.length > 0);
    for (const [name] of tunnels)
      t.strictSame(
        others.filter((file) => read(file).includes(`'${name}'`)),
        [],
        name,
      );
  },
);

t.test('each capability has its name and its probe where the table lists it', async (t) => {
  const [types] = rowOf('capability').files.map(read);
  const named = types!.slice(types!.indexOf('export type Capability =')).split(';')[0]!;
  t.strictSame(
    [...named.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!).sort(),
    Object.keys(capabilityProbes).sort(),
  );
});
