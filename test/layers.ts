import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import t from 'tap';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** The rooms of ARCHITECTURE.md in their order: a file imports from its own room and from those above it in the table. */
const rooms = [
  ...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    .split('\n## ')
    .find((section) => section.startsWith('Rooms\n'))!
    .matchAll(/^\| `([^`]+)` \| .+ \|$/gm),
].map(([, room]) => room!);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** A file directly in src is a room of its own. */
const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : file);

/** Every form that names another file: import, export … from, and import() of a literal; types included. */
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*'(\.[^']+)'/gm)].map(([, path]) =>
    relative(src, resolve(src, file, '..', path!)),
  );

const imports = new Map(files.map((file) => [file, importsOf(file)]));

const cycleFrom = (file: string, path: readonly string[] = []): readonly string[] | undefined => {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (acyclic.has(file)) return undefined;
  for (const next of imports.get(file) ?? []) {
    const cycle = cycleFrom(next, [...path, file]);
    if (cycle) return cycle;
  }
  acyclic.add(file);
  return undefined;
};
const acyclic = new Set<string>();

t.test('the table of rooms lists each room of the tree once', async (t) => {
  t.strictSame([...rooms].sort(), [...new Set(files.map(roomOf))].sort());
  t.ok([...imports.values()].flat().length > 500, 'the imports are found');
});

t.test('a file imports only from its own room and from rooms above it, types included', async (t) => {
  const level = (file: string): number => rooms.indexOf(roomOf(file));
  const upwards = [...imports].flatMap(([from, all]) =>
    all.filter((to) => level(to) > level(from)).map((to) => `${from} imports ${to}`),
  );
  t.strictSame(upwards, []);
});

t.test('imports form no cycle', async (t) => {
  t.strictSame([...new Set(files.flatMap((file) => cycleFrom(file)?.join(' → ') ?? []))], []);
});

t.test('imports name files that exist', async (t) => {
  t.strictSame(
    [...imports].flatMap(([from, all]) => all.filter((to) => !imports.has(to)).map((to) => `${from} imports ${to}`)),
    [],
  );
});

/** Files that a file loads, by itself or through others: imports of types load nothing, and `import()` loads when it is called. */
const loadedBy = (file: string, { deferred }: { readonly deferred: boolean }): ReadonlySet<string> => {
  const form = deferred ? /\b(?:from|import\()\s*'(\.[^']+)'/g : /\bfrom\s*'(\.[^']+)'/g;
  const loaded = new Set([file]);
  for (const name of loaded) {
    const statements = readFileSync(join(src, name), 'utf8').replace(/^import type [^;]+;$/gm, '');
    for (const [, path] of statements.matchAll(form)) loaded.add(relative(src, resolve(src, name, '..', path!)));
  }
  return loaded;
};

t.test('the inner process plans nothing, and reads scenarios only for a typed step', async (t) => {
  const planner = /^plan\/(make-plan|plan-problems|addresses\/|links\/|routes\/|commands\/build-commands)/;
  const reader = /^scenario\/(read-|reading\/|checks\/|schema\/)|^commands\/scenarios\//;
  const loaded = [...loadedBy('commands/inside.ts', { deferred: false })];
  const later = [...loadedBy('commands/inside.ts', { deferred: true })];
  t.strictSame(
    loaded.filter((file) => planner.test(file) || reader.test(file)),
    [],
  );
  t.strictSame(
    later.filter((file) => planner.test(file)),
    [],
  );
  t.ok(later.some((file) => reader.test(file)) && loaded.length > 100, 'files are found');
  const outer = [...loadedBy('commands/run.ts', { deferred: false })];
  t.ok(
    outer.some((file) => planner.test(file)) && outer.some((file) => reader.test(file)),
    'the outer process does both',
  );
});

t.test('file names are unique in src, except those of words, facts, reports and commands', async (t) => {
  const named = /^(words\/(services|nodes|traits|actions|watches|expectations|facts)|reports|commands)\/[^/]+$/;
  const names = files.filter((file) => !named.test(file) && file !== 'run.ts').map((file) => basename(file));
  t.strictSame(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

t.test('only kernel/system/until.ts waits for time', async (t) => {
  const timers = files.filter((file) => /setTimeout|setInterval/.test(readFileSync(join(src, file), 'utf8')));
  t.strictSame(timers, ['kernel/system/until.ts']);
});
