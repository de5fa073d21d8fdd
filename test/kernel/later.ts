import t from 'tap';
import { later } from '../../src/kernel/packet-sockets.ts';
import { libc } from '../../src/kernel/sockets.ts';

t.test('more calls than koffi takes at once wait for their turn', async (t) => {
  const usleep = later<[microseconds: number]>(libc.func('int usleep(unsigned int us)'));
  const slept = await Promise.all(Array.from({ length: 600 }, () => usleep(100)));
  t.strictSame([...new Set(slept)], [0]);
});
