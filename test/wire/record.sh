#!/bin/sh
# Records the corpus of test/wire: real exchanges in small private networks, headers only.
#
#   sudo sh test/wire/record.sh        writes test/wire/corpus/{narrow,super,odd}/NODE.INTERFACE.pcap
#
# Needs root, tcpdump, iproute2, nft, ethtool, ping and python3. Runs in private mount, network and PID namespaces that end
# with this script. Afterwards, TAP_SNAPSHOT=1 npx tap run test/wire/tshark.ts (needs tshark) rewrites tshark.json.
#
#   narrow   client --9000-- edge --1500-- transit --9000-- firewall --9000-- server
#            1 the firewall drops Packet Too Big: stalled                2 the edge clamps to 1396: completed
#            3 neither: PMTU learned, completed; then datagrams of 3000 bytes and pings of 2000 (fragments)
#   super    left --1500-- middle --1500-- right: middle segments the super-packets from left; ECN is requested
#   odd      left --1500-- right: VLAN tags, extension headers, IP options, ICMP errors, neighbour discovery
#
# MAC addresses give the direction: a frame from the address of the interface went out. 02:00:00:00:L:E is end E of link L.
set -eu
[ "${1:-}" = inside ] || exec unshare -mnpf --kill-child --mount-proc sh "$0" inside "$(cd "$(dirname "$0")" && pwd)/corpus"
corpus=$2
mount -t tmpfs none /run
mkdir /run/netns /run/done
pids=

