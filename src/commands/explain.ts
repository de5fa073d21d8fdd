import { stringify } from 'yaml';
import { didYouMean } from '../scenario/problems/did-you-mean.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Word } from '../words/language/word.ts';
import type { Perform } from './command-line/command.ts';
import { explainSettings } from './scenarios/explain-settings.ts';

/** `mtulab explain [WORD]`: what a word of the language means and takes, read off the dictionary; all words without one; 2 for an unknown one. */
export const perform: Perform = async ([word], _, io) => {
  const text = word === undefined ? overview(dictionary) : explain(word, dictionary);
  if (text === undefined) io.err(`${unknown(word!, dictionary)}\n`);
  else io.out(text);
  return text === undefined ? 2 : 0;
};

/** Everything that the dictionary says of a word, in each of its roles; undefined when there is no such word. */
export const explain = (name: string, words: Dictionary): string | undefined => {
  const found = roles.filter(({ key }) => Object.hasOwn(words[key], name));
  return found.length === 0 ? undefined : found.map((role) => asText(name, words[role.key][name]!, role)).join('\n');
};

/** All words by role, each with its sentence. */
export const overview = (words: Dictionary): string => {
  const width = Math.max(...roles.flatMap(({ key }) => Object.keys(words[key]).map(({ length }) => length)));
  return [
    ...roles.flatMap(({ key, about }) => [
      `${key}: ${about}`,
      ...Object.entries(words[key]).map(([name, word]) => `  ${name.padEnd(width)}  ${word.about}`),
      '',
    ]),
    'mtulab explain WORD shows what a word takes, with an example.',
    '',
  ].join('\n');
};

interface Role {
  readonly key: keyof Dictionary;
  readonly name: string;
  readonly about: string;
  /** The example, where it would stand in a file. */
  paste(name: string, example: unknown): unknown;
}

const roles: readonly Role[] = [
  {
    key: 'nodes',
    name: 'node',
    about: 'what a node is',
    paste: (name, example) => ({ topology: { nodes: { alice: { [name]: example } } } }),
  },
  {
    key: 'traits',
    name: 'trait',
    about: 'what a node can be given, among its settings or by a later change',
    paste: (name, example) => ({ steps: [{ do: { change: { edge: { [name]: example } } } }] }),
  },
  {
    key: 'actions',
    name: 'action',
    about: 'what a step does',
    paste: (name, example) => ({ steps: [{ do: { [name]: example } }] }),
  },
  {
    key: 'watches',
    name: 'watch',
    about: 'what a step shows besides',
    paste: (name, example) => ({ watch: { [name]: example } }),
  },
  {
    key: 'expectations',
    name: 'expectation',
    about: 'what should come of a step',
    paste: (name, example) => ({ expect: { [name]: example } }),
  },
];

const asText = (name: string, word: Word<unknown>, role: Role): string =>
  [
    `${name} (${role.name})`,
    `  ${word.about}`,
    '',
    ...explainSettings(word.shape.schema).map((line) => `  ${line}`),
    '',
    ...indented(stringify(role.paste(name, word.example), { lineWidth: 0 })),
    ...lists(word).flatMap(([title, items]) => (items.length > 0 ? [`  ${title}: ${items.join(', ')}`] : [])),
    '',
  ].join('\n');

const indented = (text: string): readonly string[] =>
  text.split('\n').map((line) => (line === '' ? '' : `      ${line}`));

/** What each kind of word says of its dealings with the others. */
const lists = (word: Word<unknown>): readonly (readonly [string, readonly string[]])[] => {
  const said: object = word;
  const named = (key: string): readonly string[] => {
    const list: unknown = Reflect.get(said, key);
    return Array.isArray(list) ? list.map(String) : [];
  };
  return [
    ['learns', named('learns')],
    ['ends', named('outcomes')],
    ['gives', named('gives')],
    ['reads', named('reads')],
    ['needs of the machine', named('needs')],
  ];
};

const unknown = (name: string, words: Dictionary): string => {
  const known = [...new Set(roles.flatMap(({ key }) => Object.keys(words[key])))];
  return `error: no word is named ${JSON.stringify(name)}; ${didYouMean(name, known, 'words')}`;
};
