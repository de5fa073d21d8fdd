import t from 'tap';
import { inBytes, inMs, matchesAmount } from '../../src/words/language/amount.ts';

t.test('amounts are compared', async (t) => {
  const rows: readonly (readonly [wanted: number | string, seen: number | null, met: boolean])[] = [
    [1500, 1500, true],
    [1500, 1501, false],
    [0, null, false],
    ['none', null, true],
    ['none', 0, false],
    ['1400..1500', 1400, true],
    ['1400..1500', 1500, true],
    ['1400..1500', 1501, false],
    ['2.9..7.5', 3.14, true],
    ['<= 4', 4, true],
    ['<4', 4, false],
    ['>= 1', 1, true],
    ['> 1', 1, false],
    ['> 1', null, false],
  ];
  for (const [wanted, seen, met] of rows) t.equal(matchesAmount(wanted, seen), met, `${wanted} and ${seen}`);
});

t.test('bytes and durations are converted', async (t) => {
  t.strictSame([1000, '1000B', '200kB', '1MB'].map(inBytes), [1000, 1000, 200_000, 1_000_000]);
  t.strictSame(['300ms', '2s', '1.5min'].map(inMs), [300, 2000, 90_000]);
});
