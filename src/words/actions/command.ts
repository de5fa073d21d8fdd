import { formatDuration } from '../../text/format-duration.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { fields, list, reference, text } from '../language/shape.ts';

const shape = fields('a program', {
  at: reference('node', 'the node that it runs in'),
  run: list('the program and its arguments; no shell interprets them', text('a word of the command line'), 1),
});

/** Any program, for what the language has no word for yet. */
export const command: Action<ValueOf<typeof shape>> = {
  about: 'Runs a program in a node and keeps its output and exit code.',
  shape,
  example: { at: 'server', run: ['ss', '-tin'] },
  formerKeys: { on: 'at' },
  learns: ['output'],
  once: true,
  perform: async (lab, { at, run }, { wait, signal }) => {
    const withinMs = wait.withinMs ?? timeoutMs * (wait.scale ?? 1);
    // Kept in a variable: AbortSignal.any alone does not keep it from the garbage collector (nodejs/node issue 57736).
    const timeout = AbortSignal.timeout(withinMs);
    try {
      return { output: await lab.run(at, run, AbortSignal.any([signal, timeout])) };
    } catch (error) {
      if (signal.aborted || error !== timeout.reason) throw error;
      throw new Error(`${run[0]} in ${at} did not end within ${formatDuration(withinMs)}`);
    }
  },
  byHand: ({ at, run }) => [commandInNode(at, run)],
  nodes: ({ at }) => [at],
};

/** How long a program may run in a step without `within`. */
const timeoutMs = 30_000;
