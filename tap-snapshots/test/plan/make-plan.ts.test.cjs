/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/make-plan.ts > TAP > the plan of a lab of three nodes > as a script 1`] = `
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
built=
trap '[ -n "$built" ] || down; rm -rf "$files"' EXIT
trap 'exit 1' INT TERM
fail() { echo "mtulab: command $1 failed" >&2; exit 1; }

# Namespaces and links.
ip -batch - <<INPUT || fail 1-3
# 1 create the namespace client
netns add \${p}client
# 2 create the namespace router
netns add \${p}router
# 3 create the namespace server
netns add \${p}server
INPUT
ip -batch - <<INPUT || fail 4-5
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
ip -batch - <<'INPUT' || fail 25-26,75-82
# 25 bring up lo
link set dev lo up
# 26 bring up to-router
link set dev to-router up
# 75 address of client
addr add 2001:db8:1::1/128 dev lo nodad
# 76 address on the link to router
addr add 2001:db8:1:1::1/64 dev to-router nodad
# 77 address of client
addr add 192.0.2.1/32 dev lo
# 78 address on the link to router
addr add 192.0.2.2/31 dev to-router
# 79 permanent neighbour entry for router
neigh replace 2001:db8:1:1::2 lladdr 02:00:00:02:00:01 nud permanent router dev to-router
# 80 permanent neighbour entry for router
neigh replace 192.0.2.3 lladdr 02:00:00:02:00:01 nud permanent dev to-router
# 81 default route
route add ::/0 via 2001:db8:1:1::2 dev to-router src 2001:db8:1::1
# 82 default route
route add 0.0.0.0/0 via 192.0.2.3 dev to-router src 192.0.2.1
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 83
# 83 count Packet Too Big messages, SYNs and segments per flow
(rules of the ledger)
INPUT
# 117 packets leave to-router in their wire size
ethtool -K to-router tso off </dev/null || fail 117
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
# 29 the router hashes the packet itself, as hardware does
pin 29 3 net/ipv4/fib_multipath_hash_policy
# 30 addresses, ports and protocol choose the leg
pin 30 55 net/ipv4/fib_multipath_hash_fields
# 31 the router hashes the packet itself, as hardware does
pin 31 3 net/ipv6/fib_multipath_hash_policy
# 32 addresses, ports and protocol choose the leg
pin 32 55 net/ipv6/fib_multipath_hash_fields
# 33 a namespace inherits the congestion control of the machine; reno is always allowed
pin 33 reno net/ipv4/tcp_congestion_control
# 34 a namespace inherits the receive buffer of the machine
pin 34 '4096 131072 33554432' net/ipv4/tcp_rmem
# 35 a namespace inherits the send buffer of the machine
pin 35 '4096 16384 4194304' net/ipv4/tcp_wmem
# 36 with timestamps a segment is 12 bytes smaller than the MSS
pin 36 1 net/ipv4/tcp_timestamps
# 37 probing would heal the stall under test
pin 37 0 net/ipv4/tcp_mtu_probing
# 38 a connection must not learn from an earlier one
pin 38 1 net/ipv4/tcp_no_metrics_save
# 39 each retransmission timeout chooses a new flow label
pin 39 1 net/core/txrehash
# 40 flow labels choose the leg behind a router that hashes them
pin 40 1 net/ipv6/auto_flowlabels
# 41 the same flow takes the same leg on every boot
pin 41 12345 net/ipv4/fib_multipath_hash_seed
# 42 routes may be asymmetric
pin 42 0 net/ipv4/conf/all/rp_filter
# 43 a namespace inherits the filter of the machine
pin 43 0 net/ipv4/conf/default/rp_filter
# 44 duplicate address detection delays the first packet by a second
pin 44 0 net/ipv6/conf/default/accept_dad
# 45 routes may be asymmetric
pin 45 0 net/ipv4/conf/to-client/rp_filter
# 46 duplicate address detection delays the first packet by a second
pin 46 0 net/ipv6/conf/to-client/accept_dad
# 47 routes come from the plan only
pin 47 0 net/ipv6/conf/to-client/accept_ra
# 48 routes may be asymmetric
pin 48 0 net/ipv4/conf/to-server/rp_filter
# 49 duplicate address detection delays the first packet by a second
pin 49 0 net/ipv6/conf/to-server/accept_dad
# 50 routes come from the plan only
pin 50 0 net/ipv6/conf/to-server/accept_ra
ip -batch - <<'INPUT' || fail 51-53,84-105
# 51 bring up lo
link set dev lo up
# 52 bring up to-client
link set dev to-client up
# 53 bring up to-server
link set dev to-server up
# 84 address of router
addr add 2001:db8:2::1/128 dev lo nodad
# 85 address on the link to client
addr add 2001:db8:1:1::2/64 dev to-client nodad
# 86 address on the link to server
addr add 2001:db8:2:1::1/64 dev to-server nodad
# 87 address of router
addr add 192.0.2.17/32 dev lo
# 88 address on the link to client
addr add 192.0.2.3/31 dev to-client
# 89 address on the link to server
addr add 192.0.2.18/31 dev to-server
# 90 permanent neighbour entry for client
neigh replace 2001:db8:1:1::1 lladdr 02:00:00:01:00:01 nud permanent router dev to-client
# 91 permanent neighbour entry for client
neigh replace 192.0.2.2 lladdr 02:00:00:01:00:01 nud permanent dev to-client
# 92 permanent neighbour entry for server
neigh replace 2001:db8:2:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-server
# 93 permanent neighbour entry for server
neigh replace 192.0.2.19 lladdr 02:00:00:03:00:01 nud permanent dev to-server
# 94 route to the nodes in 2001:db8::/46
route add 2001:db8::/46 via 2001:db8:1:1::1 dev to-client
# 95 route to the nodes in 2001:db8:2::/47
route add 2001:db8:2::/47 via 2001:db8:2:1::2 dev to-server
# 96 refuse destinations that no node has
route add unreachable 2001:db8::/48
# 97 refuse destinations that no node has
route add unreachable 2001:db8:2::/48
# 98 refuse destinations that no node has
route add unreachable ::/0
# 99 route to the nodes in 192.0.2.0/24
route add 192.0.2.0/24 via 192.0.2.2 dev to-client
# 100 route to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 via 192.0.2.19 dev to-server
# 101 refuse destinations that no node has
route add unreachable 192.0.2.16/28
# 102 refuse destinations that no node has
route add unreachable 192.0.2.48/28
# 103 refuse destinations that no node has
route add unreachable 192.0.2.64/26
# 104 refuse destinations that no node has
route add unreachable 192.0.2.128/25
# 105 refuse destinations that no node has
route add unreachable 0.0.0.0/0
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 106-107
# 106 count Packet Too Big messages, SYNs and segments per flow
(rules of the ledger)
# 107 router drops packet-too-big
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
# 118 packets leave to-client in their wire size
ethtool -K to-client tso off </dev/null || fail 118
# 119 packets leave to-server in their wire size
ethtool -K to-server tso off </dev/null || fail 119
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}server sh <<'JOB' 2>$files/stderr-server 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 54 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 54 0 net/ipv4/ip_forward
# 55 the host does not forward packets; a namespace inherits IPv4 forwarding of the machine
pin 55 0 net/ipv6/conf/all/forwarding
# 56 ports choose the leg, so that a flow can be steered
pin 56 1 net/ipv4/fib_multipath_hash_policy
# 57 ports choose the leg, so that a flow can be steered
pin 57 1 net/ipv6/fib_multipath_hash_policy
# 58 a namespace inherits the congestion control of the machine; reno is always allowed
pin 58 reno net/ipv4/tcp_congestion_control
# 59 a namespace inherits the receive buffer of the machine
pin 59 '4096 131072 33554432' net/ipv4/tcp_rmem
# 60 a namespace inherits the send buffer of the machine
pin 60 '4096 16384 4194304' net/ipv4/tcp_wmem
# 61 with timestamps a segment is 12 bytes smaller than the MSS
pin 61 1 net/ipv4/tcp_timestamps
# 62 probing would heal the stall under test
pin 62 0 net/ipv4/tcp_mtu_probing
# 63 a connection must not learn from an earlier one
pin 63 1 net/ipv4/tcp_no_metrics_save
# 64 each retransmission timeout chooses a new flow label
pin 64 1 net/core/txrehash
# 65 flow labels choose the leg behind a router that hashes them
pin 65 1 net/ipv6/auto_flowlabels
# 66 the same flow takes the same leg on every boot
pin 66 12345 net/ipv4/fib_multipath_hash_seed
# 67 routes may be asymmetric
pin 67 0 net/ipv4/conf/all/rp_filter
# 68 a namespace inherits the filter of the machine
pin 68 0 net/ipv4/conf/default/rp_filter
# 69 duplicate address detection delays the first packet by a second
pin 69 0 net/ipv6/conf/default/accept_dad
# 70 routes may be asymmetric
pin 70 0 net/ipv4/conf/to-router/rp_filter
# 71 duplicate address detection delays the first packet by a second
pin 71 0 net/ipv6/conf/to-router/accept_dad
# 72 routes come from the plan only
pin 72 0 net/ipv6/conf/to-router/accept_ra
ip -batch - <<'INPUT' || fail 73-74,108-115
# 73 bring up lo
link set dev lo up
# 74 bring up to-router
link set dev to-router up
# 108 address of server
addr add 2001:db8:3::1/128 dev lo nodad
# 109 address on the link to router
addr add 2001:db8:2:1::2/64 dev to-router nodad
# 110 address of server
addr add 192.0.2.33/32 dev lo
# 111 address on the link to router
addr add 192.0.2.19/31 dev to-router
# 112 permanent neighbour entry for router
neigh replace 2001:db8:2:1::1 lladdr 02:00:00:02:00:02 nud permanent router dev to-router
# 113 permanent neighbour entry for router
neigh replace 192.0.2.18 lladdr 02:00:00:02:00:02 nud permanent dev to-router
# 114 default route
route add ::/0 via 2001:db8:2:1::1 dev to-router src 2001:db8:3::1
# 115 default route
route add 0.0.0.0/0 via 192.0.2.18 dev to-router src 192.0.2.33
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 116
# 116 count Packet Too Big messages, SYNs and segments per flow
(rules of the ledger)
INPUT
# 120 packets leave to-router in their wire size
ethtool -K to-router tso off </dev/null || fail 120
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
echo "up: \${names}; enter one with: ip netns exec \${p}client sh" >&2

