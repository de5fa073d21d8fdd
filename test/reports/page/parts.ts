import t from 'tap';
import { openLayout } from '../../../src/plan/graph/lay-out.ts';
import { stepPackets } from '../../../src/reports/ladder/step-packets.ts';
import { ladderTable } from '../../../src/reports/page/ladder-table.ts';
import { dataElement, markup, trusted } from '../../../src/reports/page/markup.ts';
import { PictureLibrary, picture, topologyText } from '../../../src/reports/page/picture-library.ts';
import { pageIds } from '../../../src/reports/page/step-ids.ts';
import { causeText, outcomeText, pathTones, stepNotes } from '../../../src/reports/page/step-notes.ts';
import { shortenMarkup } from '../../../src/reports/page/shorten-markup.ts';
import { shownPackets } from '../../../src/reports/page/shown-packets.ts';
import { stepSection } from '../../../src/reports/page/step-section.ts';
import { evidenceList, verdictTable } from '../../../src/reports/page/verdict-table.ts';
import { positionOn, wayOf } from '../../../src/reports/page/replay-path.ts';
import { timeAxes, timeAxisText } from '../../../src/reports/page/time-axis-data.ts';
import { completed, stalled, topology } from '../fixtures/page-run.ts';

const layOut = await openLayout();
const library = new PictureLibrary(layOut);
const drawing = library.drawing(topology)!;

t.test('what is inserted into markup is text, unless it is markup', async (t) => {
  const inner = markup`<b>${'<i>&"'}</b>`;
  t.equal(inner.markup, '<b>&#60;i&#62;&#38;&#34;</b>');
  t.equal(markup`${inner}${[inner, inner]}${7}${undefined}`.markup, `${inner.markup.repeat(3)}7`);
  t.equal(markup`${trusted('<hr>')}`.markup, '<hr>');
  const data = dataElement({ text: '</script><script>' });
  t.equal(data.markup, '<script type="application/json">{"text":"\\u003c/script>\\u003cscript>"}</script>');
});

t.test('ids are made of names, and differ', async (t) => {
  const scenario = { file: 'x/The one.yaml', title: 'A', result: 'pass', ms: 1 } as const;
  const named = (...names: readonly string[]) => names.map((name) => ({ ...completed, name }));
  t.strictSame(pageIds([{ ...scenario, steps: named('a <b>', 'a b', '→') }]), [
    { scenario: 'the-one', steps: ['the-one.a-b', 'the-one.a-b-2', 'the-one.step'] },
  ]);
  const cases = ['A (m=1400)', 'A (m=1500)'].map((title) => ({ ...scenario, title, steps: [] }));
  t.strictSame(
    pageIds(cases).map(({ scenario }) => scenario),
    ['the-one-m-1400', 'the-one-m-1500'],
  );
});

t.test('the notes of a step say where packets ended and why, and what was rewritten, each once', async (t) => {
  t.strictSame(stepNotes(stalled), [
    { place: 'transit', tone: 'loss', text: '9000-byte packets end here' },
    { place: 'firewall', tone: 'loss', text: 'Packet Too Big lost' },
    { place: 'edge', tone: 'change', text: 'sets MSS to 1396' },
    { place: 'server', tone: 'good', text: 'path MTU 9000→1500' },
  ]);
  const later = { ...stalled, ms: 20 };
  t.notMatch(JSON.stringify(stepNotes(later)), 'path MTU', 'what was learned before a step is not of the step');
  t.strictSame(stepNotes(completed), [{ place: 'edge', tone: 'change', text: 'sets MSS to 1396' }]);
  t.strictSame(stepNotes({ facts: {}, verdicts: [] }), []);
  t.equal(causeText('refused-by-own-mtu'), 'refused by own MTU');
  const { transfer } = stalled.facts.ipv6!;
  const healed = {
    ...transfer!,
    episodes: transfer!.episodes.map((episode) => ({ ...episode, healedBy: 'change' as const })),
  };
  t.strictSame(
    stepNotes({ facts: { ipv6: { transfer: healed } }, verdicts: [] }),
    [],
    'a stall that is over has no place',
  );
});

t.test('the outcome is that of the transfers, or the first line of what was learned', async (t) => {
  t.equal(outcomeText(stalled), 'stalled');
  t.equal(
    outcomeText({ facts: { ipv6: stalled.facts.ipv6!, ipv4: completed.facts.ipv6! } }),
    'IPv6: stalled; IPv4: completed',
  );
  const { transfer } = stalled.facts.ipv6!;
  t.equal(outcomeText({ facts: { ipv6: { transfers: [transfer!, transfer!] } } }), '2 stalled');
  t.match(
    outcomeText({ facts: { once: { output: { code: 3, stdout: 'x'.repeat(200), stderr: '' } } } }),
    /^.{10,90}…?$/,
  );
  t.equal(outcomeText({ facts: {} }), '');
});

