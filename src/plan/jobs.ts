import { batches } from './batches.ts';
import type { Numbered } from './batches.ts';
import { failFunction, fed, lines, pinFunction, render } from './shell.ts';
import type { Note } from './shell.ts';

/** How a script names its namespaces and files, and whether it tells reasons. */
export interface Style {
  readonly note: Note;
  /** What stands before each name of a namespace, for the shell to expand. */
  readonly prefix: string;
  /** Directory of the namespaces. */
  readonly netns: string;
  /** Beginning of the paths of the jobs' stderr files. */
  readonly said: string;
}

/** Namespaces, then links, each in one process: the links need all namespaces. */
export const firstPhase = (commands: readonly Numbered[], { note, prefix }: Style): readonly string[] =>
  [commands.filter(isNamespace), commands.filter((command) => !isNamespace(command))]
    .filter(({ length }) => length > 0)
    .map((some) =>
      fed({ program: 'ip -batch -', commands: some, text: lines(some, note, prefix), expands: prefix !== '' }),
    );

const isNamespace = (command: Numbered): boolean => 'ip' in command && command.ip[0] === 'netns';

/** A job for each namespace, each with a stderr of its own, since those of parallel jobs interleave inside a line. */
export const sideBySide = (commands: readonly Numbered[], style: Style): readonly string[] => [
  'jobs=',
  ...[...byNode(commands)].map(
    ([node, own]) => `${job(node, own, style, `2>${style.said}${node} &`)}\njobs="$jobs $!"`,
  ),
  'failed=',
  'for job in $jobs; do wait $job || failed=1; done',
  `[ -z "$failed" ] || { cat ${style.said}* >&2; rm -f ${style.said}*; exit 1; }`,
];

/** One sh inside a namespace, fed with all that the node needs; the reader of the text sees `ending` after the command. */
export const job = (
  node: string,
  commands: readonly Numbered[],
  { note, prefix, netns }: Style,
  ending: string,
): string =>
  [
    `nsenter --net=${netns}/${prefix}${node} sh <<'JOB' ${ending}`,
    failFunction,
    ...(commands.some((command) => 'ifPresent' in command) ? [pinFunction] : []),
    'cd /proc/sys',
    ...batches(commands).map((batch) => render(batch, note)),
    'JOB',
  ].join('\n');

/** Commands of each node, in the order in which nodes come first. */
export const byNode = (commands: readonly Numbered[]): ReadonlyMap<string, readonly Numbered[]> => {
  const nodes = new Map<string, Numbered[]>();
  for (const command of commands) {
    const own = nodes.get(command.in);
    if (own) own.push(command);
    else nodes.set(command.in, [command]);
  }
  return nodes;
};
