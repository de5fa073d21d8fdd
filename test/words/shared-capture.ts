import t from 'tap';
import type { CapturedFrame, Lab } from '../../src/words/lab/lab.ts';
import { joinCapture } from '../../src/words/watches/shared-capture.ts';

const frame = (time: bigint): CapturedFrame => ({
  place: 'a:to-b',
  direction: 'out',
  time,
  bytes: Buffer.alloc(0),
  originalLength: 0,
});

/** A lab whose capture has this many frames whenever it is asked. */
const busy = (count: number): Lab =>
  ({
    capture: async () => ({
      startedAt: 0n,
      drain: () => Array.from({ length: count }, () => frame(1n)),
      stop: async () => ({ frames: Array.from({ length: count }, () => frame(2n)), counts: [], warnings: ['late'] }),
    }),
  }) as Partial<Lab> as Lab;

const never = new AbortController().signal;

t.test('the twins of a step share one capture, however much passed', async (t) => {
  const many = 300_000;
  const lab = busy(many);
  const [first, second] = await Promise.all([joinCapture(lab, never), joinCapture(lab, never)]);
  const early = await first.leave();
  t.match({ frames: early.frames.length, warnings: early.warnings }, { frames: many, warnings: [] });
  const late = await second.leave();
  t.match({ frames: late.frames.length, warnings: late.warnings }, { frames: 2 * many, warnings: ['late'] });
  t.equal((await second.leave()).frames, late.frames, 'who has left does not leave again');
});
