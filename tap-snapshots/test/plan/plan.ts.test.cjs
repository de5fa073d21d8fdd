/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a line that the kernel refuses 1`] = `
Object {
  "at": Array [
    "topology",
    "links",
    1,
  ],
  "command": "ip link add name to-transit mtu 1500 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns edge type veth peer name to-edge mtu 1500 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns transit",
  "said": String(
    RTNETLINK answers: File exists
    Command failed -:2
  ),
  "why": "the cable between edge and transit",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a program 1`] = `
Object {
  "at": Array [
    "topology",
    "nodes",
    "edge",
    "edge",
    "clamp",
  ],
  "command": "ip netns exec edge ip6tables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396",
  "said": "iptables: No chain/target/match by that name.",
  "why": "ipv6: SYNs towards transit carry an MSS of at most 1396",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a setting that the kernel lacks 1`] = `
Object {
  "command": "ip netns exec edge sysctl -w net.ipv4.ip_forward=1",
  "said": "this kernel has no net.ipv4.ip_forward in a network namespace",
  "why": "a router forwards",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a text for nft 1`] = `
Object {
  "at": Array [
    "topology",
    "nodes",
    "firewall",
    "firewall",
    "drop",
  ],
  "command": String(
    printf '%s\\\\n' 'table inet mtulab-drop {
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
    }' | ip netns exec firewall nft -f -
  ),
  "said": "/dev/stdin:55:3-9: Error: syntax error",
  "why": "drop packet-too-big",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a value that the kernel refuses 1`] = `
Object {
  "command": "ip netns exec edge sysctl -w net.ipv4.ip_forward=1",
  "said": "the kernel refuses 1 for net.ipv4.ip_forward",
  "why": "a router forwards",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > a word that ip cannot read 1`] = `
Object {
  "at": Array [
    "topology",
    "links",
    1,
  ],
  "command": "ip link add name to-transit mtu 1500 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns edge type veth peer name to-edge mtu 1500 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns transit",
  "said": "Error: argument \\"to-transit\\" is wrong: name",
  "why": "the cable between edge and transit",
}
`

exports[`test/plan/plan.ts > TAP > a failure is led back to its command, its reason and its place > something else 1`] = `
Object {
  "said": "nsenter: cannot open /run/netns/edge: No such file or directory",
}
`

exports[`test/plan/plan.ts > TAP > the plan of a chain of five is drawn and told > must match snapshot 1`] = `
A firewall that drops Packet Too Big

  client ──9000── edge ──1500── transit ──9000/1500── firewall ──9000── server

client (host): 2001:db8:1::1, 192.0.2.1
  to-edge  mtu 9000  2001:db8:1:1::1/64  192.0.2.2/31  by topology.links[0]
  default ipv6  via 2001:db8:1:1::2 to-edge
  default ipv4  via 192.0.2.3 to-edge

edge (edge): 2001:db8:2::1, 192.0.2.17
  to-client   mtu 9000  2001:db8:1:1::2/64  192.0.2.3/31   by topology.links[0]
  to-transit  mtu 1500  2001:db8:2:1::1/64  192.0.2.18/31  by topology.links[1]
  default ipv6   via 2001:db8:2:1::2 to-transit
  2001:db8::/47  via 2001:db8:1:1::1 to-client
  default ipv4   via 192.0.2.19 to-transit
  192.0.2.0/27   via 192.0.2.2 to-client
  - ipv6: SYNs towards transit carry an MSS of at most 1396
  - ipv4: SYNs towards transit carry an MSS of at most 1396

transit (router): 2001:db8:3::1, 192.0.2.33
  to-edge      mtu 1500  2001:db8:2:1::2/64  192.0.2.19/31  by topology.links[1]
  to-firewall  mtu 9000  2001:db8:3:1::1/64  192.0.2.34/31  by topology.links[2]
  default ipv6     via 2001:db8:2:1::1 to-edge
  2001:db8:4::/46  via 2001:db8:3:1::2 to-firewall
  default ipv4     via 192.0.2.35 to-firewall
  192.0.2.0/27     via 192.0.2.18 to-edge

firewall (firewall): 2001:db8:4::1, 192.0.2.49
  to-transit  mtu 1500  2001:db8:3:1::2/64  192.0.2.35/31  by topology.links[2]
  to-server   mtu 9000  2001:db8:4:1::1/64  192.0.2.50/31  by topology.links[3]
  default ipv6     via 2001:db8:3:1::1 to-transit
  2001:db8:4::/46  via 2001:db8:4:1::2 to-server
  default ipv4     via 192.0.2.34 to-transit
  192.0.2.64/26    via 192.0.2.51 to-server
  - drop packet-too-big

server (host): 2001:db8:5::1, 192.0.2.65
  to-firewall  mtu 9000  2001:db8:4:1::2/64  192.0.2.51/31  by topology.links[3]
  default ipv6  via 2001:db8:4:1::1 to-firewall
  default ipv4  via 192.0.2.50 to-firewall

`

exports[`test/plan/plan.ts > TAP > the plan of a triangle, which is no line is drawn and told > must match snapshot 1`] = `
A triangle

  a ──1500── b
  b ──1500── c
  c ──1400── a

a (router): 2001:db8:1::1, 192.0.2.1
  to-b  mtu 1500  2001:db8:1:1::1/64  192.0.2.2/31   by topology.links[0]
  to-c  mtu 1400  2001:db8:3:1::2/64  192.0.2.35/31  by topology.links[2]
  default ipv6     via 2001:db8:1:1::2 to-b
  2001:db8:3::/48  via 2001:db8:3:1::1 to-c
  default ipv4     via 192.0.2.3 to-b
  192.0.2.32/27    via 192.0.2.34 to-c

b (router): 2001:db8:2::1, 192.0.2.17
  to-a  mtu 1500  2001:db8:1:1::2/64  192.0.2.3/31   by topology.links[0]
  to-c  mtu 1500  2001:db8:2:1::1/64  192.0.2.18/31  by topology.links[1]
  default ipv6     via 2001:db8:1:1::1 to-a
  2001:db8:2::/47  via 2001:db8:2:1::2 to-c
  default ipv4     via 192.0.2.2 to-a
  192.0.2.32/27    via 192.0.2.19 to-c

c (router): 2001:db8:3::1, 192.0.2.33
  to-b  mtu 1500  2001:db8:2:1::2/64  192.0.2.19/31  by topology.links[1]
  to-a  mtu 1400  2001:db8:3:1::1/64  192.0.2.34/31  by topology.links[2]
  default ipv6     via 2001:db8:3:1::2 to-a
  2001:db8:2::/47  via 2001:db8:2:1::1 to-b
  default ipv4     via 192.0.2.35 to-a
  192.0.2.16/28    via 192.0.2.18 to-b

`

exports[`test/plan/plan.ts > TAP > the plan of four legs is drawn and told > must match snapshot 1`] = `
Four legs

           ┌──9000── r1 ──9000───────────────┐
           ├──9000── r2 ──1500───────────────┤
  source ──┤                                 ├── far ──9000── target
           ├──9000── longest-name-15 ──1500──┤
           └──9000── longest-name-14 ──1500──┘

source (host): 2001:db8:1::1, 192.0.2.1
  to-r1            mtu 9000  2001:db8:1:1::1/64  192.0.2.2/31  by topology.links[0].legs[0]
  to-r2            mtu 9000  2001:db8:1:2::1/64  192.0.2.4/31  by topology.links[0].legs[1]
  to-longest-na-6  mtu 9000  2001:db8:1:3::1/64  192.0.2.6/31  by topology.links[0].legs[2]
  to-longest-na-7  mtu 9000  2001:db8:1:4::1/64  192.0.2.8/31  by topology.links[0].legs[3]
  default ipv6     via 2001:db8:1:1::2 to-r1 | 2001:db8:1:2::2 to-r2 | 2001:db8:1:3::2 to-longest-na-6 | 2001:db8:1:4::2 to-longest-na-7
  2001:db8:4::/46  via 2001:db8:1:1::2 to-r1
  2001:db8:5::/48  via 2001:db8:1:2::2 to-r2
  2001:db8:6::/47  via 2001:db8:1:3::2 to-longest-na-6
  2001:db8:7::/48  via 2001:db8:1:4::2 to-longest-na-7
  default ipv4     via 192.0.2.3 to-r1 | 192.0.2.5 to-r2 | 192.0.2.7 to-longest-na-6 | 192.0.2.9 to-longest-na-7
  192.0.2.48/28    via 192.0.2.3 to-r1
  192.0.2.64/26    via 192.0.2.5 to-r2
  192.0.2.80/28    via 192.0.2.7 to-longest-na-6
  192.0.2.96/27    via 192.0.2.9 to-longest-na-7

far (router): 2001:db8:2::1, 192.0.2.17
  to-r1            mtu 9000  2001:db8:4:1::2/64  192.0.2.51/31  by topology.links[0].legs[0]
  to-r2            mtu 1500  2001:db8:5:1::2/64  192.0.2.67/31  by topology.links[0].legs[1]
  to-longest-na-6  mtu 1500  2001:db8:6:1::2/64  192.0.2.83/31  by topology.links[0].legs[2]
  to-longest-na-7  mtu 1500  2001:db8:7:1::2/64  192.0.2.99/31  by topology.links[0].legs[3]
  to-target        mtu 9000  2001:db8:2:1::1/64  192.0.2.18/31  by topology.links[1]
  default ipv6     via 2001:db8:4:1::1 to-r1 | 2001:db8:5:1::1 to-r2 | 2001:db8:6:1::1 to-longest-na-6 | 2001:db8:7:1::1 to-longest-na-7
  2001:db8:2::/47  via 2001:db8:2:1::2 to-target
  2001:db8:4::/46  via 2001:db8:4:1::1 to-r1
  2001:db8:5::/48  via 2001:db8:5:1::1 to-r2
  2001:db8:6::/47  via 2001:db8:6:1::1 to-longest-na-6
  2001:db8:7::/48  via 2001:db8:7:1::1 to-longest-na-7
  default ipv4     via 192.0.2.50 to-r1 | 192.0.2.66 to-r2 | 192.0.2.82 to-longest-na-6 | 192.0.2.98 to-longest-na-7
  192.0.2.32/27    via 192.0.2.19 to-target
  192.0.2.48/28    via 192.0.2.50 to-r1
  192.0.2.64/26    via 192.0.2.66 to-r2
  192.0.2.80/28    via 192.0.2.82 to-longest-na-6
  192.0.2.96/27    via 192.0.2.98 to-longest-na-7

target (host): 2001:db8:3::1, 192.0.2.33
  to-far  mtu 9000  2001:db8:2:1::2/64  192.0.2.19/31  by topology.links[1]
  default ipv6  via 2001:db8:2:1::1 to-far
  default ipv4  via 192.0.2.18 to-far

r1 (router): 2001:db8:4::1, 192.0.2.49
  to-source  mtu 9000  2001:db8:1:1::2/64  192.0.2.3/31   by topology.links[0].legs[0]
  to-far     mtu 9000  2001:db8:4:1::1/64  192.0.2.50/31  by topology.links[0].legs[0]
  default ipv6   via 2001:db8:4:1::2 to-far
  2001:db8::/47  via 2001:db8:1:1::1 to-source
  default ipv4   via 192.0.2.51 to-far
  192.0.2.0/28   via 192.0.2.2 to-source

r2 (router): 2001:db8:5::1, 192.0.2.65
  to-source  mtu 9000  2001:db8:1:2::2/64  192.0.2.5/31   by topology.links[0].legs[1]
  to-far     mtu 1500  2001:db8:5:1::1/64  192.0.2.66/31  by topology.links[0].legs[1]
  default ipv6   via 2001:db8:5:1::2 to-far
  2001:db8::/47  via 2001:db8:1:2::1 to-source
  default ipv4   via 192.0.2.67 to-far
  192.0.2.0/28   via 192.0.2.4 to-source
  - drop packet-too-big

longest-name-15 (router): 2001:db8:6::1, 192.0.2.81
  to-source  mtu 9000  2001:db8:1:3::2/64  192.0.2.7/31   by topology.links[0].legs[2]
  to-far     mtu 1500  2001:db8:6:1::1/64  192.0.2.82/31  by topology.links[0].legs[2]
  default ipv6   via 2001:db8:6:1::2 to-far
  2001:db8::/47  via 2001:db8:1:3::1 to-source
  default ipv4   via 192.0.2.83 to-far
  192.0.2.0/28   via 192.0.2.6 to-source

longest-name-14 (router): 2001:db8:7::1, 192.0.2.97
  to-source  mtu 9000  2001:db8:1:4::2/64  192.0.2.9/31   by topology.links[0].legs[3]
  to-far     mtu 1500  2001:db8:7:1::1/64  192.0.2.98/31  by topology.links[0].legs[3]
  default ipv6   via 2001:db8:7:1::2 to-far
  2001:db8::/47  via 2001:db8:1:4::1 to-source
  default ipv4   via 192.0.2.99 to-far
  192.0.2.0/28   via 192.0.2.8 to-source

`

exports[`test/plan/plan.ts > TAP > the plan of the canonical lab is drawn and told > must match snapshot 1`] = `
Two legs between two routers

                       ┌──9000── la ──9000──┐
  client ──9000── r1 ──┤                    ├── r2 ──9000── server
                       └──1500── lb ──1500──┘

client (host): 2001:db8:1::1, 192.0.2.1
  to-r1  mtu 9000  2001:db8:1:1::1/64  192.0.2.2/31  by topology.links[0]
  default ipv6  via 2001:db8:1:1::2 to-r1
  default ipv4  via 192.0.2.3 to-r1

r1 (router): 2001:db8:2::1, 192.0.2.17
  to-client  mtu 9000  2001:db8:1:1::2/64  192.0.2.3/31   by topology.links[0]
  to-la      mtu 9000  2001:db8:2:1::1/64  192.0.2.18/31  by topology.links[1].legs[0]
  to-lb      mtu 1500  2001:db8:2:2::1/64  192.0.2.20/31  by topology.links[1].legs[1]
  default ipv6     via 2001:db8:2:1::2 to-la | 2001:db8:2:2::2 to-lb
  2001:db8::/47    via 2001:db8:1:1::1 to-client
  2001:db8:5::/48  via 2001:db8:2:1::2 to-la
  2001:db8:6::/47  via 2001:db8:2:2::2 to-lb
  default ipv4     via 192.0.2.2 to-client
  192.0.2.32/27    via 192.0.2.19 to-la | 192.0.2.21 to-lb
  192.0.2.64/26    via 192.0.2.19 to-la
  192.0.2.80/28    via 192.0.2.21 to-lb

r2 (router): 2001:db8:3::1, 192.0.2.33
  to-la      mtu 9000  2001:db8:5:1::2/64  192.0.2.67/31  by topology.links[1].legs[0]
  to-lb      mtu 1500  2001:db8:6:1::2/64  192.0.2.83/31  by topology.links[1].legs[1]
  to-server  mtu 9000  2001:db8:3:1::1/64  192.0.2.34/31  by topology.links[2]
  default ipv6     via 2001:db8:5:1::1 to-la | 2001:db8:6:1::1 to-lb
  2001:db8:4::/46  via 2001:db8:3:1::2 to-server
  2001:db8:5::/48  via 2001:db8:5:1::1 to-la
  2001:db8:6::/47  via 2001:db8:6:1::1 to-lb
  default ipv4     via 192.0.2.66 to-la | 192.0.2.82 to-lb
  192.0.2.32/27    via 192.0.2.35 to-server
  192.0.2.64/26    via 192.0.2.66 to-la
  192.0.2.80/28    via 192.0.2.82 to-lb

server (host): 2001:db8:4::1, 192.0.2.49
  to-r2  mtu 9000  2001:db8:3:1::2/64  192.0.2.35/31  by topology.links[2]
  default ipv6  via 2001:db8:3:1::1 to-r2
  default ipv4  via 192.0.2.34 to-r2

la (router): 2001:db8:5::1, 192.0.2.65
  to-r1  mtu 9000  2001:db8:2:1::2/64  192.0.2.19/31  by topology.links[1].legs[0]
  to-r2  mtu 9000  2001:db8:5:1::1/64  192.0.2.66/31  by topology.links[1].legs[0]
  default ipv6     via 2001:db8:2:1::1 to-r1
  2001:db8:3::/48  via 2001:db8:5:1::2 to-r2
  2001:db8:4::/46  via 2001:db8:5:1::2 to-r2
  2001:db8:6::/47  via 2001:db8:2:1::1 to-r1 | 2001:db8:5:1::2 to-r2
  default ipv4     via 192.0.2.18 to-r1
  192.0.2.32/27    via 192.0.2.67 to-r2
  192.0.2.64/26    via 192.0.2.18 to-r1 | 192.0.2.67 to-r2

lb (router): 2001:db8:6::1, 192.0.2.81
  to-r1  mtu 1500  2001:db8:2:2::2/64  192.0.2.21/31  by topology.links[1].legs[1]
  to-r2  mtu 1500  2001:db8:6:1::1/64  192.0.2.82/31  by topology.links[1].legs[1]
  default ipv6     via 2001:db8:2:2::1 to-r1
  2001:db8:3::/48  via 2001:db8:6:1::2 to-r2
  2001:db8:4::/46  via 2001:db8:6:1::2 to-r2
  2001:db8:5::/48  via 2001:db8:2:2::1 to-r1 | 2001:db8:6:1::2 to-r2
  default ipv4     via 192.0.2.20 to-r1
  192.0.2.32/27    via 192.0.2.83 to-r2
  192.0.2.64/26    via 192.0.2.20 to-r1 | 192.0.2.83 to-r2

`

exports[`test/plan/plan.ts > TAP > the plan of three hosts on a switch is drawn and told > must match snapshot 1`] = `
Three hosts on a switch

  a ──9000── lan
  lan ──1500/9000── b
  c ──9000── lan

a (host): 2001:db8:1::1, 192.0.2.1
  to-lan  mtu 9000  2001:db8:2:1::1/64  192.0.2.17/28  by topology.links[0]
  default ipv6     via 2001:db8:2:1::2 to-lan
  2001:db8:4::/46  via 2001:db8:2:1::3 to-lan
  default ipv4     via 192.0.2.18 to-lan
  192.0.2.48/28    via 192.0.2.19 to-lan

lan (switch): no address
  to-a  mtu 9000  by topology.links[0]
  to-b  mtu 1500  by topology.links[1]
  to-c  mtu 9000  by topology.links[2]
  - a switch says nothing of its own
  - frames are none of the business of IP filters

b (host): 2001:db8:3::1, 192.0.2.33
  to-lan  mtu 9000  2001:db8:2:1::2/64  192.0.2.18/28  by topology.links[1]
  default ipv6     via 2001:db8:2:1::1 to-lan
  2001:db8:4::/46  via 2001:db8:2:1::3 to-lan
  default ipv4     via 192.0.2.17 to-lan
  192.0.2.32/27    via 192.0.2.19 to-lan

c (host): 2001:db8:4::1, 192.0.2.49
  to-lan  mtu 9000  2001:db8:2:1::3/64  192.0.2.19/28  by topology.links[2]
  default ipv6     via 2001:db8:2:1::1 to-lan
  2001:db8:2::/47  via 2001:db8:2:1::2 to-lan
  default ipv4     via 192.0.2.17 to-lan
  192.0.2.32/27    via 192.0.2.18 to-lan

`

exports[`test/plan/plan.ts > TAP > the plan of three legs, IPv4 alone, neighbours that must be learned is drawn and told > must match snapshot 1`] = `
Three legs

      ┌──600── x ──600───┐
  a ──┼──600── y ──600───┼── b
      └──600── zz ──600──┘

a (host): 192.0.2.1
  to-x   mtu 600  192.0.2.2/31  by topology.links[0].legs[0]
  to-y   mtu 600  192.0.2.4/31  by topology.links[0].legs[1]
  to-zz  mtu 600  192.0.2.6/31  by topology.links[0].legs[2]
  default ipv4   via 192.0.2.3 to-x | 192.0.2.5 to-y | 192.0.2.7 to-zz
  192.0.2.32/27  via 192.0.2.3 to-x
  192.0.2.48/28  via 192.0.2.5 to-y
  192.0.2.64/26  via 192.0.2.7 to-zz

b (host): 192.0.2.17
  to-x   mtu 600  192.0.2.35/31  by topology.links[0].legs[0]
  to-y   mtu 600  192.0.2.51/31  by topology.links[0].legs[1]
  to-zz  mtu 600  192.0.2.67/31  by topology.links[0].legs[2]
  default ipv4   via 192.0.2.34 to-x | 192.0.2.50 to-y | 192.0.2.66 to-zz
  192.0.2.32/27  via 192.0.2.34 to-x
  192.0.2.48/28  via 192.0.2.50 to-y
  192.0.2.64/26  via 192.0.2.66 to-zz

x (router): 192.0.2.33
  to-a  mtu 600  192.0.2.3/31   by topology.links[0].legs[0]
  to-b  mtu 600  192.0.2.34/31  by topology.links[0].legs[0]
  default ipv4   via 192.0.2.2 to-a
  192.0.2.16/28  via 192.0.2.35 to-b

y (router): 192.0.2.49
  to-a  mtu 600  192.0.2.5/31   by topology.links[0].legs[1]
  to-b  mtu 600  192.0.2.50/31  by topology.links[0].legs[1]
  default ipv4   via 192.0.2.4 to-a
  192.0.2.16/28  via 192.0.2.51 to-b

zz (router): 192.0.2.65
  to-a  mtu 600  192.0.2.7/31   by topology.links[0].legs[2]
  to-b  mtu 600  192.0.2.66/31  by topology.links[0].legs[2]
  default ipv4   via 192.0.2.6 to-a
  192.0.2.16/28  via 192.0.2.67 to-b

`

exports[`test/plan/plan.ts > TAP > the plan of two switches in a row with two routers to another network is drawn and told > must match snapshot 1`] = `
Equal ways through one interface

  a ──9000── s1
  s1 ──9000── s2
  s2 ──9000── r1
  r2 ──9000── s2
  r1 ──1500── far
  r2 ──1500── far
  far ──1500── b

a (host): 2001:db8:1::1, 192.0.2.1
  to-s1  mtu 9000  2001:db8:2:1::1/64  192.0.2.17/28  by topology.links[0]
  default ipv6     via 2001:db8:2:1::2 to-s1
  2001:db8:5::/48  via 2001:db8:2:1::3 to-s1
  2001:db8:6::/47  via 2001:db8:2:1::2 to-s1 | 2001:db8:2:1::3 to-s1
  default ipv4     via 192.0.2.18 to-s1
  192.0.2.64/26    via 192.0.2.18 to-s1 | 192.0.2.19 to-s1
  192.0.2.64/28    via 192.0.2.19 to-s1

s1 (switch): no address
  to-a   mtu 9000  by topology.links[0]
  to-s2  mtu 9000  by topology.links[1]
  - a switch says nothing of its own
  - frames are none of the business of IP filters

s2 (switch): no address
  to-s1  mtu 9000  by topology.links[1]
  to-r1  mtu 9000  by topology.links[2]
  to-r2  mtu 9000  by topology.links[3]
  - a switch says nothing of its own
  - frames are none of the business of IP filters

r1 (router): 2001:db8:4::1, 192.0.2.49
  to-s2   mtu 9000  2001:db8:2:1::2/64  192.0.2.18/28  by topology.links[2]
  to-far  mtu 1500  2001:db8:6:1::1/64  192.0.2.81/28  by topology.links[4]
  default ipv6     via 2001:db8:2:1::1 to-s2
  2001:db8:4::/46  via 2001:db8:2:1::3 to-s2 | 2001:db8:6:1::2 to-far
  2001:db8:6::/47  via 2001:db8:6:1::3 to-far
  default ipv4     via 192.0.2.17 to-s2
  192.0.2.64/26    via 192.0.2.19 to-s2 | 192.0.2.82 to-far
  192.0.2.96/27    via 192.0.2.83 to-far

r2 (router): 2001:db8:5::1, 192.0.2.65
  to-s2   mtu 9000  2001:db8:2:1::3/64  192.0.2.19/28  by topology.links[3]
  to-far  mtu 1500  2001:db8:6:1::2/64  192.0.2.82/28  by topology.links[5]
  default ipv6     via 2001:db8:2:1::1 to-s2
  2001:db8:4::/46  via 2001:db8:2:1::2 to-s2 | 2001:db8:6:1::1 to-far
  2001:db8:6::/47  via 2001:db8:6:1::3 to-far
  default ipv4     via 192.0.2.17 to-s2
  192.0.2.32/27    via 192.0.2.18 to-s2 | 192.0.2.81 to-far
  192.0.2.64/26    via 192.0.2.83 to-far

far (switch): no address
  to-r1  mtu 1500  by topology.links[4]
  to-r2  mtu 1500  by topology.links[5]
  to-b   mtu 1500  by topology.links[6]
  - a switch says nothing of its own
  - frames are none of the business of IP filters

b (host): 2001:db8:7::1, 192.0.2.97
  to-far  mtu 1500  2001:db8:6:1::3/64  192.0.2.83/28  by topology.links[6]
  default ipv6     via 2001:db8:6:1::1 to-far | 2001:db8:6:1::2 to-far
  2001:db8:4::/46  via 2001:db8:6:1::1 to-far
  2001:db8:5::/48  via 2001:db8:6:1::2 to-far
  default ipv4     via 192.0.2.81 to-far | 192.0.2.82 to-far
  192.0.2.32/27    via 192.0.2.81 to-far
  192.0.2.64/26    via 192.0.2.82 to-far

`

exports[`test/plan/plan.ts > TAP > the script is one text for one sh > a switch 1`] = `
ip -n lan netns add lan
ip -n lan link add name to-b index 1003 mtu 1500 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns lan type veth peer name to-lan index 1004 mtu 9000 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns b
ip netns exec lan sysctl -w net.ipv4.ip_forward=0
ip netns exec lan sysctl -w net.ipv6.conf.all.forwarding=0
ip netns exec lan sysctl -w net.ipv4.fib_multipath_hash_policy=1
ip netns exec lan sysctl -w net.ipv6.fib_multipath_hash_policy=1
ip netns exec lan sysctl -w net.ipv4.tcp_congestion_control=reno
ip netns exec lan sysctl -w 'net.ipv4.tcp_rmem=4096 131072 33554432'
ip netns exec lan sysctl -w 'net.ipv4.tcp_wmem=4096 16384 4194304'
ip netns exec lan sysctl -w net.ipv4.tcp_timestamps=1
ip netns exec lan sysctl -w net.ipv4.tcp_mtu_probing=0
ip netns exec lan sysctl -w net.ipv4.tcp_no_metrics_save=1
ip netns exec lan sysctl -w net.core.txrehash=1
ip netns exec lan sysctl -w net.ipv6.auto_flowlabels=1
ip netns exec lan sysctl -w net.ipv4.fib_multipath_hash_seed=12345
ip netns exec lan sysctl -w net.ipv4.conf.all.rp_filter=0
ip netns exec lan sysctl -w net.ipv4.conf.default.rp_filter=0
ip netns exec lan sysctl -w net.ipv6.conf.default.accept_dad=0
ip netns exec lan sysctl -w net.ipv4.conf.to-a.rp_filter=0
ip netns exec lan sysctl -w net.ipv6.conf.to-a.accept_dad=0
ip netns exec lan sysctl -w net.ipv6.conf.to-a.accept_ra=0
ip netns exec lan sysctl -w net.ipv4.conf.to-b.rp_filter=0
ip netns exec lan sysctl -w net.ipv6.conf.to-b.accept_dad=0
ip netns exec lan sysctl -w net.ipv6.conf.to-b.accept_ra=0
ip netns exec lan sysctl -w net.ipv4.conf.to-c.rp_filter=0
ip netns exec lan sysctl -w net.ipv6.conf.to-c.accept_dad=0
ip netns exec lan sysctl -w net.ipv6.conf.to-c.accept_ra=0
ip netns exec lan sysctl -w net.ipv6.conf.all.disable_ipv6=1
ip netns exec lan sysctl -w net.bridge.bridge-nf-call-arptables=0
ip netns exec lan sysctl -w net.bridge.bridge-nf-call-iptables=0
ip netns exec lan sysctl -w net.bridge.bridge-nf-call-ip6tables=0
ip -n lan link add name bridge type bridge stp_state 0 mcast_snooping 0
ip -n lan link set dev to-a master bridge
ip -n lan link set dev to-b master bridge
ip -n lan link set dev to-c master bridge
ip -n lan link set dev to-a up
ip -n lan link set dev to-b up
ip -n lan link set dev to-c up
ip -n lan link set dev bridge up
ip netns exec lan sh -c 'n=0; until bridge link set dev "$1" state 3 2>&- || [ $((n += 1)) -gt 1000 ]; do :; done; bridge link set dev "$1" state 3' sh to-a
ip netns exec lan sh -c 'n=0; until bridge link set dev "$1" state 3 2>&- || [ $((n += 1)) -gt 1000 ]; do :; done; bridge link set dev "$1" state 3' sh to-b
ip netns exec lan sh -c 'n=0; until bridge link set dev "$1" state 3 2>&- || [ $((n += 1)) -gt 1000 ]; do :; done; bridge link set dev "$1" state 3' sh to-c
ip netns exec lan bridge fdb replace 02:00:00:01:00:01 dev to-a master static
ip netns exec lan bridge fdb replace 02:00:00:03:00:01 dev to-b master static
ip netns exec lan bridge fdb replace 02:00:00:04:00:01 dev to-c master static
the ledger
`

exports[`test/plan/plan.ts > TAP > the script is one text for one sh > as plan --script prints it 1`] = `
#!/bin/sh
# Two legs between two routers
# The network of lab.yaml; each number is a command of the plan, with its reason.
#
#   sh THIS up   [--prefix P]   builds it (as root)
#   sh THIS down [--prefix P]   takes it away
names='client r1 r2 server la lb'
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
case $p in *[!a-z0-9-]*) echo "a prefix is made of a-z, 0-9 and -" >&2; exit 2 ;; esac
# All at once: deleting one by one waits for the kernel each time.
down() { for n in $names; do [ ! -e "/run/netns/$p$n" ] || echo "netns del $p$n"; done | ip -batch -; }
case $act in
  up) ;;
  down) down; exit ;;
  *) usage ;;
