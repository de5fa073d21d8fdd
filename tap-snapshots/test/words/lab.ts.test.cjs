/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/lab.ts > TAP > commands are printed quoted, ready to paste > must match snapshot 1`] = `
ip -n edge link set dev to-client mtu 1500
ip netns exec edge sysctl -w net.ipv4.ip_forward=1
# in edge: reset net.ipv4.ip_forward to the default of a new namespace
printf '%s\\n' 'flush table inet x
add rule inet x y comment '\\''z'\\''' | ip netns exec edge nft -f -
ip netns exec edge ethtool -K to-client gso off
printf '%s\\n' 'table netdev x' | ip netns exec link.emulator nft -f -; tc -n link.emulator qdisc replace dev l0-1 root handle 1: prio bands 3 priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2; tc -n link.emulator qdisc replace dev l0-1 parent 1:1 handle 11: netem limit 100000 delay 100ms reorder 25%; tc -n link.emulator qdisc replace dev l0-1 parent 1:2 handle 12: netem limit 100000 delay 2.5ms; tc -n link.emulator qdisc replace dev l0-1 parent 1:3 handle 13: netem limit 100000
`
