// Bundles the command line for a fast start: a command loads only what it needs, and the validator is compiled at build time.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { language } from './language.js';
import { pageScript } from './page-script.js';
import { withoutRunMembers } from './without-run-members.js';

/**
 * Replaces src/scenario/schema/validator.ts, which compiles the schema when it is loaded (as in the tests), by code that is compiled here: a
 * script that is loaded by the first file that does not fit the schema.
 */
const compiledValidator = {
  name: 'compiled-validator',
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /src\/scenario\/schema\/validator\.ts$/ }, () => ({ contents: lateValidator }));
    onResolve({ filter: /^compiled-validator$/ }, async ({ kind, path }) =>
      kind === 'entry-point' ? { path, namespace: 'ajv' } : { path: `./${await bundled(path)}`, external: true },
    );
    onLoad({ filter: /./, namespace: 'ajv' }, async () => ({ contents: await compiled(), resolveDir: '.' }));
  },
};

const lateValidator = `
  export const validate = (value) => {
    const compiled = require('compiled-validator').validate;
    const valid = compiled(value);
    validate.errors = compiled.errors;
    return valid;
  };`;

const compiled = async () => {
  const { ajvOptions, schema } = await language();
  const ajv = new Ajv({
    ...ajvOptions,
    code: { source: true, esm: true },
    schemas: [{ ...schema, $id: 'scenario' }],
  });
  return standaloneCode.default(ajv, { validate: 'scenario' });
};

/** The thread of impaired links is loaded by Node itself, so its script is not wrapped. */
const threadScripts = {
  name: 'thread-scripts',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/kernel\/emulation\/thread-script\.ts$/ }, async () => ({
      contents: `export const threadScript = new URL('./${await threadScript()}', import.meta.url);`,
    })),
};

const threadScript = () => (threadScript.built ??= bundle(resolve('src/kernel/emulation/carrier-thread.ts'), plain));

const plain = (text) => text;

/** commander needs child_process only for subcommands that are separate programs; loading it would slow every start. */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'nothing', namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

/**
 * Libraries that most commands never need: fastest-levenshtein allocates an entry for every Unicode character when it is loaded, and only a
 * misspelt word needs it; yaml reads only what is not written plainly, ipaddr.js addresses that no plan has written, and node:crypto makes keys.
 * The first use of one of their exports loads them.
 */
const lateLibraries = {
  name: 'late-libraries',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(yaml|fastest-levenshtein|ipaddr\.js|node:crypto)$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'late' } : undefined,
    );
    onResolve({ filter: /^whole$/, namespace: 'late' }, async ({ importer }) => ({
      path: libraries[importer] ? `./${await bundled(libraries[importer])}` : importer,
      external: true,
    }));
    onLoad({ filter: /./, namespace: 'late' }, () => ({ contents: onFirstUse }));
  },
};

const onFirstUse = `
  let whole;
  const get = (_, name) => {
    whole ??= require('whole');
    return name === 'default' ? whole : whole[name];
  };
  module.exports = new Proxy({}, { get });`;

/** Those that are not part of Node. The modules of yaml for browsers are the same code as ES modules, which esbuild joins in one scope. */
const libraries = {
  yaml: resolve('node_modules/yaml/browser/dist/index.js'),
  'fastest-levenshtein': resolve('node_modules/fastest-levenshtein/mod.js'),
  'ipaddr.js': resolve('node_modules/ipaddr.js/lib/ipaddr.js'),
};

/** What reads YAML in js-yaml: not what writes it, which is half of its code, and no schema of its own, since it is always given one. */
const yamlReader = {
  name: 'yaml-reader',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^js-yaml$/ }, ({ path }) => ({ path, namespace: 'reader' }));
    onResolve({ filter: /^\.\/schema\/default$/ }, () => ({
      path: resolve('node_modules/js-yaml/lib/schema/failsafe.js'),
    }));
    onLoad({ filter: /./, namespace: 'reader' }, () => ({
      contents: reader,
      resolveDir: resolve('node_modules/js-yaml/lib'),
    }));
  },
};

const reader = `
  export const { load } = require('./loader.js');
  export const Type = require('./type.js');
  export const FAILSAFE_SCHEMA = require('./schema/failsafe.js');`;

