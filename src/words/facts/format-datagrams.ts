import type { DatagramOutcome, SocketError } from '../lab/datagrams.ts';

/** Formats how many datagrams had each outcome: `4 answered, 1 lost`. */
export const formatOutcomes = (outcomes: readonly DatagramOutcome[]): string => {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
};

/** Formats an error: `EMSGSIZE by ICMP type 2 code 0 from edge: path MTU 1500`. */
export const formatError = ({ error, origin, type, code, mtu, offender }: SocketError): string => {
  const reason = mtu === undefined ? '' : `: path MTU ${mtu}`;
  if (origin === 'local') return `${error} from the local kernel${reason}`;
  return `${error} by ICMP type ${type} code ${code} from ${offender ?? 'an unknown address'}${reason}`;
};

/** Equal lines once, each with its number. */
export const countLines = (lines: readonly string[]): readonly string[] =>
  [...new Set(lines)].map((line) => `${lines.filter((other) => other === line).length} × ${line}`);
