import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import type { Event } from '../../../src/events/events.ts';
import { html } from '../../../src/reports/html.ts';
import { completed, runOf, stalled } from '../fixtures/page-run.ts';
import { plain, reportOf } from '../fixtures/report-of.ts';

// The page in a real browser: what a reader sees and can do, without a look at pixels.

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const skip = program ? false : 'Chromium is not installed (scripts/setup.sh --tests installs it)';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: program!, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

interface OpenedPage {
  readonly page: Page;
  /** Errors of the page, messages on its console, and requests. */
  readonly complaints: readonly string[];
}

const open = async (browser: Browser, file: string, options: object = {}): Promise<OpenedPage> => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('console', (message) => void complaints.push(message.text()));
  page.on('dialog', (dialog) => void complaints.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
};

t.test('the page in Chromium', { skip }, async (t) => {
  const browser = await launch();
  t.teardown(() => browser.close());
  const folder = t.testdir();
  const write = async (name: string, events: readonly Event[]): Promise<string> => {
    const file = join(folder, name);
    writeFileSync(file, await reportOf(html, plain, events));
    return file;
  };
  const hostile = `</script><img src=x onerror=alert(1)>A firewall drops Packet Too Big`;
  const failed = await write('failed.html', runOf([completed, stalled], hostile));

  await t.test('it opens without an error, loads nothing, and takes no text for markup', async (t) => {
    const { page, complaints } = await open(browser, failed);
    await page.locator('.axis').scrollIntoViewIfNeeded();
    await page.locator('.axis canvas').first().waitFor();
    t.equal(await page.locator('.axis canvas').count(), 2);
    t.equal(await page.locator('img').count(), 0);
    t.equal(await page.locator('h1').textContent(), hostile);
    t.strictSame(complaints, []);
  });

  await t.test('a failed scenario shows its cause above the fold, and links to its step', async (t) => {
    const { page } = await open(browser, failed);
    const cause = page.locator('.failures .cause');
    t.equal(await cause.textContent(), 'Packet Too Big lost at firewall');
    const box = (await cause.boundingBox())!;
    t.ok(box.y + box.height < 800);
    await page.locator('.failures a').click();
    t.ok((await page.locator('article.fail').boundingBox())!.y < 100, 'the step is at the top of the window');
  });

  await t.test('the replay moves packets over the picture, by keys and by itself', async (t) => {
    const { page, complaints } = await open(browser, failed, { reducedMotion: 'reduce' });
    const step = page.locator('article.fail');
    const slider = step.locator('input[type=range]');
    const packet = step.locator('.map .packet');
    t.equal(await packet.count(), 0, 'before it starts there is none');
    await slider.focus();
    const places: (string | null)[] = [];
    for (let key = 0; key < 3; key++) {
      await page.keyboard.press('ArrowRight');
      places.push(await packet.getAttribute('transform'));
      t.match(await step.locator('output').textContent(), `${key + 1} of 5: `);
      t.equal(await step.locator('tr.now').count(), 1);
    }
    t.equal(new Set(places).size, 3, 'each of the three packets ends elsewhere');
    t.match(await packet.getAttribute('class'), /lost ended/);
    t.match(await step.locator('output').textContent(), '1:8929, 9000 B, server to transit, lost');
    const transit = (await page.locator('#t0 [data-node=transit] rect').getAttribute('x'))!;
    const x = Number(/translate\(([\d.]+)/.exec(places[2]!)![1]);
    t.ok(Math.abs(x - Number(transit)) < 120, 'the lost packet is at transit');
    await step.locator('.replay button').click();
    await step.locator('output').filter({ hasText: '5 of 5' }).waitFor();
    t.strictSame(complaints, []);
  });

  await t.test('without reduced motion a packet is seen on its way', async (t) => {
    const { page } = await open(browser, failed);
    const step = page.locator('article.fail');
    await step.locator('.replay button').click();
    const seen = new Set<string | null>();
    const deadline = Date.now() + 10_000;
    while (seen.size < 4 && Date.now() < deadline)
      seen.add(await step.locator('.map .packet').getAttribute('transform'));
    t.ok(seen.size >= 4, 'at more places than its ends');
  });

  await t.test('axe finds nothing serious, in both colour schemes', async (t) => {
    for (const colorScheme of ['light', 'dark'])
      for (const events of [runOf([completed, stalled]), runOf([completed])]) {
        const { page } = await open(browser, await write('axe.html', events), { colorScheme });
        await page.evaluate('document.querySelectorAll("details").forEach((details) => (details.open = true))');
        await page.addScriptTag({ content: axe });
        const { violations } = (await page.evaluate('axe.run()')) as {
          readonly violations: readonly {
            readonly id: string;
            readonly impact: string;
            readonly nodes: readonly { html: string }[];
          }[];
        };
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        t.strictSame(
          serious.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`),
          [],
          colorScheme,
        );
      }
  });

  await t.test('a link to a step opens its scenario, and printing opens all', async (t) => {
    const events = Array.from({ length: 6 }, (_, id) =>
      runOf([completed]).map((event): Event => ('id' in event ? { ...event, id } : event)),
    );
    const file = await write(
      'many.html',
      events.flat().filter((event, index, all) => event.kind !== 'end' || index === all.length - 1),
    );
    const { page } = await open(browser, file);
    await page.locator('article.step').nth(5).waitFor({ state: 'attached' });
    t.equal(await page.locator('article.step:visible').count(), 0);
    const id = await page.locator('article.step').nth(4).getAttribute('id');
    await page.evaluate(`location.hash = ${JSON.stringify(`#${id}`)}`);
    await page.locator('article.step:visible').first().waitFor();
    t.equal(await page.locator('article.step:visible').count(), 1);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    t.equal(await page.locator('article.step:visible').count(), 6);
  });

  await t.test('the data of a figure can be copied', async (t) => {
    const { page } = await open(browser, failed, { permissions: ['clipboard-read', 'clipboard-write'] });
    const step = page.locator('article.fail');
    await step.locator('.ladder + .copy').click();
    await step.locator('.copy', { hasText: 'Copied' }).waitFor();
    const copied = (await page.evaluate('navigator.clipboard.readText()')) as string;
    t.match(copied, /^0\.00\tclient to server\tSYN mss 8940→1396$/m);
    await step.locator('.axis + .copy').click();
    await step.locator('.axis + .copy', { hasText: 'Copied' }).waitFor();
    t.match(await page.evaluate('navigator.clipboard.readText()'), /^pmtu\t9000\t\t1500$/m);
  });
});
