/** A word of a POSIX command line; single quotes keep everything but themselves. */
export const shellQuote = (word: string): string =>
  /^[A-Za-z0-9_.:/=@%,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
