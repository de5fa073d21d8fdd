import { existsSync } from 'node:fs';
import { stringify } from 'yaml';
import { predict, read } from '../library.ts';
import { scenarioSchema } from '../scenario/schema/scenario-schema.ts';
import { nodeSettings } from '../scenario/schema/topology-schema.ts';
import { describeLimits } from '../scenario/problems/describe-limits.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { didYouMean } from '../scenario/problems/did-you-mean.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { dictionary } from '../words/dictionary.ts';
import type { JsonSchema } from '../words/language/shape.ts';
import type { NodeKind, Service, Word } from '../words/language/word.ts';
import { explainClaims } from './claims/explain-claims.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { wrapColumns, wrapLines, wrapUnder } from '../text/wrap.ts';
import { variables } from './command-line/shared-flags.ts';
import { scenarioPath } from './scenarios/bundled-scenarios.ts';
import { explainScenarios } from './scenarios/explain-scenarios.ts';
import { explainKey, structuralKeys } from './scenarios/explain-key.ts';
import { explainSettings } from './scenarios/explain-settings.ts';
import { explainable, limitsTopic } from './scenarios/explainable.ts';

/**
 * `mtulab explain [WORD]`: prints the meaning and the settings of a word or of a key, or the list of all words; of a
 * scenario file, what its plan predicts of each step; with `--claims`, what the bundled scenarios show. Exits with 2 for
 * an unknown word and for a wrong file.
 */
export const perform: Perform = async ([word], { set = [], claims }, io) => {
  if (claims !== undefined) return explainClaims(claims, io);
  if (word !== undefined && isScenario(word, dictionary)) return explainScenario(word, variables(set), io);
  const text = word === undefined ? overview(dictionary, io.width) : explain(word, dictionary, io.width);
  if (text === undefined) io.err(wrapLines(`${unknownWord(word!, dictionary)}\n`, io.width));
  else io.out(text);
  return text === undefined ? 2 : 0;
};

const explainScenario = (path: string, set: Readonly<Record<string, string>>, io: Io): number => {
  const files = read(path, { set });
  const { networks, hints } = predict(files);
  const found = [...files.problems, ...files.hints, ...hints];
  for (const text of [...files.complaints, ...found.map(formatProblem)]) io.err(text);
  if (files.wrong.length > 0) return exitCode({ invalidInput: true });
  io.out(explainScenarios(networks, io.width));
  return 0;
};

/** A file, a folder or a bundled scenario, whose name is no word. */
const isScenario = (name: string, words: Dictionary): boolean =>
  explain(name, words) === undefined && (/[./]/.test(name) || existsSync(name) || scenarioPath(name) !== name);

/**
 * Explains a role, a word in each of its roles, a key of scenario files, or the limits of these; returns undefined when
 * there is none of these.
 */
export const explain = (name: string, words: Dictionary, width?: number): string | undefined => {
  const matching = roles.filter(({ key }) => Object.hasOwn(words[key], name));
  const texts = matching.map((role) => wordText(name, words[role.key][name]!, { role, width }));
  const keyText = explainKey(name, scenarioSchema(words), width);
  const isListed = (word: string): boolean => keyText?.includes(`\n    ${word} `) ?? false;
  const lists = roles.filter(({ key }) => key === name && !Object.keys(words[key]).every(isListed));
  const limitsText = name === limitsTopic ? `${wrapUnder('', describeLimits(), width).join('\n')}\n` : undefined;
  const all = [
    ...lists.map((role) => listOf(role, words, { lineWidth: width }).join('\n')),
    ...texts,
    ...[keyText, limitsText].filter((text) => text !== undefined),
  ];
  return all.length === 0 ? undefined : all.join('\n');
};

/** Lists all words by role and the keys around them, each with its description. */
export const overview = (words: Dictionary, lineWidth?: number): string => {
  const keys = structuralKeys(scenarioSchema(words));
  const names = [...keys.map(({ name }) => name), ...roles.flatMap(({ key }) => Object.keys(words[key]))];
  const width = widthOf(names);
  return [
    ...roles.flatMap((role) => listOf(role, words, { width, lineWidth })),
    'keys: the parts of a scenario file',
    ...keys.flatMap(({ name, owner, schema }) =>
      wrapColumns(`  ${name.padEnd(width)}  ${owner}: ${String(schema['description'])}`, lineWidth),
    ),
    '',
    ...wrapColumns(
      'mtulab explain WORD shows the settings of a word, or the meanings of a key, with an example.',
      lineWidth,
    ),
    ...wrapColumns(`mtulab explain ${limitsTopic} shows how large a scenario file may be.`, lineWidth),
    '',
  ].join('\n');
};

