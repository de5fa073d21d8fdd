import { printable } from './printable.ts';

/** Escapes a text for HTML and XML, as content and as the value of a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
