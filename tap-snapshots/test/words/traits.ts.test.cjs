/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/traits.ts > TAP > a trait explains why it does not fit > must match snapshot 1`] = `
clamp {"mss":1396}: client does not forward packets, so no SYN passes for a clamp to change
clamp {"mss":1396,"towards":"server"}: edge has no link to server
clamp {"mss":1396,"interface":"to-server"}: edge has no interface to-server
clamp {"mss":1396,"interface":"lo","towards":"client"}: \`towards\` and \`interface\` both choose the interface; give one
clamp {"mss":1396,"towards":"client","hook":"prerouting"}: at prerouting the outgoing interface is not known; give \`interface\`
clamp {"mss":"to-pmtu","hook":"input"}: at input the kernel cannot clamp to the path MTU
drop {"what":["tcp"],"from":"server"}: edge has no link to server
drop {"what":["tcp"],"from":"client","at":["output"]}: \`from\` does not go with output: packets that leave there come from the node itself
drop {"what":["tcp"],"towards":"client","at":["input"]}: \`towards\` does not go with input: packets that arrive there go no further
drop {"what":["fragments"],"towards":"client"}: \`towards\` does not go with \`fragments\`: they are dropped on arrival, before their outgoing interface is known
drop {"what":["fragments"],"at":["output"]}: \`fragments\` cannot be dropped at output: the kernel fragments its own packets after every hook
drop {"what":["tcp"],"at":["forward"]}: client does not forward packets
stateful {"correlates-errors":true}: client does not forward packets, so it has no connections to track
mtu {"to-server":1500}: edge has no interface to-server
mtu {"to-client":1200}: an interface with an MTU of 1200 has no IPv6; give at least 1280, or \`families: [ipv4]\`
routes [{"to":"server","via":"transit"}]: client has no link to transit
routes [{"to":"client","via":"edge"}]: client needs no route to itself
routes [{"to":"server","via":"edge","lock":true}]: \`lock\` needs an \`mtu\` to lock
rate {"towards":"server","kbit":10}: edge has no link to server
nat {"towards":"server"}: edge has no link to server
nat {"towards":"transit","ports":"500-400"}: ports 500-400: give the smaller one first, up to 65535
nat {"towards":"transit","errors":{"untranslated":"edge"}}: edge hands errors on to itself; write errors: kept
nat {"towards":"transit","publish":[{"port":80,"to":"edge"}]}: edge publishes a port of itself; publish another node
nat {"towards":"transit","publish":[{"port":80,"to":"client"},{"port":80,"to":"server"}]}: port 80 is published twice; give each node a port of its own
srv6 [{"to":"server","through":["edge"]}]: client forwards no packets, so there are none to encapsulate; use a router
srv6 [{"to":"server","through":[]}]: \`through\` is empty; name the routers through which the packets go
srv6 [{"to":"server","through":["edge"]}]: edge is where the packets enter; name only the routers after it
srv6 [{"to":"server","through":["transit","server"]}]: server is no router, so no packets go through it; name another node
prefix-translation {"of":"edge","towards":"transit"}: edge has this prefix; name another node
prefix-translation {"of":"client","towards":"server"}: edge has no link to server
nameserver "edge": edge answers no DNS queries; add \`serve: resolver\` or \`serve: dns\` to edge, or name one that does: server
dns-answers {"a":"never"}: client serves no dns; add \`serve: dns\` to it
packet-too-big {"send":false}: client does not forward packets, so it makes no Packet Too Big
packet-too-big {"send":true}: give \`send: false\`, \`mtu\` or \`from\`: without them its messages are correct
packet-too-big {"send":false,"mtu":1500}: \`send: false\` does not go with \`mtu\` or \`from\`: nothing is sent
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > {"mss":"to-pmtu"} → {"mss":1396,"hook":"output","towards":"transit","family":"ipv4"} 1`] = `
ip6tables -w -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -A OUTPUT -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > {"mss":1396,"hook":"output","towards":"transit","family":"ipv4"} → {"mss":1396,"interface":"lo"} 1`] = `
iptables -w -t mangle -D OUTPUT -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > {"mss":1396,"hook":"prerouting","interface":"to-client"} → none 1`] = `
ip6tables -w -t mangle -D PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > {"mss":1396,"interface":"lo"} → {"mss":1396,"hook":"prerouting","interface":"to-client"} 1`] = `
ip6tables -w -t mangle -D FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > {"mss":1396,"towards":"transit"} → {"mss":"to-pmtu"} 1`] = `
ip6tables -w -t mangle -D FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
`

exports[`test/words/traits.ts > TAP > clamp is given, replaced as a whole, and taken away > nothing → {"mss":1396,"towards":"transit"} 1`] = `
ip6tables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > dns-answers is given, replaced as a whole, and taken away > {"aaaa":{"delay":"100ms"},"a":"refused"} → none 1`] = `

`

