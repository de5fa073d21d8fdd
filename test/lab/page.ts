import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import t from 'tap';

// The page of ptb-dropped by its structure: docs/page.png shows the same, and `npm run page-picture` renews it.

const root = resolve(import.meta.dirname, '../..');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

interface Structure {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  readonly marks: readonly string[];
  readonly steps: readonly { readonly ladders: number; readonly axes: number; readonly slider: boolean }[];
}

const readStructure = `(() => {
  const texts = (root, selector) => [...root.querySelectorAll(selector)].map((each) => each.textContent.trim());
  return {
    title: document.querySelector('h1').textContent,
    rows: [...document.querySelectorAll('.steps tbody tr')].map((row) =>
      [row.cells[1].textContent, row.cells[2].textContent, ...texts(row, '.note')]),
    marks: texts(document.querySelector('.map'), '.mark text'),
    steps: [...document.querySelectorAll('article')].map((step) => ({
      ladders: step.querySelectorAll('.ladder').length,
      axes: step.querySelectorAll('.axis').length,
      slider: step.querySelector('input[type=range]') !== null,
    })),
  };
})()`;

t.test(
  'the page of a run shows where the Packet Too Big died, and why the new connection worked',
  { skip: program ? false : 'Chromium is not installed (scripts/setup.sh --tests installs it)' },
  async (t) => {
    const file = join(t.testdir(), 'page.html');
    const run = ['dist/cli.js', 'run', 'ptb-dropped', '--report', `html=${file}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, run, { cwd: root, encoding: 'utf8' });
    if (status === 4) return t.plan(0, stdout);
    t.equal(status, 0, stdout + stderr);
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath: program!, args });
    t.teardown(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => void complaints.push(message));
    page.on('console', (message) => void complaints.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    const { title, rows, marks, steps } = (await page.evaluate(readStructure)) as Structure;
    t.equal(title, 'A firewall that drops Packet Too Big makes a large transfer stall');
    const stall = ['9000-byte packets end here at transit', 'Packet Too Big lost at firewall'];
    t.strictSame(rows.slice(0, 4), [
      ['a small response fits in one segment', 'completed'],
      ['the first large response stalls although the handshake was healthy', 'stalled', ...stall],
      ['the edge clamps the MSS', ''],
      ['a new connection works, and only the far side of the edge shows why', 'completed', 'sets MSS to 1396 at edge'],
    ]);
    // Whether a retransmission of the old connection is captured in a step depends on when it is due; the cause is known without.
    t.match(rows[4], ['the clamp does not help the old connection', 'stalled']);
    t.ok(rows[4]!.includes('Packet Too Big lost at firewall'));
    t.strictSame(rows[5], ['the firewall forwards Packet Too Big', '']);
    t.match(rows[6], ['the old connection recovers at its next retransmission', 'completed']);
    t.ok(rows[6]!.includes('path MTU 9000→1500 at server'));
    for (const mark of ['Packet Too Big lost (steps 2, 5)', 'sets MSS to 1396 (step 4)', 'path MTU 9000→1500 (step 7)'])
      t.ok(marks.includes(mark), mark);
    t.ok((await page.locator('.map').first().boundingBox())!.y < 300, 'the picture is above the fold');
    t.strictSame(
      [0, 1, 3].map((index) => steps[index]!.ladders > 0 && steps[index]!.slider),
      [true, true, true],
      'each transfer has its packets and a replay',
    );
    t.equal(steps[1]!.axes, 1, 'a stall is sampled');
    t.ok(statSync(file).size < 300_000, 'a page of one scenario is small');
    t.strictSame(complaints, []);
  },
);

t.test('the picture in the documents exists and is small', async (t) => {
  t.ok(statSync(join(root, 'docs/page.png')).size < 200_000);
});
