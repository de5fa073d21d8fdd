import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { fields, list, reference, text } from '../language/shape.ts';

const shape = fields('a program', {
  on: reference('node', 'the node that it runs in'),
  run: list('the program and its arguments; no shell interprets them', text('a word of the command line'), 1),
});

/** Any program, for what the language has no word for yet. */
export const command: Action<ValueOf<typeof shape>> = {
  about: 'Runs a program in a node and keeps its output and exit code.',
  shape,
  example: { on: 'server', run: ['ss', '-tin'] },
  learns: ['output'],
  once: true,
  perform: async (lab, { on, run }, { wait, signal }) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(wait.withinMs ?? timeoutMs * (wait.scale ?? 1))]);
    return { output: await lab.run(on, run, deadline) };
  },
  byHand: ({ on, run }) => [commandInNode(on, run)],
  nodes: ({ on }) => [on],
};

/** How long a program may run in a step without `within`. */
const timeoutMs = 30_000;
