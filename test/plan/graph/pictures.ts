import { SaxesParser } from 'saxes';
import t from 'tap';
import { drawParts, svgDocument, viewBox } from '../../../src/plan/graph/draw-svg.ts';
import { colours, topologyStyle } from '../../../src/plan/graph/graph-style.ts';
import { openLayout } from '../../../src/plan/graph/lay-out.ts';
import { boxHeight, drawMarks, placeMarks } from '../../../src/plan/graph/marks.ts';
import { halves, lengthOf, pointAt } from '../../../src/plan/graph/polyline.ts';
import { topologyOf } from '../../../src/plan/graph/graph-topology.ts';
import { chain, planText, threeLegs } from '../fixtures/labs.ts';

const layOut = await openLayout();
const line = topologyOf(planText(chain));
const placed = layOut(line);

/** Throws what XML 1.0 forbids; returns the texts and the elements. */
const parseXml = (xml: string) => {
  const [texts, elements]: [string[], string[]] = [[], []];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => void texts.push(text));
  parser.on('opentag', ({ name }) => void elements.push(name));
  parser.write(xml).close();
  return { texts, elements };
};

t.test('a chain is laid out from left to right, and each link joins its nodes', async (t) => {
  const xs = placed.nodes.map(({ x }) => x);
  t.strictSame(
    xs,
    [...xs].sort((a, b) => a - b),
  );
  for (const [index, link] of placed.links.entries()) {
    const [from, to] = [placed.nodes[index]!, placed.nodes[index + 1]!];
    const [first, last] = [link[0]!, link.at(-1)!];
    t.ok(Math.abs(first.x - (from.x + from.width / 2)) < 2, `link ${index} begins at its first node`);
    t.ok(Math.abs(last.x - (to.x - to.width / 2)) < 2, `link ${index} ends at its second node`);
    t.ok(Math.abs(first.y - from.y) < 2, 'y grows downwards for both');
  }
});

t.test('parallel legs lie beside each other, and links stay in their order', async (t) => {
  const legs = topologyOf(planText(threeLegs));
  const layout = layOut(legs);
  const ofLegs = legs.nodes.flatMap(({ leg }, index) => (leg ? [layout.nodes[index]!] : []));
  t.equal(ofLegs.length, 3);
  t.equal(new Set(ofLegs.map(({ x }) => x)).size, 1);
  t.equal(new Set(ofLegs.map(({ y }) => y)).size, 3);
  for (const [index, { ends }] of legs.links.entries())
    for (const [at, { node }] of ends.entries()) {
      const box = layout.nodes[legs.nodes.findIndex(({ name }) => name === node)]!;
      const end = at === 0 ? layout.links[index]![0]! : layout.links[index]!.at(-1)!;
      t.ok(Math.abs(end.x - box.x) <= box.width / 2 + 2 && Math.abs(end.y - box.y) <= box.height / 2 + 2, node);
    }
});

t.test('the document is XML with each name and MTU, wide where the MTU is large', async (t) => {
  const svg = svgDocument(line, placed, 'A <title> & "more"');
  const { texts, elements } = parseXml(svg);
  t.ok(texts.includes('A <title> & "more"'));
  for (const { name } of line.nodes) t.ok(texts.includes(name), name);
  t.equal(texts.filter((text) => text === '9000').length, 5);
  t.equal(texts.filter((text) => text === '1500').length, 3, 'both ends of a link, and one end of another');
  t.equal(elements.filter((name) => name === 'path').length, 8);
  t.match(svg, /data-place="client:to-edge" d="[^"]+" style="stroke:var\(--l0a,var\(--link\)\);stroke-width:8.5"/);
  t.match(svg, /data-place="firewall:to-transit" d="[^"]+" style="[^"]*stroke-width:2.7"/);
  t.match(svg, topologyStyle);
  t.match(svg, colours(':root'));
  t.ok(svg.includes(drawParts(line, placed)));
});

t.test('marks of losses are above their place, all others below it, and the picture has room for them', async (t) => {
  const marks = [
    { place: 'firewall', tone: 'loss', text: 'Packet Too Big <lost>' },
    { place: 'firewall', tone: 'loss', text: 'again' },
    { place: 'edge:to-transit', tone: 'change', text: 'MSS 8940→1396' },
    { place: 'nowhere', tone: 'good', text: 'left out' },
  ] as const;
  const drawn = placeMarks(marks, line, placed);
  const { texts } = parseXml(`<svg>${drawMarks(drawn)}</svg>`);
  t.strictSame(
    texts.filter((text) => text.trim() !== ''),
    ['Packet Too Big <lost>', 'again', 'MSS 8940→1396'],
  );
  t.strictSame(
    drawn.map(({ crossed }) => crossed !== undefined),
    [true, false, false],
    'a place is crossed out once',
  );
  const firewall = placed.nodes[3]!;
  const [first, second, third] = drawn;
  t.ok(first!.top + boxHeight < firewall.y - firewall.height / 2 && second!.top + boxHeight < first!.top);
  t.ok(third!.top > placed.links[1]![0]!.y);
  const [, y, , height] = /viewBox="([^"]+)"/.exec(viewBox(placed, drawn))![1]!.split(' ').map(Number);
  t.ok(
    drawn.every(({ top }) => top >= y! && top + boxHeight <= y! + height!),
    'inside',
  );
  const beside = placeMarks(
    ['transit', 'firewall'].map((place) => ({ place, tone: 'loss', text: 'a text that needs the room of both nodes' })),
    line,
    placed,
  );
  t.not(beside[0]!.top, beside[1]!.top, 'no mark covers another');
});

t.test('the halves of a line meet in its middle', async (t) => {
  const bent = [
    { x: 0, y: 0 },
    { x: 30, y: 0 },
    { x: 30, y: 10 },
  ];
  t.equal(lengthOf(bent), 40);
  t.strictSame(halves(bent), [
    [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
    ],
    [
      { x: 30, y: 10 },
      { x: 30, y: 0 },
      { x: 20, y: 0 },
    ],
  ]);
  t.strictSame(pointAt(bent, -5), { x: 30, y: 5, dx: 0, dy: 1 });
  t.strictSame(pointAt(bent, 99).y, 69, 'beyond its end a line goes on');
});
