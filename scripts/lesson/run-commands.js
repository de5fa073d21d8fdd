import { $ } from 'zx';
import { compareOutput } from './compare-output.js';

/** Runs commands one after the other and yields `{ title, difference? }` for each; at the end no lab may be running. */
export async function* runCommands(commands, { cwd }) {
  const run = $({ cwd, nothrow: true, quiet: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const running = new Map();
  try {
    for (const command of commands) {
      const { resumes, before, later, shown } = command;
      const process = resumes ? running.get(resumes) : start(run, command);
      if (later) running.set(command, process);
      const expected = [...before, ...shown];
      const output = later ? await expectedOutput(process, expected) : await allOutput(process);
      const difference = compareOutput(expected, output, { partial: later });
      yield {
        title: titleOf(command),
        ...(difference && { difference: { line: command.line, ...difference, output } }),
      };
      if (difference && command === commands[0]) break; // every further command would fail for the same reason
    }
    const left = (await run`mtulab ps --format json`).stdout.trim();
    yield { title: ' no lab is running', ...(left !== '[]' && { difference: { wanted: '[]', saw: left } }) };
  } finally {
    await run`mtulab down --all`;
  }
}

const titleOf = ({ line, node, text, resumes }) => {
  const prompt = node ? `${node}# ` : '';
  return `${line} ${prompt}${text}${resumes ? ' (goes on)' : ''}`;
};

/** Both streams are joined, as on a terminal, and standard input is empty. */
const start = (run, { node, text }) =>
  node ? run`mtulab exec ${node} -- sh -c ${`exec 2>&1; ${text}`}` : run`sh -c ${`exec 2>&1; ${text}`}`;

const allOutput = async (process) => {
  const { stdout, stderr, signal } = await process.timeout(timeoutMs, 'SIGKILL');
  return `${stdout}${stderr}${signal ? `(killed: it did not end within ${timeoutMs / 1000} s)` : ''}`;
};

const timeoutMs = 60_000;

/** Resolves when a program has printed what the page shows, or has ended. */
const expectedOutput = (process, expected) =>
  new Promise((resolve) => {
    let output = '';
    process.stdout.on('data', (piece) => {
      output += piece;
      if (!compareOutput(expected, output, { partial: true })) resolve(output);
    });
    void allOutput(process).then(resolve);
  });