t.test('a picture colours the way of the largest packets by how they ended', async (t) => {
  const lost = pathTones(stalled);
  t.equal(lost.get('transit:to-firewall'), 'loss');
  t.equal(lost.get('transit:to-edge'), undefined, 'the small ones of the handshake do not count');
  t.equal(pathTones(completed).get('transit:to-edge'), 'good');
  const svg = picture({ drawing, marks: stepNotes(stalled), tones: lost, label: '<what>' }).markup;
  t.match(svg, 'style="--l2a:var(--loss);--l2b:var(--loss);--l3a:var(--loss);--l3b:var(--loss)"');
  t.match(svg, 'aria-label="&#60;what&#62;"');
  t.match(svg, '>Packet Too Big lost</text>');
});

t.test('equal topologies are drawn once, and too large ones not at all', async (t) => {
  t.equal(library.drawing(structuredClone(topology)), drawing);
  t.equal(library.definitions().markup.match(/<g class="topology"/g)!.length, 1);
  const many = Array.from({ length: 121 }, (_, index) => ({ ...topology.nodes[0]!, name: `n${index}` }));
  t.equal(library.drawing({ nodes: many, links: [] }), undefined);
  t.equal(library.drawing(undefined), undefined);
  t.match(
    topologyText(topology),
    /client is a host; .*link edge to transit, MTU 1500; link transit to firewall, MTU 9000 and 1500;/,
  );
});

t.test('a ladder has an arrow for each packet, and names the ends of links that it passed', async (t) => {
  const pictures = new PictureLibrary(layOut);
  const [ladder] = stepPackets(stalled.facts).map((packets) => ladderTable(packets, { pictures, drawing }).markup);
  const arrows = pictures.definitions().markup.split('<path').slice(1);
  const rows = ladder!.split('<tr').slice(2);
  t.equal(rows.length, 6, 'five packets and a gap');
  t.equal(arrows.length, 4, 'the same way is drawn once');
  t.match(rows[0], / class="syn"><td>0\.00<\/td><td><svg><use href="#a0"\/>/);
  t.match(arrows[0], 'data-text="client to server" data-stops="0a0b1a1b2a2b3a3b"');
  t.match(arrows[0], ' d="M36 7v6m0-3H140M140 8H452m0 4H140M452 10m-6-4 6 4-6 4"', 'doubled from the edge on');
  t.match(rows[2], / class="lost"><td>10\.00<\/td><td><svg><use href="#a2"\/>/);
  t.match(arrows[2], 'H244M244 10m-5-5 10 10m0-10-10 10" data-text="server to transit, lost" data-stops="3b3a2b2a"');
  t.match(rows[4], /class="gap".*219 ms later/);
  t.match(rows[5], '#a2"/></svg></td><td>1:8929, 9000 B, again');
  const alone = new PictureLibrary(layOut);
  ladderTable(stepPackets(stalled.facts)[0]!, { pictures: alone, drawing: undefined });
  t.notMatch(alone.definitions().markup, 'data-stops', 'without a picture there is no replay');
});

t.test('the verdicts of both families share a row where they are equal, and evidence is listed once', async (t) => {
  const table = verdictTable(stalled.verdicts)!.markup;
  t.equal(table.match(/<tr/g)!.length, 2);
  t.match(table, /✖ outcome<\/th><td>completed<\/td><td>stalled: [^<]*: packet-too-big-lost at firewall</);
  t.match(verdictTable(completed.verdicts)!.markup, /class="error"><th scope="row">\? leg/);
  t.match(evidenceList(stalled.verdicts)!.markup, '<li>IPv4: its port is 20003</li>');
  t.equal(evidenceList(stalled.verdicts)!.markup.match(/forwarded none/g)!.length, 1);
  const many = { ...stalled.verdicts[0]!, evidence: Array.from({ length: 30 }, (_, index) => `line ${index}`) };
  t.match(evidenceList([many])!.markup, '… 6 more lines');
  t.equal(verdictTable([]), undefined);
  t.equal(evidenceList([]), undefined);
});

t.test('the section of a step has its parts in the order of a reader', async (t) => {
  const step = { ...stalled, notApplicable: ['leg, since x is true'] };
  const section = stepSection(step, { id: 'lab.a', number: 2, drawing, pictures: library, isBrief: false }).markup;
  const parts = [
    '<h3>',
    'inherited: ',
    'does not apply: leg, since x is true',
    'class="outcome"',
    '<figure',
    'class="verdicts"',
    'Evidence',
    'class="axis"',
    'class="ladder"',
    'By hand',
  ];
  const places = parts.map((part) => section.indexOf(part));
  t.ok(places.every((place) => place >= 0));
  t.strictSame(
    [...places].sort((a, b) => a - b),
    places,
  );
  t.match(section, 'curl &#60;server&#62;');
  t.match(section, 'id="lab.a"');
});

