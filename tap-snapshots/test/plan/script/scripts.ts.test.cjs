/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/script/scripts.ts > TAP > the standalone script of a small network > must match snapshot 1`] = `
#!/bin/sh
# A router that drops Packet Too Big
# The network of lab.yaml; the comments give the number and reason of each command of the plan.
#
#   sh THIS up   [--prefix P]   builds the network (as root)
#   sh THIS down [--prefix P]   removes it
names='client router server'
p=
usage() { echo "usage: $0 up|down [--prefix PREFIX]" >&2; exit 2; }
[ $# -ge 1 ] || usage
act=$1
shift
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -ge 2 ] || usage; p=$2; shift 2 ;;
    --prefix=*) p=\${1#--prefix=}; shift ;;
    *) usage ;;
  esac
done
case $p in *[!a-z0-9-]*) echo "a prefix consists of a-z, 0-9 and -" >&2; exit 2 ;; esac
# One process for all: separate deletions would each wait for the kernel.
down() { for n in $names; do [ ! -e "/run/netns/$p$n" ] || echo "netns del $p$n"; done | ip -batch -; }
case $act in
  up) ;;
  down) down; exit ;;
  *) usage ;;
esac
for n in $names; do
  [ ! -e "/run/netns/$p$n" ] || { echo "a namespace $p$n exists: remove it or choose another --prefix" >&2; exit 1; }
done
files=$(mktemp -d) || exit 1
export files
built=
trap '[ -n "$built" ] || down; rm -rf "$files"' EXIT
trap 'exit 1' INT TERM
fail() { echo "mtulab: command $1 failed" >&2; exit 1; }

# Namespaces and links.
ip -batch - <<INPUT || fail 1-5
# 1 create the namespace client
netns add \${p}client
# 2 create the namespace router
netns add \${p}router
# 3 create the namespace server
netns add \${p}server
# 4 link client and router
link add name to-router mtu 9000 address 02:00:00:01:00:01 numtxqueues 1 numrxqueues 1 netns \${p}client type veth peer name to-client mtu 9000 address 02:00:00:02:00:01 numtxqueues 1 numrxqueues 1 netns \${p}router
# 5 link router and server
link add name to-server mtu 1500 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns \${p}router type veth peer name to-router mtu 9000 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns \${p}server
INPUT