`

exports[`test/plan/make-plan.ts > TAP > the plan of a lab of three nodes > as text 1`] = `
A router that drops Packet Too Big

  client ──9000── router ──1500/9000── server

client (host): 2001:db8:1::1, 192.0.2.1
  to-router  mtu 9000  2001:db8:1:1::1/64  192.0.2.2/31  from topology.links[0]
  default ipv6  via 2001:db8:1:1::2 to-router
  default ipv4  via 192.0.2.3 to-router

router (router): 2001:db8:2::1, 192.0.2.17
  to-client  mtu 9000  2001:db8:1:1::2/64  192.0.2.3/31   from topology.links[0]
  to-server  mtu 1500  2001:db8:2:1::1/64  192.0.2.18/31  from topology.links[1]
  2001:db8::/46    via 2001:db8:1:1::1 to-client
  2001:db8:2::/47  via 2001:db8:2:1::2 to-server
  192.0.2.0/24     via 192.0.2.2 to-client
  192.0.2.32/27    via 192.0.2.19 to-server
  all other destinations: unreachable
  - router drops packet-too-big

server (host): 2001:db8:3::1, 192.0.2.33
  to-router  mtu 9000  2001:db8:2:1::2/64  192.0.2.19/31  from topology.links[1]
  default ipv6  via 2001:db8:2:1::1 to-router
  default ipv4  via 192.0.2.18 to-router

`
