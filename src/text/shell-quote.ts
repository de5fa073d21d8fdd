/** Quotes one word for a POSIX shell where it needs quotes; single quotes protect every character except themselves. */
export const shellQuote = (word: string): string =>
  /^[A-Za-z0-9_.:/=@%,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
