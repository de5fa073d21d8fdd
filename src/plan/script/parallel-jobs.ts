import { groupByNode } from '../model/group-by-node.ts';
import { groupBatches } from './batches.ts';
import type { Batch, NumberedCommand } from './batches.ts';
import { failFunction, hereDocument, ipBatchLines, noComment, pinFunction, renderBatch } from './shell-lines.ts';
import type { CommandComment, RulesetFiles } from './shell-lines.ts';
import { sharedRulesets, writeRulesets } from './shared-rulesets.ts';

/** How a script names its namespaces and files, and whether it comments its commands. */
export interface JobStyle {
  readonly comment: CommandComment;
  /** Precedes each namespace name; the shell expands it. */
  readonly prefix: string;
  /** Directory of the namespaces. */
  readonly netns: string;
  /** Precedes the names of files: the FIFOs, the rulesets, and the stderr of the jobs, which know the variable in it too. */
  readonly files: string;
  /** Folder of the folders of nodes, each with the files that its programs find in /etc; the shell expands it. */
  readonly etc: string;
}

/** The scripts of the engine: without comments, for an `sh` with a /run/netns of its own. */
export const engineStyle: JobStyle = {
  ...{ comment: noComment, prefix: '', netns: '/run/netns', files: '$files-' },
  etc: '$etc',
};

/** One process for all namespaces and the links between them. */
export const firstPhase = (commands: readonly NumberedCommand[], { comment, prefix }: JobStyle): string =>
  hereDocument({
    ...{ program: 'ip -batch -', commands },
    text: ipBatchLines(commands, comment, prefix),
    expands: prefix !== '',
  });

/**
 * The second and third phase: one job per namespace, with its own stderr file, since parallel jobs would interleave within a line.
 * The kernel refuses a next hop on a device without carrier, so nodes with next hops wait between the phases until every link is up.
 * They wait for EOF on a FIFO, which also comes when a job dies, so nothing hangs: each job holds 7 until its links are up, this sh holds 8.
 */
export const parallelLines = (
  second: readonly NumberedCommand[],
  third: readonly NumberedCommand[],
  style: JobStyle,
): readonly string[] => {
  const thirdByNode = groupByNode(third);
  const jobs = [...groupByNode(second)].map(([node, own]) => ({
    node,
    parts: jobParts(own, thirdByNode.get(node) ?? []),
  }));
  const rulesets = sharedRulesets(
    jobs.flatMap(({ parts }) => parts.filter((part) => typeof part !== 'string')),
    style.files,
  );
  return [
    ...writeRulesets(rulesets),
    `mkfifo ${style.files}up ${style.files}go || exit 1`,
    `exec 8<>${style.files}go 9<>${style.files}up 6<${style.files}go 7>${style.files}up`,
    'jobs=',
    ...jobs.map(({ node, parts }) =>
      jobLines({
        ...{ node, parts, rulesets, style },
        ending: `2>${style.files}stderr-${node} 8>&- 9>&- &`,
      }).concat('\njobs="$jobs $!"'),
    ),
    `exec 7>&- 5<${style.files}up 9>&-`,
    'failed=',
    'read failed <&5 && kill $jobs 2>/dev/null',
    'exec 8>&-',
    'for job in $jobs; do wait $job || failed=1; done',
    'exec 5<&- 6<&-',
    `[ -z "$failed" ] || { cat ${style.files}stderr-* >&2; rm -f ${style.files}*; exit 1; }`,
    `rm -f ${style.files}*`,
  ];
};

/** One sh in a namespace that reads everything the node needs from a here-document. */
export const jobLines = ({ node, parts, rulesets, style, ending }: Job): string => {
  const { comment, prefix, netns } = style;
  const etc = `${style.etc}/${prefix}${node}`;
  const hasPins = parts.some(
    (part) => typeof part !== 'string' && part.commands.some((command) => 'ifPresent' in command),
  );
  return [
    `nsenter --net=${netns}/${prefix}${node} sh <<'JOB' ${ending}`,
    parts.some((part) => typeof part === 'string') ? abortFunction : failFunction,
    ...(hasPins ? [pinFunction] : []),
    '{', // sh reads the whole block before it runs any of it: the writer of the here-document holds 7 open
    'cd /proc/sys',
    ...parts.map((part) => (typeof part === 'string' ? part : renderBatch(part, { comment, rulesets, etc }))),
    '}',
    'JOB',
  ].join('\n');
};

interface Job {
  readonly node: string;
  readonly parts: readonly JobPart[];
  readonly rulesets?: RulesetFiles;
  readonly style: JobStyle;
  /** Redirections of the job, and how the calling sh continues: `&` or `|| …`. */
  readonly ending: string;
}

/** `fail` with a line on 7 that aborts the build; after the barrier nothing reads it. */
const abortFunction = failFunction.replace('exit 1', '{ echo failed >&7; } 2>/dev/null; exit 1');

/** The batches of a node, and the point where it reports its links up. A node that waits for all links needs one more `ip`. */
const jobParts = (second: readonly NumberedCommand[], third: readonly NumberedCommand[]): readonly JobPart[] => {
  if (third.some(needsCarrier)) return [...groupBatches(second), reportLinksUp, waitForLinks, ...groupBatches(third)];
  const batches = groupBatches([...second, ...third]);
  const up = batches.findIndex(({ commands }) => commands.includes(second.at(-1)!)) + 1;
  return [...batches.slice(0, up), reportLinksUp, ...batches.slice(up)];
};

/** A batch of commands, or a line of sh between batches. */
type JobPart = Batch | string;

const needsCarrier = (command: NumberedCommand): boolean =>
  ('ip' in command && command.ip[0] === 'nexthop') || ('afterUp' in command && command.afterUp === true);

const reportLinksUp = 'exec 7>&-';
const waitForLinks = 'read _ <&6';
