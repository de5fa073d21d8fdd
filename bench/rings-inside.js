import { ring } from './networks.js';
import { interleaved } from './samples.js';
import { batchedScript } from './scripts.js';
import { engine, planned, scripted } from './builders.js';

/** Each size is measured separately: after a ring of a thousand nodes the kernel cleans up for seconds. */
const measured = async ({ nodes, turns }) => {
  const plan = planned(ring(nodes));
  const script = batchedScript(plan.commands);
  const perNode = async (builder) => (await builder()).build / nodes;
  const times = await interleaved(
    { engine: () => perNode(() => engine(plan)), batched: () => perNode(() => scripted(plan, script)) },
    { turns, warm: nodes < 1000 ? 1 : 0 },
  );
  return { nodes, ...times };
};

const results = [];
for (const size of JSON.parse(process.argv[2])) results.push(await measured(size));
process.stdout.write(JSON.stringify(results));