/** The script that the HTML report has inside is built here, not when a report is written. */
const builtPageScript = {
  name: 'built-page-script',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/reports\/page\/browser-script\.ts$/ }, async () => ({
      contents: `export const browserScript = async () => (${JSON.stringify(await pageScript())});`,
    })),
};

/** It runs nothing, and editors and hooks start it at each change of a file. */
const validate = resolve('src/commands/validate.ts');

/** The same wrapper that Node puts around a module, added at build time so that Node does not copy the text. */
const wrapped = (text) => `(function (exports, require, module, __filename) {${text}\n})`;

/**
 * One script with everything that a module imports, and one for each module that it imports dynamically (execa, or a command). They share
 * nothing: V8 reads one file for a command, and calls within one script are cheaper than calls between two.
 */
const bundled = (source) => {
  if (!bundles.has(source)) bundles.set(source, bundle(source));
  return bundles.get(source);
};

const bundles = new Map();

const bundle = async (source, wrap = wrapped) => {
  const { outputFiles } = await build({
    entryPoints: [source],
    outdir: 'dist',
    entryNames: '[name]-[hash]',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'importMeta.url' },
    charset: 'ascii',
    legalComments: 'none',
    minifyWhitespace: true, // a quarter less to read at each start; names stay, and lines are short enough to find a place
    lineLimit: 160,
    external: ['koffi'],
    plugins: [
      ...(source === validate ? [withoutRunMembers] : []),
      compiledValidator,
      builtPageScript,
      threadScripts,
      withoutChildProcess,
      lateLibraries,
      yamlReader,
      lateImports,
    ],
    logLevel: 'warning',
    write: false,
  });
  const [{ path, text }] = outputFiles;
  await writeFile(path, wrap(located(asModules(text.replace(/^#!.*\n/, '')))));
  return basename(path);
};

/** These were ES modules: an import gives their exports, without the `default` that Node adds to CommonJS. */
const asModules = (text) =>
  text.replaceAll(
    /__toESM\((require\("\.\/[^"]+"\)|require_(?:yaml|fastest_levenshtein|ipaddr|node_crypto)\(\)),1\)/g,
    '$1',
  );

const lateImports = {
  name: 'late-imports',
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /./ }, async ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const { path: source } = await resolve(path, { kind: 'import-statement', resolveDir });
      return { path: `./${await bundled(source)}`, external: true };
    }),
};

const located = (text) =>
  text.includes('importMeta.url')
    ? `const importMeta = { get url() { return require('node:url').pathToFileURL(__filename).href; } };\n${text}`
    : text;

/** The names are written out, so that Node finds them without running the script when an ES module imports them. */
const exportsOf = (main) => `
const { read, plan, run } = load('./${main}');
module.exports = { read, plan, run };
`;

// Names contain a hash and cli.js is written last, so that a run that starts meanwhile finds all of its parts; older parts are removed afterwards.
await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
const [main, library] = await Promise.all([bundled(resolve('src/cli.ts')), bundled(resolve('src/library.ts'))]);
const start = await readFile('scripts/start.cjs', 'utf8');
await writeFile(
  'dist/library.js',
  start.replace(/^#!.*\n/, '').replace(/\nmodule\.exports = [^]*/, exportsOf(library)),
);
await writeFile('dist/cli.js', start.replace('MAIN', main));
await chmod('dist/cli.js', 0o755);
const built = new Set([
  'package.json',
  'cli.js',
  'library.js',
  ...(await Promise.all(bundles.values())),
  await threadScript(),
]);
for (const file of await readdir('dist')) if (!built.has(file)) await rm(join('dist', file), { recursive: true });

/**
 * Valid files are read and planned, and each call ends before it starts a sandbox. The files of one folder have what most files have: code
 * that few of them need would be loaded for all.
 */
const warm = [
  ['--help'],
  ['validate', 'scenarios/ptb'],
  ['plan', '--script', 'scenarios/ptb/ptb-dropped.yaml'],
  ['run', 'scenarios/ptb', '--report', 'none'],
  ['up', 'scenarios/ptb/ptb-dropped.yaml', '--until', 'none'],
];
for (const args of warm) spawnSync(process.execPath, ['scripts/warm.cjs', ...args], { stdio: 'ignore' });
