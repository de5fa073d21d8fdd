import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import t from 'tap';

const src = resolve(import.meta.dirname, '../src');

/** From the ground up: a file imports from its own floor and from those below it. */
const floors = ['evidence wire', 'words', 'scenario', 'plan', 'kernel', 'run', 'reports', 'commands', 'cli.ts'];

/** The events are a floor of their own kind beside the run: they know words and evidence, and only the upper floors know them. */
const events = { mayImport: floors.indexOf('words'), mayBeImportedFrom: floors.indexOf('run') };

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Every way of naming another file: import, export … from, and import() of a literal; types included. */
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*'(\.[^']+)'/gm)].map(([, path]) =>
    relative(src, resolve(src, file, '..', path!)),
  );

const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** A file that lies directly in src belongs to the run, but for the command line itself. */
const floorOf = (file: string): number => {
  const [folder = ''] = file.includes('/') ? file.split('/') : [file === 'cli.ts' ? file : 'run'];
  return floors.findIndex((floor) => floor.split(' ').includes(folder));
};

const isAllowed = (from: string, to: string): boolean => {
  if (from === 'events.ts') return floorOf(to) <= events.mayImport;
  if (to === 'events.ts') return floorOf(from) >= events.mayBeImportedFrom;
  return floorOf(to) <= floorOf(from);
};

const cycleFrom = (file: string, way: readonly string[] = []): readonly string[] | undefined => {
  if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
  if (free.has(file)) return undefined;
  for (const next of imports.get(file) ?? []) {
    const cycle = cycleFrom(next, [...way, file]);
    if (cycle) return cycle;
  }
  free.add(file);
  return undefined;
};
const free = new Set<string>();

t.test('every file stands on a floor', async (t) => {
  t.strictSame(
    files.filter((file) => floorOf(file) < 0),
    [],
  );
  t.ok([...imports.values()].flat().length > 50, 'and the imports are seen');
});

t.test('imports go only down the floors, types included', async (t) => {
  const upwards = [...imports].flatMap(([from, all]) =>
    all.filter((to) => !isAllowed(from, to)).map((to) => `${from} imports ${to}`),
  );
  t.strictSame(upwards, []);
});

t.test('imports make no cycle', async (t) => {
  t.strictSame([...new Set(files.flatMap((file) => cycleFrom(file)?.join(' → ') ?? []))], []);
});

t.test('imports name files that exist', async (t) => {
  t.strictSame(
    [...imports].flatMap(([from, all]) => all.filter((to) => !imports.has(to)).map((to) => `${from} imports ${to}`)),
    [],
  );
});

t.test('only kernel/system/until.ts waits for time', async (t) => {
  const timers = files.filter((file) => /setTimeout|setInterval/.test(readFileSync(join(src, file), 'utf8')));
  t.strictSame(timers, ['kernel/system/until.ts']);
});
