import { alignColumns } from '../text/align-columns.ts';
import { runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import type { Perform } from './command-line/command.ts';
import { noLabText } from './running-labs/choose-lab.ts';

/** `mtulab ps`: the labs that are up. */
export const perform: Perform = async (_, { format }, io) => {
  const labs = runningLabs().map(({ name, file, title, nodes, since }) => ({ name, file, title, nodes, since }));
  if (format === 'json') io.out(`${JSON.stringify(labs, undefined, 2)}\n`);
  else if (labs.length === 0) io.err(noLabText());
  else io.out(`${alignColumns([heads, ...labs.map(row)]).join('\n')}\n`);
  return 0;
};

const heads = ['NAME', 'UP FOR', 'FILE', 'NODES'];

const row = ({
  name,
  since,
  file,
  nodes,
}: Pick<RunningLabRecord, 'name' | 'since' | 'file' | 'nodes'>): readonly string[] => [
  ...[name, age(Date.now() - Date.parse(since)), file],
  nodes.join(' '),
];

const age = (ms: number): string => {
  const [unit, length] = units.find(([, length]) => ms >= 2 * length) ?? units.at(-1)!;
  return `${Math.max(0, Math.floor(ms / length))} ${unit}`;
};

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;
