import { bytesOf, formatPercent, ipv6Percent, percentOf } from '../facts/traffic-share.ts';
import type { Traffic } from '../facts/traffic-share.ts';
import type { NetflowCounts } from './count-by-netflow.ts';

/**
 * Returns the traffic with what NetFlow has counted of it; throws where the shares of IPv6 differ by more than the bytes that one of both did not
 * count explain, since then one of both is wrong.
 */
export const withSecondOpinion = (traffic: Traffic, { ipv6, ipv4 }: NetflowCounts): Traffic => {
  const share = ipv6Percent(traffic);
  const [all, total] = [bytesOf(traffic), ipv6 + ipv4];
  if (share === undefined && total === 0) return traffic;
  const netflow = { percent: percentOf(ipv6, total), bytes: total, differsBy: percentOf(Math.abs(all - total), all) };
  if (share !== undefined && Math.abs(share - netflow.percent) <= netflow.differsBy + rounding)
    return { ...traffic, netflow };
  throw new Error(
    `nft counted ${text(share, all)} at ${traffic.place}, and NetFlow ${text(total === 0 ? undefined : netflow.percent, total)}: one of both is wrong`,
  );
};

const text = (percent: number | undefined, bytes: number): string =>
  percent === undefined ? 'nothing' : `${formatPercent(percent)} of ${bytes} bytes over IPv6`;

/** Both shares are rounded to a tenth of a percent. */
const rounding = 0.1;
