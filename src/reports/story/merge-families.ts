import type { Family } from '../../evidence/family.ts';

/** A line of one family, or of both. */
export interface FamilyLine {
  readonly of: Family | 'both';
  readonly line: string;
}

/** Merges the lines of both families: a line that both have appears once, and what differs stands between such lines, in pairs. */
export const mergeFamilies = (ipv6: readonly string[], ipv4: readonly string[]): readonly FamilyLine[] => {
  const merged: FamilyLine[] = [];
  let rest = ipv4.filter((line) => !ipv6.includes(line));
  let ownLines: string[] = [];
  for (const line of ipv6) {
    if (!ipv4.includes(line)) {
      ownLines.push(line);
      continue;
    }
    const before = rest.filter((other) => ipv4.indexOf(other) < ipv4.indexOf(line));
    merged.push(...inPairs(ownLines, before), { of: 'both', line });
    rest = rest.slice(before.length);
    ownLines = [];
  }
  return [...merged, ...inPairs(ownLines, rest)];
};

const inPairs = (ipv6: readonly string[], ipv4: readonly string[]): readonly FamilyLine[] =>
  Array.from({ length: Math.max(ipv6.length, ipv4.length) }, (_, index) => [
    ...ipv6.slice(index, index + 1).map((line): FamilyLine => ({ of: 'ipv6', line })),
    ...ipv4.slice(index, index + 1).map((line): FamilyLine => ({ of: 'ipv4', line })),
  ]).flat();

/** How a report names the families that a line is of. */
export const familyLabels: Readonly<Record<FamilyLine['of'], string>> = {
  ipv6: 'IPv6',
  ipv4: 'IPv4',
  both: 'both families',
};