exports[`test/words/traits.ts > TAP > dns-answers is given, replaced as a whole, and taken away > nothing → {"aaaa":{"delay":"100ms"},"a":"refused"} 1`] = `

`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > ["acks","fragments"] → [] 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > ["packet-too-big"] → {"what":["tcp","udp","icmp","echo","everything"],"at":["forward"],"from":"client","towards":"transit"} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain forward {
  type filter hook forward priority 0; policy accept;
  iifname "to-client" oifname "to-transit" meta l4proto tcp counter drop comment "drop tcp"
  iifname "to-client" oifname "to-transit" meta l4proto udp counter drop comment "drop udp"
  iifname "to-client" oifname "to-transit" icmpv6 type != { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } counter drop comment "drop icmp"
  iifname "to-client" oifname "to-transit" ip protocol icmp counter drop comment "drop icmp"
  iifname "to-client" oifname "to-transit" icmpv6 type { echo-request, echo-reply } counter drop comment "drop echo"
  iifname "to-client" oifname "to-transit" icmp type { echo-request, echo-reply } counter drop comment "drop echo"
  iifname "to-client" oifname "to-transit" counter drop comment "drop everything"
 }
}
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > [] → none 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > {"what":["fragments","packet-too-big"],"at":["input"],"from":"transit"} → ["acks","fragments"] 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain acks {
  tcp doff 5 ip6 length 20 counter drop comment "drop acks"
  tcp doff 5 ip length 40 counter drop comment "drop acks"
  tcp doff 6 ip6 length 24 counter drop comment "drop acks"
  tcp doff 6 ip length 44 counter drop comment "drop acks"
  tcp doff 7 ip6 length 28 counter drop comment "drop acks"
  tcp doff 7 ip length 48 counter drop comment "drop acks"
  tcp doff 8 ip6 length 32 counter drop comment "drop acks"
  tcp doff 8 ip length 52 counter drop comment "drop acks"
  tcp doff 9 ip6 length 36 counter drop comment "drop acks"
  tcp doff 9 ip length 56 counter drop comment "drop acks"
  tcp doff 10 ip6 length 40 counter drop comment "drop acks"
  tcp doff 10 ip length 60 counter drop comment "drop acks"
  tcp doff 11 ip6 length 44 counter drop comment "drop acks"
  tcp doff 11 ip length 64 counter drop comment "drop acks"
  tcp doff 12 ip6 length 48 counter drop comment "drop acks"
  tcp doff 12 ip length 68 counter drop comment "drop acks"
  tcp doff 13 ip6 length 52 counter drop comment "drop acks"
  tcp doff 13 ip length 72 counter drop comment "drop acks"
  tcp doff 14 ip6 length 56 counter drop comment "drop acks"
  tcp doff 14 ip length 76 counter drop comment "drop acks"
  tcp doff 15 ip6 length 60 counter drop comment "drop acks"
  tcp doff 15 ip length 80 counter drop comment "drop acks"
 }
 chain prerouting {
  type filter hook prerouting priority -440; policy accept;
  exthdr frag exists counter drop comment "drop fragments"
  ip frag-off & 0x3fff != 0 counter drop comment "drop fragments"
 }
 chain forward {
  type filter hook forward priority 0; policy accept;
  tcp flags & (syn | fin | rst | ack) == ack jump acks
 }
 chain input {
  type filter hook input priority 0; policy accept;
  tcp flags & (syn | fin | rst | ack) == ack jump acks
 }
 chain output {
  type filter hook output priority 0; policy accept;
  tcp flags & (syn | fin | rst | ack) == ack jump acks
 }
}
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > {"what":["fragments"],"at":["forward"]} → {"what":["fragments","packet-too-big"],"at":["input"],"from":"transit"} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain prerouting {
  type filter hook prerouting priority -440; policy accept;
  iifname "to-transit" fib daddr type local exthdr frag exists counter drop comment "drop fragments"
  iifname "to-transit" fib daddr type local ip frag-off & 0x3fff != 0 counter drop comment "drop fragments"
 }
 chain input {
  type filter hook input priority 0; policy accept;
  iifname "to-transit" icmpv6 type packet-too-big counter drop comment "drop packet-too-big"
  iifname "to-transit" icmp type destination-unreachable icmp code frag-needed counter drop comment "drop packet-too-big"
 }
}
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > {"what":["tcp","udp","icmp","echo","everything"],"at":["forward"],"from":"client","towards":"transit"} → {"what":["fragments"],"at":["forward"]} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain prerouting {
  type filter hook prerouting priority -440; policy accept;
  fib daddr type != local exthdr frag exists counter drop comment "drop fragments"
  fib daddr type != local ip frag-off & 0x3fff != 0 counter drop comment "drop fragments"
 }
}
`

exports[`test/words/traits.ts > TAP > drop is given, replaced as a whole, and taken away > nothing → ["packet-too-big"] 1`] = `
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
`

exports[`test/words/traits.ts > TAP > every command gives its reason > must match snapshot 1`] = `
clamp: ipv6: SYNs towards transit carry an MSS of at most 1396
clamp: ipv4: SYNs towards transit carry an MSS of at most 1396
clamp: ipv6: SYNs keep their MSS again
clamp: ipv4: SYNs keep their MSS again
clamp: ipv6: SYNs carry an MSS that fits the path MTU
clamp: ipv4: SYNs carry an MSS that fits the path MTU
clamp: ipv6: SYNs carry an MSS of at most 1396
clamp: ipv4: SYNs carry an MSS of at most 1396
drop: edge drops packet-too-big
drop: edge drops tcp, udp, icmp, echo, everything
drop: edge drops fragments
drop: edge drops fragments, packet-too-big
drop: edge drops acks, fragments
drop: edge drops nothing any more
stateful: only connections pass, without their ICMP errors
stateful: only connections pass, with their ICMP errors
stateful: everything passes again
sysctl: the scenario sets net.ipv4.tcp_mtu_probing to 1
sysctl: the scenario sets net.ipv4.ip_no_pmtu_disc to 1
sysctl: net.ipv4.tcp_mtu_probing returns to its initial value
sysctl: net.ipv4.ip_no_pmtu_disc returns to its initial value
sysctl: the scenario sets net.ipv6.icmp.ratemask to 0-1,3-127
sysctl: the scenario sets net.ipv4.conf.to-edge.rp_filter to 1
sysctl: net.ipv6.icmp.ratemask returns to its initial value
sysctl: net.ipv4.conf.to-edge.rp_filter returns to its initial value
mtu: to-transit has an MTU of 1400 bytes
mtu: to-client has an MTU of 1300 bytes
mtu: to-transit has an MTU of 1500 bytes
mtu: to-client has an MTU of 1500 bytes
offloads: packets leave to-client unsegmented
offloads: packets leave to-transit unsegmented
offloads: packets leave to-client in their wire size
offloads: packets leave to-transit in their wire size
routes: server is reached via edge
routes: server is reached by the shortest path again
rate: to-transit sends at 32 kbit/s
rate: to-transit sends at 64 kbit/s
rate: the rate towards transit is unlimited again
rate: to-client sends at 64 kbit/s
rate: the rate towards client is unlimited again
urpf: edge drops packets without a route back through their interface
urpf: edge drops packets without a route back
urpf: edge accepts packets from every source
nat: edge replaces the source of what leaves towards transit
nat: edge replaces the source of what leaves towards client
nat: edge replaces the source of what leaves towards transit, keeps errors
nat: edge replaces the source of what leaves towards transit, hands errors on to client untranslated
nat: edge replaces the source of what leaves towards transit, publishes client at port 8080, publishes client at port 7
nat: edge replaces no source any more; connections that are open keep theirs
srv6: transit takes out the packets that edge sends it
srv6: packets to server go through transit in IPv6
srv6: server is reached without segments
srv6: transit passes on what edge sends it
srv6: packets to transit go through transit, transit in IPv6
srv6: transit is reached without segments
nameserver: client asks server for names
nameserver: client asks nobody for names
impairment: what leaves edge:to-transit: passes 1500
impairment: what leaves edge:to-transit: delay 100ms (ipv6), 20ms (ipv4), reorder 5% (ipv6), passes 1400 (ipv4)
impairment: what leaves edge:to-client: loss 1%
impairment: what leaves edge:to-transit: loss 100%, duplicate 2.5% (ipv6)
impairment: what leaves edge:to-client is not impaired
impairment: what leaves edge:to-transit: delay 0ms
impairment: what leaves edge:to-client: delay 0ms
gai-conf: the scenario sets the order of addresses
gai-conf: addresses have their default order
icmp-rate-limit: edge sends at most 1/second Packet Too Big
icmp-rate-limit: edge sends at most 100/hour Packet Too Big
icmp-rate-limit: edge sends every Packet Too Big again
packet-too-big: edge sends no Packet Too Big
packet-too-big: edge sends Packet Too Big with MTU 1500 and from the address of client
packet-too-big: edge sends Packet Too Big with MTU 0
packet-too-big: edge sends correct Packet Too Big messages
prefix-translation: client has the prefix of edge towards transit
prefix-translation: server has the prefix of edge towards client
prefix-translation: prefixes pass as they are again
`

exports[`test/words/traits.ts > TAP > gai-conf is given, replaced as a whole, and taken away > {"label":{"::/0":1,"fc00::/7":13}} → none 1`] = `
gai.conf: that of the machine
`

exports[`test/words/traits.ts > TAP > gai-conf is given, replaced as a whole, and taken away > {"precedence":{"::ffff:0:0/96":100}} → {"label":{"::/0":1,"fc00::/7":13}} 1`] = `
gai.conf: label ::/0 1
label fc00::/7 13
`

exports[`test/words/traits.ts > TAP > gai-conf is given, replaced as a whole, and taken away > nothing → {"precedence":{"::ffff:0:0/96":100}} 1`] = `
gai.conf: precedence ::ffff:0:0/96 100
`

exports[`test/words/traits.ts > TAP > icmp-rate-limit is given, replaced as a whole, and taken away > {"packet-too-big":"1/second","burst":1} → {"packet-too-big":"100/hour"} 1`] = `
table inet mtulab-icmp-rate-limit {
}
delete table inet mtulab-icmp-rate-limit
table inet mtulab-icmp-rate-limit {
 chain output {
  type filter hook output priority 0; policy accept;
  icmpv6 type packet-too-big limit rate over 100/hour burst 5 packets counter drop comment "limit packet-too-big"
  icmp type destination-unreachable icmp code frag-needed limit rate over 100/hour burst 5 packets counter drop comment "limit packet-too-big"
 }
}
`

exports[`test/words/traits.ts > TAP > icmp-rate-limit is given, replaced as a whole, and taken away > {"packet-too-big":"100/hour"} → none 1`] = `
table inet mtulab-icmp-rate-limit {
}
delete table inet mtulab-icmp-rate-limit
`

exports[`test/words/traits.ts > TAP > icmp-rate-limit is given, replaced as a whole, and taken away > nothing → {"packet-too-big":"1/second","burst":1} 1`] = `
table inet mtulab-icmp-rate-limit {
 chain output {
  type filter hook output priority 0; policy accept;
  icmpv6 type packet-too-big limit rate over 1/second burst 1 packets counter drop comment "limit packet-too-big"
  icmp type destination-unreachable icmp code frag-needed limit rate over 1/second burst 1 packets counter drop comment "limit packet-too-big"
 }
}
`

exports[`test/words/traits.ts > TAP > impairment is given, replaced as a whole, and taken away > {"to-client":{}} → none 1`] = `
table netdev emulation {
 chain egress-l0-0 {
  type filter hook egress device "l0-0" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l0-0
add rule netdev emulation egress-l0-0 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l0-0 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":0,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
`

exports[`test/words/traits.ts > TAP > impairment is given, replaced as a whole, and taken away > {"to-transit":{"delay":{"ipv6":"100ms","ipv4":"20ms"},"reorder":{"ipv6":"5%"},"passes":{"ipv4":1400}}} → {"to-transit":{"loss":"100%","duplicate":{"ipv6":"2.5%"}},"to-client":{"loss":"1%"}} 1`] = `
table netdev emulation {
 chain egress-l0-0 {
  type filter hook egress device "l0-0" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l0-0
add rule netdev emulation egress-l0-0 numgen random mod 10000 < 100 counter drop comment "loss 1%"
add rule netdev emulation egress-l0-0 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l0-0 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":0,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
table netdev emulation {
 chain egress-l1-1 {
  type filter hook egress device "l1-1" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l1-1
add rule netdev emulation egress-l1-1 counter drop comment "loss 100%"
add rule netdev emulation egress-l1-1 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l1-1 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":2.5,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
`

exports[`test/words/traits.ts > TAP > impairment is given, replaced as a whole, and taken away > {"to-transit":{"loss":"100%","duplicate":{"ipv6":"2.5%"}},"to-client":{"loss":"1%"}} → {"to-client":{}} 1`] = `
table netdev emulation {
 chain egress-l0-0 {
  type filter hook egress device "l0-0" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l0-0
add rule netdev emulation egress-l0-0 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l0-0 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":0,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
table netdev emulation {
 chain egress-l1-1 {
  type filter hook egress device "l1-1" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l1-1
add rule netdev emulation egress-l1-1 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l1-1 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":0,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
`

exports[`test/words/traits.ts > TAP > impairment is given, replaced as a whole, and taken away > {"to-transit":{"passes":1500}} → {"to-transit":{"delay":{"ipv6":"100ms","ipv4":"20ms"},"reorder":{"ipv6":"5%"},"passes":{"ipv4":1400}}} 1`] = `
table netdev emulation {
 chain egress-l1-1 {
  type filter hook egress device "l1-1" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l1-1
add rule netdev emulation egress-l1-1 meta protocol ip meta length > 1414 counter drop comment "passes 1400"
add rule netdev emulation egress-l1-1 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l1-1 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":100,"duplicate":0,"reorder":5},"ipv4":{"delayMs":20,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
`

exports[`test/words/traits.ts > TAP > impairment is given, replaced as a whole, and taken away > nothing → {"to-transit":{"passes":1500}} 1`] = `
table netdev emulation {
 chain egress-l1-1 {
  type filter hook egress device "l1-1" priority 0; policy accept;
 }
}
flush chain netdev emulation egress-l1-1
add rule netdev emulation egress-l1-1 meta length > 1514 counter drop comment "passes 1500"
add rule netdev emulation egress-l1-1 meta protocol ip6 meta priority set 1:1
add rule netdev emulation egress-l1-1 meta protocol ip meta priority set 1:2
{"ipv6":{"delayMs":0,"duplicate":0,"reorder":0},"ipv4":{"delayMs":0,"duplicate":0,"reorder":0},"other":{"delayMs":0,"duplicate":0,"reorder":0}}
`

exports[`test/words/traits.ts > TAP > mtu is given, replaced as a whole, and taken away > {"to-client":1300} → none 1`] = `
ip link set dev to-client mtu 1500
`

exports[`test/words/traits.ts > TAP > mtu is given, replaced as a whole, and taken away > {"to-transit":1400} → {"to-client":1300} 1`] = `
ip link set dev to-client mtu 1300
ip link set dev to-transit mtu 1500
`

exports[`test/words/traits.ts > TAP > mtu is given, replaced as a whole, and taken away > nothing → {"to-transit":1400} 1`] = `
ip link set dev to-transit mtu 1400
`

exports[`test/words/traits.ts > TAP > nameserver is given, replaced as a whole, and taken away > "server" → "server" 1`] = `
resolv.conf: nameserver 2001:db8:4::1
nameserver 192.0.2.49
nsswitch.conf: passwd: files
group: files
hosts: files dns
services: files
protocols: files
`

exports[`test/words/traits.ts > TAP > nameserver is given, replaced as a whole, and taken away > "server" → none 1`] = `
resolv.conf: that of the machine
nsswitch.conf: that of the machine
`

exports[`test/words/traits.ts > TAP > nameserver is given, replaced as a whole, and taken away > nothing → "server" 1`] = `
resolv.conf: nameserver 2001:db8:4::1
nameserver 192.0.2.49
nsswitch.conf: passwd: files
group: files
hosts: files dns
services: files
protocols: files
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"client"} → {"towards":"transit","errors":"kept"} 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-transit" counter masquerade comment "masquerade"
 }
 chain errors {
  type filter hook prerouting priority -300; policy accept;
  iifname "to-transit" ip6 daddr { 2001:db8:2::1, 2001:db8:2:1::1 } icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } counter notrack comment "keep errors"
  iifname "to-transit" ip daddr { 192.0.2.17, 192.0.2.18 } icmp type { destination-unreachable, time-exceeded, parameter-problem } counter notrack comment "keep errors"
 }
}
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"transit","errors":"kept"} → {"towards":"transit","errors":{"untranslated":"client"}} 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-transit" counter masquerade comment "masquerade"
 }
 chain errors {
  type filter hook prerouting priority -300; policy accept;
  iifname "to-transit" ip6 daddr { 2001:db8:2::1, 2001:db8:2:1::1 } icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } counter notrack ip6 daddr set 2001:db8:1::1 comment "hand errors on untranslated"
  iifname "to-transit" ip daddr { 192.0.2.17, 192.0.2.18 } icmp type { destination-unreachable, time-exceeded, parameter-problem } counter notrack ip daddr set 192.0.2.1 comment "hand errors on untranslated"
 }
}
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"transit","errors":"translated"} → {"towards":"transit","publish":[{"port":8080,"to":"client","to-port":80},{"port":7,"to":"client"}]} 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-transit" counter masquerade comment "masquerade"
 }
 chain prerouting {
  type nat hook prerouting priority -100; policy accept;
  iifname "to-transit" ip6 daddr { 2001:db8:2::1, 2001:db8:2:1::1 } meta l4proto { tcp, udp } th dport 8080 counter dnat ip6 to [2001:db8:1::1]:80 comment "publish 8080"
  iifname "to-transit" ip daddr { 192.0.2.17, 192.0.2.18 } meta l4proto { tcp, udp } th dport 8080 counter dnat ip to 192.0.2.1:80 comment "publish 8080"
  iifname "to-transit" ip6 daddr { 2001:db8:2::1, 2001:db8:2:1::1 } meta l4proto { tcp, udp } th dport 7 counter dnat ip6 to [2001:db8:1::1]:7 comment "publish 7"
  iifname "to-transit" ip daddr { 192.0.2.17, 192.0.2.18 } meta l4proto { tcp, udp } th dport 7 counter dnat ip to 192.0.2.1:7 comment "publish 7"
 }
}
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"transit","errors":{"untranslated":"client"}} → {"towards":"transit","errors":"translated"} 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-transit" counter masquerade comment "masquerade"
 }
}
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"transit","ports":"40000-40100"} → {"towards":"client"} 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-client" counter masquerade comment "masquerade"
 }
}
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > {"towards":"transit","publish":[{"port":8080,"to":"client","to-port":80},{"port":7,"to":"client"}]} → none 1`] = `
table inet mtulab-nat {
}
delete table inet mtulab-nat
`

exports[`test/words/traits.ts > TAP > nat is given, replaced as a whole, and taken away > nothing → {"towards":"transit","ports":"40000-40100"} 1`] = `
table inet mtulab-nat {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  oifname "to-transit" meta l4proto { tcp, udp } counter masquerade to :40000-40100 comment "masquerade"
  oifname "to-transit" counter masquerade comment "masquerade"
 }
}
`

exports[`test/words/traits.ts > TAP > offloads is given, replaced as a whole, and taken away > "disabled" → none 1`] = `
ethtool -K to-client tso off
ethtool -K to-transit tso off
`

exports[`test/words/traits.ts > TAP > offloads is given, replaced as a whole, and taken away > "enabled" → "disabled" 1`] = `
ethtool -K to-client tso off
ethtool -K to-transit tso off
`

exports[`test/words/traits.ts > TAP > offloads is given, replaced as a whole, and taken away > nothing → "enabled" 1`] = `
ethtool -K to-client tso on
ethtool -K to-transit tso on
`

exports[`test/words/traits.ts > TAP > packet-too-big is given, replaced as a whole, and taken away > {"mtu":0} → none 1`] = `
table inet mtulab-packet-too-big {
}
delete table inet mtulab-packet-too-big
`

exports[`test/words/traits.ts > TAP > packet-too-big is given, replaced as a whole, and taken away > {"mtu":1500,"from":"client"} → {"mtu":0} 1`] = `
table inet mtulab-packet-too-big {
}
delete table inet mtulab-packet-too-big
table inet mtulab-packet-too-big {
 chain output {
  type filter hook output priority -460; policy accept;
  icmpv6 type packet-too-big icmpv6 mtu set 0 counter comment "packet-too-big: another mtu"
  icmp type destination-unreachable icmp code frag-needed icmp mtu set 0 counter comment "packet-too-big: another mtu"
 }
}
`

exports[`test/words/traits.ts > TAP > packet-too-big is given, replaced as a whole, and taken away > {"send":false} → {"mtu":1500,"from":"client"} 1`] = `
table inet mtulab-packet-too-big {
}
delete table inet mtulab-packet-too-big
table inet mtulab-packet-too-big {
 chain output {
  type filter hook output priority -460; policy accept;
  icmpv6 type packet-too-big icmpv6 mtu set 1500 counter comment "packet-too-big: another mtu"
  icmpv6 type packet-too-big ip6 saddr set 2001:db8:1::1 counter comment "packet-too-big: another source"
  icmp type destination-unreachable icmp code frag-needed icmp mtu set 1500 counter comment "packet-too-big: another mtu"
  icmp type destination-unreachable icmp code frag-needed ip saddr set 192.0.2.1 counter comment "packet-too-big: another source"
 }
}
`

exports[`test/words/traits.ts > TAP > packet-too-big is given, replaced as a whole, and taken away > nothing → {"send":false} 1`] = `
table inet mtulab-packet-too-big {
 chain output {
  type filter hook output priority -460; policy accept;
  icmpv6 type packet-too-big counter drop comment "packet-too-big: not sent"
  icmp type destination-unreachable icmp code frag-needed counter drop comment "packet-too-big: not sent"
 }
}
`

exports[`test/words/traits.ts > TAP > prefix-translation is given, replaced as a whole, and taken away > {"of":"client","towards":"transit"} → {"of":"server","towards":"client"} 1`] = `
table inet mtulab-prefix {
}
delete table inet mtulab-prefix
table inet mtulab-prefix {
 chain postrouting {
  type filter hook postrouting priority -150; policy accept;
  oifname "to-client" ip6 saddr 2001:db8:4::1 counter ip6 saddr set 2001:db8:2:2::1 comment "prefix out"
 }
 chain prerouting {
  type filter hook prerouting priority -150; policy accept;
  iifname "to-client" ip6 daddr 2001:db8:2:2::1 icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } @th,128,128 0x20010db8000200020000000000000001 @th,128,128 set 0x20010db8000400000000000000000001
  iifname "to-client" ip6 daddr 2001:db8:2:2::1 counter ip6 daddr set 2001:db8:4::1 comment "prefix in"
 }
}
`

exports[`test/words/traits.ts > TAP > prefix-translation is given, replaced as a whole, and taken away > {"of":"server","towards":"client"} → none 1`] = `
table inet mtulab-prefix {
}
delete table inet mtulab-prefix
`

exports[`test/words/traits.ts > TAP > prefix-translation is given, replaced as a whole, and taken away > nothing → {"of":"client","towards":"transit"} 1`] = `
table inet mtulab-prefix {
 chain postrouting {
  type filter hook postrouting priority -150; policy accept;
  oifname "to-transit" ip6 saddr 2001:db8:1::1 counter ip6 saddr set 2001:db8:2:fffe::1 comment "prefix out"
  oifname "to-transit" ip6 saddr 2001:db8:1:1::1 counter ip6 saddr set 2001:db8:2::1 comment "prefix out"
 }
 chain prerouting {
  type filter hook prerouting priority -150; policy accept;
  iifname "to-transit" ip6 daddr 2001:db8:2:fffe::1 icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } @th,128,128 0x20010db80002fffe0000000000000001 @th,128,128 set 0x20010db8000100000000000000000001
  iifname "to-transit" ip6 daddr 2001:db8:2:fffe::1 counter ip6 daddr set 2001:db8:1::1 comment "prefix in"
  iifname "to-transit" ip6 daddr 2001:db8:2::1 icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } @th,128,128 0x20010db8000200000000000000000001 @th,128,128 set 0x20010db8000100010000000000000001
  iifname "to-transit" ip6 daddr 2001:db8:2::1 counter ip6 daddr set 2001:db8:1:1::1 comment "prefix in"
 }
}
`

exports[`test/words/traits.ts > TAP > rate is given, replaced as a whole, and taken away > {"towards":"client","kbit":64} → none 1`] = `
tc qdisc del dev to-client root
`

exports[`test/words/traits.ts > TAP > rate is given, replaced as a whole, and taken away > {"towards":"transit","kbit":32,"queue":"10kB"} → {"towards":"transit","kbit":64} 1`] = `
tc qdisc replace dev to-transit root tbf rate 64kbit burst 1514 limit 100000
`

exports[`test/words/traits.ts > TAP > rate is given, replaced as a whole, and taken away > {"towards":"transit","kbit":64} → {"towards":"client","kbit":64} 1`] = `
tc qdisc del dev to-transit root
tc qdisc replace dev to-client root tbf rate 64kbit burst 1514 limit 100000
`

exports[`test/words/traits.ts > TAP > rate is given, replaced as a whole, and taken away > nothing → {"towards":"transit","kbit":32,"queue":"10kB"} 1`] = `
tc qdisc replace dev to-transit root tbf rate 32kbit burst 1514 limit 10000
`

exports[`test/words/traits.ts > TAP > routes is given, replaced as a whole, and taken away > [{"to":"server","via":"edge","advmss":1200}] → none 1`] = `
ip route del 2001:db8:4::1/128 via 2001:db8:1:1::2 dev to-edge
ip route del 192.0.2.49/32 via 192.0.2.3 dev to-edge
`

exports[`test/words/traits.ts > TAP > routes is given, replaced as a whole, and taken away > [{"to":"server","via":"edge","mtu":1400,"lock":true,"family":"ipv4"}] → [{"to":"server","via":"edge","advmss":1200}] 1`] = `
ip route del 192.0.2.49/32 via 192.0.2.3 dev to-edge
ip route replace 2001:db8:4::1/128 via 2001:db8:1:1::2 dev to-edge src 2001:db8:1::1 advmss 1200
ip route replace 192.0.2.49/32 via 192.0.2.3 dev to-edge src 192.0.2.1 advmss 1200
`

exports[`test/words/traits.ts > TAP > routes is given, replaced as a whole, and taken away > nothing → [{"to":"server","via":"edge","mtu":1400,"lock":true,"family":"ipv4"}] 1`] = `
ip route replace 192.0.2.49/32 via 192.0.2.3 dev to-edge src 192.0.2.1 mtu lock 1400
`

exports[`test/words/traits.ts > TAP > srv6 is given, replaced as a whole, and taken away > [] → none 1`] = `

