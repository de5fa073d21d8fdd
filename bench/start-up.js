import { spawnSync } from 'node:child_process';
import { interleaved, ratioRow } from './samples.js';

/** The time before a command does anything, relative to a Node that does nothing. */
export const startUp = async ({ quick }) => {
  const times = await interleaved(
    {
      node: () => timeOf('-e', '0'),
      help: () => timeOf('dist/cli.js', '--help'),
      completion: () => timeOf('dist/cli.js', 'completion', 'bash', 'mtulab run '),
      validate: () => timeOf('dist/cli.js', 'validate', 'scenarios/ptb/ptb-dropped.yaml'),
    },
    { turns: quick ? 7 : 151, warm: 2 },
  );
  return [
    ratioRow('`mtulab --help` against `node -e 0`', times.help, times.node, 1.4),
    ratioRow('a completion of the command line against `node -e 0`', times.completion, times.node, 2.0),
    ratioRow('`mtulab validate` of one file against `node -e 0`', times.validate, times.node, 2.0),
  ];
};

const timeOf = (...args) => {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - began;
};
