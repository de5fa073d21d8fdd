import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import t from 'tap';

// test/ROOM/SUBROOM.ts, or a folder of that name, tests the files of src/ROOM/SUBROOM.

const root = resolve(import.meta.dirname, '..');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

/** Files that run: what TypeScript leaves of them is more than an empty module. */
const sources = filesIn('src').filter((file) => {
  const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return outputText.trim() !== 'export {};';
});

/** Started as processes or threads of their own by tests that run the command line, or in a browser by test/reports/page/browser.ts. */
const started = (file: string): boolean =>
  ['src/cli.ts', 'src/commands/inside.ts', 'src/kernel/emulation/carrier-thread.ts'].includes(file) ||
  file.startsWith('src/reports/page/browser/');

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    relative(root, resolve(root, dirname(file), path!)),
  );

const tests = filesIn('test').map((file) => ({ file, imports: importsOf(file) }));

t.test('each room has a test of its own', async (t) => {
  const rooms = new Set(sources.filter((file) => file.split('/').length > 2).map((file) => dirname(file)));
  for (const room of rooms) {
    const path = join(root, room.replace(/^src/, 'test'));
    t.ok(existsSync(`${path}.ts`) || existsSync(path), `${room} is tested by ${relative(root, path)}`);
  }
});

t.test('each file is imported by a test of its top room', async (t) => {
  for (const source of sources.filter((file) => !started(file))) {
    const [, room] = source.split('/');
    const own = tests.filter(({ file }) => file.startsWith(`test/${room!.replace(/\.ts$/, '')}`));
    t.ok(
      own.some(({ imports }) => imports.includes(source)),
      `${source} is imported in test/${room}`,
    );
  }
});
