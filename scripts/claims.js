// Prints the page of claims. `npm run claims` writes it to docs/claims.md; a test fails while the two differ.
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const outfile = resolve(`node_modules/.cache/mtulab/claims-${process.pid}.mjs`);
const contents = `
  export { isCure } from './src/commands/claims/cures-table.ts';
  export { claimsPage } from './src/commands/claims/claims-page.ts';
  export { readClaims } from './src/commands/claims/read-claims.ts';
  export { bundledFiles, bundledFolder } from './src/commands/scenarios/bundled-scenarios.ts';`;
const stdin = { resolveDir: process.cwd(), loader: 'ts', contents };
await build({ stdin, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile });
try {
  const { bundledFiles, bundledFolder, claimsPage, isCure, readClaims } = await import(pathToFileURL(outfile).href);
  const files = bundledFiles();
  const cures = files.filter(isCure);
  const scenarios = cures.map(async (file) => ({
    file,
    ...parse(await readFile(join(bundledFolder(), file), 'utf8')),
  }));
  process.stdout.write(claimsPage(readClaims(bundledFolder()), files, await Promise.all(scenarios)));
} finally {
  await rm(outfile);
}
