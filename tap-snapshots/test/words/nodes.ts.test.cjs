/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/nodes.ts > TAP > a CLAT leads to a translator with NAT64 > must match snapshot 1`] = `
ip -n clat tuntap add dev siit0 mode tun
ip -n clat link set dev siit0 up mtu 65535
ip -n clat route add 192.0.2.16/32 dev siit0
ip -n clat route add 192.0.2.49/32 dev siit0
ip -n clat route add 192.0.2.65/32 dev siit0
ip -n clat route add 2001:db8:1::1/128 dev siit0
`

exports[`test/words/nodes.ts > TAP > a translator makes its device and the routes to it > must match snapshot 1`] = `
ip -n siit tuntap add dev siit0 mode tun
ip -n siit link set dev siit0 up mtu 65535
ip -n siit route add 192.0.2.32/32 dev siit0
ip -n siit route add 2001:db8:3:ff9b::/96 dev siit0
ip -n siit route add 192.0.2.65/32 dev siit0
`

exports[`test/words/nodes.ts > TAP > a translator that tracks connections shares the address of its node > must match snapshot 1`] = `
ip -n siit tuntap add dev siit0 mode tun
ip -n siit link set dev siit0 up mtu 65535
ip -n siit route add 192.0.2.32/32 dev siit0
ip -n siit route add 2001:db8:3:ff9b::/96 dev siit0
ip -n siit route add 100.64.0.0/16 dev siit0
printf '%s\\n' 'table ip mtulab-nat64 {
 chain postrouting {
  type nat hook postrouting priority 100; policy accept;
  ip saddr 100.64.0.0/16 oifname != "siit0" counter snat to 192.0.2.33 comment "nat64"
 }
}' | ip netns exec siit nft -f -
`
