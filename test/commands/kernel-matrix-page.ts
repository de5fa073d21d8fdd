import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import t from 'tap';
import { matrixPage } from '../../src/commands/kernel-matrix/matrix-page.ts';
import type { KernelMatrix } from '../../src/commands/kernel-matrix/kernel-matrix.ts';

// The table of several kernels as a page, in a real browser.

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const skip = program ? false : 'Chromium is not installed (scripts/setup.sh --tests installs it)';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const hostile = '</table><img src=x onerror=alert(1)>';

const summary = { passed: 1, failed: 0, skipped: 0, errors: 0 };

const matrix: KernelMatrix = {
  version: 1,
  targets: [
    { name: 'here', kernel: '6.18.0', timeScale: 1, summary: { ...summary, passed: 2 } },
    {
      ...{ name: '6.12', kernel: '6.12.0', timeScale: 24.04, summary: { ...summary, failed: 1 } },
      behaviours: { 'syn-remembers-pmtu': { present: false, saw: 'SYNs offered an MSS of 8940' } },
    },
    { name: hostile, timeScale: 1, summary: { ...summary, passed: 0, errors: 2 }, failure: 'Kernel panic\nbooting' },
  ],
  scenarios: [
    { file: 'a.yaml', title: 'All pass', results: [{ result: 'pass' }, { result: 'pass' }, { result: 'pass' }] },
    {
      ...{ file: 'b.yaml', title: `Some do ${hostile}` },
      results: [{ result: 'pass' }, { result: 'fail' }, { result: 'error', reason: 'Kernel panic' }],
    },
  ],
  differences: [
    {
      ...{ target: '6.12', comparedWith: 'here' },
      scenarios: [
        {
          ...{ file: 'b.yaml', title: 'Some do', before: 'pass', after: 'fail', change: 'worse' },
          differences: [
            {
              step: 'it stalls',
              what: 'outcome',
              before: 'met: stalled',
              after: 'not met: completed',
              change: 'worse',
            },
          ],
        },
      ],
    },
  ],
};

t.test('the page has the targets, a row for each scenario, and each difference in words', (t) => {
  const page = matrixPage(matrix);
  t.match(page, '<title>mtulab: 2 scenarios on 3 kernels</title>');
  t.match(page, 'Linux 6.12.0; 24.0 times slower, measured; 1 passed, 1 failed');
  t.match(page, 'syn-remembers-pmtu is false on this kernel: SYNs offered an MSS of 8940');
  t.match(page, /It failed:.*Kernel panic\nbooting/);
  t.match(page, /outcome: met: stalled on here; not met: completed on 6\.12/);
  t.match(page, /<td>1 scenario(<\/td>)?<td>error: Kernel panic</);
  t.notMatch(page, '<img', 'no text is taken for markup');
  const alike = matrixPage({ ...matrix, targets: matrix.targets.slice(0, 1), scenarios: [], differences: [] });
  t.match(alike, 'mtulab: 0 scenarios on 1 kernel<');
  t.match(alike, 'No target differs from the first.');
  t.notMatch(alike, 'Not judged');
  t.end();
});

t.test('the page in Chromium', { skip }, async (t) => {
  const browser = await chromium.launch({
    executablePath: program!,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  t.teardown(() => browser.close());
  const file = join(t.testdir(), 'matrix.html');
  writeFileSync(file, matrixPage(matrix));
  const open = async (options: object) => {
    const page = await (await browser.newContext(options)).newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => void complaints.push(message));
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('request', (request) => void (request.url().startsWith('file:') || complaints.push(request.url())));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  };

  await t.test('axe finds nothing, in both colour schemes, and nothing is loaded', async (t) => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, complaints } = await open({ colorScheme });
      await page.addScriptTag({ content: axe });
      const { violations } = (await page.evaluate('axe.run()')) as {
        readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
      };
      t.strictSame(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`),
        [],
        colorScheme,
      );
      t.strictSame(complaints, []);
    }
  });

  await t.test('rows that differ are marked, and the paper of the dark is white', async (t) => {
    const { page } = await open({ colorScheme: 'dark' });
    t.strictSame(await page.locator('tr.differs th').allTextContents(), [`Some do ${hostile} b.yaml`]);
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    t.equal(await background(), 'rgb(17, 22, 29)');
    await page.emulateMedia({ media: 'print' });
    t.equal(await background(), 'rgb(255, 255, 255)');
    const width = await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
    t.ok(width, 'nothing is cut off');
  });
});
