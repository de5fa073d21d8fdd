import type { Command, Flag } from '../command-line/command.ts';

/** A word that can follow, or replace the one that is being typed. */
export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

/** What is known of a line when a value is completed. */
export interface Typed {
  /** The word that is being typed. */
  readonly current: string;
  /** The lab that `--name` names. */
  readonly lab?: string;
  /** The arguments before it. */
  readonly args: readonly string[];
}

/** The candidates for an argument or the value of an option, by its placeholder: `node` for `<node>`. */
export type Sources = Readonly<Record<string, (typed: Typed) => readonly Candidate[] | Promise<readonly Candidate[]>>>;

/** Returns what can stand in place of the last of the typed words, the first of which is the program. */
export const completeLine = async (
  [, ...typed]: readonly string[],
  catalogue: readonly Command[],
  sources: Sources,
): Promise<readonly Candidate[]> => {
  const current = typed.at(-1) ?? '';
  const before = typed.slice(0, -1).filter((word) => word !== '--debug');
  const command = commandOf(before, catalogue);
  const all = command
    ? await argumentCandidates(before, { current, command, sources })
    : before.length === 0
      ? firstWords(current, catalogue)
      : [];
  const subcommands = command && before.length === 1 ? subcommandsOf(command, catalogue) : [];
  return [...subcommands, ...all].filter(({ value }) => value.startsWith(current));
};

const firstWords = (current: string, catalogue: readonly Command[]): readonly Candidate[] =>
  current.startsWith('-')
    ? ['--help', '--version', '--debug'].map((value) => ({ value }))
    : [
        ...catalogue.flatMap(({ name, about, hidden }) =>
          hidden || name.includes(' ') ? [] : [{ value: name, about }],
        ),
        { value: 'help', about: 'display help for command' },
      ];

/** The command of the first words: the one with the longest name. */
const commandOf = (words: readonly string[], catalogue: readonly Command[]): Command | undefined =>
  catalogue.findLast(
    ({ name, alias, hidden }) =>
      !hidden && ((alias !== undefined && alias === words[0]) || `${words.join(' ')} `.startsWith(`${name} `)),
  );

const subcommandsOf = ({ name }: Command, catalogue: readonly Command[]): readonly Candidate[] =>
  catalogue
    .filter((command) => command.name.startsWith(`${name} `))
    .map((command) => ({ value: command.name.slice(name.length + 1), about: command.about }));

interface Place {
  readonly current: string;
  readonly command: Command;
  readonly sources: Sources;
}

const argumentCandidates = async (
  before: readonly string[],
  { current, command, sources }: Place,
): Promise<readonly Candidate[]> => {
  const { options = [], args = '' } = command;
  const { args: typedArgs, given, open, ended } = readWords(before.slice(command.name.split(' ').length), command);
  const lab = given.find(([name]) => name === '--name')?.[1];
  const typed = { current, args: typedArgs, ...(lab !== undefined && { lab }) };
  if (open) return valuesOf(open, typed, sources);
  const [name, ...value] = current.split('=');
  const assigned = !ended && value.length > 0 ? options.find((flag) => namesOf(flag).includes(name!)) : undefined;
  if (assigned)
    return (await valuesOf(assigned, { ...typed, current: value.join('=') }, sources)).map((candidate) => ({
      ...candidate,
      value: `${name}=${candidate.value}`,
    }));
  if (!ended && current.startsWith('-'))
    return optionsOf(
      options,
      given.map(([name]) => name),
    );
  const placeholders = args.split(' ').filter(Boolean);
  const last = placeholders.at(-1);
  const placeholder = placeholders[typedArgs.length] ?? (last?.includes('...') ? last : undefined);
  return placeholder === undefined ? [] : ((await sources[bare(placeholder)]?.(typed)) ?? []);
};

interface ReadWords {
  /** The arguments. */
  readonly args: readonly string[];
  readonly given: readonly (readonly [name: string, value: string])[];
  /** The option whose value is being typed. */
  readonly open?: Flag;
  /** Whether all that follows are arguments. */
  readonly ended: boolean;
}

const readWords = (words: readonly string[], { options = [], passThrough }: Command): ReadWords => {
  const given: [string, string][] = [];
  const args: string[] = [];
  let ended = false;
  let open: Flag | undefined;
  for (const word of words) {
    if (open) {
      given.push([namesOf(open).at(-1)!, word]);
      open = undefined;
    } else if (ended || !/^-./.test(word)) {
      args.push(word);
      ended ||= passThrough === true;
    } else if (word === '--') ended = true;
    else {
      const [name, ...value] = word.split('=');
      const flag = options.find((flag) => namesOf(flag).includes(name!));
      if (flag && value.length === 0 && flag.flags.includes('<')) open = flag;
      else if (flag) given.push([namesOf(flag).at(-1)!, value.join('=')]);
    }
  }
  return { args, given, ended, ...(open && { open }) };
};

const valuesOf = async ({ flags, choices }: Flag, typed: Typed, sources: Sources): Promise<readonly Candidate[]> => {
  if (choices) return choices.map((value) => ({ value }));
  const placeholder = /[<[].*[>\]]/.exec(flags)?.[0];
  return placeholder === undefined ? [] : ((await sources[bare(placeholder)]?.(typed)) ?? []);
};

const optionsOf = (options: readonly Flag[], given: readonly string[]): readonly Candidate[] => [
  ...options
    .filter((flag) => flag.repeatable || !given.includes(namesOf(flag).at(-1)!))
    .map((flag) => ({ value: namesOf(flag).at(-1)!, about: flag.about })),
  { value: '--help', about: 'display help for command' },
];

/** The short name of an option, if it has one, and the long one. */
const namesOf = ({ flags }: Flag): readonly string[] => flags.match(/(?<![\w<[-])--?[a-z0-9-]+/g) ?? [];

/** A placeholder without its brackets. */
const bare = (placeholder: string): string => placeholder.slice(1, -1).replace('...', '');
