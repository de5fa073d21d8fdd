// Prints the page of claims. `npm run claims` writes it to docs/claims.md; a test fails while the two differ.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = resolve(`node_modules/.cache/mtulab/claims-${process.pid}.mjs`);
const contents = `
  export { claimsPage } from './src/commands/claims/claims-page.ts';
  export { readClaims } from './src/commands/claims/read-claims.ts';
  export { bundledFiles, bundledFolder } from './src/commands/scenarios/bundled-scenarios.ts';`;
const stdin = { resolveDir: process.cwd(), loader: 'ts', contents };
await build({ stdin, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile });
try {
  const { bundledFiles, bundledFolder, claimsPage, readClaims } = await import(pathToFileURL(outfile).href);
  process.stdout.write(claimsPage(readClaims(bundledFolder()), bundledFiles()));
} finally {
  await rm(outfile);
}
