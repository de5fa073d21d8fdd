import { alignColumns } from '../text/align-columns.ts';
import { printableJson, printableLine } from '../text/printable.ts';
import { runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import type { Perform } from './command-line/command.ts';
import { noLabText } from './running-labs/choose-lab.ts';

/** `mtulab ps`: lists the running labs. */
export const perform: Perform = async (_, { format }, io) => {
  const labs = runningLabs().map(({ name, file, title, nodes, since }) => ({ name, file, title, nodes, since }));
  if (format === 'json') io.out(`${printableJson(JSON.stringify(labs, undefined, 2))}\n`);
  else if (labs.length === 0) io.err(noLabText());
  else io.out(labTable(labs, Date.now(), io.width));
  return 0;
};

type ListedLab = Pick<RunningLabRecord, 'name' | 'since' | 'file' | 'nodes'>;

/** The table of `mtulab ps`; `now` is in milliseconds since 1970, `width` in characters. */
export const labTable = (labs: readonly ListedLab[], now: number, width?: number): string => {
  const rows = labs.map(({ name, since, file, nodes }) =>
    [name, age(now - Date.parse(since)), file, nodes.join(' ')].map(printableLine),
  );
  return `${alignColumns([['NAME', 'UP FOR', 'FILE', 'NODES'], ...rows], width).join('\n')}\n`;
};

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
