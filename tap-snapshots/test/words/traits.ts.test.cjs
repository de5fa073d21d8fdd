/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/traits.ts > TAP > a trait says why it does not fit > must match snapshot 1`] = `
clamp {"mss":1396}: client forwards nothing, so no SYN passes that a clamp could change
clamp {"mss":1396,"towards":"server"}: edge has no link to server
clamp {"mss":1396,"interface":"to-server"}: edge has no interface to-server
clamp {"mss":1396,"interface":"lo","towards":"client"}: \`towards\` and \`interface\` both say where; give one
clamp {"mss":1396,"towards":"client","hook":"prerouting"}: at prerouting it is not known yet where a packet leaves; give \`interface\`
clamp {"mss":"to-pmtu","hook":"input"}: at input the kernel cannot clamp to the path MTU
drop {"what":["tcp"],"from":"server"}: edge has no link to server
drop {"what":["tcp"],"from":"client","at":["output"]}: what leaves from here comes in from nowhere: \`from\` does not go with output
drop {"what":["tcp"],"towards":"client","at":["input"]}: what arrives here goes out nowhere: \`towards\` does not go with input
drop {"what":["fragments"],"towards":"client"}: \`fragments\` are dropped as they come in, before it is known where they leave
drop {"what":["fragments"],"at":["output"]}: the kernel cuts its own packets after every hook: \`fragments\` cannot be dropped as they leave
drop {"what":["tcp"],"at":["forward"]}: client forwards nothing
stateful {"correlates-errors":true}: client forwards nothing, so there is nothing to keep state of
mtu {"to-server":1500}: edge has no interface to-server
mtu {"to-client":1200}: there is no IPv6 on an interface with an MTU of 1200; give at least 1280, or \`families: [ipv4]\`
routes [{"to":"server","via":"transit"}]: client has no link to transit
routes [{"to":"client","via":"edge"}]: client is no way to itself
routes [{"to":"server","via":"edge","lock":true}]: \`lock\` locks an \`mtu\`, and there is none
rate {"towards":"server","kbit":10}: edge has no link to server
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > {"mss":"to-pmtu"} → {"mss":1396,"hook":"output","towards":"transit","family":"ipv4"} 1`] = `
ip6tables -w -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -A OUTPUT -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > {"mss":1396,"hook":"output","towards":"transit","family":"ipv4"} → {"mss":1396,"interface":"lo"} 1`] = `
iptables -w -t mangle -D OUTPUT -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > {"mss":1396,"hook":"prerouting","interface":"to-client"} → none 1`] = `
ip6tables -w -t mangle -D PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > {"mss":1396,"interface":"lo"} → {"mss":1396,"hook":"prerouting","interface":"to-client"} 1`] = `
ip6tables -w -t mangle -D FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D FORWARD -o lo -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A PREROUTING -i to-client -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > {"mss":1396,"towards":"transit"} → {"mss":"to-pmtu"} 1`] = `
ip6tables -w -t mangle -D FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -D FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip6tables -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -w -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
`

