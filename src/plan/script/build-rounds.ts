import type { NodeCommand } from '../../words/lab/node-command.ts';
import { groupByNode } from '../model/group-by-node.ts';
import type { Plan, PlannedCommand } from '../model/plan.ts';
import { groupBatches } from './batches.ts';
import { engineStyle, firstPhase, jobLines } from './parallel-jobs.ts';
import { failFunction } from './shell-lines.ts';

/** A part of a build: what the sh of the lab runs, and then what the engine performs itself; either may be empty. */
export interface BuildRound {
  /** For an `sh` with a private /run/netns. If it fails, it exits with 1, and `explainFailure` interprets its stderr. */
  readonly script: string;
  readonly performed: readonly PlannedCommand[];
}

/**
 * The build in rounds, each of which ends before the next begins; in a round the nodes have no order. The first creates namespaces and
 * links. Most of a build is performed by the engine, since the start of a program takes longer than what it does.
 */
export const buildRounds = ({ commands }: Pick<Plan, 'commands'>): readonly [BuildRound, ...BuildRound[]] => {
  const inPhase = (wanted: number) => commands.filter(({ phase }) => phase === wanted);
  const first = [failFunction, firstPhase(inPhase(1), engineStyle), ''].join('\n');
  // All links are up before the third phase: the kernel refuses a next hop on a device without carrier.
  return [{ script: first, performed: [] }, ...nodeRounds(inPhase(2)), ...nodeRounds(inPhase(3))];
};

/** Whether the engine performs a command of a build itself. */
export const isPerformed = (command: NodeCommand): boolean =>
  'nft' in command ||
  'file' in command ||
  'netem' in command ||
  ('sysctl' in command && command.value !== null) ||
  ('ip' in command && command.netlink === true);

/** Keeps the order of each node's commands: in a round a node has those for sh up to the first for the engine, and all of these that follow. */
const nodeRounds = (commands: readonly PlannedCommand[]): readonly BuildRound[] => {
  const rounds: BuildRound[] = [];
  let left = [...groupByNode(commands).values()];
  while (left.length > 0) {
    const heads = left.map(splitHead);
    rounds.push({
      script: roundScript(heads.map(({ scripted }) => scripted).filter(({ length }) => length > 0)),
      performed: heads.flatMap(({ performed }) => performed),
    });
    left = heads.map(({ rest }) => rest).filter(({ length }) => length > 0);
  }
  return rounds;
};

const splitHead = (commands: readonly PlannedCommand[]) => {
  const count = (from: number, wanted: boolean): number => {
    const end = commands.findIndex((command, index) => index >= from && isPerformed(command) !== wanted);
    return end < 0 ? commands.length : end;
  };
  const scriptedEnd = count(0, false);
  const performedEnd = count(scriptedEnd, true);
  return {
    scripted: commands.slice(0, scriptedEnd),
    performed: commands.slice(scriptedEnd, performedEnd),
    rest: commands.slice(performedEnd),
  };
};

/** One job per node, all at once, each with its own stderr file, since parallel jobs would interleave within a line. */
const roundScript = (nodes: readonly (readonly PlannedCommand[])[]): string => {
  const job = (own: readonly PlannedCommand[], ending: string) =>
    jobLines({ node: own[0]!.in, parts: groupBatches(own), style: engineStyle, ending });
  if (nodes.length < 2) return nodes.map((own) => `${job(own, '|| exit 1')}\n`).join('');
  const { files } = engineStyle;
  return [
    'files=/run/mtulab-$$', // labs share /run, but each has its own sh, and so its own `$$`
    'jobs=',
    ...nodes.map((own) => `${job(own, `2>${files}stderr-${own[0]!.in} &`)}\njobs="$jobs $!"`),
    'failed=',
    'for job in $jobs; do wait $job || failed=1; done',
    `[ -z "$failed" ] || { cat ${files}stderr-* >&2; rm -f ${files}*; exit 1; }`,
    `rm -f ${files}*`,
    '',
  ].join('\n');
};
