import t from 'tap';
import { inThreadPool } from '../../src/kernel/captures/packet-socket.ts';
import { libc } from '../../src/kernel/system/sockets.ts';

t.test('more calls than koffi takes at once wait for their turn', async (t) => {
  const getpid = inThreadPool<[]>(libc.func('int getpid()'));
  const answers = await Promise.all(Array.from({ length: 600 }, () => getpid()));
  t.strictSame([...new Set(answers)], [process.pid]);
});
