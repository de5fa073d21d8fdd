import { fileURLToPath } from 'node:url';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Capability } from '../../words/language/word.ts';

/** How to test for one capability, and what to report when it is missing. */
export interface Probe {
  /** Shell commands for `sh -e` in a network namespace of their own; they succeed when it is present. */
  readonly script: string;
  /** What does not work without it. */
  readonly missing: string;
  /** How to get it. */
  readonly remedy: string;
}

/** One probe for each capability that a word may need: a minimal form of what the word does. */
export const capabilityProbes: Readonly<Record<Capability, Probe>> = {
  nft: {
    script: `printf '%s\\n' 'table inet probe {' \\
      'set s { type ifname . inet_service . inet_service; size 64; flags dynamic; counter; }' \\
      'chain c { type filter hook prerouting priority -450; tcp flags syn update @s { iifname . tcp sport . tcp dport }; }' '}' | nft -f -`,
    missing: 'there is no ledger: no cause of a stall, no MSS of a SYN, and no firewall that drops Packet Too Big',
    remedy: 'install nftables; the kernel needs nf_tables with counters in sets (Linux 6.1 has them)',
  },
  'nft-fib': {
    script: `nft add table inet probe; nft add chain inet probe c '{ type filter hook prerouting priority 0; }'
      nft add rule inet probe c fib saddr . iif oif missing counter`,
    missing: 'reverse path forwarding (trait urpf) does not work',
    remedy: 'load the module nft_fib_inet',
  },
  'nft-ingress': {
    script: `ip link add name a type veth peer name b
      printf '%s\\n' 'table netdev probe {' 'set s { typeof meta protocol . iifname . tcp sport; flags dynamic; counter; }' \\
      'chain c { type filter hook ingress device "a" priority -500; meta length > 1500 add @s { meta protocol . iifname . tcp sport }; }' '}' | nft -f -`,
    missing: 'a link whose ends have different MTUs would carry what its sender may not send',
    remedy: 'the kernel needs the ingress hook of nftables (CONFIG_NETFILTER_INGRESS and CONFIG_NF_TABLES_NETDEV)',
  },
  tcpmss: {
    script: 'for t in iptables ip6tables; do $t -t mangle -A FORWARD -p tcp --syn -j TCPMSS --set-mss 1396; done',
    missing: 'MSS clamping does not work',
    remedy: 'install iptables; the kernel needs the module xt_TCPMSS',
  },
  'nexthop-groups': {
    // The kernel refuses a next hop without carrier, so both ends must be up.
    script: `printf '%s\\n' 'link add name a up type veth peer name b' 'link set dev b up' 'nexthop add id 1 via fe80::1 dev a' \\
      'nexthop add id 2 via fe80::2 dev a' 'nexthop add id 3 group 1/2' | ip -batch -`,
    missing: 'equal-cost legs do not work',
    remedy: 'use Linux 5.3 or newer, and an iproute2 of the same age',
  },
  tbf: {
    script: 'tc qdisc add dev lo root tbf rate 1mbit burst 10kb latency 50ms',
    missing: 'slow links (trait rate) do not work',
    remedy: 'load the module sch_tbf (in Ubuntu: package linux-modules-extra; cloud kernels of Debian may not have it)',
  },
  'ipv6-route-sysctl': {
    script: 'test -e /proc/sys/net/ipv6/route/mtu_expires && echo 600 >/proc/sys/net/ipv6/route/mtu_expires',
    missing: 'net.ipv6.route.* (how long an exception lasts) cannot be changed',
    remedy: 'run as root: these settings do not exist in a user namespace',
  },
  ping: {
    script: 'ip link set dev lo up; ping -6 -c 1 -w 1 -M do ::1; ping -4 -c 1 -w 1 -M do 127.0.0.1',
    missing: 'the action ping does not work',
    remedy: 'install iputils-ping',
  },
  ethtool: {
    script: 'ethtool -k lo',
    missing: 'the trait offloads does not work',
    remedy: 'install ethtool',
  },
  conntrack: {
    script: `nft add table inet probe; nft add chain inet probe c '{ type filter hook forward priority 0; }'
      nft add rule inet probe c ct state related accept`,
    missing: 'stateful firewalls do not work',
    remedy: 'load the module nf_conntrack',
  },
  nat: {
    script: `nft add table inet probe; nft add chain inet probe c '{ type nat hook postrouting priority 100; }'
      nft add chain inet probe d '{ type nat hook prerouting priority -100; }'
      nft add rule inet probe c meta l4proto tcp masquerade to :40000-40100
      nft add rule inet probe d meta l4proto tcp th dport 80 dnat ip to 192.0.2.1:80`,
    missing: 'address translation (trait nat) does not work',
    remedy: 'load the modules nft_chain_nat, nft_nat and nft_masq',
  },
  bridge: {
    script: `printf '%s\\n' 'link add name a type veth peer name b' 'link add name c type bridge stp_state 0 mcast_snooping 0' \\
      'link set dev a master c' | ip -batch -; bridge fdb replace 02:00:00:00:00:01 dev a master static
      nft add table bridge probe; nft add chain bridge probe c '{ type filter hook prerouting priority -450; }'
      nft add rule bridge probe c tcp flags syn counter`,
    missing: 'switches do not work',
    remedy: 'the kernel needs the module bridge, and nf_tables for bridges (CONFIG_NF_TABLES_BRIDGE)',
  },
  seg6: {
    script: `ip link add name a up type veth peer name b
      printf '%s\\n' 'route add 2001:db8:1::1 encap seg6 mode encap.red segs 2001:db8:2::1 dev a' \\
      'route add 2001:db8:3::1 encap seg6local action End.DX4 nh4 0.0.0.0 dev a' | ip -batch -`,
    missing: 'segment routing over IPv6 (trait srv6) does not work',
    remedy: 'use Linux 6.0 or newer with CONFIG_IPV6_SEG6_LWTUNNEL, and an iproute2 of the same age',
  },
  unbound: {
    script: 'unbound -V; test -d /etc/unbound || { echo there is no folder /etc/unbound; exit 1; }',
    missing: 'resolvers (service resolver) do not work',
    remedy:
      'install unbound (in Debian: sh scripts/setup.sh --tests, which leaves its service off; apt-get install unbound would start it)',
  },
  tayga: {
    script: `command -v tayga; test -e /etc/tayga.conf || { echo there is no /etc/tayga.conf; exit 1; }
      ip tuntap add dev probe mode tun; ip link set dev probe up mtu 65535`,
    missing: 'no node translates between IPv4 and IPv6 (node kind translator)',
    remedy:
      'install tayga (in Debian: sh scripts/setup.sh --tests, which leaves its service off); it needs /dev/net/tun, which an ordinary user has to be allowed to open',
  },
  'gai-conf': {
    script: 'test -e /etc/gai.conf || { echo there is no /etc/gai.conf; exit 1; }',
    missing: 'the order of addresses (trait gai-conf) cannot be set',
    remedy: 'create an empty /etc/gai.conf; without glibc it has no effect',
  },
  'link-emulation': {
    script: `ip link add name a type veth peer name b
      printf '%s\\n' 'table netdev probe {' 'chain c { type filter hook ingress device "a" priority 0; }' \\
      'chain d { type filter hook egress device "b" priority 0; }' '}' 'add rule netdev probe c numgen random mod 10000 < 100 dup to "b"' \\
      'add rule netdev probe c fwd to "b"' 'add rule netdev probe d meta length > 1514 counter drop' | nft -f -`,
    missing: 'links cannot be impaired (delay, loss, duplicate, reorder, passes)',
    remedy:
      'the kernel needs the egress hook of nftables (Linux 5.16, CONFIG_NETFILTER_EGRESS) and the modules nft_fwd_netdev, nft_dup_netdev and nft_numgen',
  },
  netem: {
    script: 'tc qdisc add dev lo root handle 1: prio; tc qdisc add dev lo parent 1:1 netem delay 1ms reorder 1%',
    missing: 'mtulab itself delays and reorders the frames of impaired links, and notices when it is late',
    remedy: 'load the modules sch_netem and sch_prio (in Ubuntu: package linux-modules-extra)',
  },
  curl: {
    script: 'curl --version',
    missing: 'no visit with curl, and no fetch by hand',
    remedy: 'install curl',
  },
  aria2: { script: 'aria2c --version', missing: 'no download by BitTorrent', remedy: 'install aria2' },
  netflow: {
    script:
      'for each in softflowd nfcapd nfdump; do command -v $each >/dev/null || { echo $each is missing; exit 1; }; done',
    missing: 'no measurement with a second opinion (netflow)',
    remedy: 'install softflowd and nfdump',
  },
  quic: {
    script: requireScript(`@matrixai/quic-linux-${process.arch}`),
    missing: 'no downloads over QUIC (service and action quic)',
    remedy: 'run npm ci, which installs @matrixai/quic with its prebuilt binary; there is one for x64 with glibc',
  },
  wget: { script: 'wget --version', missing: 'no visit with wget', remedy: 'install wget' },
  chromium: { script: 'chromium --version', missing: 'no visit with chromium', remedy: 'install chromium' },
  firefox: { script: 'firefox-esr --version', missing: 'no visit with firefox', remedy: 'install firefox-esr' },
  python3: { script: 'python3 -c "import asyncio"', missing: 'no visit with asyncio', remedy: 'install python3' },
  'hash-seed': {
    script: 'test -e /proc/sys/net/ipv4/fib_multipath_hash_seed && echo 1 >/proc/sys/net/ipv4/fib_multipath_hash_seed',
    missing: 'a flow may take another leg after a reboot',
    remedy: 'use Linux 6.11 or newer',
  },
};

/** Loads a package as this file would; the last line that it prints says why that fails. */
function requireScript(name: string): string {
  const load = `require("node:module").createRequire(process.argv[1])(process.argv[2])`;
  const code = `try { ${load} } catch (error) { console.log(error.message.split("\\n")[0]); process.exit(1) }`;
  return [process.execPath, '-e', code, fileURLToPath(import.meta.url), name].map(shellQuote).join(' ');
}
