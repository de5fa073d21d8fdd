import type { BrowserScript } from './browser-script.ts';
import { markup, trusted } from './markup.ts';
import type { Markup } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { shortenMarkup } from './shorten-markup.ts';

/** Writes an HTML document that has its style sheet and its script inside. */
export const pageDocument = (title: string, body: Markup, { script, style }: BrowserScript): string =>
  markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<style>${trusted(style)}${trusted(pageStyle)}</style></head><body>
${trusted(shortenMarkup(body.markup))}
<script>${trusted(script)}</script>
</body></html>
`.markup;
