import type { Capability } from '../../words/language/word.ts';

/** How one capability is tried, and what to tell a person who lacks it. */
export interface Probe {
  /** Shell commands for `sh -e` in a network namespace of their own; success means present. */
  readonly tries: string;
  /** What cannot be done without it. */
  readonly missing: string;
  /** How to get it. */
  readonly remedy: string;
}

/** One probe for everything that a word may need; each does in small what the word does. */
export const probes: Readonly<Record<Capability, Probe>> = {
  nft: {
    tries: `printf '%s\\n' 'table inet probe {' \\
      'set s { type ifname . inet_service . inet_service; size 64; flags dynamic; counter; }' \\
      'chain c { type filter hook prerouting priority -450; tcp flags syn update @s { iifname . tcp sport . tcp dport }; }' '}' | nft -f -`,
    missing: 'no ledger: no cause of a stall, no MSS of a SYN, and no filter that drops Packet Too Big',
    remedy: 'install nftables; the kernel needs nf_tables with counters in sets (6.1 has it)',
  },
  tcpmss: {
    tries: 'for t in iptables ip6tables; do $t -t mangle -A FORWARD -p tcp --syn -j TCPMSS --set-mss 1396; done',
    missing: 'no MSS clamp',
    remedy: 'install iptables; the kernel needs the module xt_TCPMSS',
  },
  'nexthop-groups': {
    // A next hop is refused without carrier: both ends must be up.
    tries: `printf '%s\\n' 'link add name a up type veth peer name b' 'link set dev b up' 'nexthop add id 1 via fe80::1 dev a' \\
      'nexthop add id 2 via fe80::2 dev a' 'nexthop add id 3 group 1/2' | ip -batch -`,
    missing: 'no equal-cost legs',
    remedy: 'use a kernel of 5.3 or newer and its iproute2',
  },
  tbf: {
    tries: 'tc qdisc add dev lo root tbf rate 1mbit burst 10kb latency 50ms',
    missing: 'no slow link (trait rate)',
    remedy:
      'load the module sch_tbf (in Ubuntu: package linux-modules-extra; in the cloud kernels of Debian it may be absent)',
  },
  'ipv6-route-sysctl': {
    tries: 'test -e /proc/sys/net/ipv6/route/mtu_expires && echo 600 >/proc/sys/net/ipv6/route/mtu_expires',
    missing: 'no change of net.ipv6.route.* (how long an exception lasts)',
    remedy: 'run as root: a user namespace does not have these settings',
  },
  ping: {
    tries: 'ip link set dev lo up; ping -6 -c 1 -w 1 -M do ::1; ping -4 -c 1 -w 1 -M do 127.0.0.1',
    missing: 'no action ping',
    remedy: 'install iputils-ping',
  },
  ethtool: {
    tries: 'ethtool -k lo',
    missing: 'no trait offloads',
    remedy: 'install ethtool',
  },
  conntrack: {
    tries: `nft add table inet probe; nft add chain inet probe c '{ type filter hook forward priority 0; }'
      nft add rule inet probe c ct state related accept`,
    missing: 'no stateful firewall',
    remedy: 'load the module nf_conntrack',
  },
  bridge: {
    tries: `printf '%s\\n' 'link add name a type veth peer name b' 'link add name c type bridge stp_state 0 mcast_snooping 0' \\
      'link set dev a master c' | ip -batch -; bridge fdb replace 02:00:00:00:00:01 dev a master static
      nft add table bridge probe; nft add chain bridge probe c '{ type filter hook prerouting priority -450; }'
      nft add rule bridge probe c tcp flags syn counter`,
    missing: 'no switch between nodes',
    remedy: 'the kernel needs the module bridge and nf_tables for bridges (CONFIG_NF_TABLES_BRIDGE)',
  },
  'hash-seed': {
    tries: 'test -e /proc/sys/net/ipv4/fib_multipath_hash_seed && echo 1 >/proc/sys/net/ipv4/fib_multipath_hash_seed',
    missing: 'no leg that is the same at every boot',
    remedy: 'use a kernel of 6.11 or newer',
  },
};
