// Bundles the command line for a fast start: what a command does not need is not loaded, and the validator is compiled here, not at run time.
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { language } from './language.js';

/** Puts compiled code in the place of src/scenario/validator.ts, which compiles the schema when it is loaded (as the tests do). */
const compiledValidator = {
  name: 'compiled-validator',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/scenario\/validator\.ts$/ }, async () => ({ contents: await validator() })),
};

const validator = async () => {
  const { ajvOptions, schema } = await language();
  const ajv = new Ajv({ ...ajvOptions, code: { source: true, esm: true }, schemas: [{ ...schema, $id: 'scenario' }] });
  return standaloneCode.default(ajv, { validate: 'scenario' });
};

const { metafile } = await build({
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  external: ['koffi'],
  // Packages in CommonJS call require for Node's own modules, which an ES module does not have.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  plugins: [compiledValidator],
  logLevel: 'warning',
  metafile: true,
});
await chmod('dist/cli.js', 0o755);

// Parts of an older build go last: a run that began meanwhile still finds its own.
for (const file of await readdir('dist', { recursive: true, withFileTypes: true })) {
  const path = join(file.parentPath, file.name);
  if (file.isFile() && !metafile.outputs[path]) await rm(path);
}
