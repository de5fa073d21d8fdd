import { familyNames } from '../../evidence/family.ts';
import type { Visit } from '../lab/visit.ts';

/** The queries and the connection attempts of a visit, a line each. */
export const formatVisit = ({ queries, attempts }: Visit): readonly string[] => [
  ...queries.map(({ family, askedMs, answeredMs, addresses = 0 }) => {
    const answer = answeredMs === undefined ? 'no answer' : `${addresses} addresses at ${rounded(answeredMs)}`;
    return `${rounded(askedMs)} ${family === 'ipv6' ? 'AAAA' : 'A'}? ${answer}`;
  }),
  ...attempts.map(({ family, address, ms, connectedMs, bytes }) => {
    const end = connectedMs === undefined ? 'no SYN-ACK' : `SYN-ACK at ${rounded(connectedMs)}, ${bytes} bytes`;
    return `${rounded(ms)} SYN over ${familyNames[family]} to ${address}: ${end}`;
  }),
];

const rounded = (ms: number): string => `${Math.round(ms)} ms`;
