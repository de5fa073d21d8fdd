/**
 * Limits of a scenario file, so that no file keeps the reader busy for more than a second. A ring of 1000 routers, the largest network of
 * the bench, has 57 kB, 18 000 tokens and 9000 values.
 */
export const scenarioLimits = {
  /** Bytes of the file. */
  bytes: 262_144,
  /** YAML collections inside each other; the bundled scenarios have 7. */
  depth: 32,
  /** Words, brackets, commas, colons, dashes. */
  tokens: 60_000,
  /** Keys, scalars, lists and mappings, counted again for each alias that repeats them. */
  values: 20_000,
  aliases: 1_000,
  /** With the routers of legs. */
  nodes: 2_048,
  /** A leg counts as the two links that it is made of. */
  links: 4_096,
  variables: 100,
  /** Values of the network and the steps, counted once for each case of `vary`. */
  valuesOfCases: 100_000,
  /** Characters that variables put into the texts of all cases. */
  substituted: 1_000_000,
  /** Problems that are listed. */
  problems: 100,
} as const;
