import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { segmentationCommands } from '../../words/traits/segmentation-commands.ts';
import type { NumberedCommand } from './batches.ts';
import { firstPhaseLines, parallelLines } from './parallel-jobs.ts';
import type { JobStyle } from './parallel-jobs.ts';
import type { Plan } from '../model/plan.ts';
import { failFunction } from './shell-lines.ts';

/** The same build as a script for people: `up | down [--prefix P]`, a reason for each command, no need of mtulab. */
export const standaloneScript = ({ scenario, nodes, commands }: Plan): string => {
  const ofPhase = (phase: number) => commands.filter((command) => command.phase === phase);
  const all = [...ofPhase(3), ...offloadCommands(nodes, commands.length)];
  return [
    '#!/bin/sh',
    `# ${comment(scenarioTitle(scenario))}`,
    `# The network of ${comment(scenario.file)}; each number is a command of the plan, with its reason.`,
    head(nodes.map(({ name }) => name)),
    '\n# Namespaces and links.',
    ...firstPhaseLines(ofPhase(1), style),
    '\n# Settings, and links up; when all links are up addresses, neighbours, routes, counters and what the scenario gives each node.',
    ...parallelLines(ofPhase(2), all, style),
    'built=1',
    `echo "up: \${names}; enter one with: ip netns exec \${p}${nodes[0]?.name} sh" >&2`,
    '',
  ].join('\n');
};

/** mtulab does the same by an ioctl when the lab stands: here it is a command for each interface. */
const offloadCommands = (nodes: Plan['nodes'], after: number): readonly NumberedCommand[] =>
  nodes
    .filter(({ segmentationOffload }) => !segmentationOffload)
    .flatMap((node) => segmentationCommands(node, 'off'))
    .map((command, index) => ({ ...command, number: after + index + 1 }));

/** One line that no shell expands, inside a here-document or out of it. */
const comment = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[$`\\]/g, '');

const style: JobStyle = {
  note: (command: NodeCommand & Partial<Pick<NumberedCommand, 'number'>>) => [
    `# ${command.number} ${comment(command.why)}`,
  ],
  prefix: '${p}',
  netns: '/run/netns',
  said: '$said/',
};

const head = (names: readonly string[]): string => `#
#   sh THIS up   [--prefix P]   builds it (as root)
#   sh THIS down [--prefix P]   takes it away
names='${names.join(' ')}'
p=
usage() { echo "usage: $0 up|down [--prefix PREFIX]" >&2; exit 2; }
[ $# -ge 1 ] || usage
act=$1
shift
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -ge 2 ] || usage; p=$2; shift 2 ;;
    --prefix=*) p=\${1#--prefix=}; shift ;;
    *) usage ;;
  esac
done
case $p in *[!a-z0-9-]*) echo "a prefix is made of a-z, 0-9 and -" >&2; exit 2 ;; esac
# All at once: deleting one by one waits for the kernel each time.
down() { for n in $names; do [ ! -e "/run/netns/$p$n" ] || echo "netns del $p$n"; done | ip -batch -; }
case $act in
  up) ;;
  down) down; exit ;;
  *) usage ;;
esac
for n in $names; do
  [ ! -e "/run/netns/$p$n" ] || { echo "a namespace $p$n exists: take it down, or choose another --prefix" >&2; exit 1; }
done
said=$(mktemp -d) || exit 1
built=
trap '[ -n "$built" ] || down; rm -rf "$said"' EXIT
trap 'exit 1' INT TERM
${failFunction}`;
