import type { Family } from '../../evidence/family.ts';

/** The number of entries of a neighbour table, and its limit; all namespaces of the machine share the table. */
export interface NeighbourTable {
  readonly limit: number;
  readonly used: number;
}

/** Reads both machine-wide neighbour tables; learned entries over the limit (1024 by default) mean lost packets in any lab. */
export const readNeighbourTables = async (signal: AbortSignal): Promise<Readonly<Record<Family, NeighbourTable>>> => {
  const { execa } = await import('execa');
  const read = async (name: string): Promise<NeighbourTable> => {
    const { stdout } = await execa('ip', ['-j', '-s', 'ntable', 'show', 'name', name], { cancelSignal: signal });
    return parseNeighbourTable(stdout);
  };
  const [ipv6, ipv4] = await Promise.all([read('ndisc_cache'), read('arp_cache')]);
  return { ipv6, ipv4 };
};

/** Parses `ip -j -s ntable show name NAME`: the first object is the table, the others are its devices. */
export const parseNeighbourTable = (stdout: string): NeighbourTable => {
  const [table] = JSON.parse(stdout) as [{ thresh3: number; entries: number }];
  return { limit: table.thresh3, used: table.entries };
};

/** How many labs with this many links fit in the tables side by side: two entries per link, and in IPv6 two more for link-local addresses. */
export const labsThatFit = (tables: Readonly<Record<Family, NeighbourTable>>, links: number): number => {
  const fitting = ({ limit, used }: NeighbourTable, perLink: number): number =>
    Math.floor((limit - used) / (links * perLink));
  return Math.max(0, Math.min(fitting(tables.ipv6, 4), fitting(tables.ipv4, 2)));
};
