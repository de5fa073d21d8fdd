// Runs ptb-dropped and writes docs/page.png, a picture of its HTML report as Chromium shows it (`npm run page-picture`).
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const folder = await mkdtemp(join(tmpdir(), 'mtulab-page-'));
try {
  const file = join(folder, 'page.html');
  const { status } = spawnSync(process.execPath, ['dist/cli.js', 'run', 'ptb-dropped', '--report', `html=${file}`], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`mtulab run ended with exit code ${status}`);
  const args = process.getuid() === 0 ? ['--no-sandbox'] : []; // Chromium refuses its sandbox to root
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  const page = await browser.newPage({ viewport: { width: 1000, height: 1000 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(file).href);
  await page.locator('article').nth(1).scrollIntoViewIfNeeded();
  const { y, height } = await page.locator('.steps').boundingBox();
  const top = await page.evaluate('scrollY');
  const clip = { x: 0, y: 0, width: 1000, height: Math.ceil(y + top + height + 12) };
  await page.screenshot({ path: resolve('docs/page.png'), fullPage: true, clip });
  await browser.close();
} finally {
  await rm(folder, { recursive: true });
}
