import { inSandbox } from './in-sandbox.js';
import { ratioRow } from './samples.js';

/** The cost of a node in larger labs. */
export const rings = async ({ quick }) => {
  const results = await inSandbox('rings-inside.js', quick ? small : all);
  return results.map(({ nodes, engine, batched }) =>
    ratioRow(`ring of ${nodes}: a node against one of a batched script`, engine, batched, 1.5),
  );
};

const small = [
  { nodes: 64, turns: 3 },
  { nodes: 180, turns: 1 },
];

const all = [
  { nodes: 64, turns: 7 },
  { nodes: 180, turns: 5 },
  { nodes: 1000, turns: 3 },
];
