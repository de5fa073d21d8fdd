import t from 'tap';
import { perform } from '../../src/commands/connect.ts';
import { milliseconds } from '../../src/commands/command-line/shared-flags.ts';
import { callCommand } from './fixtures/call-command.ts';

// What it does in a network is shown by the scenarios of scenarios/race.

t.test('connect wants an http URL', async (t) => {
  for (const url of ['server', 'https://server.lab.test/', 'http://'])
    t.match(await callCommand(perform, [url]), { code: 2, out: '', err: `not an http URL: ${url}; write one such as` });
});

t.test('a delay is a whole number of milliseconds', async (t) => {
  t.equal(milliseconds('250'), 250);
  for (const text of ['', '1.5', '50ms', '-1']) t.throws(() => milliseconds(text), /whole number of milliseconds/);
});
