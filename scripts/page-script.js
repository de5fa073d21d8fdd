// Bundles the script of the HTML report for browsers; the page has it inside, with the style sheet of uPlot.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The script and the style sheet as texts. */
export const pageScript = async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/reports/page/browser/start-page.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'ascii',
    legalComments: 'none',
    minify: true,
    logLevel: 'warning',
    write: false,
  });
  const style = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const script = outputFiles[0].text.trim().replaceAll('\t', '\\t'); // a report has no control characters
  return { script, style: (await readFile(style, 'utf8')).trim() };
};
