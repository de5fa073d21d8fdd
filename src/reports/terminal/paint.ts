import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';
export type Paint = (style: Style, text: string) => string;

/** Colours text, or leaves it as it is. */
export const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour && text !== '' ? styleText(style, text, { validateStream: false }) : text;

/** Whether to colour what goes to a stream: FORCE_COLOR wins over NO_COLOR (no-color.org), and both over what the stream is. */
export const wantsColour = (env: Readonly<Record<string, string | undefined>>, terminal: boolean): boolean => {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return terminal && !no && term !== 'dumb';
};
