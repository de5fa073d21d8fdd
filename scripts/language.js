import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * The language as the sources define it, loaded without dist: the `schema` of a scenario file, the `ajvOptions` that compile it, what is
 * `published`, and the `runMembers` of words.
 */
export const language = () => (language.loading ??= load());

const load = async () => {
  const outfile = resolve(`node_modules/.cache/mtulab/language-${process.pid}.mjs`);
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile });
  try {
    const { ajvOptions, dictionary, publishedSchema, runMembers, scenarioSchema } = await import(
      pathToFileURL(outfile).href
    );
    return { ajvOptions, schema: scenarioSchema(dictionary), published: publishedSchema(dictionary), runMembers };
  } finally {
    await rm(outfile);
  }
};

const stdin = {
  resolveDir: process.cwd(),
  loader: 'ts',
  contents: `
    export { ajvOptions } from './src/scenario/schema/validator.ts';
    export { publishedSchema } from './src/scenario/schema/published-schema.ts';
    export { scenarioSchema } from './src/scenario/schema/scenario-schema.ts';
    export { dictionary } from './src/words/dictionary.ts';
    export { runMembers } from './src/words/language/word.ts';`,
};
