import { standingLabs } from '../kernel/state.ts';
import type { Standing } from '../kernel/state.ts';
import type { Perform } from './command.ts';

/** `mtulab ps`: the labs that are up. */
export const perform: Perform = async (_, { format }, io) => {
  const labs = standingLabs().map(({ name, file, title, nodes, since }) => ({ name, file, title, nodes, since }));
  if (format === 'json') io.out(`${JSON.stringify(labs, undefined, 2)}\n`);
  else if (labs.length === 0) io.err('no lab is up\n');
  else io.out(table([heads, ...labs.map(row)]));
  return 0;
};

const heads = ['NAME', 'SINCE', 'FILE', 'NODES'];

const row = ({ name, since, file, nodes }: Pick<Standing, 'name' | 'since' | 'file' | 'nodes'>): readonly string[] => [
  ...[name, since.slice(0, 19), file],
  nodes.join(' '),
];

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};
