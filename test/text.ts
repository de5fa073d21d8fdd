import { execFileSync } from 'node:child_process';
import t from 'tap';
import { alignColumns } from '../src/text/align-columns.ts';
import { escapeMarkup } from '../src/text/escape-markup.ts';
import { formatDuration, formatSeconds } from '../src/text/format-duration.ts';
import { printable, printableJson, printableLine } from '../src/text/printable.ts';
import { shellQuote } from '../src/text/shell-quote.ts';
import { wrapLines, wrapColumns, wrapUnder } from '../src/text/wrap.ts';

t.test('columns are as wide as their widest cell, without trailing spaces', async (t) => {
  t.strictSame(
    alignColumns([
      ['node', 'mtu', 'place'],
      ['edge', '9000', ''],
      ['firewall', '', 'edge:to-transit'],
    ]),
    ['node      mtu   place', 'edge      9000', 'firewall        edge:to-transit'],
  );
  t.strictSame(alignColumns([['a', 'b']]), ['a  b']);
  t.strictSame(alignColumns([]), []);
});

t.test('in a narrow line the last column is wrapped, and the others stay whole', async (t) => {
  const rows = [
    ['NAME', 'FILE', 'NODES'],
    ['one', 'a file.yaml', 'client edge transit firewall server'],
  ];
  t.strictSame(alignColumns(rows, 44), [
    ...['NAME  FILE         NODES', 'one   a file.yaml  client edge transit', '                   firewall server'],
  ]);
  t.strictSame(alignColumns(rows, 30), [
    ...['NAME  FILE', '    NODES', 'one   a file.yaml', '    client edge transit', '    firewall server'],
  ]);
  const path = 'topology.links[10].legs[0] or others';
  t.strictSame(
    alignColumns([['to-edge', path]], 34),
    ['to-edge', '    topology.links[10].legs[0] or', '    others'],
    'a long word goes below the others, where it fits',
  );
  t.strictSame(alignColumns([['a long word that has no other cell beside it']], 20), [
    'a long word that has no other cell beside it',
  ]);
});

t.test('wrapped lines are indented to the length of their lead', async (t) => {
  t.strictSame(wrapUnder('  lead ', 'one two three four five six seven', 28), [
    '  lead one two three four',
    '       five six seven',
  ]);
  t.strictSame(wrapUnder('', 'both\u00a0families apart', 20), ['both families apart']);
  t.strictSame(wrapUnder('', 'aaaaaaaaaaaaaaa both\u00a0families', 20), ['aaaaaaaaaaaaaaa', 'both families']);
  t.strictSame(wrapUnder('- ', 'one\n two', Infinity), ['- one two']);
  t.strictSame(wrapUnder('a long lead ', 'twenty are left over', 5), ['a long lead twenty are left over']);
  t.strictSame(wrapUnder('', '', 20), ['']);
});

t.test('a long word and a text between backquotes are never broken', async (t) => {
  t.strictSame(wrapUnder('', 'at 2001:db8:1111:2222:3333::4444 now', 20), [
    ...['at', '2001:db8:1111:2222:3333::4444', 'now'],
  ]);
  t.strictSame(wrapUnder('', 'no lab: `mtulab up FILE` starts one', 20), [
    ...['no lab:', '`mtulab up FILE`', 'starts one'],
  ]);
  t.equal(wrapLines('short\n  a line of more than twenty\n', 22), 'short\n  a line of more than\n  twenty\n');
  t.equal(wrapLines('in a log  lines stay whole'), 'in a log  lines stay whole');
});

t.test('durations below one second are in ms, longer ones in seconds', async (t) => {
  t.strictSame([0, 8.6, 999, 1000, 1634].map(formatDuration), ['0 ms', '9 ms', '999 ms', '1.00 s', '1.63 s']);
  t.strictSame([0, 220, 61_000].map(formatSeconds), ['0.00 s', '0.22 s', '61.00 s']);
});

t.test('a shell reads every quoted word as it was', async (t) => {
  const plain = ['edge', '-6', '2001:db8::1/64', 'net.ipv4.tcp_mtu_probing=1', 'a@b,c+d%'];
  t.strictSame(plain.map(shellQuote), plain, 'words of harmless characters need no quotes');
  const words = ['', ' ', "it's", "''", '$HOME', '`id`', 'a;b', 'a\nb', '~', '*', '\\', '"', '→'];
  for (const word of words) t.match(shellQuote(word), /^'/, `quotes ${JSON.stringify(word)}`);
  const all = [...plain, ...words];
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${all.map(shellQuote).join(' ')}`], { encoding: 'utf8' });
  t.strictSame(printed.split('\0').slice(0, -1), all);
});

/** Characters that a terminal obeys, or that reorder or break a line. */
const hostile = [
  '\u001b',
  '\u0007',
  '\r',
  '\u000b',
  '\u007f',
  '\u0085',
  '\u009b',
  '\u061c',
  '\u200e',
  '\u2028',
  '\u2029',
];
const bidirectional = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];

t.test('characters that control a terminal are replaced, except for tabs and newlines', async (t) => {
  for (const sign of [...hostile, ...bidirectional])
    t.equal(printable(`a${sign}b`), 'a\ufffdb', JSON.stringify(printableJson(sign)));
  t.equal(printable('a\u001b[31m\tb\nc'), 'a\ufffd[31m\tb\nc');
  const harmless = 'é → 中 \u00a0\u{1f600}\u00ad│';
  t.equal(printable(harmless), harmless);
});

t.test('a name stays on one line', async (t) => {
  t.equal(printableLine('step\nnot ok 7 \r\n \n forged\u2028x\u202e'), 'step not ok 7 forged x\ufffd');
  t.equal(printableLine('plain name'), 'plain name');
});

t.test('JSON keeps its data when its control characters are escaped', async (t) => {
  const data = { [`k${hostile.join('')}`]: bidirectional.join(''), list: ['a\nb'] };
  const json = printableJson(JSON.stringify(data));
  t.strictSame(JSON.parse(json), data);
  t.equal(json, printable(json));
});

t.test('a line of columns is wrapped under its last column, another under its own beginning', async (t) => {
  t.strictSame(wrapColumns('  name  a description that is long', 30), [
    '  name  a description that is',
    '        long',
  ]);
  t.strictSame(wrapColumns('  a description that is rather long', 30), ['  a description that is rather', '  long']);
  t.strictSame(wrapColumns('  name  a  description', 22), ['  name  a  description'], 'what fits stays as it is');
  t.strictSame(wrapColumns(`name  ${'x '.repeat(99)}`), [`name  ${'x '.repeat(99)}`]);
});

t.test('text for markup cannot end its element or its attribute, and controls nothing', async (t) => {
  t.equal(escapeMarkup(`a < b & 'c' "d" >`), 'a &#60; b &#38; &#39;c&#39; &#34;d&#34; &#62;');
  t.equal(escapeMarkup('x\u001b[2J\u202e'), 'x\ufffd[2J\ufffd');
});
