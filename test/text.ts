import { execFileSync } from 'node:child_process';
import t from 'tap';
import { alignColumns } from '../src/text/align-columns.ts';
import { formatDuration, formatSeconds } from '../src/text/format-duration.ts';
import { shellQuote } from '../src/text/shell-quote.ts';

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
