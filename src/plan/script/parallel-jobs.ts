import { batches } from './batches.ts';
import type { Batch, NumberedCommand } from './batches.ts';
import { failFunction, hereDocument, shellLines, pinFunction, renderBatch } from './shell-lines.ts';
import type { CommandComment } from './shell-lines.ts';

/** How a script names its namespaces and files, and whether it tells reasons. */
export interface JobStyle {
  readonly note: CommandComment;
  /** What stands before each name of a namespace, for the shell to expand. */
  readonly prefix: string;
  /** Directory of the namespaces. */
  readonly netns: string;
  /** Beginning of the paths of the jobs' stderr files. */
  readonly said: string;
}

/** Namespaces, then links, each in one process: the links need all namespaces. */
export const firstPhaseLines = (commands: readonly NumberedCommand[], { note, prefix }: JobStyle): readonly string[] =>
  [commands.filter(isNamespace), commands.filter((command) => !isNamespace(command))]
    .filter(({ length }) => length > 0)
    .map((some) =>
      hereDocument({
        program: 'ip -batch -',
        commands: some,
        text: shellLines(some, note, prefix),
        expands: prefix !== '',
      }),
    );

const isNamespace = (command: NumberedCommand): boolean => 'ip' in command && command.ip[0] === 'netns';

/**
 * The second and third phase: a job for each namespace, each with a stderr of its own, since those of parallel jobs interleave inside
 * a line. A next hop refuses a device without carrier, so between the phases nodes with next hops wait until every link is up. They wait
 * for the end of a pipe, which comes also when a job dies, so that nothing hangs: 7 is held by every job until its links are up, 8 by this sh.
 */
export const parallelLines = (
  second: readonly NumberedCommand[],
  third: readonly NumberedCommand[],
  style: JobStyle,
): readonly string[] => {
  const later = byNode(third);
  return [
    `mkfifo ${style.said}up ${style.said}go || exit 1`,
    `exec 8<>${style.said}go 9<>${style.said}up 6<${style.said}go 7>${style.said}up`,
    'jobs=',
    ...[...byNode(second)].map(([node, own]) =>
      jobLines({
        node,
        parts: parts(own, later.get(node) ?? []),
        style,
        ending: `2>${style.said}said-${node} 8>&- 9>&- &`,
      }).concat('\njobs="$jobs $!"'),
    ),
    `exec 7>&- 5<${style.said}up 9>&-`,
    'failed=',
    'read failed <&5 && kill $jobs 2>/dev/null',
    'exec 8>&-',
    'for job in $jobs; do wait $job || failed=1; done',
    'exec 5<&- 6<&-',
    `[ -z "$failed" ] || { cat ${style.said}said-* >&2; rm -f ${style.said}*; exit 1; }`,
    `rm -f ${style.said}*`,
  ];
};

/** One sh inside a namespace, fed with all that the node needs. */
export const jobLines = ({ node, parts, style, ending }: Job): string => {
  const { note, prefix, netns } = style;
  const pins = parts.some(
    (part) => typeof part !== 'string' && part.commands.some((command) => 'ifPresent' in command),
  );
  return [
    `nsenter --net=${netns}/${prefix}${node} sh <<'JOB' ${ending}`,
    parts.some((part) => typeof part === 'string') ? failAtOnce : failFunction,
    ...(pins ? [pinFunction] : []),
    '{', // read whole before any of it runs: whoever still writes the text holds 7 open
    'cd /proc/sys',
    ...parts.map((part) => (typeof part === 'string' ? part : renderBatch(part, note))),
    '}',
    'JOB',
  ].join('\n');
};

interface Job {
  readonly node: string;
  readonly parts: readonly Part[];
  readonly style: JobStyle;
  /** Redirections, and what the calling sh does with the job. */
  readonly ending: string;
}

/** A word on 7 says that it is no use to go on; after the barrier nobody listens. */
const failAtOnce = failFunction.replace('exit 1', '{ echo failed >&7; } 2>/dev/null; exit 1');

/** What a node does, and where it tells the others that its links are up. Its own barrier costs it an `ip` more. */
const parts = (own: readonly NumberedCommand[], later: readonly NumberedCommand[]): readonly Part[] => {
  if (later.some(needsCarrier)) return [...batches(own), linksUp, othersUp, ...batches(later)];
  const all = batches([...own, ...later]);
  const up = all.findIndex(({ commands }) => commands.includes(own.at(-1)!)) + 1;
  return [...all.slice(0, up), linksUp, ...all.slice(up)];
};

/** Commands, or a line of sh between them. */
type Part = Batch | string;

const needsCarrier = (command: NumberedCommand): boolean =>
  ('ip' in command && command.ip[0] === 'nexthop') || ('afterUp' in command && command.afterUp === true);

const linksUp = 'exec 7>&-';
const othersUp = 'read _ <&6';

/** Commands of each node, in the order in which nodes come first. */
export const byNode = (commands: readonly NumberedCommand[]): ReadonlyMap<string, readonly NumberedCommand[]> => {
  const nodes = new Map<string, NumberedCommand[]>();
  for (const command of commands) {
    const own = nodes.get(command.in);
    if (own) own.push(command);
    else nodes.set(command.in, [command]);
  }
  return nodes;
};