t.test('a time axis has samples and packets by the time of the request, and nothing twice', async (t) => {
  const axes = timeAxes(stalled);
  t.equal(axes.length, 1, 'the other family ended alike');
  t.match(axes[0], {
    ...{ title: 'IPv6, 20002→80', node: 'server', ms: [0, 20, 230], changes: [100] },
    ...{ mss: [8928, null, null], pmtu: [9000, null, 1500], rto: [200, null, 400] },
    segments: [
      [11, 1, 8929, 1, 0],
      [231, 1, 8929, 1, 1],
    ],
    ptbs: [[12, 1500, 1]],
  });
  t.equal(
    timeAxisText(axes[0]!),
    'server over 230 ms: 9000 bytes sent, 0 acknowledged; segment size 8928, path MTU 9000, then 1500; 1 retransmission shown; 1 Packet Too Big shown, 1 of them lost; the lab was changed after 100 ms',
  );
  const { ipv6, ipv4 } = stalled.facts;
  const other = { ...ipv4, transfer: { ...ipv4!.transfer!, outcome: 'completed' as const } };
  t.strictSame(
    timeAxes({ facts: { ipv6: ipv6!, ipv4: other } }).map(({ title, ptbs }) => [title, ptbs.length]),
    [
      ['IPv6, 20002→80', 1],
      ['IPv4, 20003→80', 0],
    ],
    'packets belong to the flow of the ladder alone',
  );
  t.strictSame(timeAxes({ facts: { ipv6: { transfer: completed.facts.ipv6!.transfer! } } }), [], 'without samples');
});

t.test('a packet leaves its node, crosses the middle of a link, and arrives', async (t) => {
  const way = wayOf('3b3a12a');
  t.strictSame(way, [
    { link: 3, end: 1, direction: 'out' },
    { link: 3, end: 0, direction: 'in' },
    { link: 12, end: 0, direction: 'out' },
  ]);
  t.strictSame(positionOn(way, 0), { part: way[0], fromNode: 0 });
  t.match(positionOn(way, 0.5), { part: { link: 3, end: 0 }, fromNode: 0.5 });
  t.strictSame(positionOn(way, 1), { part: way[2], fromNode: 1 }, 'it was not seen at the other end of the last link');
  t.strictSame(positionOn(way, 7), positionOn(way, 1));
  t.match(wayOf('0b1a'), [{ direction: 'in' }, { direction: 'out' }], 'the place where it was sent was not captured');
  t.equal(positionOn([], 0.5), undefined);
});

t.test('a brief page folds packets that took the same way, and draws flows once that differ in sizes', async (t) => {
  const { journeys } = completed.facts.ipv6!;
  const [first, second, data] = journeys!.rows;
  const rows = [
    first!,
    second!,
    data!,
    data!,
    { folded: [{ kind: 'large', ended: 'delivered', packets: 5 }] as const },
    data!,
    data!,
  ];
  const ipv6 = { journeys: { ...journeys!, rows } };
  const larger = rows.map((row) =>
    'packet' in row ? { packet: { ...row.packet, bytes: row.packet.bytes + 20 } } : row,
  );
  const ipv4 = { journeys: { ...journeys!, rows: larger, drawn: '20003→80' } };
  t.equal(shownPackets({ ipv6, ipv4 }, false).length, 2);
  const [brief, ...others] = shownPackets({ ipv6, ipv4 }, true);
  t.strictSame(others, []);
  t.equal(brief!.title, 'IPv6, 20002→80; so did IPv4, 20003→80, with other sizes and times');
  t.strictSame(brief!.packets.rows.slice(4), [{ folded: [{ kind: 'large', ended: 'delivered', packets: 7 }] }]);
  const lost = rows.map((row) => ('packet' in row ? { packet: { ...row.packet, ended: 'dead' as const } } : row));
  t.equal(
    shownPackets({ ipv6, ipv4: { journeys: { ...ipv4.journeys, rows: lost } } }, true).length,
    2,
    'other ends are drawn',
  );
  const inBrief = (result: 'pass' | 'fail') =>
    stepSection(
      { ...completed, result, commands: ['curl'], verdicts: [{ ...completed.verdicts[0]!, evidence: ['a proof'] }] },
      {
        ...{ id: 'a', number: 1, drawing, pictures: library, isBrief: true },
      },
    ).markup;
  t.notMatch(inBrief('pass'), /a proof|By hand/);
  t.notMatch(inBrief('pass'), 'What was learned');
  t.match(inBrief('fail'), /a proof.*What was learned.*By hand/s);
});

t.test('a page is shorter without tags and quotes that HTML does not need', async (t) => {
  t.equal(
    shortenMarkup('<table class="a b" id="x"><tr><td class="c">1</td></tr></table><use href="#a0"/><rect rx="9"/>'),
    '<table class="a b" id=x><tr><td class=c>1</table><use href="#a0"/><rect rx="9"/>',
  );
  t.equal(shortenMarkup(markup`<p>${'a b="c" </td>'}</p>`.markup), markup`<p>${'a b="c" </td>'}</p>`.markup);
});
