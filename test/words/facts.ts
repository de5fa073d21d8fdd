import t from 'tap';
import type { Facts } from '../../src/words/facts/facts.ts';
import { mergeFacts } from '../../src/words/facts/merge-facts.ts';
import { completedFlow } from './fixtures/network.ts';

t.test('facts of several watches about different places are merged', async (t) => {
  const parts: readonly Facts[] = [
    { transfer: completedFlow, syn: { 'edge:to-client': 8940 } },
    { syn: { 'edge:to-transit': 1396 }, counters: { server: { A: 1 } } },
    { counters: { server: { B: 2 }, client: { A: 0 } } },
  ];
  t.strictSame(mergeFacts(parts), {
    transfer: completedFlow,
    syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 },
    counters: { server: { A: 1, B: 2 }, client: { A: 0 } },
  });
});
