/**
 * Replaces characters that control a terminal or reorder its text, so that the text of a scenario, a file name or a
 * program cannot: C0 (except tab and newline), DEL, C1, the bidirectional controls of Unicode (UAX #9), and the line
 * and paragraph separators U+2028 and U+2029. Everything that is printed or written as text passes through here.
 */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** The same for text that must stay on one line: line breaks and the space around them become one space. */
export const printableLine = (text: string): string => printable(text.replace(/\s*[\n\r\u2028\u2029]+\s*/g, ' '));

/** Escapes these characters in JSON text, which keeps its data and may then be printed. */
export const printableJson = (json: string): string =>
  json.replace(unprintable, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
