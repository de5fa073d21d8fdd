import type { Family } from '../../evidence/family.ts';

/** Entries that a neighbour table holds, and how many it may: the tables are shared by all namespaces of the machine. */
export interface NeighbourTable {
  readonly limit: number;
  readonly used: number;
}

/** Reads both machine-wide neighbour tables; learned entries over the limit (1024 by default) are lost packets in any lab. */
export const neighbourTables = async (signal: AbortSignal): Promise<Readonly<Record<Family, NeighbourTable>>> => {
  const { execa } = await import('execa');
  const read = async (name: string): Promise<NeighbourTable> => {
    const { stdout } = await execa('ip', ['-j', '-s', 'ntable', 'show', 'name', name], { cancelSignal: signal });
    return readTable(stdout);
  };
  const [ipv6, ipv4] = await Promise.all([read('ndisc_cache'), read('arp_cache')]);
  return { ipv6, ipv4 };
};

/** Reads `ip -j -s ntable show name NAME`: the first object is the table, the others are its devices. */
export const readTable = (stdout: string): NeighbourTable => {
  const [table] = JSON.parse(stdout) as [{ thresh3: number; entries: number }];
  return { limit: table.thresh3, used: table.entries };
};

/** Labs of so many links that may learn their neighbours side by side: two entries a link, and in IPv6 two more for link-local addresses. */
export const labsThatFit = (tables: Readonly<Record<Family, NeighbourTable>>, links: number): number => {
  const room = ({ limit, used }: NeighbourTable, each: number): number => Math.floor((limit - used) / (links * each));
  return Math.max(0, Math.min(room(tables.ipv6, 4), room(tables.ipv4, 2)));
};
