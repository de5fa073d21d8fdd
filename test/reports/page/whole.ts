import { deflateRawSync, inflateRawSync } from 'node:zlib';
import t from 'tap';
import { html } from '../../../src/reports/html.ts';
import { stepPackets } from '../../../src/reports/ladder/step-packets.ts';
import { collectRun } from '../../../src/reports/model/collect-run.ts';
import { openLayout } from '../../../src/plan/graph/lay-out.ts';
import { browserScript } from '../../../src/reports/page/browser-script.ts';
import { capturePage } from '../../../src/reports/page/capture-page.ts';
import { failureList } from '../../../src/reports/page/failure-list.ts';
import { markup } from '../../../src/reports/page/markup.ts';
import { pageDocument } from '../../../src/reports/page/page-document.ts';
import { pageStyle } from '../../../src/reports/page/page-style.ts';
import { PictureLibrary } from '../../../src/reports/page/picture-library.ts';
import { scenarioSection } from '../../../src/reports/page/scenario-section.ts';
import { pageIds } from '../../../src/reports/page/step-ids.ts';
import { packedMarkup } from '../../../src/reports/page/packed-markup.ts';
import { openPage } from '../../../src/reports/page/write-page.ts';
import { completed, runOf, stalled } from '../fixtures/page-run.ts';
import { plain, recordedRun, reportOf, runNamed } from '../fixtures/report-of.ts';

t.test('a page is one document that loads nothing', async (t) => {
  const page = await reportOf(html, plain, runOf([completed, stalled]));
  t.match(page, /^<!doctype html>\n<html lang="en">/);
  t.match(page, '<title>A firewall drops &#60;Packet Too Big&#62;</title>');
  t.ok(page.includes(pageStyle));
  const { script, style } = await browserScript();
  const own = page
    .replace(script, () => '')
    .replace(style, () => '')
    .replaceAll('http://www.w3.org/2000/svg', '');
  t.notMatch(own, /(?:src|href)="(?!#)|url\(|@import|https?:/);
  t.ok(page.length - own.length > script.length, 'its script is inside');
  t.notMatch(script + style, /<\/script|@import|url\(/);
  t.equal(page.match(/<h1>/g)!.length, 1);
});

t.test('what failed, and why, comes before everything else', async (t) => {
  const page = await reportOf(html, plain, runOf([completed, stalled]));
  const [head] = page.split('<section class=only');
  t.match(head, /class=failures.*href="#lab.a-large-one-stalls">.*Packet Too Big lost at firewall/s);
  t.notMatch(await reportOf(html, plain, runOf([completed])), 'class=failures');
  const { scenarios } = collectRun(recordedRun);
  const list = failureList(scenarios, pageIds(scenarios))!.markup;
  t.match(list, 'outcome: wanted stalled, saw no transfer was observed</p>');
  t.equal(list.match(/<li>/g)!.length, 2, 'neither passes nor skips');
});

t.test('the overview names the steps of each mark, and links to them', async (t) => {
  const { scenarios } = collectRun(runOf([stalled, completed, stalled, stalled]));
  const [ids] = pageIds(scenarios);
  const section = scenarioSection(scenarios[0]!, {
    ...{ ids: ids!, drawing: undefined, isOpen: true, isOnly: false, isBrief: false },
    pictures: new PictureLibrary(await openLayout()),
  }).markup;
  t.match(section, /<details open><summary><h2>A firewall/);
  t.notMatch(section, 'class="map"', 'without a topology there is no picture');
  for (const id of ids!.steps) t.match(section, new RegExp(`href="#${id}".*id="${id}"`, 's'));
  const page = (await openPage())({ scenarios });
  t.match(page, '>Packet Too Big lost (steps 1, 3–4)</text>');
  t.match(page, '>sets MSS to 1396 (steps 1–4)</text>');
});

t.test('of many scenarios those that passed are closed', async (t) => {
  const [scenario] = collectRun(runOf([completed])).scenarios;
  const [failed] = collectRun(runOf([stalled])).scenarios;
  const page = (await openPage())({ scenarios: [scenario!, scenario!, failed!, scenario!, scenario!] });
  t.equal(page.match(/<section class=scenario[^>]*><details>/g)!.length, 4);
  t.equal(page.match(/<section class=scenario[^>]*><details open>/g)!.length, 1);
  t.match(page, '<h1>mtulab: a run that did not end</h1>');
});

t.test('the closed scenarios of a page are compressed, and so are the drawings of all', async (t) => {
  const [scenario] = collectRun(runOf([completed])).scenarios;
  const [failed] = collectRun(runOf([stalled])).scenarios;
  const pageOf = await openPage();
  const page = pageOf({ scenarios: [scenario!, scenario!, failed!, scenario!, scenario!] });
  const unpacked = page.replace(/<script[^>]* class=packed>([^<]*)<\/script>/g, (_, text: string) =>
    inflateRawSync(Buffer.from(text, 'base64')).toString(),
  );
  t.equal(page.match(/ class=packed>/g)!.length, 5);
  t.equal(page.match(/<article/g)!.length, 1, 'what failed is not');
  t.equal(unpacked.match(/<article/g)!.length, 5);
  t.match(unpacked, '<g class=topology id=t0>');
  t.notMatch(pageOf({ scenarios: [scenario!] }), /class=packed|<noscript>/);
  t.match(packedMarkup(markup`<p class="a">x</p>`).markup, deflateRawSync('<p class=a>x</p>').toString('base64'));
  const many = pageOf({ scenarios: Array.from({ length: 100 }, () => collectRun(recordedRun).scenarios).flat() });
  t.ok(
    many.length < many.replace(/<script[^>]* class=packed>[^<]*/g, '').length + 100 * 3 * 6000,
    'some kilobytes each',
  );
});

t.test('no text of a scenario is markup', async (t) => {
  const hostile = `</script></title><img src=x onerror=alert(1)>"'><script>alert(2)</script>`;
  const page = await reportOf(html, plain, runNamed(hostile));
  t.notMatch(page, /<img|<script>alert|<\/script><\/title>/);
  t.match(page, '&#60;img src=x onerror=alert(1)&#62;');
});

t.test('a capture becomes a page of its conversations, in which names are texts', async (t) => {
  const packets = stepPackets(stalled.facts);
  const page = await capturePage({
    title: '<a>.pcap',
    legend: 'A = 2001:db8::1',
    ladders: packets,
    more: '… and 3 more',
  });
  t.match(page, '<h1>&#60;a&#62;.pcap</h1>');
  t.match(page, /<h2>IPv6, 20002→80<\/h2><div class=ladder/);
  t.match(page, 'A = 2001:db8::1');
  t.match(page, '<p>… and 3 more</p>');
  t.notMatch(page.split('<script>')[0], 'data-stops', 'there is no picture in which it could be replayed');
  t.match(pageDocument('T', markup`<p class="a">x</p>`, { script: 'S()', style: 'X{}' }), '<style>X{}');
});
