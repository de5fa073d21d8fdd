import type { CapturedPtb } from '../../evidence/ledger/captured-ptbs.ts';
import { tracePort } from '../../words/lab/trace.ts';
import type { PathReadings } from './path-readings.ts';

/** The messages that quote a packet of the trace, whatever became of its source address on the way. */
export const aboutProbes = ({ arrived = [], address }: PathReadings): readonly CapturedPtb[] =>
  arrived.filter(
    ({ quoted: [packet] }) =>
      packet?.protocol === udp && packet.destinationAddress === address && packet.destination === tracePort,
  );

/** One that quotes it as this host has sent it. */
export const ownMessage = (readings: PathReadings): CapturedPtb | undefined =>
  aboutProbes(readings).find(({ quoted }) => quoted[0]!.sourceAddress === readings.source);

/** Whether this host makes no path MTU of the messages that arrive (IPv4, ip_no_pmtu_disc). */
export const ignoresMessages = ({ family, sysctls }: Pick<PathReadings, 'family' | 'sysctls'>): boolean =>
  family === 'ipv4' && !['0', undefined].includes(sysctls['net.ipv4.ip_no_pmtu_disc']);

const udp = 17;
