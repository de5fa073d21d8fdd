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
    // Not AbortSignal.timeout: inside AbortSignal.any it may be garbage-collected before it fires (nodejs/node issue 57736).
    const deadline = new AbortController();
    const late = new Error(`${run[0]} in ${at} did not end within ${formatDuration(withinMs)}`);
    const timer = setTimeout(() => deadline.abort(late), withinMs);
    try {
      return { output: await lab.run(at, run, AbortSignal.any([signal, deadline.signal])) };
    } finally {
      clearTimeout(timer);
    }
  },
  byHand: ({ at, run }) => [commandInNode(at, run)],
  nodes: ({ at }) => [at],
};

/** How long a program may run in a step without `within`. */
const timeoutMs = 30_000;
