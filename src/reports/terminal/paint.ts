import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';
export type Paint = (style: Style, text: string) => string;

/** Returns a function that styles text with ANSI escapes, or one that leaves text unchanged. */
export const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour && text !== '' ? styleText(style, text, { validateStream: false }) : text;

/**
 * Whether the output to a stream is coloured: FORCE_COLOR takes precedence over NO_COLOR (no-color.org), and both over
 * whether it is a terminal.
 */
export const wantsColour = (env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean => {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && !no && term !== 'dumb';
};
