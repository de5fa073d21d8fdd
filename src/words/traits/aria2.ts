import type { Trait } from '../language/word.ts';
import { aria2Options } from './aria2-options.ts';
import type { Aria2Options } from './aria2-options.ts';
import { switchConflict } from './switch-conflict.ts';

/** The word `aria2`; the program gets it when a step starts it, so that a change needs no command. */
export const aria2: Trait<Aria2Options> = {
  about: 'Sets options of aria2, the BitTorrent client of a node, by their own names.',
  shape: aria2Options,
  example: { 'disable-ipv6': true },
  conflict: (node) => switchConflict(node),
  label: ({ 'disable-ipv6': disabled }) => (disabled ? 'aria2 without IPv6' : undefined),
  commands: () => [],
};
