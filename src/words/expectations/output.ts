import type { ProgramOutput } from '../lab/lab.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { JudgedPart } from './judgement.ts';
import { judgeParts } from './judgement.ts';
import { fields, optional, text, integer } from '../language/shape.ts';

const shape = fields('the output of a program', {
  contains: optional(text('text that the output must contain')),
  matches: optional(text('a regular expression that a line must match', /^.{1,200}$/, 'expires \\d+sec mtu 1500')),
  code: optional(integer('exit code', 0, 255)),
});

type Wanted = ValueOf<typeof shape>;

/** Searches stdout and stderr together, since programs disagree about where an answer belongs. */
export const output: Expectation<Wanted> = {
  about: 'What a program printed, and its exit code.',
  shape,
  example: { contains: 'mtu 1500', code: 0 },
  reads: ['output'],
  settles: () => 'any',
  judge: (wanted, { output: seen }) => {
    const printed = seen && `${seen.stdout}\n${seen.stderr}`.trim();
    return judgeParts(partsOf(wanted, printed, seen), printed?.split('\n').slice(0, shownLines));
  },
};

const partsOf = (
  { contains, matches, code: wantedCode }: Wanted,
  printed: string | undefined,
  seen: ProgramOutput | undefined,
): readonly JudgedPart[] => [
  ...(contains === undefined ? [] : [part('containing', contains, found(printed?.includes(contains) ?? null, seen))]),
  ...(matches === undefined
    ? []
    : [part('matching', matches, found(printed === undefined ? null : hasMatch(matches, printed), seen))]),
  ...(wantedCode === undefined ? [] : [exitCode(wantedCode, seen?.code)]),
];

/** A text that was not found may be in the output that was not kept. */
const found = (isFound: boolean | null, seen: ProgramOutput | undefined): boolean | null =>
  isFound === false && seen?.omitted !== undefined ? null : isFound;

const part = (name: string, wanted: string, met: boolean | null): JudgedPart => ({
  ...{ name: `output ${name}`, met, wanted: JSON.stringify(wanted) },
  saw: met ? JSON.stringify(wanted) : 'no such text',
});

const exitCode = (wanted: number, code: number | undefined): JudgedPart => ({
  name: 'exit code',
  met: code === undefined ? null : code === wanted,
  wanted: `${wanted}`,
  saw: `${code}`,
});

/** Matches bounded pieces of a bounded text, since the time of an expression that backtracks grows with its text; null for an invalid one. */
const hasMatch = (source: string, printed: string): boolean | null => {
  try {
    const pattern = new RegExp(source);
    return printed.split('\n', maxLines).some((line) => pattern.test(line.slice(0, maxLineLength)));
  } catch {
    return null;
  }
};

const maxLines = 2_000;
const maxLineLength = 500;
const shownLines = 20;