`

exports[`test/words/traits.ts > TAP > srv6 is given, replaced as a whole, and taken away > [{"to":"server","through":["transit"],"mode":"encap.red"}] → [{"to":"server","through":["transit"]},{"to":"transit","through":["transit","transit"]}] 1`] = `
ip route del 2001:db8:3::5e6:1:2/128 dev to-edge
ip route del 2001:db8:4::1/128 dev to-client
ip route del 2001:db8:3::5e6:2:2/128 dev to-edge
ip route del 192.0.2.49/32 dev to-client
ip route replace 2001:db8:3::5e6:1:2/128 encap seg6local action End.DT6 table 254 dev to-edge
ip route replace 2001:db8:4::1/128 encap seg6 mode encap segs 2001:db8:3::5e6:1:2 dev to-client
ip route replace 2001:db8:3::5e6:2:2/128 encap seg6local action End.DX4 nh4 0.0.0.0 dev to-edge
ip route replace 192.0.2.49/32 encap seg6 mode encap segs 2001:db8:3::5e6:2:2 dev to-client
ip route replace 2001:db8:3::5e6:0:2/128 encap seg6local action End dev to-edge
ip route replace 2001:db8:3::1/128 encap seg6 mode encap segs 2001:db8:3::5e6:0:2,2001:db8:3::5e6:1:2 dev to-client
ip route replace 192.0.2.33/32 encap seg6 mode encap segs 2001:db8:3::5e6:0:2,2001:db8:3::5e6:2:2 dev to-client
`

exports[`test/words/traits.ts > TAP > srv6 is given, replaced as a whole, and taken away > [{"to":"server","through":["transit"]},{"to":"transit","through":["transit","transit"]}] → [] 1`] = `
ip route del 2001:db8:3::5e6:1:2/128 dev to-edge
ip route del 2001:db8:4::1/128 dev to-client
ip route del 2001:db8:3::5e6:2:2/128 dev to-edge
ip route del 192.0.2.49/32 dev to-client
ip route del 2001:db8:3::5e6:0:2/128 dev to-edge
ip route del 2001:db8:3::1/128 dev to-client
ip route del 192.0.2.33/32 dev to-client
`

exports[`test/words/traits.ts > TAP > srv6 is given, replaced as a whole, and taken away > [{"to":"server","through":["transit"]}] → [{"to":"server","through":["transit"],"mode":"encap.red"}] 1`] = `
ip route del 2001:db8:3::5e6:1:2/128 dev to-edge
ip route del 2001:db8:4::1/128 dev to-client
ip route del 2001:db8:3::5e6:2:2/128 dev to-edge
ip route del 192.0.2.49/32 dev to-client
ip route replace 2001:db8:3::5e6:1:2/128 encap seg6local action End.DT6 table 254 dev to-edge
ip route replace 2001:db8:4::1/128 encap seg6 mode encap.red segs 2001:db8:3::5e6:1:2 dev to-client
ip route replace 2001:db8:3::5e6:2:2/128 encap seg6local action End.DX4 nh4 0.0.0.0 dev to-edge
ip route replace 192.0.2.49/32 encap seg6 mode encap.red segs 2001:db8:3::5e6:2:2 dev to-client
`

exports[`test/words/traits.ts > TAP > srv6 is given, replaced as a whole, and taken away > nothing → [{"to":"server","through":["transit"]}] 1`] = `
ip route replace 2001:db8:3::5e6:1:2/128 encap seg6local action End.DT6 table 254 dev to-edge
ip route replace 2001:db8:4::1/128 encap seg6 mode encap segs 2001:db8:3::5e6:1:2 dev to-client
ip route replace 2001:db8:3::5e6:2:2/128 encap seg6local action End.DX4 nh4 0.0.0.0 dev to-edge
ip route replace 192.0.2.49/32 encap seg6 mode encap segs 2001:db8:3::5e6:2:2 dev to-client
`

exports[`test/words/traits.ts > TAP > stateful is given, replaced as a whole, and taken away > {"correlates-errors":false} → {"correlates-errors":true} 1`] = `
table inet mtulab-stateful {
}
delete table inet mtulab-stateful
table inet mtulab-stateful {
 chain forward {
  type filter hook forward priority 0; policy accept;
  ct state established accept
  ct state related accept
  ct state new meta l4proto { tcp, udp } accept
  ct state new icmpv6 type echo-request accept
  ct state new icmp type echo-request accept
  counter drop comment "stateful: belongs to no connection"
 }
}
`

exports[`test/words/traits.ts > TAP > stateful is given, replaced as a whole, and taken away > {"correlates-errors":true} → none 1`] = `
table inet mtulab-stateful {
}
delete table inet mtulab-stateful
`

exports[`test/words/traits.ts > TAP > stateful is given, replaced as a whole, and taken away > nothing → {"correlates-errors":false} 1`] = `
table inet mtulab-stateful {
 chain forward {
  type filter hook forward priority 0; policy accept;
  ct state established accept
  ct state new meta l4proto { tcp, udp } accept
  ct state new icmpv6 type echo-request accept
  ct state new icmp type echo-request accept
  counter drop comment "stateful: belongs to no connection"
 }
}
`

exports[`test/words/traits.ts > TAP > sysctl is given, replaced as a whole, and taken away > {"net.ipv4.tcp_mtu_probing":1,"net.ipv4.ip_no_pmtu_disc":1} → {"net.ipv6.icmp.ratemask":"0-1,3-127","net.ipv4.conf.to-edge.rp_filter":1} 1`] = `
net.ipv4.tcp_mtu_probing = 0
net.ipv4.ip_no_pmtu_disc = null
net.ipv6.icmp.ratemask = 0-1,3-127
net.ipv4.conf.to-edge.rp_filter = 1
`

exports[`test/words/traits.ts > TAP > sysctl is given, replaced as a whole, and taken away > {"net.ipv6.icmp.ratemask":"0-1,3-127","net.ipv4.conf.to-edge.rp_filter":1} → none 1`] = `
net.ipv6.icmp.ratemask = null
net.ipv4.conf.to-edge.rp_filter = 0
`

exports[`test/words/traits.ts > TAP > sysctl is given, replaced as a whole, and taken away > nothing → {"net.ipv4.tcp_mtu_probing":1,"net.ipv4.ip_no_pmtu_disc":1} 1`] = `
net.ipv4.tcp_mtu_probing = 1
net.ipv4.ip_no_pmtu_disc = 1
`

exports[`test/words/traits.ts > TAP > urpf is given, replaced as a whole, and taken away > "loose" → none 1`] = `
table inet mtulab-urpf {
}
delete table inet mtulab-urpf
`

exports[`test/words/traits.ts > TAP > urpf is given, replaced as a whole, and taken away > "strict" → "loose" 1`] = `
table inet mtulab-urpf {
}
delete table inet mtulab-urpf
table inet mtulab-urpf {
 chain prerouting {
  type filter hook prerouting priority -440; policy accept;
  ip6 saddr :: accept
  fib saddr oif missing counter drop comment "urpf loose"
 }
}
`

exports[`test/words/traits.ts > TAP > urpf is given, replaced as a whole, and taken away > nothing → "strict" 1`] = `
table inet mtulab-urpf {
 chain prerouting {
  type filter hook prerouting priority -440; policy accept;
  ip6 saddr :: accept
  fib saddr . iif oif missing counter drop comment "urpf strict"
 }
}
`
