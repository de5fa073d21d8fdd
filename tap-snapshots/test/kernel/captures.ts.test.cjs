/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/kernel/captures.ts > TAP > a capture leaves such a frame out where it cannot have arrived, and names the interface > must match snapshot 1`] = `
n:a did not send 1 packet (up to 1600 bytes) because of its MTU of 1500
`

exports[`test/kernel/captures.ts > TAP > a capture leaves such a frame out where it cannot have arrived, and names the interface > must match snapshot 2`] = `
left out at n:b: 1 packet (up to 1600 bytes) that n:a cannot have sent with its MTU of 1500
`

exports[`test/kernel/captures.ts > TAP > a capture warns of what it lost and of what no wire carries > must match snapshot 1`] = `
the capture is incomplete: at n:a the kernel dropped 3 of 9 packets
the capture is incomplete: at n:a 9 packets passed and 5 were read
at n:a 2 packets (up to 9014 bytes) are longer than its MTU allows: offloads are on, and a wire would carry them as several packets
n:a did not send 4 packets (up to 9014 bytes) because of its MTU
n:b did not send 4 packets (up to 9014 bytes) because of its MTU
left out at n:b: 1 packet (up to 9014 bytes) that n:a cannot have sent with its MTU
during the capture the kernel dropped 7 packets on this machine because a CPU's receive queue was full (net.core.netdev_max_backlog): such packets leave one end of a link and never arrive at the other
`
