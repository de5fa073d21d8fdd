// The same scenario inside a suite of Vitest: npx vitest run --config examples/vitest.config.mjs
import { expect, test } from 'vitest';
import { read, run } from 'mtulab';

test('Packet Too Big is dropped on its way back', async ({ signal }) => {
  const steps = [];
  for await (const event of run(read('ptb-dropped'), { signal })) {
    if (event.kind === 'step-end') steps.push([event.name, event.result]);
    if (event.kind === 'end') expect(event.summary).toEqual({ passed: 1, failed: 0, skipped: 0, errors: 0 });
  }
  expect(steps).toContainEqual(['the first large response stalls although the handshake was healthy', 'pass']);
}, 60_000);
