import { familyNames } from '../../evidence/family.ts';
import type { Fact } from './fact.ts';
import { formatBytes } from './format-bytes.ts';
import { bytesOf, formatLaggard, formatPercent, ipv6Percent, laggardsOf, percentOf } from './traffic-share.ts';
import type { Traffic } from './traffic-share.ts';

/** What passed a place since the previous measurement there, in bytes of IP packets. */
export const traffic: Fact<Traffic> = {
  format: (measured) => {
    const { netflow } = measured;
    const share = ipv6Percent(measured);
    if (share === undefined) return [`nothing passed ${measured.place}`];
    const amounts = (['ipv6', 'ipv4'] as const).map(
      (family) => `${familyNames[family]} ${formatBytes(bytesOf(measured, ({ family: each }) => each === family))}`,
    );
    const floor = bytesOf(measured, (row) => row.family === 'ipv4' && !row.couldUseIpv6);
    return [
      `${measured.place}: ${formatPercent(share)} of the bytes over IPv6 (${amounts.join(', ')}, as IP packets)`,
      ...laggardsOf(measured).map((laggard) => `over IPv4 although both ends have IPv6: ${formatLaggard(laggard)}`),
      ...(floor > 0
        ? [`over IPv4 because one end has no IPv6: ${formatPercent(percentOf(floor, bytesOf(measured)))}`]
        : []),
      ...(netflow
        ? [
            `NetFlow agrees: ${formatPercent(netflow.percent)} over IPv6 of ${formatBytes(netflow.bytes)}, a total that differs by ${formatPercent(netflow.differsBy)}`,
          ]
        : []),
    ];
  },
};
