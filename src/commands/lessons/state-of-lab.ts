import { createHash } from 'node:crypto';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { readFromNode } from '../running-labs/read-from-node.ts';

/**
 * Returns a digest of what tasks change in a lab: routes and learned path MTUs, links, filters, and TCP and IP settings. It has no
 * counters and no times, so that it stays the same while packets pass. Undefined where the lab has ended.
 */
export const stateOfLab = async (lab: RunningLabRecord, signal: AbortSignal): Promise<string | undefined> => {
  const { code, output } = await readFromNode(lab, lab.nodes[0]!, stateScript(lab.nodes), signal);
  return code === 0 ? createHash('sha256').update(output).digest('hex') : undefined;
};

/** One shell for all nodes. The tables of mtulab's ledger are left out: nft 1.0.6 cannot print them, and packets fill them. */
export const stateScript = (nodes: readonly string[]): string => `
for node in ${nodes.join(' ')}; do echo "$node"; nsenter --net=/run/netns/$node sh -c '
  for family in 4 6; do ip -$family route show table all; ip -$family route show cache; done
  ip -o link; ip -6 rule; ip -4 rule
  nft list tables | grep -v " mtulab$" | while read -r _ family name; do nft -s list table "$family" "$name"; done
  cd /proc/sys/net; grep -s . ipv4/tcp_* ipv4/ip_* ipv4/fib_* ipv6/fib_* ipv6/conf/*/mtu'
done 2>/dev/null | sed 's/ expires [0-9]*sec//; s/counter packets [0-9]* bytes [0-9]*/counter/'; true`;
