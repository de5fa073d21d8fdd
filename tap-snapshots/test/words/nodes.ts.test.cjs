/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/nodes.ts > TAP > a translator makes its device and the routes to it > must match snapshot 1`] = `
ip -n siit tuntap add dev siit0 mode tun
ip -n siit link set dev siit0 up mtu 65535
ip -n siit route add 192.0.2.32/32 dev siit0
ip -n siit route add 2001:db8:3:ff9b::/96 dev siit0
ip -n siit route add 192.0.2.65/32 dev siit0
`
