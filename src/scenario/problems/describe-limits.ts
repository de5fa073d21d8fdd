import { scenarioLimits } from './scenario-limits.ts';

/** The limits of a scenario file as one sentence, for `explain` and the README. */
export const describeLimits = (): string => {
  const names = Object.keys(counted) as (keyof typeof counted)[];
  const parts = names.map((name) => `${scenarioLimits[name]} ${counted[name]}`);
  return `A scenario file has at most ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`;
};

/** What each limit counts. */
const counted: Readonly<Record<Exclude<keyof typeof scenarioLimits, 'problems'>, string>> = {
  bytes: 'bytes',
  depth: 'lists and mappings inside each other',
  tokens: 'YAML tokens (words, brackets, commas, colons, dashes)',
  values: 'keys and values (counted again for each alias)',
  aliases: 'aliases',
  nodes: 'nodes (with the routers of legs)',
  links: 'links (two for each leg)',
  variables: 'variables',
  valuesOfCases: 'values in all cases of `vary` together',
  substituted: 'characters that variables put into all cases',
};
