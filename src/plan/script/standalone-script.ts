import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { emulator } from '../../words/lab/impairment.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { dictionary } from '../../words/dictionary.ts';
import { receiveOffloadCommands, segmentationCommands } from '../../words/traits/segmentation-commands.ts';
import type { NumberedCommand } from './batches.ts';
import { firstPhase, parallelLines } from './parallel-jobs.ts';
import type { JobStyle } from './parallel-jobs.ts';
import type { Plan } from '../model/plan.ts';
import { failFunction, hasNetem } from './shell-lines.ts';

/** The same build as a script that needs no mtulab: `up | down [--prefix P]`, with the reason of each command as a comment. */
export const standaloneScript = ({ scenario, nodes, commands }: Plan): string => {
  const inPhase = (phase: number) => commands.filter((command) => command.phase === phase);
  const namespaces = commands.flatMap((command) => ('ip' in command && command.ip[0] === 'netns' ? [command.in] : []));
  const third = [...inPhase(3), ...offloadCommands(nodes, commands.length)];
  return [
    '#!/bin/sh',
    `# ${plainLine(scenarioTitle(scenario))}`,
    `# The network of ${plainLine(scenario.file)}; the comments give the number and reason of each command of the plan.`,
    scriptHead(
      namespaces,
      nodes.map(({ name }) => name).filter((name) => commands.some((each) => 'file' in each && each.in === name)),
    ),
    '\n# Namespaces and links.',
    firstPhase(inPhase(1), style),
    '\n# Per node: sysctls and links, then, with all links up, addresses, neighbours, routes, counters and traits.',
    ...parallelLines(inPhase(2), third, style),
    'built=1',
    ...heldLinkWarnings(nodes),
    ...serviceComments(nodes),
    `echo "up: \${names}; enter one with: ip netns exec \${p}${nodes[0]?.name} sh" >&2`,
    '',
  ].join('\n');
};

/** mtulab runs services of its own; the script names commands that offer the same. */
const serviceComments = (nodes: Plan['nodes']): readonly string[] => {
  const views = new Map(nodes.map((node) => [node.name, node]));
  const lines = nodes.flatMap(({ name, services = [] }) =>
    services.flatMap(({ word, settings }) =>
      dictionary.services[word]!.byHand(settings, name, views).map(
        (command) => `# ${word} of ${name}: ${plainLine(command)}`,
      ),
    ),
  );
  return lines.length > 0 ? ['\n# Services, to be started by hand.', ...lines, ''] : [];
};

/** mtulab itself uses an ioctl once the lab is built; the script needs one command per interface. */
const offloadCommands = (nodes: Plan['nodes'], after: number): readonly NumberedCommand[] =>
  nodes
    .flatMap((node) => [
      ...(node.segmentationOffload ? [] : segmentationCommands(node, 'off')),
      ...receiveOffloadCommands(node),
    ])
    .map((command, index) => ({ ...command, number: after + index + 1 }));

/** mtulab itself holds frames back where the kernel cannot; the script has nothing that could. */
const heldLinkWarnings = (nodes: Plan['nodes']): readonly string[] => {
  const places = nodes.flatMap(({ interfaces }) =>
    interfaces.filter(({ emulated }) => emulated?.holds).map(({ place }) => place),
  );
  if (places.length === 0) return [];
  const warning = `without netem (module sch_netem) nothing is delayed or reordered that leaves ${places.join(', ')}`;
  return [`nsenter --net=/run/netns/\${p}${emulator} sh -c '${hasNetem}' || echo "warning: ${warning}" >&2`];
};

/** The text as one line that no shell expands, inside or outside a here-document. */
const plainLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[$`\\]/g, '');

const style: JobStyle = {
  comment: (command: NodeCommand & Partial<Pick<NumberedCommand, 'number'>>) => [
    `# ${command.number} ${plainLine(command.why)}`,
  ],
  prefix: '${p}',
  netns: '/run/netns',
  ...{ files: '$files/', etc: '/etc/netns' },
};

/** `withFiles`: the nodes whose programs find files of their own in /etc. */
const scriptHead = (names: readonly string[], withFiles: readonly string[]): string => `#
#   sh THIS up   [--prefix P]   builds the network (as root)
#   sh THIS down [--prefix P]   removes it
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
case $p in *[!a-z0-9-]*) echo "a prefix consists of a-z, 0-9 and -" >&2; exit 2 ;; esac
# One process for all: separate deletions would each wait for the kernel.
down() { for n in $names; do [ ! -e "/run/netns/$p$n" ] || echo "netns del $p$n"; done | ip -batch -;${withFiles.length > 0 ? removeFiles(withFiles) : ''} }
case $act in
  up) ;;
  down) down; exit ;;
  *) usage ;;
esac
for n in $names; do
  [ ! -e "/run/netns/$p$n" ] || { echo "a namespace $p$n exists: remove it or choose another --prefix" >&2; exit 1; }
${withFiles.length > 0 ? refuseFiles : ''}done
files=$(mktemp -d) || exit 1
export files
built=
trap '[ -n "$built" ] || down; rm -rf "$files"' EXIT
trap 'exit 1' INT TERM
${failFunction}`;

const removeFiles = (nodes: readonly string[]): string =>
  ` for n in ${nodes.join(' ')}; do rm -rf "/etc/netns/$p$n"; done; rmdir /etc/netns 2>/dev/null;`;

/** `down` removes these folders, so they must be of this script; the jobs know the prefix only when it is exported. */
const refuseFiles = `  [ ! -e "/etc/netns/$p$n" ] || { echo "a folder /etc/netns/$p$n exists: remove it or choose another --prefix" >&2; exit 1; }
  export p
`;