node() { for name; do
  ip netns add "$name"
  ip -n "$name" link set lo up
  ip netns exec "$name" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 1 >/proc/sys/net/ipv4/ip_forward
    echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad; echo cubic >/proc/sys/net/ipv4/tcp_congestion_control
    echo 1 >/proc/sys/net/ipv4/tcp_no_metrics_save' 2>/dev/null || true
done; }
link() { # number, node at end 1, node at end 2, MTU, more settings of the link
  n=$1 a=$2 b=$3 mtu=$4; shift 4
  ip link add name "to-$b" netns "$a" address "02:00:00:00:0$n:01" mtu "$mtu" numtxqueues 1 numrxqueues 1 "$@" type veth \
     peer name "to-$a" netns "$b" address "02:00:00:00:0$n:02" mtu "$mtu" numtxqueues 1 numrxqueues 1 "$@"
  ip -n "$a" link set dev "to-$b" up; ip -n "$b" link set dev "to-$a" up
  ip -n "$a" addr add "2001:db8:$n::1/64" dev "to-$b"; ip -n "$b" addr add "2001:db8:$n::2/64" dev "to-$a"
  ip -n "$a" addr add "192.0.2.$((n * 16 + 1))/28" dev "to-$b"; ip -n "$b" addr add "192.0.2.$((n * 16 + 2))/28" dev "to-$a"
}
default_route() { # node, link number of its gateway, end of the gateway
  ip -n "$1" -6 route add default via "2001:db8:$2::$3"; ip -n "$1" route add default via "192.0.2.$(($2 * 16 + $3))"
}
wait_until() { # a command: waits at most 10 s for it to succeed
  tries=500
  until "$@"; do tries=$((tries - 1)); [ $tries -gt 0 ] || { echo "timed out after 10 s waiting for: $*" >&2; exit 1; }; sleep 0.02; done
}
are_ready() { # nodes: no address is tentative and all links are up
  for name; do [ -z "$(ip -n "$name" -6 addr show tentative)$(ip -n "$name" -o link show type veth | grep -v 'state UP')" ] || return 1; done
}
has_all_packets() { # tcpdump's process, its log: it has read all packets that the kernel counted (SIGUSR1 prints both)
  kill -USR1 "$1"
  grep -h 'received by filter' "$2" | tail -n 1 | sed 's/[^0-9]*\([0-9]*\) packets* captured, \([0-9]*\) .*/\1 \2/' | {
    read -r captured received && [ "$captured" = "$received" ]
  }
}
capture() { # exchange, node, interfaces
  mkdir -p "$corpus/$1"
  exchange=$1 node=$2; shift 2
  for interface; do
    ip netns exec "$node" tcpdump -Z root -i "$interface" --immediate-mode -s "$snaplen" --time-stamp-precision=nano -U \
      -w "$corpus/$exchange/$node.$interface.pcap" 2>"/run/done/$node.$interface" &
    pids="$pids $!:/run/done/$node.$interface"
    wait_until grep -qs 'listening on' "/run/done/$node.$interface"
  done
}
stop_captures() { # fails unless tcpdump has all packets
  for capture in $pids; do wait_until has_all_packets "${capture%%:*}" "${capture#*:}"; done
  for capture in $pids; do kill -INT "${capture%%:*}"; wait "${capture%%:*}" || true; done
  pids=
  ! grep -hE '(^| )[1-9][0-9]* packets? dropped by kernel' /run/done/*
}
serve() { # node, bytes: sends this many bytes on each connection
  ip netns exec "$1" python3 -c '
import socket, struct, sys
def listener(family, address):
    s = socket.socket(family); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6: s.setsockopt(41, 26, 1)
    s.bind((address, 80)); s.listen(); return s
import select
servers = [listener(socket.AF_INET6, "::"), listener(socket.AF_INET, "")]
connections = []
print("ready", flush=True)
while True:
    for s in select.select(servers, [], [])[0]:
        c = s.accept()[0]; connections.append(c); c.sendall(bytes(int(sys.argv[1])))
' "$2" >"/run/done/$1.serve" & server=$!
  wait_until grep -qs ready "/run/done/$1.serve"
}
fetch() { # node, address, bytes, seconds: resets the connection after that, complete or not
  ip netns exec "$1" python3 -c '
import socket, struct, sys
s = socket.create_connection((sys.argv[1], 80)); s.settimeout(float(sys.argv[3])); left = int(sys.argv[2])
try:
    while left > 0: left -= len(s.recv(65536))
except TimeoutError: pass
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()
print(sys.argv[1] + ":", left, "bytes missing")' "$2" "$3" "$4"
}
datagram() { # node, address, bytes: IPv4 without DF; sends two, since the first may only teach the PMTU
  ip netns exec "$1" python3 -c '
import socket, sys, time
six = ":" in sys.argv[1]
s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(*((41, 23, 0) if six else (0, 10, 0)))
for _ in range(2): s.sendto(bytes(int(sys.argv[2])), (sys.argv[1], 9)); time.sleep(0.05)' "$2" "$3"
}
delete_nodes() { for name; do ip netns del "$name"; done; }

# --- narrow
snaplen=140
node client edge transit firewall server
link 1 client edge 9000 gso_max_segs 1
link 2 edge transit 1500 gso_max_segs 1
link 3 transit firewall 9000 gso_max_segs 1
link 4 firewall server 9000 gso_max_segs 1
default_route client 1 2; default_route server 4 1
default_route edge 2 2; default_route transit 3 2
ip -n firewall -6 route add default via 2001:db8:3::1; ip -n firewall route add default via 192.0.2.49
ip -n transit -6 route add 2001:db8:1::/64 via 2001:db8:2::1; ip -n transit route add 192.0.2.16/28 via 192.0.2.33
wait_until are_ready client edge transit firewall server
capture narrow client to-edge; capture narrow edge to-client to-transit; capture narrow transit to-edge to-firewall
capture narrow firewall to-transit to-server; capture narrow server to-firewall
serve server 9500
ip netns exec firewall nft 'table inet lost { chain forward { type filter hook forward priority 0;
  icmpv6 type packet-too-big counter drop
  icmp type destination-unreachable icmp code frag-needed counter drop
}
}'
fetch client 2001:db8:4::2 9500 0.5; fetch client 192.0.2.66 9500 0.5
ip netns exec edge nft 'table inet clamp { chain forward { type filter hook forward priority 0;
  oifname to-transit tcp flags syn tcp option maxseg size set 1396
}
}'
fetch client 2001:db8:4::2 9500 2; fetch client 192.0.2.66 9500 2
ip netns exec edge nft delete table inet clamp; ip netns exec firewall nft delete table inet lost
fetch client 2001:db8:4::2 9500 2; fetch client 192.0.2.66 9500 2
datagram client 2001:db8:4::2 3000; datagram client 192.0.2.66 3000
ip netns exec client ping -6 -n -c 1 -W 1 -s 2000 2001:db8:4::2 || true
ip netns exec client ping -4 -n -c 1 -W 1 -s 2000 -M dont 192.0.2.66 || true
stop_captures; kill $server; delete_nodes client edge transit firewall server

# --- super
node left middle right
link 5 left middle 1500; link 6 middle right 1500
default_route left 5 2; default_route right 6 1
ip netns exec middle ethtool -K to-right tso off gso off
for name in left right; do ip netns exec $name sh -c 'echo 1 >/proc/sys/net/ipv4/tcp_ecn'; done
wait_until are_ready left middle right
capture super left to-middle; capture super middle to-left to-right; capture super right to-middle
serve left 10000
fetch right 2001:db8:5::1 10000 2; fetch right 192.0.2.81 10000 2
stop_captures; kill $server; delete_nodes left middle right

# --- odd
snaplen=200
node left right
link 7 left right 1500
wait_until are_ready left right
capture odd left to-right
ping4() { ip netns exec left ping -4 -n -c 1 -W 1 "$@" 192.0.2.114 >/dev/null || true; }
ping4 -R; ping4 -T tsonly
ip netns exec left ping -6 -n -c 1 -W 1 2001:db8:7::2 >/dev/null || true
ip -n left -6 route add default via 2001:db8:7::2; ip -n left route add default via 192.0.2.114
ip netns exec left ping -6 -n -c 1 -W 1 -t 1 2001:db8:99::9 >/dev/null || true
ip netns exec left ping -4 -n -c 1 -W 1 -t 1 198.51.100.9 >/dev/null || true
ip netns exec left ping -6 -n -c 1 -W 1 2001:db8:99::9 >/dev/null || true
datagram left 2001:db8:7::2 100; datagram left 192.0.2.114 100
ip netns exec left python3 -c '
import socket, struct
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(("to-right", 0))
mac = bytes([2, 0, 0, 0, 7, 2, 2, 0, 0, 0, 7, 1])
a = socket.inet_pton(socket.AF_INET6, "2001:db8:7::1"); b = socket.inet_pton(socket.AF_INET6, "2001:db8:7::2")
def six(first, payload): return struct.pack(">IHBB", 0x6ab12345, len(payload), first, 64) + a + b + payload
def four(payload, protocol=17): return struct.pack(">BBHHHBBH4s4s", 0x45, 0x2e, 20 + len(payload), 77, 0, 64, protocol, 0,
    socket.inet_aton("192.0.2.113"), socket.inet_aton("192.0.2.114")) + payload
udp = struct.pack(">HHHH", 4000, 9, 12, 0x1234) + b"odd!"
hop = lambda following: bytes([following, 0, 1, 4, 0, 0, 0, 0])
routing = lambda following: bytes([following, 2, 4, 0, 0, 0, 0, 0]) + b
fragment = lambda following, offset, more: struct.pack(">BBHI", following, 0, offset | more, 0xabcdef01)
tcp = struct.pack(">HHIIHHHH", 4000, 80, 7, 9, 0xf1ff, 512, 0, 0) + bytes([1, 1, 5, 34] + [0, 0, 1, 0, 0, 0, 2, 0] * 4 + [254, 4, 1, 2]) + bytes(2)
for frame in [
    b"\x81\x00\x00\x2a\x86\xdd" + six(17, udp), b"\x88\xa8\x00\x07\x81\x00\x0f\xff\x08\x00" + four(udp),
    b"\x86\xdd" + six(0, hop(60) + hop(17) + udp), b"\x86\xdd" + six(43, routing(60) + hop(44) + fragment(17, 0, 1) + udp + bytes(4)),
    b"\x86\xdd" + six(44, fragment(17, 16, 0) + bytes(20)), b"\x86\xdd" + six(6, tcp[:12] + b"\xf1\xff" + tcp[14:]),
    b"\x86\xdd" + six(41, six(17, udp)), b"\x08\x00" + four(six(17, udp), 41), b"\x86\xdd" + six(59, b""),
]: s.send(mac + frame)'
ip netns exec left ping -6 -n -c 1 -W 1 2001:db8:7::2 >/dev/null || true
stop_captures; delete_nodes left right
