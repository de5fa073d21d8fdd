import t from 'tap';
import { backlogDrops } from '../../src/kernel/counters/receive-backlog.ts';

t.test('drops of all processors are one sum, and this machine tells its own', async (t) => {
  const text = '0117edcf 0000001c 0000000e 00000000\n011fb97f 0000002a 0000000f 00000000\n';
  t.equal(backlogDrops(text), 0x1c + 0x2a);
  t.ok(Number.isInteger(backlogDrops()));
});
