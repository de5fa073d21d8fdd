/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/actions/measurements.ts > TAP > the elements of sets are counted packets > the table 1`] = `
table inet mtulab-traffic-to-transit {
set ipv6-in { type ipv6_addr . ipv6_addr . inet_proto . inet_service . inet_service; size 65535; flags dynamic; }
set ipv6-in-other { type ipv6_addr . ipv6_addr . inet_proto; size 65535; flags dynamic; }
set ipv6-out { type ipv6_addr . ipv6_addr . inet_proto . inet_service . inet_service; size 65535; flags dynamic; }
set ipv6-out-other { type ipv6_addr . ipv6_addr . inet_proto; size 65535; flags dynamic; }
set ipv4-in { type ipv4_addr . ipv4_addr . inet_proto . inet_service . inet_service; size 65535; flags dynamic; }
set ipv4-in-other { type ipv4_addr . ipv4_addr . inet_proto; size 65535; flags dynamic; }
set ipv4-out { type ipv4_addr . ipv4_addr . inet_proto . inet_service . inet_service; size 65535; flags dynamic; }
set ipv4-out-other { type ipv4_addr . ipv4_addr . inet_proto; size 65535; flags dynamic; }
chain in {
type filter hook prerouting priority -310; policy accept;
iifname "to-transit" meta l4proto { tcp, udp } add @ipv6-in { ip6 saddr . ip6 daddr . meta l4proto . th sport . th dport counter } accept
iifname "to-transit" add @ipv6-in-other { ip6 saddr . ip6 daddr . meta l4proto counter }
iifname "to-transit" meta l4proto { tcp, udp } add @ipv4-in { ip saddr . ip daddr . meta l4proto . th sport . th dport counter } accept
iifname "to-transit" add @ipv4-in-other { ip saddr . ip daddr . meta l4proto counter }
}
chain out {
type filter hook postrouting priority 310; policy accept;
oifname "to-transit" meta l4proto { tcp, udp } add @ipv6-out { ip6 saddr . ip6 daddr . meta l4proto . th sport . th dport counter } accept
oifname "to-transit" add @ipv6-out-other { ip6 saddr . ip6 daddr . meta l4proto counter }
oifname "to-transit" meta l4proto { tcp, udp } add @ipv4-out { ip saddr . ip daddr . meta l4proto . th sport . th dport counter } accept
oifname "to-transit" add @ipv4-out-other { ip saddr . ip daddr . meta l4proto counter }
}
}
`
