// Bundles the command line for a fast start: what a command does not need is not loaded, and the validator is compiled here, not at run time.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build, transform } from 'esbuild';
import { language } from './language.js';

/** Puts compiled code in the place of src/scenario/validator.ts, which compiles the schema when it is loaded (as the tests do). */
const compiledValidator = {
  name: 'compiled-validator',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/scenario\/validator\.ts$/ }, async () => ({ contents: await validator(), resolveDir: '.' })),
};

const validator = async () => {
  const { ajvOptions, schema } = await language();
  const ajv = new Ajv({
    ...ajvOptions,
    code: { source: true, esm: true },
    schemas: [{ ...schema, $id: 'scenario' }],
  });
  return standaloneCode.default(ajv, { validate: 'scenario' });
};

/** commander asks for child_process only to run subcommands that are programs of their own; loading it costs every start. */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'nothing', namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

/** It takes room for every character of Unicode when it is loaded, and only a misspelt word needs it. */
const lateLevenshtein = {
  name: 'late-levenshtein',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^fastest-levenshtein$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'late', namespace: 'late' } : undefined,
    );
    const late = (name) => `export const ${name} = (...words) => require('fastest-levenshtein').${name}(...words);`;
    const contents = ['distance', 'closest'].map(late).join('\n');
    onLoad({ filter: /./, namespace: 'late' }, () => ({ contents, resolveDir: '.' }));
  },
};

/** Only as CommonJS does Node load it without its second loader (a third of the start), and only as ES modules does esbuild split: so first the one, then the other. */
const asCommonJs = async (text) => {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'importMetaUrl' },
  });
  const plain = code.replace(/^#!.*\n/, '');
  return plain.includes('importMetaUrl')
    ? `const importMetaUrl = require('node:url').pathToFileURL(__filename).href;\n${plain}`
    : plain;
};

/** As Node wraps a module, and here so that nobody must copy the text for it. */
const wrapped = (text) => `(function (exports, require, module, __filename) {${text}\n})`;

const { outputFiles } = await build({
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  minifyWhitespace: true,
  charset: 'ascii',
  legalComments: 'none',
  external: ['koffi'],
  plugins: [compiledValidator, withoutChildProcess, lateLevenshtein],
  logLevel: 'warning',
  write: false,
});

// Names carry a hash and cli.js comes last, so that a run that begins meanwhile finds all of its own; older parts go after it.
const names = outputFiles.map(({ path }) => basename(path));
await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
for (const { path, text } of outputFiles) await writeFile(path, wrapped(await asCommonJs(text)));
const start = await readFile('scripts/start.cjs', 'utf8');
await writeFile(
  'dist/cli.js',
  start.replace(
    'MAIN',
    names.find((name) => name.startsWith('cli-')),
  ),
);
await chmod('dist/cli.js', 0o755);
const built = new Set(['package.json', 'cli.js', ...names]);
for (const file of await readdir('dist')) if (!built.has(file)) await rm(join('dist', file), { recursive: true });
for (const args of [['validate', 'scenarios'], ['plan', '--script', 'scenarios'], ['--help']])
  spawnSync(process.execPath, ['scripts/warm.cjs', ...args], { stdio: 'ignore' });
