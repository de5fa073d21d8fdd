import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { codeBlock, escapeMarkdown, markdownTable } from '../../src/reports/markdown/escape-markdown.ts';
import { runAsMarkdown } from '../../src/reports/markdown/run-as-markdown.ts';
import { collectRun } from '../../src/reports/model/collect-run.ts';
import { printable, printableLine } from '../../src/text/printable.ts';
import { recordedRun, runNamed } from './fixtures/report-of.ts';

const parser = new MarkdownIt({ html: true });

/** The texts of all headings, paragraphs, cells and code blocks, as a reader sees them; whatever else there is shows its type. */
const shown = (markdown: string): readonly string[] =>
  parser.parse(markdown, {}).flatMap(({ type, content, children }) => {
    if (type === 'fence' || type === 'html_block') return [content];
    if (type !== 'inline') return [];
    return [children!.map(({ type, content }) => (isText(type) ? content : `<${type}>`)).join('')];
  });

const isText = (type: string): boolean => type === 'text' || type === 'text_special';

const part = fc.oneof(
  fc.constantFrom(
    '|',
    '\\',
    '\\|',
    '`',
    '```',
    '~~~',
    '*',
    '**',
    '_',
    '#',
    '<b>',
    '&lt;',
    '![',
    '](',
    'http://x',
    '\n',
  ),
  fc.constantFrom('- ', '1. ', '> ', '    ', '\t', '\u001b', '\u2028', '---', '&#0;', '<!--', '@all'),
  fc.string(),
);
const anyText = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''));

/** The text that Markdown can show: one line, with single spaces. */
const oneLine = (text: string): string => printableLine(text).replace(/\s+/g, ' ').trim();

t.test('an escaped text is shown as it is, in a cell and in a heading', async (t) => {
  t.equal(escapeMarkdown('a | *b*\n# <c>'), 'a &#124; \\*b\\* \\# &lt;c&gt;');
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const table = markdownTable(
        [
          ['x', 'y'],
          [a, b],
          [b, a],
        ].map((cells) => cells.map(escapeMarkdown)),
      );
      t.strictSame(shown(table), ['x', 'y', oneLine(a), oneLine(b), oneLine(b), oneLine(a)]);
      t.strictSame(shown(`### x ${escapeMarkdown(a)}\n`), [`x ${oneLine(a)}`.trim()]);
    }),
  );
});

t.test('a code block keeps its lines, whatever they are', async (t) => {
  t.equal(codeBlock(['a', '````b']), '`````text\na\n````b\n`````\n');
  fc.assert(
    fc.property(fc.array(anyText), (lines) => {
      t.strictSame(shown(codeBlock(lines)), [`${printable(lines.join('\n'))}\n`]);
    }),
  );
});

const markdownOf = (events: readonly Event[], atMost = Infinity): string =>
  runAsMarkdown(collectRun(events), { verbose: false, atMost });

t.test('names and output of programs cannot add to the document', async (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [head, table, scenario, step] = [1, 8, 2, 3];
      t.equal(shown(markdownOf(runNamed('x', `x${text}`))).length, head + table + scenario + step);
    }),
  );
});

t.test('each scenario that did not pass has its failed expectations, with what was wanted and seen', async (t) => {
  const texts = shown(markdownOf(recordedRun));
  t.equal(texts[0], '1 passed, 1 failed, 1 skipped, 1 error; Linux 6.1.0-49-amd64, iproute2 6.1.0, Node v20.20.2');
  const titles = texts.filter((text) => /^[✔✖↷!] \w+: /.test(text));
  t.strictSame(titles, [
    '! error: A firewall that drops Packet Too Big turns the cliff into a stall',
    "! error: the old connection is beyond a clamp's help",
    '✖ failed: A clamp shows itself only on the far side of the edge',
    '✖ failed: a new connection is clamped',
    '↷ skipped: Under ECMP one Packet Too Big teaches IPv4 all legs and IPv6 only one',
  ]);
  t.match(texts.at(-1), 'nexthop-groups: this kernel refuses');
  t.match(markdownOf(recordedRun.slice(0, 6)), 'the run did not finish', 'a run that is cut off');
  t.equal(markdownOf([]), 'the run did not finish\n');
});

t.test('what is longer than its reader takes is cut between scenarios, and counted', async (t) => {
  const count = 50;
  const events = Array.from({ length: count }, (_, id) => runNamed(`scenario ${id}`)).flatMap((run, id) =>
    run.map((event) => ('id' in event ? { ...event, id } : event)),
  );
  const whole = markdownOf(events);
  const size = Buffer.byteLength(whole);
  t.equal(markdownOf(events, size + 1000), whole);
  for (const atMost of [400, 1000, 3000, 5000, size / 2, size - 200]) {
    const cut = markdownOf(events, atMost);
    t.ok(Buffer.byteLength(cut) <= atMost, `${atMost} bytes`);
    const rows = cut.match(/^\| ! error/gm)?.length ?? 0;
    const leftOut = /^(\d+) more scenarios? left out$/m.exec(cut)?.[1] ?? 0;
    t.equal(rows + Number(leftOut), count, 'rows');
    const sections = cut.match(/^### /gm)?.length ?? 0;
    const cutSections = /^(\d+) more scenarios? that did not pass left out$/m.exec(cut)?.[1] ?? 0;
    t.equal(sections + Number(cutSections), count, 'sections');
  }
});