exports[`test/words/traits.ts > TAP > clamp comes, is replaced whole, and goes > nothing → {"mss":1396,"towards":"transit"} 1`] = `
ip6tables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
iptables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > ["acks","fragments"] → [] 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
`

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > ["packet-too-big"] → {"what":["tcp","udp","icmp","everything"],"at":["forward"],"from":"client","towards":"transit"} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain forward {
  type filter hook forward priority 0; policy accept;
  iifname "to-client" oifname "to-transit" meta l4proto tcp counter drop comment "drop tcp"
  iifname "to-client" oifname "to-transit" meta l4proto udp counter drop comment "drop udp"
  iifname "to-client" oifname "to-transit" icmpv6 type { echo-request, echo-reply } counter drop comment "drop icmp"
  iifname "to-client" oifname "to-transit" icmp type { echo-request, echo-reply } counter drop comment "drop icmp"
  iifname "to-client" oifname "to-transit" counter drop comment "drop everything"
 }
}
`

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > [] → none 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
`

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > {"what":["fragments","packet-too-big"],"at":["input"],"from":"transit"} → ["acks","fragments"] 1`] = `
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
  type filter hook prerouting priority -450; policy accept;
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

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > {"what":["fragments"],"at":["forward"]} → {"what":["fragments","packet-too-big"],"at":["input"],"from":"transit"} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain prerouting {
  type filter hook prerouting priority -450; policy accept;
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

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > {"what":["tcp","udp","icmp","everything"],"at":["forward"],"from":"client","towards":"transit"} → {"what":["fragments"],"at":["forward"]} 1`] = `
table inet mtulab-drop {
}
delete table inet mtulab-drop
table inet mtulab-drop {
 chain prerouting {
  type filter hook prerouting priority -450; policy accept;
  fib daddr type != local exthdr frag exists counter drop comment "drop fragments"
  fib daddr type != local ip frag-off & 0x3fff != 0 counter drop comment "drop fragments"
 }
}
`

exports[`test/words/traits.ts > TAP > drop comes, is replaced whole, and goes > nothing → ["packet-too-big"] 1`] = `
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

exports[`test/words/traits.ts > TAP > mtu comes, is replaced whole, and goes > {"to-client":1300} → none 1`] = `
ip link set dev to-client mtu 1500
`

exports[`test/words/traits.ts > TAP > mtu comes, is replaced whole, and goes > {"to-transit":1400} → {"to-client":1300} 1`] = `
ip link set dev to-client mtu 1300
ip link set dev to-transit mtu 1500
`

exports[`test/words/traits.ts > TAP > mtu comes, is replaced whole, and goes > nothing → {"to-transit":1400} 1`] = `
ip link set dev to-transit mtu 1400
`

exports[`test/words/traits.ts > TAP > offloads comes, is replaced whole, and goes > "off" → none 1`] = `
ethtool -K to-client tso off
ethtool -K to-transit tso off
`

exports[`test/words/traits.ts > TAP > offloads comes, is replaced whole, and goes > "on" → "off" 1`] = `
ethtool -K to-client tso off
ethtool -K to-transit tso off
`

exports[`test/words/traits.ts > TAP > offloads comes, is replaced whole, and goes > nothing → "on" 1`] = `
ethtool -K to-client tso on
ethtool -K to-transit tso on
`

exports[`test/words/traits.ts > TAP > rate comes, is replaced whole, and goes > {"towards":"client","kbit":64} → none 1`] = `
tc qdisc del dev to-client root
`

exports[`test/words/traits.ts > TAP > rate comes, is replaced whole, and goes > {"towards":"transit","kbit":32,"queue":"10kB"} → {"towards":"transit","kbit":64} 1`] = `
tc qdisc replace dev to-transit root tbf rate 64kbit burst 1514 limit 100000
`

exports[`test/words/traits.ts > TAP > rate comes, is replaced whole, and goes > {"towards":"transit","kbit":64} → {"towards":"client","kbit":64} 1`] = `
tc qdisc del dev to-transit root
tc qdisc replace dev to-client root tbf rate 64kbit burst 1514 limit 100000
`

exports[`test/words/traits.ts > TAP > rate comes, is replaced whole, and goes > nothing → {"towards":"transit","kbit":32,"queue":"10kB"} 1`] = `
tc qdisc replace dev to-transit root tbf rate 32kbit burst 1514 limit 10000
`

exports[`test/words/traits.ts > TAP > routes comes, is replaced whole, and goes > [{"to":"server","via":"edge","advmss":1200}] → none 1`] = `
ip route del 2001:db8:4::1/128 via 2001:db8:1:1::2 dev to-edge
ip route del 192.0.2.49/32 via 192.0.2.3 dev to-edge
`

exports[`test/words/traits.ts > TAP > routes comes, is replaced whole, and goes > [{"to":"server","via":"edge","mtu":1400,"lock":true,"family":"ipv4"}] → [{"to":"server","via":"edge","advmss":1200}] 1`] = `
ip route del 192.0.2.49/32 via 192.0.2.3 dev to-edge
ip route replace 2001:db8:4::1/128 via 2001:db8:1:1::2 dev to-edge src 2001:db8:1::1 advmss 1200
ip route replace 192.0.2.49/32 via 192.0.2.3 dev to-edge src 192.0.2.1 advmss 1200
`

exports[`test/words/traits.ts > TAP > routes comes, is replaced whole, and goes > nothing → [{"to":"server","via":"edge","mtu":1400,"lock":true,"family":"ipv4"}] 1`] = `
ip route replace 192.0.2.49/32 via 192.0.2.3 dev to-edge src 192.0.2.1 mtu lock 1400
`

exports[`test/words/traits.ts > TAP > stateful comes, is replaced whole, and goes > {"correlates-errors":false} → {"correlates-errors":true} 1`] = `
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

exports[`test/words/traits.ts > TAP > stateful comes, is replaced whole, and goes > {"correlates-errors":true} → none 1`] = `
table inet mtulab-stateful {
}
delete table inet mtulab-stateful
`

exports[`test/words/traits.ts > TAP > stateful comes, is replaced whole, and goes > nothing → {"correlates-errors":false} 1`] = `
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

exports[`test/words/traits.ts > TAP > sysctl comes, is replaced whole, and goes > {"net.ipv4.tcp_mtu_probing":1,"net.ipv4.ip_no_pmtu_disc":1} → {"net.ipv6.icmp.ratemask":"0-1,3-127","net.ipv4.conf.to-edge.rp_filter":1} 1`] = `
net.ipv4.tcp_mtu_probing = 0
net.ipv4.ip_no_pmtu_disc = null
net.ipv6.icmp.ratemask = 0-1,3-127
net.ipv4.conf.to-edge.rp_filter = 1
`

exports[`test/words/traits.ts > TAP > sysctl comes, is replaced whole, and goes > {"net.ipv6.icmp.ratemask":"0-1,3-127","net.ipv4.conf.to-edge.rp_filter":1} → none 1`] = `
net.ipv6.icmp.ratemask = null
net.ipv4.conf.to-edge.rp_filter = 0
`

exports[`test/words/traits.ts > TAP > sysctl comes, is replaced whole, and goes > nothing → {"net.ipv4.tcp_mtu_probing":1,"net.ipv4.ip_no_pmtu_disc":1} 1`] = `
net.ipv4.tcp_mtu_probing = 1
net.ipv4.ip_no_pmtu_disc = 1
`
