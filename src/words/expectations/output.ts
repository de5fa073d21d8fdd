import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { JudgedPart } from './judgement.ts';
import { judgeParts } from './judgement.ts';
import { fields, maybe, text, whole } from '../language/shape.ts';

const shape = fields('what a program said', {
  contains: maybe(text('text that stands somewhere in what it wrote')),
  matches: maybe(text('a regular expression, held against each line', /^.{1,200}$/, 'expires \\d+sec mtu 1500')),
  code: maybe(whole('exit code', 0, 255)),
});

type Wanted = Typed<typeof shape>;

/** Both streams together, since programs disagree about where an answer belongs. */
export const output: Expectation<Wanted> = {
  about: 'What a program wrote and how it ended.',
  shape,
  example: { contains: 'mtu 1500', code: 0 },
  reads: ['output'],
  settles: () => 'any',
  judge: (wanted, { output: seen }) => {
    const said = seen && `${seen.stdout}\n${seen.stderr}`.trim();
    return judgeParts(partsOf(wanted, said, seen?.code), said?.split('\n').slice(0, shownLines));
  },
};

const partsOf = (
  { contains, matches, code: wish }: Wanted,
  said: string | undefined,
  code: number | undefined,
): readonly JudgedPart[] => [
  ...(contains === undefined ? [] : [part('containing', contains, said?.includes(contains) ?? null)]),
  ...(matches === undefined ? [] : [part('matching', matches, said === undefined ? null : matched(matches, said))]),
  ...(wish === undefined
    ? []
    : [{ name: 'exit code', met: code === undefined ? null : code === wish, wanted: `${wish}`, saw: `${code}` }]),
];

const part = (name: string, wanted: string, met: boolean | null): JudgedPart => ({
  ...{ name: `output ${name}`, met, wanted: JSON.stringify(wanted) },
  saw: met ? JSON.stringify(wanted) : 'nothing of it',
});

/** An expression that backtracks badly grows with its text, so short pieces of a bounded text are all that it gets. */
const matched = (source: string, said: string): boolean | null => {
  try {
    const pattern = new RegExp(source);
    return said.split('\n', readLines).some((line) => pattern.test(line.slice(0, lineLength)));
  } catch {
    return null;
  }
};

const readLines = 2_000;
const lineLength = 500;
const shownLines = 20;
