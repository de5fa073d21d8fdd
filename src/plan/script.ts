import type { Command } from '../words/command.ts';
import { batches } from './batches.ts';
import type { Numbered } from './batches.ts';
import type { Plan, PlannedCommand } from './plan.ts';
import { failFunction, fed, lines, render } from './shell.ts';

/**
 * The build as one POSIX script, to be fed to an `sh` whose /run/netns is its own. The sh goes on after it when all went well;
 * otherwise it exits with 1 and its stderr is for `explainFailure`.
 */
export const script = ({ commands }: Plan): string =>
  [
    failFunction,
    `said=/run/mtulab-$$`,
    ...first(commands.filter(({ phase }) => phase === 1)),
    ...sideBySide(commands.filter(({ phase }) => phase === 2)),
    ...sideBySide(commands.filter(({ phase }) => phase === 3)),
    'rm -f $said-*',
    '',
  ].join('\n');

/** Commands of a later `change` as one script for `sh`; exits with 1 at the first that fails. `netns` is where namespaces lie for that sh. */
export const renderChange = (commands: readonly Command[], netns = '/run/netns'): string => {
  const numbered = commands.map((command, index) => ({ ...command, number: index + 1 }));
  return [...byNode(numbered)].map(([node, own]) => `${job(node, own, netns, '|| exit 1')}\n`).join('');
};

/** Namespaces, then links: the links need all namespaces. */
const first = (commands: readonly PlannedCommand[]): readonly string[] =>
  [commands.filter(isNamespace), commands.filter((command) => !isNamespace(command))]
    .filter(({ length }) => length > 0)
    .map((some) => fed('ip -batch -', some, lines(some)));

const isNamespace = (command: Command): boolean => 'ip' in command && command.ip[0] === 'netns';

/** A job for each namespace, each with a stderr of its own, since those of parallel jobs interleave inside a line. */
const sideBySide = (commands: readonly Numbered[]): readonly string[] => [
  'jobs=',
  ...[...byNode(commands)].map(
    ([node, own]) => `${job(node, own, '/run/netns', `2>$said-${node} &`)}\njobs="$jobs $!"`,
  ),
  'for job in $jobs; do wait $job || failed=1; done',
  '[ -z "$failed" ] || { cat $said-* >&2; rm -f $said-*; exit 1; }',
];

const job = (node: string, commands: readonly Numbered[], netns: string, ending: string): string => {
  const body = [failFunction, 'cd /proc/sys', ...batches(commands).map((batch) => render(batch)), 'JOB'].join('\n');
  return `nsenter --net=${netns}/${node} sh <<'JOB' ${ending}\n${body}`;
};

const byNode = (commands: readonly Numbered[]): ReadonlyMap<string, readonly Numbered[]> => {
  const nodes = new Map<string, Numbered[]>();
  for (const command of commands) {
    const own = nodes.get(command.in);
    if (own) own.push(command);
    else nodes.set(command.in, [command]);
  }
  return nodes;
};