esac
for n in $names; do
  [ ! -e "/run/netns/$p$n" ] || { echo "a namespace $p$n exists: take it down, or choose another --prefix" >&2; exit 1; }
done
said=$(mktemp -d) || exit 1
built=
trap '[ -n "$built" ] || down; rm -rf "$said"' EXIT
trap 'exit 1' INT TERM
fail() { echo "mtulab: command $1 failed" >&2; exit 1; }

# Namespaces and links.
ip -batch - <<INPUT || fail 1-6
# 1 client is a namespace of its own
netns add \${p}client
# 2 r1 is a namespace of its own
netns add \${p}r1
# 3 r2 is a namespace of its own
netns add \${p}r2
# 4 server is a namespace of its own
netns add \${p}server
# 5 la is a namespace of its own
netns add \${p}la
# 6 lb is a namespace of its own
netns add \${p}lb
INPUT
ip -batch - <<INPUT || fail 7-12
# 7 the cable between client and r1
link add name to-r1 mtu 9000 address 02:00:00:01:00:01 numtxqueues 1 numrxqueues 1 netns \${p}client type veth peer name to-client mtu 9000 address 02:00:00:02:00:01 numtxqueues 1 numrxqueues 1 netns \${p}r1
# 8 the cable between r1 and la
link add name to-la mtu 9000 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns \${p}r1 type veth peer name to-r1 mtu 9000 address 02:00:00:05:00:01 numtxqueues 1 numrxqueues 1 netns \${p}la
# 9 the cable between la and r2
link add name to-r2 mtu 9000 address 02:00:00:05:00:02 numtxqueues 1 numrxqueues 1 netns \${p}la type veth peer name to-la mtu 9000 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns \${p}r2
# 10 the cable between r1 and lb
link add name to-lb mtu 1500 address 02:00:00:02:00:03 numtxqueues 1 numrxqueues 1 netns \${p}r1 type veth peer name to-r1 mtu 1500 address 02:00:00:06:00:01 numtxqueues 1 numrxqueues 1 netns \${p}lb
# 11 the cable between lb and r2
link add name to-r2 mtu 1500 address 02:00:00:06:00:02 numtxqueues 1 numrxqueues 1 netns \${p}lb type veth peer name to-lb mtu 1500 address 02:00:00:03:00:02 numtxqueues 1 numrxqueues 1 netns \${p}r2
# 12 the cable between r2 and server
link add name to-server mtu 9000 address 02:00:00:03:00:03 numtxqueues 1 numrxqueues 1 netns \${p}r2 type veth peer name to-r2 mtu 9000 address 02:00:00:04:00:01 numtxqueues 1 numrxqueues 1 netns \${p}server
INPUT

