import { inSandbox } from './in-sandbox.js';
import { absentRow, ratioRow, timeRow } from './samples.js';

/** The canonical dual-stack lab, built by the engine in a running process, and by other tools. */
export const builds = async ({ quick }) => {
  const { engine, plain, batched, mininet, first, ends } = await inSandbox('builds-inside.js', {
    turns: quick ? 5 : 15,
  });
  const byMininet = 'canonical lab: build against Mininet';
  return [
    ratioRow('canonical lab: build against one process per action', engine, plain, 0.25),
    ratioRow('canonical lab: build against a batched script', engine, batched, 2),
    mininet ? ratioRow(byMininet, engine, mininet, 0.25) : absentRow(byMininet, 'not installed', '≤ 0.25 ×'),
    timeRow('canonical lab: first IPv6 packet and its answer after the build', first, 50),
    timeRow('canonical lab: stopping it returns', ends, 25),
  ];
};
