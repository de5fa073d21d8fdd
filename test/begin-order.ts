import { readFileSync } from 'node:fs';
import t from 'tap';
import { startOrder } from '../src/run/start-order.ts';
import { readPlans } from '../src/commands/scenarios/plans-of.ts';
import { dictionary } from '../src/words/dictionary.ts';

const plansFrom = (...names: readonly string[]) =>
  readPlans(
    names.map((file) => ({ file, text: readFileSync(new URL(`../scenarios/${file}.yaml`, import.meta.url), 'utf8') })),
    { set: {} },
  ).plans;

t.test('those that wait for most stalls begin first, of those that begin together', async (t) => {
  const plans = plansFrom('healthy-pmtud', 'ptb-dropped', 'healthy-pmtud', 'ptb-dropped');
  t.strictSame(startOrder(plans, dictionary, 4), [1, 3, 0, 2]);
  t.strictSame(startOrder(plans, dictionary, 2), [1, 0, 2, 3], 'those that wait for a place keep theirs');
  t.strictSame(startOrder(plans, dictionary, 1), [0, 1, 2, 3]);
});

t.test('a stall that a step of together waits for counts too', async (t) => {
  const text = (steps: string) => `
title: x
topology:
  nodes: { a: host, b: { host: { serve: http } } }
  links: [{ between: [a, b], mtu: 1500 }]
steps: ${steps}`;
  const fetch = (outcome: string) =>
    `{ do: { fetch: { from: a, to: b, bytes: 100 } }, expect: { outcome: ${outcome} } }`;
  const { plans } = readPlans(
    [
      { file: 'one', text: text(`[${fetch('completed')}]`) },
      { file: 'other', text: text(`[{ together: [${fetch('completed')}, ${fetch('stalled')}] }]`) },
    ],
    { set: {} },
  );
  t.strictSame(startOrder(plans, dictionary, 2), [1, 0]);
});
