import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import t from 'tap';

const root = new URL('../../', import.meta.url).pathname;
const cli = env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const skip = spawnSync('script', ['-V']).status !== 0 && 'script (util-linux) is missing';

/** The output of a run on a terminal with this many columns. */
const drawn = (columns: number) => {
  const command = `stty cols ${columns} rows 40; exec '${process.execPath}' '${cli}' run scenarios/ptb/healthy-pmtud.yaml`;
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    ...{ cwd: root, encoding: 'utf8', timeout: 60_000 },
    env: { ...env, CI: undefined, NO_COLOR: undefined, TERM: 'xterm' },
  });
  return { status, stdout, end: stdout.slice(-300) };
};

/** A frame of the spinner with the current step; which step comes first depends on the machine. */
const spun = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]\S* \w+ \w+/;

t.test('on a terminal a run shows a spinner, and then the report', { skip }, async (t) => {
  const { status, stdout, end } = drawn(100);
  t.equal(status, 0, end);
  t.ok(spun.test(stdout), 'the spinner');
  t.match(end, /1 passed/);
  t.ok(stdout.lastIndexOf('\u001b[?25h') > stdout.lastIndexOf('\u001b[?25l'), 'the cursor is visible again');
});

t.test('a terminal without a width gets the report alone', { skip }, async (t) => {
  const { status, stdout, end } = drawn(0);
  t.equal(status, 0, end);
  t.notOk(spun.test(stdout));
  t.ok(stdout.length < 20_000, `${stdout.length} characters`);
  t.match(end, /1 passed/);
});
