import { bytesOf, formatPercent, ipv6Percent, percentOf } from '../facts/traffic-share.ts';
import type { Traffic } from '../facts/traffic-share.ts';
import type { NetflowCounts } from './count-by-netflow.ts';

/**
 * Returns the traffic with what NetFlow has counted of it; throws where the shares of IPv6 differ by more than the bytes that one of both did not
 * count explain, and a thousandth, since then one of both is wrong.
 */
export const withSecondOpinion = (traffic: Traffic, { ipv6, ipv4 }: NetflowCounts): Traffic => {
  const share = ipv6Percent(traffic);
  const [all, total] = [bytesOf(traffic), ipv6 + ipv4];
  if (share === undefined && total === 0) return traffic;
  const netflow = { percent: percentOf(ipv6, total), bytes: total, differsBy: percentOf(Math.abs(all - total), all) };
  const ofIpv6 = bytesOf(traffic, ({ family }) => family === 'ipv6');
  // Multiplied by both totals, which rounds nothing: in binary 65.4 - 65.3 is more than 0.1.
  const apart = 1000 * Math.abs(ofIpv6 * total - ipv6 * all);
  const explained = (1000 * Math.abs(all - total) + all) * total;
  if (share !== undefined && total > 0 && apart <= explained) return { ...traffic, netflow };
  throw new Error(
    `nft counted ${text(share, all)} at ${traffic.place}, and NetFlow ${text(total === 0 ? undefined : netflow.percent, total)}: one of both is wrong`,
  );
};

const text = (percent: number | undefined, bytes: number): string =>
  percent === undefined ? 'nothing' : `${formatPercent(percent)} of ${bytes} bytes over IPv6`;
