import type { Family } from '../../evidence/family.ts';
import { formatBytes } from './format-bytes.ts';

/** What passed a place since the previous measurement there, in bytes of IP packets: headers of IP and above count, those of Ethernet do not. */
export interface Traffic {
  readonly place: string;
  /** Most bytes first. */
  readonly rows: readonly TrafficRow[];
  /** What NetFlow has counted of the same packets, where it was asked. */
  readonly netflow?: SecondOpinion;
}

export interface SecondOpinion {
  /** Percent of its bytes that passed over IPv6. */
  readonly percent: number;
  readonly bytes: number;
  /** Percent of all bytes by which both totals differ. */
  readonly differsBy: number;
}

/** The packets between a host on the near side of the place and its peer beyond it, by family and service. */
export interface TrafficRow {
  readonly family: Family;
  /** The name of a node, or an address that no node has. */
  readonly host: string;
  readonly peer: string;
  /** `tcp`, `udp`, or another protocol by the name that nft gives it. */
  readonly protocol: string;
  /** The lower port of the two, by which NetFlow collectors tell services apart; absent without ports. */
  readonly port?: number;
  /** Bytes that left by the place. */
  readonly sent: number;
  /** Bytes that arrived there. */
  readonly received: number;
  /** Both nodes have IPv6 addresses. */
  readonly couldUseIpv6: boolean;
}

/** One who uses IPv4 with a peer although both have IPv6, with all such peers together. */
export interface Laggard {
  readonly host: string;
  readonly protocol: string;
  readonly port?: number;
  readonly bytes: number;
  /** Percent of all bytes at the place. */
  readonly percent: number;
}

/** Percent of the bytes that passed over IPv6; undefined where nothing passed. */
export const ipv6Percent = (measured: Traffic): number | undefined => {
  const all = bytesOf(measured);
  return all === 0
    ? undefined
    : percentOf(
        bytesOf(measured, ({ family }) => family === 'ipv6'),
        all,
      );
};

/** Those with at least one percent of all bytes, the largest first. */
export const laggardsOf = (measured: Traffic): readonly Laggard[] => {
  const all = bytesOf(measured);
  const late = measured.rows.filter(({ family, couldUseIpv6 }) => family === 'ipv4' && couldUseIpv6);
  const services = new Set(late.map(serviceOf));
  return [...services]
    .map((service) => {
      const rows = late.filter((row) => serviceOf(row) === service);
      const { host, protocol, port } = rows[0]!;
      const bytes = rows.reduce((sum, { sent, received }) => sum + sent + received, 0);
      return { host, protocol, ...(port !== undefined && { port }), bytes, percent: percentOf(bytes, all) };
    })
    .filter(({ percent }) => percent >= 1)
    .sort((a, b) => b.bytes - a.bytes);
};

/** Formats one such as `laptop tcp 6881, 2.1 MB (30.1 %)`. */
export const formatLaggard = ({ host, protocol, port, bytes, percent }: Laggard): string =>
  `${[host, protocol, ...(port === undefined ? [] : [port])].join(' ')}, ${formatBytes(bytes)} (${formatPercent(percent)})`;

export const formatPercent = (percent: number): string => `${percent.toFixed(1)} %`;

export const bytesOf = ({ rows }: Traffic, isCounted: (row: TrafficRow) => boolean = () => true): number =>
  rows.filter(isCounted).reduce((sum, { sent, received }) => sum + sent + received, 0);

/** Rounded to a tenth, so that what is printed is what is compared. */
export const percentOf = (part: number, all: number): number => Math.round((part / all) * 1_000) / 10;

const serviceOf = ({ host, protocol, port }: TrafficRow): string => [host, protocol, port].join(' ');
