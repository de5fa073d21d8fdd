/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/links.ts > TAP > a tunnel is probed by its own commands, each end in a namespace of its own > must match snapshot 1`] = `
unshare -n sh -ec 'ip link add probe mtu 1400 address 02:00:00:00:00:01 type vxlan id 7 local 2001:db8::1 remote 2001:db8::2 dstport 4789'
unshare -n sh -ec 'ip link add probe mtu 1400 address 02:00:00:00:00:02 type vxlan id 7 local 2001:db8::2 remote 2001:db8::1 dstport 4789'
`
