import { $ } from 'zx';
import { differ } from './differ.js';

/** Types commands one after the other and yields of each `{ title, difference? }`; at the end no lab may stand any more. */
export async function* perform(commands, { cwd }) {
  const run = $({ cwd, nothrow: true, quiet: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const going = new Map();
  try {
    for (const command of commands) {
      const { resumes, before, later, shown } = command;
      const process = resumes ? going.get(resumes) : start(run, command);
      if (later) going.set(command, process);
      const expected = [...before, ...shown];
      const output = later ? await begun(process, expected) : await ended(process);
      const difference = differ(expected, output, { begun: later });
      yield {
        title: titleOf(command),
        ...(difference && { difference: { line: command.line, ...difference, output } }),
      };
      if (difference && command === commands[0]) break; // the rest could only say the same
    }
    const left = (await run`mtulab ps --format json`).stdout.trim();
    yield { title: ' no lab is left', ...(left !== '[]' && { difference: { wanted: '[]', saw: left } }) };
  } finally {
    await run`mtulab down --all`;
  }
}

const titleOf = ({ line, node, text, resumes }) => {
  const prompt = node ? `${node}# ` : '';
  return `${line} ${prompt}${text}${resumes ? ' (goes on)' : ''}`;
};

/** As on a terminal both streams are one, and nothing is typed into the program. */
const start = (run, { node, text }) =>
  node ? run`mtulab exec ${node} -- sh -c ${`exec 2>&1; ${text}`}` : run`sh -c ${`exec 2>&1; ${text}`}`;

const ended = async (process) => {
  const { stdout, stderr, signal } = await process.timeout(patienceMs, 'SIGKILL');
  return `${stdout}${stderr}${signal ? `(killed: it did not end within ${patienceMs / 1000} s)` : ''}`;
};

const patienceMs = 60_000;

/** Resolves as soon as a program has said what the page shows of it, or has ended. */
const begun = (process, expected) =>
  new Promise((resolve) => {
    let said = '';
    process.stdout.on('data', (piece) => {
      said += piece;
      if (!differ(expected, said, { begun: true })) resolve(said);
    });
    void ended(process).then(resolve);
  });
