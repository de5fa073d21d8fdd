import { deflateRawSync } from 'node:zlib';
import { trusted } from './markup.ts';
import type { Markup } from './markup.ts';
import { shortenMarkup } from './shorten-markup.ts';

/**
 * Compresses a part of a page, which the script of the page puts back when it is opened. The catalogue, 2 MB of markup that repeats itself, is a
 * quarter of that.
 */
export const packedMarkup = (part: Markup): Markup =>
  trusted(`<script type="text/plain" class="packed">${compressed(shortenMarkup(part.markup))}</script>`);

const compressed = (text: string): string => deflateRawSync(text).toString('base64');
