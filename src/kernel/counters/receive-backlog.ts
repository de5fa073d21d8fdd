import { readFileSync } from 'node:fs';

/**
 * Packets that the kernel dropped on this machine because a CPU's receive queue was full (net.core.netdev_max_backlog, 1000).
 * A veth passes its packets through that queue, so bursts of several megabytes lose some between its two ends (measured: 20 MB of both
 * families over four hops lost 203 to 394). The second column of softnet_stat (net/core/net-procfs.c), one line per CPU.
 */
export const readBacklogDrops = (text = readFileSync('/proc/net/softnet_stat', 'latin1')): number =>
  text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + Number.parseInt(line.split(' ')[1] ?? '0', 16), 0);
