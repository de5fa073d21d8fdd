// A scenario inside a suite of node:test, each step a test of its own: node --test examples/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, run } from 'mtulab';

const files = read('ptb-dropped'); // a file, a folder, or the name of a bundled scenario
assert.deepEqual(files.wrong, []);

test('Packet Too Big is dropped on its way back', async (t) => {
  for await (const event of run(files, { signal: t.signal })) {
    if (event.kind === 'step-end') await t.test(event.name, () => assertPassed(event));
    if (event.kind === 'scenario-end') assertPassed(event);
  }
});

const assertPassed = ({ result, reason, verdicts = [] }) => {
  const unmet = verdicts.filter(({ met }) => met !== true);
  assert.equal(result, 'pass', reason ?? unmet.map(({ expectation, saw }) => `${expectation}: saw ${saw}`).join('\n'));
};