# Per node: sysctls and links, then, with all links up, addresses, neighbours, routes, counters and traits.
mkfifo $files/up $files/go || exit 1
exec 8<>$files/go 9<>$files/up 6<$files/go 7>$files/up
jobs=
nsenter --net=/run/netns/\${p}client sh <<'JOB' 2>$files/stderr-client 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 6 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 6 0 net/ipv4/ip_forward
# 7 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 7 0 net/ipv6/conf/all/forwarding
# 8 ports choose the leg, so that a flow can be steered
pin 8 1 net/ipv4/fib_multipath_hash_policy
# 9 ports choose the leg, so that a flow can be steered
pin 9 1 net/ipv6/fib_multipath_hash_policy
# 10 a namespace inherits the congestion control of the machine; reno is always allowed
pin 10 reno net/ipv4/tcp_congestion_control
# 11 a namespace inherits the receive buffer of the machine
pin 11 '4096 131072 33554432' net/ipv4/tcp_rmem
# 12 a namespace inherits the send buffer of the machine
pin 12 '4096 16384 4194304' net/ipv4/tcp_wmem
# 13 with timestamps a segment is 12 bytes smaller than the MSS
pin 13 1 net/ipv4/tcp_timestamps
# 14 probing would heal the stall under test
pin 14 0 net/ipv4/tcp_mtu_probing
# 15 a connection must not learn from an earlier one
pin 15 1 net/ipv4/tcp_no_metrics_save
# 16 each retransmission timeout chooses a new flow label
pin 16 1 net/core/txrehash
# 17 flow labels choose the leg behind a router that hashes them
pin 17 1 net/ipv6/auto_flowlabels
# 18 the same flow takes the same leg on every boot
pin 18 12345 net/ipv4/fib_multipath_hash_seed
# 19 routes may be asymmetric
pin 19 0 net/ipv4/conf/all/rp_filter
# 20 a namespace inherits the filter of the machine
pin 20 0 net/ipv4/conf/default/rp_filter
# 21 duplicate address detection delays the first packet by a second
pin 21 0 net/ipv6/conf/default/accept_dad
# 22 routes may be asymmetric
pin 22 0 net/ipv4/conf/to-router/rp_filter
# 23 duplicate address detection delays the first packet by a second
pin 23 0 net/ipv6/conf/to-router/accept_dad
# 24 routes come from the plan only
pin 24 0 net/ipv6/conf/to-router/accept_ra
ip -batch - <<'INPUT' || fail 25-26,71-78
# 25 bring up lo
link set dev lo up
# 26 bring up to-router
link set dev to-router up
# 71 address of client
addr add 2001:db8:1::1/128 dev lo nodad
# 72 address on the link to router
addr add 2001:db8:1:1::1/64 dev to-router nodad
# 73 address of client
addr add 192.0.2.1/32 dev lo
# 74 address on the link to router
addr add 192.0.2.2/31 dev to-router
# 75 permanent neighbour entry for router
neigh replace 2001:db8:1:1::2 lladdr 02:00:00:02:00:01 nud permanent router dev to-router
# 76 permanent neighbour entry for router
neigh replace 192.0.2.3 lladdr 02:00:00:02:00:01 nud permanent dev to-router
# 77 default route
route add ::/0 via 2001:db8:1:1::2 dev to-router src 2001:db8:1::1
# 78 default route
route add 0.0.0.0/0 via 192.0.2.3 dev to-router src 192.0.2.1
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 79
# 79 count Packet Too Big messages, SYNs and segments per flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_passed { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_passed { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set syn_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_in { typeof iifname . ip saddr . ip daddr; flags dynamic; counter; }
 set syn_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_out { typeof oifname . ip saddr . ip daddr; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_in { iifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { meta protocol . iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { meta protocol . iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain passed {
  type filter hook forward priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_passed { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_passed { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_out { oifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { meta protocol . oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { meta protocol . oifname . tcp sport . tcp dport }
 }
}
INPUT
# 114 packets leave to-router in their wire size
ethtool -K to-router tso off </dev/null || fail 114
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}router sh <<'JOB' 2>$files/stderr-router 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 27 the router forwards packets
pin 27 1 net/ipv4/ip_forward
# 28 the router forwards packets
pin 28 1 net/ipv6/conf/all/forwarding
# 29 a namespace inherits the congestion control of the machine; reno is always allowed
pin 29 reno net/ipv4/tcp_congestion_control
# 30 a namespace inherits the receive buffer of the machine
pin 30 '4096 131072 33554432' net/ipv4/tcp_rmem
# 31 a namespace inherits the send buffer of the machine
pin 31 '4096 16384 4194304' net/ipv4/tcp_wmem
# 32 with timestamps a segment is 12 bytes smaller than the MSS
pin 32 1 net/ipv4/tcp_timestamps
# 33 probing would heal the stall under test
pin 33 0 net/ipv4/tcp_mtu_probing
# 34 a connection must not learn from an earlier one
pin 34 1 net/ipv4/tcp_no_metrics_save
# 35 each retransmission timeout chooses a new flow label
pin 35 1 net/core/txrehash
# 36 flow labels choose the leg behind a router that hashes them
pin 36 1 net/ipv6/auto_flowlabels
# 37 the same flow takes the same leg on every boot
pin 37 12345 net/ipv4/fib_multipath_hash_seed
# 38 routes may be asymmetric
pin 38 0 net/ipv4/conf/all/rp_filter
# 39 a namespace inherits the filter of the machine
pin 39 0 net/ipv4/conf/default/rp_filter
# 40 duplicate address detection delays the first packet by a second
pin 40 0 net/ipv6/conf/default/accept_dad
# 41 routes may be asymmetric
pin 41 0 net/ipv4/conf/to-client/rp_filter
# 42 duplicate address detection delays the first packet by a second
pin 42 0 net/ipv6/conf/to-client/accept_dad
# 43 routes come from the plan only
pin 43 0 net/ipv6/conf/to-client/accept_ra
# 44 routes may be asymmetric
pin 44 0 net/ipv4/conf/to-server/rp_filter
# 45 duplicate address detection delays the first packet by a second
pin 45 0 net/ipv6/conf/to-server/accept_dad
# 46 routes come from the plan only
pin 46 0 net/ipv6/conf/to-server/accept_ra
ip -batch - <<'INPUT' || fail 47-49,80-101
# 47 bring up lo
link set dev lo up
# 48 bring up to-client
link set dev to-client up
# 49 bring up to-server
link set dev to-server up
# 80 address of router
addr add 2001:db8:2::1/128 dev lo nodad
# 81 address on the link to client
addr add 2001:db8:1:1::2/64 dev to-client nodad
# 82 address on the link to server
addr add 2001:db8:2:1::1/64 dev to-server nodad
# 83 address of router
addr add 192.0.2.17/32 dev lo
# 84 address on the link to client
addr add 192.0.2.3/31 dev to-client
# 85 address on the link to server
addr add 192.0.2.18/31 dev to-server
# 86 permanent neighbour entry for client
neigh replace 2001:db8:1:1::1 lladdr 02:00:00:01:00:01 nud permanent router dev to-client
# 87 permanent neighbour entry for client
neigh replace 192.0.2.2 lladdr 02:00:00:01:00:01 nud permanent dev to-client
# 88 permanent neighbour entry for server
neigh replace 2001:db8:2:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-server
# 89 permanent neighbour entry for server
neigh replace 192.0.2.19 lladdr 02:00:00:03:00:01 nud permanent dev to-server
# 90 route to the nodes in 2001:db8::/46
route add 2001:db8::/46 via 2001:db8:1:1::1 dev to-client
# 91 route to the nodes in 2001:db8:2::/47
route add 2001:db8:2::/47 via 2001:db8:2:1::2 dev to-server
# 92 refuse destinations that no node has
route add unreachable 2001:db8::/48
# 93 refuse destinations that no node has
route add unreachable 2001:db8:2::/48
# 94 refuse destinations that no node has
route add unreachable ::/0
# 95 route to the nodes in 192.0.2.0/24
route add 192.0.2.0/24 via 192.0.2.2 dev to-client
# 96 route to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 via 192.0.2.19 dev to-server
# 97 refuse destinations that no node has
route add unreachable 192.0.2.16/28
# 98 refuse destinations that no node has
route add unreachable 192.0.2.48/28
# 99 refuse destinations that no node has
route add unreachable 192.0.2.64/26
# 100 refuse destinations that no node has
route add unreachable 192.0.2.128/25
# 101 refuse destinations that no node has
route add unreachable 0.0.0.0/0
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 102-103
# 102 count Packet Too Big messages, SYNs and segments per flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_passed { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_passed { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set syn_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_in { typeof iifname . ip saddr . ip daddr; flags dynamic; counter; }
 set syn_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_out { typeof oifname . ip saddr . ip daddr; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_in { iifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { meta protocol . iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { meta protocol . iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain passed {
  type filter hook forward priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_passed { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_passed { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_out { oifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { meta protocol . oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { meta protocol . oifname . tcp sport . tcp dport }
 }
}
# 103 router drops packet-too-big
table inet mtulab-drop {
 chain forward {
  type filter hook forward priority 0; policy accept;
  icmpv6 type packet-too-big counter drop comment "drop packet-too-big"
  icmp type destination-unreachable icmp code frag-needed counter drop comment "drop packet-too-big"
 }
 chain input {
  type filter hook input priority 0; policy accept;
  icmpv6 type packet-too-big counter drop comment "drop packet-too-big"
  icmp type destination-unreachable icmp code frag-needed counter drop comment "drop packet-too-big"
 }
 chain output {
  type filter hook output priority 0; policy accept;
  icmpv6 type packet-too-big counter drop comment "drop packet-too-big"
  icmp type destination-unreachable icmp code frag-needed counter drop comment "drop packet-too-big"
 }
}
INPUT
# 115 packets leave to-client in their wire size
ethtool -K to-client tso off </dev/null || fail 115
# 116 packets leave to-server in their wire size
ethtool -K to-server tso off </dev/null || fail 116
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}server sh <<'JOB' 2>$files/stderr-server 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 50 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 50 0 net/ipv4/ip_forward
# 51 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 51 0 net/ipv6/conf/all/forwarding
# 52 ports choose the leg, so that a flow can be steered
pin 52 1 net/ipv4/fib_multipath_hash_policy
# 53 ports choose the leg, so that a flow can be steered
pin 53 1 net/ipv6/fib_multipath_hash_policy
# 54 a namespace inherits the congestion control of the machine; reno is always allowed
pin 54 reno net/ipv4/tcp_congestion_control
# 55 a namespace inherits the receive buffer of the machine
pin 55 '4096 131072 33554432' net/ipv4/tcp_rmem
# 56 a namespace inherits the send buffer of the machine
pin 56 '4096 16384 4194304' net/ipv4/tcp_wmem
# 57 with timestamps a segment is 12 bytes smaller than the MSS
pin 57 1 net/ipv4/tcp_timestamps
# 58 probing would heal the stall under test
pin 58 0 net/ipv4/tcp_mtu_probing
# 59 a connection must not learn from an earlier one
pin 59 1 net/ipv4/tcp_no_metrics_save
# 60 each retransmission timeout chooses a new flow label
pin 60 1 net/core/txrehash
# 61 flow labels choose the leg behind a router that hashes them
pin 61 1 net/ipv6/auto_flowlabels
# 62 the same flow takes the same leg on every boot
pin 62 12345 net/ipv4/fib_multipath_hash_seed
# 63 routes may be asymmetric
pin 63 0 net/ipv4/conf/all/rp_filter
# 64 a namespace inherits the filter of the machine
pin 64 0 net/ipv4/conf/default/rp_filter
# 65 duplicate address detection delays the first packet by a second
pin 65 0 net/ipv6/conf/default/accept_dad
# 66 routes may be asymmetric
pin 66 0 net/ipv4/conf/to-router/rp_filter
# 67 duplicate address detection delays the first packet by a second
pin 67 0 net/ipv6/conf/to-router/accept_dad
# 68 routes come from the plan only
pin 68 0 net/ipv6/conf/to-router/accept_ra
ip -batch - <<'INPUT' || fail 69-70,104-111
# 69 bring up lo
link set dev lo up
# 70 bring up to-router
link set dev to-router up
# 104 address of server
addr add 2001:db8:3::1/128 dev lo nodad
# 105 address on the link to router
addr add 2001:db8:2:1::2/64 dev to-router nodad
# 106 address of server
addr add 192.0.2.33/32 dev lo
# 107 address on the link to router
addr add 192.0.2.19/31 dev to-router
# 108 permanent neighbour entry for router
neigh replace 2001:db8:2:1::1 lladdr 02:00:00:02:00:02 nud permanent router dev to-router
# 109 permanent neighbour entry for router
neigh replace 192.0.2.18 lladdr 02:00:00:02:00:02 nud permanent dev to-router
# 110 default route
route add ::/0 via 2001:db8:2:1::1 dev to-router src 2001:db8:3::1
# 111 default route
route add 0.0.0.0/0 via 192.0.2.18 dev to-router src 192.0.2.33
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 112-113
# 112 count Packet Too Big messages, SYNs and segments per flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_passed { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_passed { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,136,8 . @th,160,96; flags dynamic; counter; }
 set syn_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_in { typeof iifname . ip saddr . ip daddr; flags dynamic; counter; }
 set syn_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof meta protocol . oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set fragments_out { typeof oifname . ip saddr . ip daddr; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_in { iifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { meta protocol . iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { meta protocol . iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { meta protocol . iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain passed {
  type filter hook forward priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_passed { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_passed { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,136,8 . @th,160,96 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,112,8 . @th,128,288 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,136,8 . @th,160,96 }
  ip frag-off & 0x3fff != 0 add @fragments_out { oifname . ip saddr . ip daddr }
  tcp flags & (syn | ack) == syn add @syn_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { meta protocol . oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { meta protocol . oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { meta protocol . oifname . tcp sport . tcp dport }
 }
}
# 113 to-router drops what router:to-server cannot send: packets above its MTU of 1500
table netdev mtulab-mtu {
 set refused { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain ingress-to-router {
  type filter hook ingress device "to-router" priority -500; policy accept;
  meta length > 1500 add @refused { meta protocol . iifname . tcp sport . tcp dport }
  meta length > 1500 counter drop comment "longer than the MTU of router:to-server"
 }
}
INPUT
# 117 packets leave to-router in their wire size
ethtool -K to-router tso off </dev/null || fail 117
}
JOB
jobs="$jobs $!"
exec 7>&- 5<$files/up 9>&-
failed=
read failed <&5 && kill $jobs 2>/dev/null
exec 8>&-
for job in $jobs; do wait $job || failed=1; done
exec 5<&- 6<&-
[ -z "$failed" ] || { cat $files/stderr-* >&2; rm -f $files/*; exit 1; }
rm -f $files/*
built=1

# Services, to be started by hand.
# http of server: ip netns exec server python3 -c 'import http.server as h; answer=lambda s,n:(s.send_response(200),s.send_header("Content-Length",str(n)),s.end_headers(),s.wfile.write(bytes(n))); get=lambda s:answer(s,int(s.path.split("/")[2])); chunks=lambda s:iter(lambda:int(s.rfile.readline(),16),0); put=lambda s:([s.rfile.read(n+2) for n in chunks(s)],s.rfile.readline(),answer(s,0)); H=type("H",(h.BaseHTTPRequestHandler,),{"do_GET":get,"do_PUT":put}); S=type("S",(h.ThreadingHTTPServer,),{"address_family":h.socketserver.socket.AF_INET6}); S(("::",80),H).serve_forever()'

echo "up: \${names}; enter one with: ip netns exec \${p}client sh" >&2

`
