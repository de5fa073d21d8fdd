import { frameClasses } from './impairment.ts';
import type { FrameTiming, HeldFrames } from './node-command.ts';

/**
 * The arguments of tc that delay and reorder what leaves a device, one list for each command: a netem for each class of frames, chosen by the
 * priority that a rule gives them. They may be repeated with other values, and then keep the frames that wait.
 */
export const netemCommands = ({ to, timing }: HeldFrames): readonly (readonly string[])[] => [
  [
    'qdisc',
    'replace',
    'dev',
    to,
    'root',
    'handle',
    '1:',
    'prio',
    'bands',
    '3',
    'priomap',
    ...Array<string>(16).fill('2'),
  ],
  ...frameClasses.map((frames, index) => [
    ...['qdisc', 'replace', 'dev', to, 'parent', `1:${index + 1}`, 'handle', `1${index + 1}:`],
    ...['netem', 'limit', '100000', ...timingArguments(timing[frames])],
  ]),
];

const timingArguments = ({ delayMs, reorder }: FrameTiming): readonly string[] => [
  ...(delayMs > 0 ? ['delay', `${delayMs}ms`] : []),
  ...(delayMs > 0 && reorder > 0 ? ['reorder', `${reorder}%`] : []),
];