# Settings, and links up; when all links are up addresses, neighbours, routes, counters and what the scenario gives each node.
mkfifo $said/up $said/go || exit 1
exec 8<>$said/go 9<>$said/up 6<$said/go 7>$said/up
jobs=
nsenter --net=/run/netns/\${p}client sh <<'JOB' 2>$said/said-client 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 13 a host does not forward, and IPv4 forwarding is inherited from the host
pin 13 0 net/ipv4/ip_forward
# 14 a host does not forward, and IPv4 forwarding is inherited from the host
pin 14 0 net/ipv6/conf/all/forwarding
# 15 ports choose the leg, so that a flow can be steered
pin 15 1 net/ipv4/fib_multipath_hash_policy
# 16 ports choose the leg, so that a flow can be steered
pin 16 1 net/ipv6/fib_multipath_hash_policy
# 17 a namespace inherits the congestion control of the host; reno is always allowed
pin 17 reno net/ipv4/tcp_congestion_control
# 18 a namespace inherits the receive buffer of the host
pin 18 '4096 131072 33554432' net/ipv4/tcp_rmem
# 19 a namespace inherits the send buffer of the host
pin 19 '4096 16384 4194304' net/ipv4/tcp_wmem
# 20 a segment is 12 bytes smaller than the MSS with timestamps
pin 20 1 net/ipv4/tcp_timestamps
# 21 probing would heal the stall that is looked for
pin 21 0 net/ipv4/tcp_mtu_probing
# 22 a connection must not learn from an earlier one
pin 22 1 net/ipv4/tcp_no_metrics_save
# 23 each retransmission timeout chooses a new flow label
pin 23 1 net/core/txrehash
# 24 flow labels decide the leg behind a router that hashes them
pin 24 1 net/ipv6/auto_flowlabels
# 25 the same flow takes the same leg on every boot
pin 25 12345 net/ipv4/fib_multipath_hash_seed
# 26 routes may be one way only
pin 26 0 net/ipv4/conf/all/rp_filter
# 27 a namespace inherits the filter of the host
pin 27 0 net/ipv4/conf/default/rp_filter
# 28 duplicate detection holds the first packet back for a second
pin 28 0 net/ipv6/conf/default/accept_dad
# 29 routes may be one way only
pin 29 0 net/ipv4/conf/to-r1/rp_filter
# 30 duplicate detection holds the first packet back for a second
pin 30 0 net/ipv6/conf/to-r1/accept_dad
# 31 nothing but the plan gives routes
pin 31 0 net/ipv6/conf/to-r1/accept_ra
ip -batch - <<'INPUT' || fail 32-33,171-178
# 32 the address of the node lives on lo
link set dev lo up
# 33 to-r1 carries traffic
link set dev to-r1 up
# 171 the address of client
addr add 2001:db8:1::1/128 dev lo nodad
# 172 its address towards r1
addr add 2001:db8:1:1::1/64 dev to-r1 nodad
# 173 the address of client
addr add 192.0.2.1/32 dev lo
# 174 its address towards r1
addr add 192.0.2.2/31 dev to-r1
# 175 r1 is known without being asked for
neigh replace 2001:db8:1:1::2 lladdr 02:00:00:02:00:01 nud permanent router dev to-r1
# 176 r1 is known without being asked for
neigh replace 192.0.2.3 lladdr 02:00:00:02:00:01 nud permanent dev to-r1
# 177 the way to all other nodes
route add ::/0 via 2001:db8:1:1::2 dev to-r1 src 2001:db8:1::1
# 178 the way to all other nodes
route add 0.0.0.0/0 via 192.0.2.3 dev to-r1 src 192.0.2.1
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 179
# 179 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 295 packets leave to-r1 in their wire size
ethtool -K to-r1 tso off </dev/null || fail 295
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}r1 sh <<'JOB' 2>$said/said-r1 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 34 a router forwards
pin 34 1 net/ipv4/ip_forward
# 35 a router forwards
pin 35 1 net/ipv6/conf/all/forwarding
# 36 a router looks at the packet, as hardware does
pin 36 3 net/ipv4/fib_multipath_hash_policy
# 37 addresses, ports and protocol choose the leg
pin 37 55 net/ipv4/fib_multipath_hash_fields
# 38 a router looks at the packet, as hardware does
pin 38 3 net/ipv6/fib_multipath_hash_policy
# 39 addresses, ports and protocol choose the leg
pin 39 55 net/ipv6/fib_multipath_hash_fields
# 40 a namespace inherits the congestion control of the host; reno is always allowed
pin 40 reno net/ipv4/tcp_congestion_control
# 41 a namespace inherits the receive buffer of the host
pin 41 '4096 131072 33554432' net/ipv4/tcp_rmem
# 42 a namespace inherits the send buffer of the host
pin 42 '4096 16384 4194304' net/ipv4/tcp_wmem
# 43 a segment is 12 bytes smaller than the MSS with timestamps
pin 43 1 net/ipv4/tcp_timestamps
# 44 probing would heal the stall that is looked for
pin 44 0 net/ipv4/tcp_mtu_probing
# 45 a connection must not learn from an earlier one
pin 45 1 net/ipv4/tcp_no_metrics_save
# 46 each retransmission timeout chooses a new flow label
pin 46 1 net/core/txrehash
# 47 flow labels decide the leg behind a router that hashes them
pin 47 1 net/ipv6/auto_flowlabels
# 48 the same flow takes the same leg on every boot
pin 48 12345 net/ipv4/fib_multipath_hash_seed
# 49 routes may be one way only
pin 49 0 net/ipv4/conf/all/rp_filter
# 50 a namespace inherits the filter of the host
pin 50 0 net/ipv4/conf/default/rp_filter
# 51 duplicate detection holds the first packet back for a second
pin 51 0 net/ipv6/conf/default/accept_dad
# 52 routes may be one way only
pin 52 0 net/ipv4/conf/to-client/rp_filter
# 53 duplicate detection holds the first packet back for a second
pin 53 0 net/ipv6/conf/to-client/accept_dad
# 54 nothing but the plan gives routes
pin 54 0 net/ipv6/conf/to-client/accept_ra
# 55 routes may be one way only
pin 55 0 net/ipv4/conf/to-la/rp_filter
# 56 duplicate detection holds the first packet back for a second
pin 56 0 net/ipv6/conf/to-la/accept_dad
# 57 nothing but the plan gives routes
pin 57 0 net/ipv6/conf/to-la/accept_ra
# 58 routes may be one way only
pin 58 0 net/ipv4/conf/to-lb/rp_filter
# 59 duplicate detection holds the first packet back for a second
pin 59 0 net/ipv6/conf/to-lb/accept_dad
# 60 nothing but the plan gives routes
pin 60 0 net/ipv6/conf/to-lb/accept_ra
ip -batch - <<'INPUT' || fail 61-64
# 61 the address of the node lives on lo
link set dev lo up
# 62 to-client carries traffic
link set dev to-client up
# 63 to-la carries traffic
link set dev to-la up
# 64 to-lb carries traffic
link set dev to-lb up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 180-207
# 180 the address of r1
addr add 2001:db8:2::1/128 dev lo nodad
# 181 its address towards client
addr add 2001:db8:1:1::2/64 dev to-client nodad
# 182 its address towards la
addr add 2001:db8:2:1::1/64 dev to-la nodad
# 183 its address towards lb
addr add 2001:db8:2:2::1/64 dev to-lb nodad
# 184 the address of r1
addr add 192.0.2.17/32 dev lo
# 185 its address towards client
addr add 192.0.2.3/31 dev to-client
# 186 its address towards la
addr add 192.0.2.18/31 dev to-la
# 187 its address towards lb
addr add 192.0.2.20/31 dev to-lb
# 188 client is known without being asked for
neigh replace 2001:db8:1:1::1 lladdr 02:00:00:01:00:01 nud permanent router dev to-client
# 189 client is known without being asked for
neigh replace 192.0.2.2 lladdr 02:00:00:01:00:01 nud permanent dev to-client
# 190 la is known without being asked for
neigh replace 2001:db8:2:1::2 lladdr 02:00:00:05:00:01 nud permanent router dev to-la
# 191 la is known without being asked for
neigh replace 192.0.2.19 lladdr 02:00:00:05:00:01 nud permanent dev to-la
# 192 lb is known without being asked for
neigh replace 2001:db8:2:2::2 lladdr 02:00:00:06:00:01 nud permanent router dev to-lb
# 193 lb is known without being asked for
neigh replace 192.0.2.21 lladdr 02:00:00:06:00:01 nud permanent dev to-lb
# 194 the leg by la
nexthop add id 600002 via 2001:db8:2:1::2 dev to-la
# 195 the leg by lb
nexthop add id 600003 via 2001:db8:2:2::2 dev to-lb
# 196 equal ways share the flows
nexthop add id 600004 group 600002/600003
# 197 the way to all other nodes
route add ::/0 nhid 600004
# 198 the way to the nodes in 2001:db8::/47
route add 2001:db8::/47 via 2001:db8:1:1::1 dev to-client
# 199 the way to the nodes in 2001:db8:5::/48
route add 2001:db8:5::/48 via 2001:db8:2:1::2 dev to-la
# 200 the way to the nodes in 2001:db8:6::/47
route add 2001:db8:6::/47 via 2001:db8:2:2::2 dev to-lb
# 201 the leg by la
nexthop add id 400002 via 192.0.2.19 dev to-la
# 202 the leg by lb
nexthop add id 400003 via 192.0.2.21 dev to-lb
# 203 equal ways share the flows
nexthop add id 400004 group 400002/400003
# 204 the way to all other nodes
route add 0.0.0.0/0 via 192.0.2.2 dev to-client
# 205 the way to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 nhid 400004
# 206 the way to the nodes in 192.0.2.64/26
route add 192.0.2.64/26 via 192.0.2.19 dev to-la
# 207 the way to the nodes in 192.0.2.80/28
route add 192.0.2.80/28 via 192.0.2.21 dev to-lb
INPUT
nft -f - <<'INPUT' || fail 208
# 208 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 296 packets leave to-client in their wire size
ethtool -K to-client tso off </dev/null || fail 296
# 297 packets leave to-la in their wire size
ethtool -K to-la tso off </dev/null || fail 297
# 298 packets leave to-lb in their wire size
ethtool -K to-lb tso off </dev/null || fail 298
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}r2 sh <<'JOB' 2>$said/said-r2 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 65 a router forwards
pin 65 1 net/ipv4/ip_forward
# 66 a router forwards
pin 66 1 net/ipv6/conf/all/forwarding
# 67 a router looks at the packet, as hardware does
pin 67 3 net/ipv4/fib_multipath_hash_policy
# 68 addresses, ports and protocol choose the leg
pin 68 55 net/ipv4/fib_multipath_hash_fields
# 69 a router looks at the packet, as hardware does
pin 69 3 net/ipv6/fib_multipath_hash_policy
# 70 addresses, ports and protocol choose the leg
pin 70 55 net/ipv6/fib_multipath_hash_fields
# 71 a namespace inherits the congestion control of the host; reno is always allowed
pin 71 reno net/ipv4/tcp_congestion_control
# 72 a namespace inherits the receive buffer of the host
pin 72 '4096 131072 33554432' net/ipv4/tcp_rmem
# 73 a namespace inherits the send buffer of the host
pin 73 '4096 16384 4194304' net/ipv4/tcp_wmem
# 74 a segment is 12 bytes smaller than the MSS with timestamps
pin 74 1 net/ipv4/tcp_timestamps
# 75 probing would heal the stall that is looked for
pin 75 0 net/ipv4/tcp_mtu_probing
# 76 a connection must not learn from an earlier one
pin 76 1 net/ipv4/tcp_no_metrics_save
# 77 each retransmission timeout chooses a new flow label
pin 77 1 net/core/txrehash
# 78 flow labels decide the leg behind a router that hashes them
pin 78 1 net/ipv6/auto_flowlabels
# 79 the same flow takes the same leg on every boot
pin 79 12345 net/ipv4/fib_multipath_hash_seed
# 80 routes may be one way only
pin 80 0 net/ipv4/conf/all/rp_filter
# 81 a namespace inherits the filter of the host
pin 81 0 net/ipv4/conf/default/rp_filter
# 82 duplicate detection holds the first packet back for a second
pin 82 0 net/ipv6/conf/default/accept_dad
# 83 routes may be one way only
pin 83 0 net/ipv4/conf/to-la/rp_filter
# 84 duplicate detection holds the first packet back for a second
pin 84 0 net/ipv6/conf/to-la/accept_dad
# 85 nothing but the plan gives routes
pin 85 0 net/ipv6/conf/to-la/accept_ra
# 86 routes may be one way only
pin 86 0 net/ipv4/conf/to-lb/rp_filter
# 87 duplicate detection holds the first packet back for a second
pin 87 0 net/ipv6/conf/to-lb/accept_dad
# 88 nothing but the plan gives routes
pin 88 0 net/ipv6/conf/to-lb/accept_ra
# 89 routes may be one way only
pin 89 0 net/ipv4/conf/to-server/rp_filter
# 90 duplicate detection holds the first packet back for a second
pin 90 0 net/ipv6/conf/to-server/accept_dad
# 91 nothing but the plan gives routes
pin 91 0 net/ipv6/conf/to-server/accept_ra
ip -batch - <<'INPUT' || fail 92-95
# 92 the address of the node lives on lo
link set dev lo up
# 93 to-la carries traffic
link set dev to-la up
# 94 to-lb carries traffic
link set dev to-lb up
# 95 to-server carries traffic
link set dev to-server up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 209-236
# 209 the address of r2
addr add 2001:db8:3::1/128 dev lo nodad
# 210 its address towards la
addr add 2001:db8:5:1::2/64 dev to-la nodad
# 211 its address towards lb
addr add 2001:db8:6:1::2/64 dev to-lb nodad
# 212 its address towards server
addr add 2001:db8:3:1::1/64 dev to-server nodad
# 213 the address of r2
addr add 192.0.2.33/32 dev lo
# 214 its address towards la
addr add 192.0.2.67/31 dev to-la
# 215 its address towards lb
addr add 192.0.2.83/31 dev to-lb
# 216 its address towards server
addr add 192.0.2.34/31 dev to-server
# 217 la is known without being asked for
neigh replace 2001:db8:5:1::1 lladdr 02:00:00:05:00:02 nud permanent router dev to-la
# 218 la is known without being asked for
neigh replace 192.0.2.66 lladdr 02:00:00:05:00:02 nud permanent dev to-la
# 219 lb is known without being asked for
neigh replace 2001:db8:6:1::1 lladdr 02:00:00:06:00:02 nud permanent router dev to-lb
# 220 lb is known without being asked for
neigh replace 192.0.2.82 lladdr 02:00:00:06:00:02 nud permanent dev to-lb
# 221 server is known without being asked for
neigh replace 2001:db8:3:1::2 lladdr 02:00:00:04:00:01 nud permanent router dev to-server
# 222 server is known without being asked for
neigh replace 192.0.2.35 lladdr 02:00:00:04:00:01 nud permanent dev to-server
# 223 the leg by la
nexthop add id 600001 via 2001:db8:5:1::1 dev to-la
# 224 the leg by lb
nexthop add id 600002 via 2001:db8:6:1::1 dev to-lb
# 225 equal ways share the flows
nexthop add id 600004 group 600001/600002
# 226 the way to all other nodes
route add ::/0 nhid 600004
# 227 the way to the nodes in 2001:db8:4::/46
route add 2001:db8:4::/46 via 2001:db8:3:1::2 dev to-server
# 228 the way to the nodes in 2001:db8:5::/48
route add 2001:db8:5::/48 via 2001:db8:5:1::1 dev to-la
# 229 the way to the nodes in 2001:db8:6::/47
route add 2001:db8:6::/47 via 2001:db8:6:1::1 dev to-lb
# 230 the leg by la
nexthop add id 400001 via 192.0.2.66 dev to-la
# 231 the leg by lb
nexthop add id 400002 via 192.0.2.82 dev to-lb
# 232 equal ways share the flows
nexthop add id 400004 group 400001/400002
# 233 the way to all other nodes
route add 0.0.0.0/0 nhid 400004
# 234 the way to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 via 192.0.2.35 dev to-server
# 235 the way to the nodes in 192.0.2.64/26
route add 192.0.2.64/26 via 192.0.2.66 dev to-la
# 236 the way to the nodes in 192.0.2.80/28
route add 192.0.2.80/28 via 192.0.2.82 dev to-lb
INPUT
nft -f - <<'INPUT' || fail 237
# 237 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 299 packets leave to-la in their wire size
ethtool -K to-la tso off </dev/null || fail 299
# 300 packets leave to-lb in their wire size
ethtool -K to-lb tso off </dev/null || fail 300
# 301 packets leave to-server in their wire size
ethtool -K to-server tso off </dev/null || fail 301
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}server sh <<'JOB' 2>$said/said-server 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 96 a host does not forward, and IPv4 forwarding is inherited from the host
pin 96 0 net/ipv4/ip_forward
# 97 a host does not forward, and IPv4 forwarding is inherited from the host
pin 97 0 net/ipv6/conf/all/forwarding
# 98 ports choose the leg, so that a flow can be steered
pin 98 1 net/ipv4/fib_multipath_hash_policy
# 99 ports choose the leg, so that a flow can be steered
pin 99 1 net/ipv6/fib_multipath_hash_policy
# 100 a namespace inherits the congestion control of the host; reno is always allowed
pin 100 reno net/ipv4/tcp_congestion_control
# 101 a namespace inherits the receive buffer of the host
pin 101 '4096 131072 33554432' net/ipv4/tcp_rmem
# 102 a namespace inherits the send buffer of the host
pin 102 '4096 16384 4194304' net/ipv4/tcp_wmem
# 103 a segment is 12 bytes smaller than the MSS with timestamps
pin 103 1 net/ipv4/tcp_timestamps
# 104 probing would heal the stall that is looked for
pin 104 0 net/ipv4/tcp_mtu_probing
# 105 a connection must not learn from an earlier one
pin 105 1 net/ipv4/tcp_no_metrics_save
# 106 each retransmission timeout chooses a new flow label
pin 106 1 net/core/txrehash
# 107 flow labels decide the leg behind a router that hashes them
pin 107 1 net/ipv6/auto_flowlabels
# 108 the same flow takes the same leg on every boot
pin 108 12345 net/ipv4/fib_multipath_hash_seed
# 109 routes may be one way only
pin 109 0 net/ipv4/conf/all/rp_filter
# 110 a namespace inherits the filter of the host
pin 110 0 net/ipv4/conf/default/rp_filter
# 111 duplicate detection holds the first packet back for a second
pin 111 0 net/ipv6/conf/default/accept_dad
# 112 routes may be one way only
pin 112 0 net/ipv4/conf/to-r2/rp_filter
# 113 duplicate detection holds the first packet back for a second
pin 113 0 net/ipv6/conf/to-r2/accept_dad
# 114 nothing but the plan gives routes
pin 114 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 115-116,238-245
# 115 the address of the node lives on lo
link set dev lo up
# 116 to-r2 carries traffic
link set dev to-r2 up
# 238 the address of server
addr add 2001:db8:4::1/128 dev lo nodad
# 239 its address towards r2
addr add 2001:db8:3:1::2/64 dev to-r2 nodad
# 240 the address of server
addr add 192.0.2.49/32 dev lo
# 241 its address towards r2
addr add 192.0.2.35/31 dev to-r2
# 242 r2 is known without being asked for
neigh replace 2001:db8:3:1::1 lladdr 02:00:00:03:00:03 nud permanent router dev to-r2
# 243 r2 is known without being asked for
neigh replace 192.0.2.34 lladdr 02:00:00:03:00:03 nud permanent dev to-r2
# 244 the way to all other nodes
route add ::/0 via 2001:db8:3:1::1 dev to-r2 src 2001:db8:4::1
# 245 the way to all other nodes
route add 0.0.0.0/0 via 192.0.2.34 dev to-r2 src 192.0.2.49
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 246
# 246 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 302 packets leave to-r2 in their wire size
ethtool -K to-r2 tso off </dev/null || fail 302
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}la sh <<'JOB' 2>$said/said-la 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 117 a router forwards
pin 117 1 net/ipv4/ip_forward
# 118 a router forwards
pin 118 1 net/ipv6/conf/all/forwarding
# 119 a router looks at the packet, as hardware does
pin 119 3 net/ipv4/fib_multipath_hash_policy
# 120 addresses, ports and protocol choose the leg
pin 120 55 net/ipv4/fib_multipath_hash_fields
# 121 a router looks at the packet, as hardware does
pin 121 3 net/ipv6/fib_multipath_hash_policy
# 122 addresses, ports and protocol choose the leg
pin 122 55 net/ipv6/fib_multipath_hash_fields
# 123 a namespace inherits the congestion control of the host; reno is always allowed
pin 123 reno net/ipv4/tcp_congestion_control
# 124 a namespace inherits the receive buffer of the host
pin 124 '4096 131072 33554432' net/ipv4/tcp_rmem
# 125 a namespace inherits the send buffer of the host
pin 125 '4096 16384 4194304' net/ipv4/tcp_wmem
# 126 a segment is 12 bytes smaller than the MSS with timestamps
pin 126 1 net/ipv4/tcp_timestamps
# 127 probing would heal the stall that is looked for
pin 127 0 net/ipv4/tcp_mtu_probing
# 128 a connection must not learn from an earlier one
pin 128 1 net/ipv4/tcp_no_metrics_save
# 129 each retransmission timeout chooses a new flow label
pin 129 1 net/core/txrehash
# 130 flow labels decide the leg behind a router that hashes them
pin 130 1 net/ipv6/auto_flowlabels
# 131 the same flow takes the same leg on every boot
pin 131 12345 net/ipv4/fib_multipath_hash_seed
# 132 routes may be one way only
pin 132 0 net/ipv4/conf/all/rp_filter
# 133 a namespace inherits the filter of the host
pin 133 0 net/ipv4/conf/default/rp_filter
# 134 duplicate detection holds the first packet back for a second
pin 134 0 net/ipv6/conf/default/accept_dad
# 135 routes may be one way only
pin 135 0 net/ipv4/conf/to-r1/rp_filter
# 136 duplicate detection holds the first packet back for a second
pin 136 0 net/ipv6/conf/to-r1/accept_dad
# 137 nothing but the plan gives routes
pin 137 0 net/ipv6/conf/to-r1/accept_ra
# 138 routes may be one way only
pin 138 0 net/ipv4/conf/to-r2/rp_filter
# 139 duplicate detection holds the first packet back for a second
pin 139 0 net/ipv6/conf/to-r2/accept_dad
# 140 nothing but the plan gives routes
pin 140 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 141-143
# 141 the address of the node lives on lo
link set dev lo up
# 142 to-r1 carries traffic
link set dev to-r1 up
# 143 to-r2 carries traffic
link set dev to-r2 up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 247-269
# 247 the address of la
addr add 2001:db8:5::1/128 dev lo nodad
# 248 its address towards r1
addr add 2001:db8:2:1::2/64 dev to-r1 nodad
# 249 its address towards r2
addr add 2001:db8:5:1::1/64 dev to-r2 nodad
# 250 the address of la
addr add 192.0.2.65/32 dev lo
# 251 its address towards r1
addr add 192.0.2.19/31 dev to-r1
# 252 its address towards r2
addr add 192.0.2.66/31 dev to-r2
# 253 r1 is known without being asked for
neigh replace 2001:db8:2:1::1 lladdr 02:00:00:02:00:02 nud permanent router dev to-r1
# 254 r1 is known without being asked for
neigh replace 192.0.2.18 lladdr 02:00:00:02:00:02 nud permanent dev to-r1
# 255 r2 is known without being asked for
neigh replace 2001:db8:5:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-r2
# 256 r2 is known without being asked for
neigh replace 192.0.2.67 lladdr 02:00:00:03:00:01 nud permanent dev to-r2
# 257 the leg by r1
nexthop add id 600001 via 2001:db8:2:1::1 dev to-r1
# 258 the leg by r2
nexthop add id 600002 via 2001:db8:5:1::2 dev to-r2
# 259 equal ways share the flows
nexthop add id 600003 group 600001/600002
# 260 the way to all other nodes
route add ::/0 via 2001:db8:2:1::1 dev to-r1
# 261 the way to the nodes in 2001:db8:3::/48
route add 2001:db8:3::/48 via 2001:db8:5:1::2 dev to-r2
# 262 the way to the nodes in 2001:db8:4::/46
route add 2001:db8:4::/46 via 2001:db8:5:1::2 dev to-r2
# 263 the way to the nodes in 2001:db8:6::/47
route add 2001:db8:6::/47 nhid 600003
# 264 the leg by r1
nexthop add id 400001 via 192.0.2.18 dev to-r1
# 265 the leg by r2
nexthop add id 400002 via 192.0.2.67 dev to-r2
# 266 equal ways share the flows
nexthop add id 400003 group 400001/400002
# 267 the way to all other nodes
route add 0.0.0.0/0 via 192.0.2.18 dev to-r1
# 268 the way to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 via 192.0.2.67 dev to-r2
# 269 the way to the nodes in 192.0.2.64/26
route add 192.0.2.64/26 nhid 400003
INPUT
nft -f - <<'INPUT' || fail 270
# 270 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 303 packets leave to-r1 in their wire size
ethtool -K to-r1 tso off </dev/null || fail 303
# 304 packets leave to-r2 in their wire size
ethtool -K to-r2 tso off </dev/null || fail 304
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/\${p}lb sh <<'JOB' 2>$said/said-lb 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
# 144 a router forwards
pin 144 1 net/ipv4/ip_forward
# 145 a router forwards
pin 145 1 net/ipv6/conf/all/forwarding
# 146 a router looks at the packet, as hardware does
pin 146 3 net/ipv4/fib_multipath_hash_policy
# 147 addresses, ports and protocol choose the leg
pin 147 55 net/ipv4/fib_multipath_hash_fields
# 148 a router looks at the packet, as hardware does
pin 148 3 net/ipv6/fib_multipath_hash_policy
# 149 addresses, ports and protocol choose the leg
pin 149 55 net/ipv6/fib_multipath_hash_fields
# 150 a namespace inherits the congestion control of the host; reno is always allowed
pin 150 reno net/ipv4/tcp_congestion_control
# 151 a namespace inherits the receive buffer of the host
pin 151 '4096 131072 33554432' net/ipv4/tcp_rmem
# 152 a namespace inherits the send buffer of the host
pin 152 '4096 16384 4194304' net/ipv4/tcp_wmem
# 153 a segment is 12 bytes smaller than the MSS with timestamps
pin 153 1 net/ipv4/tcp_timestamps
# 154 probing would heal the stall that is looked for
pin 154 0 net/ipv4/tcp_mtu_probing
# 155 a connection must not learn from an earlier one
pin 155 1 net/ipv4/tcp_no_metrics_save
# 156 each retransmission timeout chooses a new flow label
pin 156 1 net/core/txrehash
# 157 flow labels decide the leg behind a router that hashes them
pin 157 1 net/ipv6/auto_flowlabels
# 158 the same flow takes the same leg on every boot
pin 158 12345 net/ipv4/fib_multipath_hash_seed
# 159 routes may be one way only
pin 159 0 net/ipv4/conf/all/rp_filter
# 160 a namespace inherits the filter of the host
pin 160 0 net/ipv4/conf/default/rp_filter
# 161 duplicate detection holds the first packet back for a second
pin 161 0 net/ipv6/conf/default/accept_dad
# 162 routes may be one way only
pin 162 0 net/ipv4/conf/to-r1/rp_filter
# 163 duplicate detection holds the first packet back for a second
pin 163 0 net/ipv6/conf/to-r1/accept_dad
# 164 nothing but the plan gives routes
pin 164 0 net/ipv6/conf/to-r1/accept_ra
# 165 routes may be one way only
pin 165 0 net/ipv4/conf/to-r2/rp_filter
# 166 duplicate detection holds the first packet back for a second
pin 166 0 net/ipv6/conf/to-r2/accept_dad
# 167 nothing but the plan gives routes
pin 167 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 168-170
# 168 the address of the node lives on lo
link set dev lo up
# 169 to-r1 carries traffic
link set dev to-r1 up
# 170 to-r2 carries traffic
link set dev to-r2 up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 271-293
# 271 the address of lb
addr add 2001:db8:6::1/128 dev lo nodad
# 272 its address towards r1
addr add 2001:db8:2:2::2/64 dev to-r1 nodad
# 273 its address towards r2
addr add 2001:db8:6:1::1/64 dev to-r2 nodad
# 274 the address of lb
addr add 192.0.2.81/32 dev lo
# 275 its address towards r1
addr add 192.0.2.21/31 dev to-r1
# 276 its address towards r2
addr add 192.0.2.82/31 dev to-r2
# 277 r1 is known without being asked for
neigh replace 2001:db8:2:2::1 lladdr 02:00:00:02:00:03 nud permanent router dev to-r1
# 278 r1 is known without being asked for
neigh replace 192.0.2.20 lladdr 02:00:00:02:00:03 nud permanent dev to-r1
# 279 r2 is known without being asked for
neigh replace 2001:db8:6:1::2 lladdr 02:00:00:03:00:02 nud permanent router dev to-r2
# 280 r2 is known without being asked for
neigh replace 192.0.2.83 lladdr 02:00:00:03:00:02 nud permanent dev to-r2
# 281 the leg by r1
nexthop add id 600001 via 2001:db8:2:2::1 dev to-r1
# 282 the leg by r2
nexthop add id 600002 via 2001:db8:6:1::2 dev to-r2
# 283 equal ways share the flows
nexthop add id 600003 group 600001/600002
# 284 the way to all other nodes
route add ::/0 via 2001:db8:2:2::1 dev to-r1
# 285 the way to the nodes in 2001:db8:3::/48
route add 2001:db8:3::/48 via 2001:db8:6:1::2 dev to-r2
# 286 the way to the nodes in 2001:db8:4::/46
route add 2001:db8:4::/46 via 2001:db8:6:1::2 dev to-r2
# 287 the way to the nodes in 2001:db8:5::/48
route add 2001:db8:5::/48 nhid 600003
# 288 the leg by r1
nexthop add id 400001 via 192.0.2.20 dev to-r1
# 289 the leg by r2
nexthop add id 400002 via 192.0.2.83 dev to-r2
# 290 equal ways share the flows
nexthop add id 400003 group 400001/400002
# 291 the way to all other nodes
route add 0.0.0.0/0 via 192.0.2.20 dev to-r1
# 292 the way to the nodes in 192.0.2.32/27
route add 192.0.2.32/27 via 192.0.2.83 dev to-r2
# 293 the way to the nodes in 192.0.2.64/26
route add 192.0.2.64/26 nhid 400003
INPUT
nft -f - <<'INPUT' || fail 294
# 294 count Packet Too Big messages, SYNs and segments by flow
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
# 305 packets leave to-r1 in their wire size
ethtool -K to-r1 tso off </dev/null || fail 305
# 306 packets leave to-r2 in their wire size
ethtool -K to-r2 tso off </dev/null || fail 306
}
JOB
jobs="$jobs $!"
exec 7>&- 5<$said/up 9>&-
failed=
read failed <&5 && kill $jobs 2>/dev/null
exec 8>&-
for job in $jobs; do wait $job || failed=1; done
exec 5<&- 6<&-
[ -z "$failed" ] || { cat $said/said-* >&2; rm -f $said/*; exit 1; }
rm -f $said/*
built=1
echo "up: \${names}; enter one with: ip netns exec \${p}client sh" >&2

`

exports[`test/plan/plan.ts > TAP > the script is one text for one sh > as the engine runs it 1`] = `
fail() { echo "mtulab: command $1 failed" >&2; exit 1; }
ip -batch - <<'INPUT' || fail 1-6
netns add client
netns add r1
netns add r2
netns add server
netns add la
netns add lb
INPUT
ip -batch - <<'INPUT' || fail 7-12
link add name to-r1 mtu 9000 address 02:00:00:01:00:01 numtxqueues 1 numrxqueues 1 netns client type veth peer name to-client mtu 9000 address 02:00:00:02:00:01 numtxqueues 1 numrxqueues 1 netns r1
link add name to-la mtu 9000 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns r1 type veth peer name to-r1 mtu 9000 address 02:00:00:05:00:01 numtxqueues 1 numrxqueues 1 netns la
link add name to-r2 mtu 9000 address 02:00:00:05:00:02 numtxqueues 1 numrxqueues 1 netns la type veth peer name to-la mtu 9000 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns r2
link add name to-lb mtu 1500 address 02:00:00:02:00:03 numtxqueues 1 numrxqueues 1 netns r1 type veth peer name to-r1 mtu 1500 address 02:00:00:06:00:01 numtxqueues 1 numrxqueues 1 netns lb
link add name to-r2 mtu 1500 address 02:00:00:06:00:02 numtxqueues 1 numrxqueues 1 netns lb type veth peer name to-lb mtu 1500 address 02:00:00:03:00:02 numtxqueues 1 numrxqueues 1 netns r2
link add name to-server mtu 9000 address 02:00:00:03:00:03 numtxqueues 1 numrxqueues 1 netns r2 type veth peer name to-r2 mtu 9000 address 02:00:00:04:00:01 numtxqueues 1 numrxqueues 1 netns server
INPUT
mkfifo /run/mtulab-$$-up /run/mtulab-$$-go || exit 1
exec 8<>/run/mtulab-$$-go 9<>/run/mtulab-$$-up 6</run/mtulab-$$-go 7>/run/mtulab-$$-up
jobs=
nsenter --net=/run/netns/client sh <<'JOB' 2>/run/mtulab-$$-said-client 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 13 0 net/ipv4/ip_forward
pin 14 0 net/ipv6/conf/all/forwarding
pin 15 1 net/ipv4/fib_multipath_hash_policy
pin 16 1 net/ipv6/fib_multipath_hash_policy
pin 17 reno net/ipv4/tcp_congestion_control
pin 18 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 19 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 20 1 net/ipv4/tcp_timestamps
pin 21 0 net/ipv4/tcp_mtu_probing
pin 22 1 net/ipv4/tcp_no_metrics_save
pin 23 1 net/core/txrehash
pin 24 1 net/ipv6/auto_flowlabels
pin 25 12345 net/ipv4/fib_multipath_hash_seed
pin 26 0 net/ipv4/conf/all/rp_filter
pin 27 0 net/ipv4/conf/default/rp_filter
pin 28 0 net/ipv6/conf/default/accept_dad
pin 29 0 net/ipv4/conf/to-r1/rp_filter
pin 30 0 net/ipv6/conf/to-r1/accept_dad
pin 31 0 net/ipv6/conf/to-r1/accept_ra
ip -batch - <<'INPUT' || fail 32-33,171-178
link set dev lo up
link set dev to-r1 up
addr add 2001:db8:1::1/128 dev lo nodad
addr add 2001:db8:1:1::1/64 dev to-r1 nodad
addr add 192.0.2.1/32 dev lo
addr add 192.0.2.2/31 dev to-r1
neigh replace 2001:db8:1:1::2 lladdr 02:00:00:02:00:01 nud permanent router dev to-r1
neigh replace 192.0.2.3 lladdr 02:00:00:02:00:01 nud permanent dev to-r1
route add ::/0 via 2001:db8:1:1::2 dev to-r1 src 2001:db8:1::1
route add 0.0.0.0/0 via 192.0.2.3 dev to-r1 src 192.0.2.1
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 179
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/r1 sh <<'JOB' 2>/run/mtulab-$$-said-r1 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 34 1 net/ipv4/ip_forward
pin 35 1 net/ipv6/conf/all/forwarding
pin 36 3 net/ipv4/fib_multipath_hash_policy
pin 37 55 net/ipv4/fib_multipath_hash_fields
pin 38 3 net/ipv6/fib_multipath_hash_policy
pin 39 55 net/ipv6/fib_multipath_hash_fields
pin 40 reno net/ipv4/tcp_congestion_control
pin 41 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 42 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 43 1 net/ipv4/tcp_timestamps
pin 44 0 net/ipv4/tcp_mtu_probing
pin 45 1 net/ipv4/tcp_no_metrics_save
pin 46 1 net/core/txrehash
pin 47 1 net/ipv6/auto_flowlabels
pin 48 12345 net/ipv4/fib_multipath_hash_seed
pin 49 0 net/ipv4/conf/all/rp_filter
pin 50 0 net/ipv4/conf/default/rp_filter
pin 51 0 net/ipv6/conf/default/accept_dad
pin 52 0 net/ipv4/conf/to-client/rp_filter
pin 53 0 net/ipv6/conf/to-client/accept_dad
pin 54 0 net/ipv6/conf/to-client/accept_ra
pin 55 0 net/ipv4/conf/to-la/rp_filter
pin 56 0 net/ipv6/conf/to-la/accept_dad
pin 57 0 net/ipv6/conf/to-la/accept_ra
pin 58 0 net/ipv4/conf/to-lb/rp_filter
pin 59 0 net/ipv6/conf/to-lb/accept_dad
pin 60 0 net/ipv6/conf/to-lb/accept_ra
ip -batch - <<'INPUT' || fail 61-64
link set dev lo up
link set dev to-client up
link set dev to-la up
link set dev to-lb up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 180-207
addr add 2001:db8:2::1/128 dev lo nodad
addr add 2001:db8:1:1::2/64 dev to-client nodad
addr add 2001:db8:2:1::1/64 dev to-la nodad
addr add 2001:db8:2:2::1/64 dev to-lb nodad
addr add 192.0.2.17/32 dev lo
addr add 192.0.2.3/31 dev to-client
addr add 192.0.2.18/31 dev to-la
addr add 192.0.2.20/31 dev to-lb
neigh replace 2001:db8:1:1::1 lladdr 02:00:00:01:00:01 nud permanent router dev to-client
neigh replace 192.0.2.2 lladdr 02:00:00:01:00:01 nud permanent dev to-client
neigh replace 2001:db8:2:1::2 lladdr 02:00:00:05:00:01 nud permanent router dev to-la
neigh replace 192.0.2.19 lladdr 02:00:00:05:00:01 nud permanent dev to-la
neigh replace 2001:db8:2:2::2 lladdr 02:00:00:06:00:01 nud permanent router dev to-lb
neigh replace 192.0.2.21 lladdr 02:00:00:06:00:01 nud permanent dev to-lb
nexthop add id 600002 via 2001:db8:2:1::2 dev to-la
nexthop add id 600003 via 2001:db8:2:2::2 dev to-lb
nexthop add id 600004 group 600002/600003
route add ::/0 nhid 600004
route add 2001:db8::/47 via 2001:db8:1:1::1 dev to-client
route add 2001:db8:5::/48 via 2001:db8:2:1::2 dev to-la
route add 2001:db8:6::/47 via 2001:db8:2:2::2 dev to-lb
nexthop add id 400002 via 192.0.2.19 dev to-la
nexthop add id 400003 via 192.0.2.21 dev to-lb
nexthop add id 400004 group 400002/400003
route add 0.0.0.0/0 via 192.0.2.2 dev to-client
route add 192.0.2.32/27 nhid 400004
route add 192.0.2.64/26 via 192.0.2.19 dev to-la
route add 192.0.2.80/28 via 192.0.2.21 dev to-lb
INPUT
nft -f - <<'INPUT' || fail 208
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/r2 sh <<'JOB' 2>/run/mtulab-$$-said-r2 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 65 1 net/ipv4/ip_forward
pin 66 1 net/ipv6/conf/all/forwarding
pin 67 3 net/ipv4/fib_multipath_hash_policy
pin 68 55 net/ipv4/fib_multipath_hash_fields
pin 69 3 net/ipv6/fib_multipath_hash_policy
pin 70 55 net/ipv6/fib_multipath_hash_fields
pin 71 reno net/ipv4/tcp_congestion_control
pin 72 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 73 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 74 1 net/ipv4/tcp_timestamps
pin 75 0 net/ipv4/tcp_mtu_probing
pin 76 1 net/ipv4/tcp_no_metrics_save
pin 77 1 net/core/txrehash
pin 78 1 net/ipv6/auto_flowlabels
pin 79 12345 net/ipv4/fib_multipath_hash_seed
pin 80 0 net/ipv4/conf/all/rp_filter
pin 81 0 net/ipv4/conf/default/rp_filter
pin 82 0 net/ipv6/conf/default/accept_dad
pin 83 0 net/ipv4/conf/to-la/rp_filter
pin 84 0 net/ipv6/conf/to-la/accept_dad
pin 85 0 net/ipv6/conf/to-la/accept_ra
pin 86 0 net/ipv4/conf/to-lb/rp_filter
pin 87 0 net/ipv6/conf/to-lb/accept_dad
pin 88 0 net/ipv6/conf/to-lb/accept_ra
pin 89 0 net/ipv4/conf/to-server/rp_filter
pin 90 0 net/ipv6/conf/to-server/accept_dad
pin 91 0 net/ipv6/conf/to-server/accept_ra
ip -batch - <<'INPUT' || fail 92-95
link set dev lo up
link set dev to-la up
link set dev to-lb up
link set dev to-server up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 209-236
addr add 2001:db8:3::1/128 dev lo nodad
addr add 2001:db8:5:1::2/64 dev to-la nodad
addr add 2001:db8:6:1::2/64 dev to-lb nodad
addr add 2001:db8:3:1::1/64 dev to-server nodad
addr add 192.0.2.33/32 dev lo
addr add 192.0.2.67/31 dev to-la
addr add 192.0.2.83/31 dev to-lb
addr add 192.0.2.34/31 dev to-server
neigh replace 2001:db8:5:1::1 lladdr 02:00:00:05:00:02 nud permanent router dev to-la
neigh replace 192.0.2.66 lladdr 02:00:00:05:00:02 nud permanent dev to-la
neigh replace 2001:db8:6:1::1 lladdr 02:00:00:06:00:02 nud permanent router dev to-lb
neigh replace 192.0.2.82 lladdr 02:00:00:06:00:02 nud permanent dev to-lb
neigh replace 2001:db8:3:1::2 lladdr 02:00:00:04:00:01 nud permanent router dev to-server
neigh replace 192.0.2.35 lladdr 02:00:00:04:00:01 nud permanent dev to-server
nexthop add id 600001 via 2001:db8:5:1::1 dev to-la
nexthop add id 600002 via 2001:db8:6:1::1 dev to-lb
nexthop add id 600004 group 600001/600002
route add ::/0 nhid 600004
route add 2001:db8:4::/46 via 2001:db8:3:1::2 dev to-server
route add 2001:db8:5::/48 via 2001:db8:5:1::1 dev to-la
route add 2001:db8:6::/47 via 2001:db8:6:1::1 dev to-lb
nexthop add id 400001 via 192.0.2.66 dev to-la
nexthop add id 400002 via 192.0.2.82 dev to-lb
nexthop add id 400004 group 400001/400002
route add 0.0.0.0/0 nhid 400004
route add 192.0.2.32/27 via 192.0.2.35 dev to-server
route add 192.0.2.64/26 via 192.0.2.66 dev to-la
route add 192.0.2.80/28 via 192.0.2.82 dev to-lb
INPUT
nft -f - <<'INPUT' || fail 237
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/server sh <<'JOB' 2>/run/mtulab-$$-said-server 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 96 0 net/ipv4/ip_forward
pin 97 0 net/ipv6/conf/all/forwarding
pin 98 1 net/ipv4/fib_multipath_hash_policy
pin 99 1 net/ipv6/fib_multipath_hash_policy
pin 100 reno net/ipv4/tcp_congestion_control
pin 101 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 102 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 103 1 net/ipv4/tcp_timestamps
pin 104 0 net/ipv4/tcp_mtu_probing
pin 105 1 net/ipv4/tcp_no_metrics_save
pin 106 1 net/core/txrehash
pin 107 1 net/ipv6/auto_flowlabels
pin 108 12345 net/ipv4/fib_multipath_hash_seed
pin 109 0 net/ipv4/conf/all/rp_filter
pin 110 0 net/ipv4/conf/default/rp_filter
pin 111 0 net/ipv6/conf/default/accept_dad
pin 112 0 net/ipv4/conf/to-r2/rp_filter
pin 113 0 net/ipv6/conf/to-r2/accept_dad
pin 114 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 115-116,238-245
link set dev lo up
link set dev to-r2 up
addr add 2001:db8:4::1/128 dev lo nodad
addr add 2001:db8:3:1::2/64 dev to-r2 nodad
addr add 192.0.2.49/32 dev lo
addr add 192.0.2.35/31 dev to-r2
neigh replace 2001:db8:3:1::1 lladdr 02:00:00:03:00:03 nud permanent router dev to-r2
neigh replace 192.0.2.34 lladdr 02:00:00:03:00:03 nud permanent dev to-r2
route add ::/0 via 2001:db8:3:1::1 dev to-r2 src 2001:db8:4::1
route add 0.0.0.0/0 via 192.0.2.34 dev to-r2 src 192.0.2.49
INPUT
exec 7>&-
nft -f - <<'INPUT' || fail 246
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/la sh <<'JOB' 2>/run/mtulab-$$-said-la 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 117 1 net/ipv4/ip_forward
pin 118 1 net/ipv6/conf/all/forwarding
pin 119 3 net/ipv4/fib_multipath_hash_policy
pin 120 55 net/ipv4/fib_multipath_hash_fields
pin 121 3 net/ipv6/fib_multipath_hash_policy
pin 122 55 net/ipv6/fib_multipath_hash_fields
pin 123 reno net/ipv4/tcp_congestion_control
pin 124 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 125 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 126 1 net/ipv4/tcp_timestamps
pin 127 0 net/ipv4/tcp_mtu_probing
pin 128 1 net/ipv4/tcp_no_metrics_save
pin 129 1 net/core/txrehash
pin 130 1 net/ipv6/auto_flowlabels
pin 131 12345 net/ipv4/fib_multipath_hash_seed
pin 132 0 net/ipv4/conf/all/rp_filter
pin 133 0 net/ipv4/conf/default/rp_filter
pin 134 0 net/ipv6/conf/default/accept_dad
pin 135 0 net/ipv4/conf/to-r1/rp_filter
pin 136 0 net/ipv6/conf/to-r1/accept_dad
pin 137 0 net/ipv6/conf/to-r1/accept_ra
pin 138 0 net/ipv4/conf/to-r2/rp_filter
pin 139 0 net/ipv6/conf/to-r2/accept_dad
pin 140 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 141-143
link set dev lo up
link set dev to-r1 up
link set dev to-r2 up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 247-269
addr add 2001:db8:5::1/128 dev lo nodad
addr add 2001:db8:2:1::2/64 dev to-r1 nodad
addr add 2001:db8:5:1::1/64 dev to-r2 nodad
addr add 192.0.2.65/32 dev lo
addr add 192.0.2.19/31 dev to-r1
addr add 192.0.2.66/31 dev to-r2
neigh replace 2001:db8:2:1::1 lladdr 02:00:00:02:00:02 nud permanent router dev to-r1
neigh replace 192.0.2.18 lladdr 02:00:00:02:00:02 nud permanent dev to-r1
neigh replace 2001:db8:5:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-r2
neigh replace 192.0.2.67 lladdr 02:00:00:03:00:01 nud permanent dev to-r2
nexthop add id 600001 via 2001:db8:2:1::1 dev to-r1
nexthop add id 600002 via 2001:db8:5:1::2 dev to-r2
nexthop add id 600003 group 600001/600002
route add ::/0 via 2001:db8:2:1::1 dev to-r1
route add 2001:db8:3::/48 via 2001:db8:5:1::2 dev to-r2
route add 2001:db8:4::/46 via 2001:db8:5:1::2 dev to-r2
route add 2001:db8:6::/47 nhid 600003
nexthop add id 400001 via 192.0.2.18 dev to-r1
nexthop add id 400002 via 192.0.2.67 dev to-r2
nexthop add id 400003 group 400001/400002
route add 0.0.0.0/0 via 192.0.2.18 dev to-r1
route add 192.0.2.32/27 via 192.0.2.67 dev to-r2
route add 192.0.2.64/26 nhid 400003
INPUT
nft -f - <<'INPUT' || fail 270
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
nsenter --net=/run/netns/lb sh <<'JOB' 2>/run/mtulab-$$-said-lb 8>&- 9>&- &
fail() { echo "mtulab: command $1 failed" >&2; { echo failed >&7; } 2>/dev/null; exit 1; }
pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }
{
cd /proc/sys
pin 144 1 net/ipv4/ip_forward
pin 145 1 net/ipv6/conf/all/forwarding
pin 146 3 net/ipv4/fib_multipath_hash_policy
pin 147 55 net/ipv4/fib_multipath_hash_fields
pin 148 3 net/ipv6/fib_multipath_hash_policy
pin 149 55 net/ipv6/fib_multipath_hash_fields
pin 150 reno net/ipv4/tcp_congestion_control
pin 151 '4096 131072 33554432' net/ipv4/tcp_rmem
pin 152 '4096 16384 4194304' net/ipv4/tcp_wmem
pin 153 1 net/ipv4/tcp_timestamps
pin 154 0 net/ipv4/tcp_mtu_probing
pin 155 1 net/ipv4/tcp_no_metrics_save
pin 156 1 net/core/txrehash
pin 157 1 net/ipv6/auto_flowlabels
pin 158 12345 net/ipv4/fib_multipath_hash_seed
pin 159 0 net/ipv4/conf/all/rp_filter
pin 160 0 net/ipv4/conf/default/rp_filter
pin 161 0 net/ipv6/conf/default/accept_dad
pin 162 0 net/ipv4/conf/to-r1/rp_filter
pin 163 0 net/ipv6/conf/to-r1/accept_dad
pin 164 0 net/ipv6/conf/to-r1/accept_ra
pin 165 0 net/ipv4/conf/to-r2/rp_filter
pin 166 0 net/ipv6/conf/to-r2/accept_dad
pin 167 0 net/ipv6/conf/to-r2/accept_ra
ip -batch - <<'INPUT' || fail 168-170
link set dev lo up
link set dev to-r1 up
link set dev to-r2 up
INPUT
exec 7>&-
read _ <&6
ip -batch - <<'INPUT' || fail 271-293
addr add 2001:db8:6::1/128 dev lo nodad
addr add 2001:db8:2:2::2/64 dev to-r1 nodad
addr add 2001:db8:6:1::1/64 dev to-r2 nodad
addr add 192.0.2.81/32 dev lo
addr add 192.0.2.21/31 dev to-r1
addr add 192.0.2.82/31 dev to-r2
neigh replace 2001:db8:2:2::1 lladdr 02:00:00:02:00:03 nud permanent router dev to-r1
neigh replace 192.0.2.20 lladdr 02:00:00:02:00:03 nud permanent dev to-r1
neigh replace 2001:db8:6:1::2 lladdr 02:00:00:03:00:02 nud permanent router dev to-r2
neigh replace 192.0.2.83 lladdr 02:00:00:03:00:02 nud permanent dev to-r2
nexthop add id 600001 via 2001:db8:2:2::1 dev to-r1
nexthop add id 600002 via 2001:db8:6:1::2 dev to-r2
nexthop add id 600003 group 600001/600002
route add ::/0 via 2001:db8:2:2::1 dev to-r1
route add 2001:db8:3::/48 via 2001:db8:6:1::2 dev to-r2
route add 2001:db8:4::/46 via 2001:db8:6:1::2 dev to-r2
route add 2001:db8:5::/48 nhid 600003
nexthop add id 400001 via 192.0.2.20 dev to-r1
nexthop add id 400002 via 192.0.2.83 dev to-r2
nexthop add id 400003 group 400001/400002
route add 0.0.0.0/0 via 192.0.2.20 dev to-r1
route add 192.0.2.32/27 via 192.0.2.83 dev to-r2
route add 192.0.2.64/26 nhid 400003
INPUT
nft -f - <<'INPUT' || fail 294
table inet mtulab {
 set ptb_ipv6_arrived { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_taken { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_made { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv6_left { typeof icmpv6 mtu . @th,384,32; flags dynamic; counter; }
 set ptb_ipv4_arrived { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_taken { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_made { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set ptb_ipv4_left { typeof icmp mtu . @th,224,32; flags dynamic; counter; }
 set syn_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_in { typeof iifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_in { typeof iifname . tcp sport . tcp dport; flags dynamic; counter; }
 set syn_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set synack_out { typeof oifname . tcp sport . tcp dport . tcp option maxseg size; flags dynamic; counter; }
 set large_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 set small_out { typeof oifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain arrived {
  type filter hook prerouting priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_arrived { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_arrived { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_in { iifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_in { iifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_in { iifname . tcp sport . tcp dport }
 }
 chain taken {
  type filter hook input priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_taken { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_taken { icmp mtu . @th,224,32 }
 }
 chain made {
  type filter hook output priority -450; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_made { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_made { icmp mtu . @th,224,32 }
 }
 chain left {
  type filter hook postrouting priority 400; policy accept;
  icmpv6 type packet-too-big add @ptb_ipv6_left { icmpv6 mtu . @th,384,32 }
  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_left { icmp mtu . @th,224,32 }
  tcp flags & (syn | ack) == syn add @syn_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  tcp flags & (syn | ack) == (syn | ack) add @synack_out { oifname . tcp sport . tcp dport . tcp option maxseg size } accept
  meta l4proto tcp meta length > 1280 add @large_out { oifname . tcp sport . tcp dport } accept
  meta l4proto tcp add @small_out { oifname . tcp sport . tcp dport }
 }
}
INPUT
}
JOB
jobs="$jobs $!"
exec 7>&- 5</run/mtulab-$$-up 9>&-
failed=
read failed <&5 && kill $jobs 2>/dev/null
exec 8>&-
for job in $jobs; do wait $job || failed=1; done
exec 5<&- 6<&-
[ -z "$failed" ] || { cat /run/mtulab-$$-said-* >&2; rm -f /run/mtulab-$$-*; exit 1; }
rm -f /run/mtulab-$$-*

`

exports[`test/plan/plan.ts > TAP > what is not a plain word, setting or text never reaches a shell > must match snapshot 1`] = `
nsenter --net=/run/netns/a sh <<'JOB' || exit 1
fail() { echo "mtulab: command $1 failed" >&2; exit 1; }
{
cd /proc/sys
echo ''\\''; reboot; '\\''' '$(reboot)' </dev/null || fail 1
echo '1 2'\\''; reboot' >net/ipv4/tcp_rmem || fail 2
unshare -n cat /proc/sys/net/ipv4/conf/default/rp_filter >net/ipv4/conf/to-b/rp_filter || fail 3
}
JOB

`
