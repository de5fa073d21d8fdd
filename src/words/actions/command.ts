import type { Typed } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { fields, list, named, text } from '../language/shape.ts';

const shape = fields('a program', {
  on: named('node', 'the node that it runs in'),
  run: list('the program and its arguments; no shell reads them', text('a word of the command line'), 1),
});

/** The way out of the language, for what has no word yet. */
export const command: Action<Typed<typeof shape>> = {
  about: 'Runs a program inside a node and keeps what it says.',
  shape,
  example: { on: 'server', run: ['ss', '-tin'] },
  learns: ['output'],
  once: true,
  perform: async (lab, { on, run }, { wait, signal }) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(wait.withinMs ?? patience * (wait.scale ?? 1))]);
    return { output: await lab.run(on, run, deadline) };
  },
  byHand: ({ on, run }) => [commandInNode(on, run)],
  nodes: ({ on }) => [on],
};

/** Milliseconds that a program may take in a step without `within`. */
const patience = 30_000;