/** A role with its words in lines of at most `lineWidth` characters, and an empty line; `width` is that of the column of words. */
const listOf = (
  { key, about }: Role,
  words: Dictionary,
  { width = widthOf(Object.keys(words[key])), lineWidth }: ListWidths,
): readonly string[] => [
  `${key}: ${about}`,
  ...Object.entries(words[key]).flatMap(([name, word]) =>
    wrapColumns(`  ${name.padEnd(width)}  ${word.about}`, lineWidth),
  ),
  '',
];

interface ListWidths {
  readonly width?: number;
  readonly lineWidth: number | undefined;
}

const widthOf = (names: readonly string[]): number => Math.max(...names.map(({ length }) => length));

interface Role {
  readonly key: keyof Dictionary;
  readonly name: string;
  readonly about: string;
  /** The schema of the settings, where a word of this role has more than its own shape. */
  settings?(word: Word<unknown>): JsonSchema;
  /** The example, in its context within a scenario file. */
  inContext(name: string, example: unknown, word: Word<unknown>): unknown;
}

const roles: readonly Role[] = [
  {
    key: 'nodes',
    name: 'node',
    about: 'the kinds of nodes',
    settings: (word) => nodeSettings(word as NodeKind<unknown>),
    inContext: (name, example) => ({ topology: { nodes: { alice: { [name]: example } } } }),
  },
  {
    key: 'services',
    name: 'service',
    about: 'what a host offers to others, for as long as its lab runs',
    inContext: (name, example, word) => ({
      topology: { nodes: { bob: (word as Service<unknown>).ofNode ?? { host: { serve: { [name]: example } } } } },
    }),
  },
  {
    key: 'links',
    name: 'link',
    about: 'the kinds of links',
    inContext: (name, example) => ({
      topology: {
        links: [
          name === 'cable'
            ? { between: ['alice', 'bob'], mtu: 1500 }
            : { between: ['alice', 'bob'], name: 'overlay', tunnel: { [name]: example } },
        ],
      },
    }),
  },
  {
    key: 'traits',
    name: 'trait',
    about: 'properties of a node, set in the topology or by a later `change`',
    inContext: (name, example) => ({ steps: [{ do: { change: { edge: { [name]: example } } } }] }),
  },
  {
    key: 'actions',
    name: 'action',
    about: 'what a step does',
    inContext: (name, example) => ({ steps: [{ do: { [name]: example } }] }),
  },
  {
    key: 'watches',
    name: 'watch',
    about: 'what a step also observes',
    inContext: (name, example) => ({ watch: { [name]: example } }),
  },
  {
    key: 'expectations',
    name: 'expectation',
    about: 'what a step is expected to result in',
    inContext: (name, example) => ({ expect: { [name]: example } }),
  },
  {
    key: 'behaviours',
    name: 'behaviour',
    about: 'what kernels do in one of two ways, for the key `where`',
    inContext: (name, example) => ({ expect: { where: { [name]: example }, outcome: 'completed' } }),
  },
];

const wordText = (
  name: string,
  word: Word<unknown>,
  { role, width }: { readonly role: Role; readonly width: number | undefined },
): string =>
  [
    `${name} (${role.name})`,
    ...wrapColumns(`  ${word.about}`, width),
    '',
    ...explainSettings(role.settings?.(word) ?? word.shape.schema).flatMap((line) => wrapColumns(`  ${line}`, width)),
    '',
    ...indented(stringify(role.inContext(name, word.example, word), { lineWidth: 0 })),
    ...listsOf(word).flatMap(([title, items]) =>
      items.length > 0 ? wrapUnder(`  ${title}: `, items.join(', '), width) : [],
    ),
    '',
  ].join('\n');

const indented = (text: string): readonly string[] =>
  text.split('\n').map((line) => (line === '' ? '' : `      ${line}`));

/** The lists by which words refer to facts, outcomes and capabilities; each role has only some of them. */
const listsOf = (word: Word<unknown>): readonly (readonly [string, readonly string[]])[] => {
  const listAt = (key: string): readonly string[] => {
    const list: unknown = Reflect.get(word, key);
    return Array.isArray(list) ? list.map(String) : [];
  };
  return [
    ['provides', listAt('learns')],
    ['outcomes', listAt('outcomes')],
    ['provides', listAt('gives')],
    ['reads', listAt('reads')],
    ['requires', listAt('needs')],
    ['where it is missing', remedyOf(word)],
  ];
};

const remedyOf = (word: Word<unknown>): readonly string[] => {
  const remedy: unknown = Reflect.get(word, 'remedy');
  return typeof remedy === 'string' ? [remedy] : [];
};

const unknownWord = (name: string, words: Dictionary): string => {
  return `error: unknown word ${JSON.stringify(name)}; ${didYouMean(name, explainable(words), 'words')}`;
};
