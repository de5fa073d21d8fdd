/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/evidence/evidence.ts > TAP > causes > evidence: a queue elsewhere explains nothing 1`] = `
2 large packets of 80→20001 reached transit and none went further
no packet too big was made for 80→20001
small packets of the same flow passed both ways within the same 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: blackout 1`] = `
2 large packets of 80→20001 reached transit and none went further
client sent 2 small packets of the same flow and heard nothing for 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: fragments that are never put together 1`] = `
server saw 0 in and 2 out
firewall saw 2 in and 2 out
transit saw 2 in and 0 out
client got 8 fragments and put none of their packets together
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: large packets dropped in the OUTPUT of the sender 1`] = `
server has 200127 bytes to send and a window of 65535, and no large packet leaves it
small packets of the same flow passed both ways within the same 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: lost acknowledgments 1`] = `
client has 15708 bytes, server knows of 0
server heard nothing for 1.28 s
2 small packets of 20001→80 reached transit and none went further
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: lost in a firewall 1`] = `
transit made 3 packet too big mtu 1500 for 80→20001
firewall saw 3 and let none through
server took none of them
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: lost in the INPUT of the sender 1`] = `
transit made 3 packet too big mtu 1500 for 80→20001
server saw 3 and let none through
server took none of them
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: lost in the OUTPUT of its maker 1`] = `
transit made 3 packet too big mtu 1500 for 80→20001
transit saw 3 and let none through
server took none of them
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: lost on a wire: the last node that saw it 1`] = `
transit made 3 packet too big mtu 1500 for 80→20001
server took none of them
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: misdelivered 1`] = `
transit made 3 packet too big mtu 1500 for 80→20001
firewall took 3
server took none of them
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: not sent: the router counts what it drops and makes none 1`] = `
2 large packets of 80→20001 reached transit and none left it
transit: Ip6InTooBigErrors rose by 2, and no packet too big was made
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: nothing leaves the sender 1`] = `

`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: nothing small was tried 1`] = `
server saw 0 in and 2 out
firewall saw 2 in and 2 out
transit saw 2 in and 0 out
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: silent drop in a node 1`] = `
2 large packets of 80→20001 reached transit and none went further
no packet too big was made for 80→20001
small packets of the same flow passed both ways within the same 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: silent drop in the INPUT of the receiver 1`] = `
2 large packets of 80→20001 reached client and none went further
no packet too big was made for 80→20001
small packets of the same flow passed both ways within the same 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: silent drop on a wire 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no packet too big was made for 80→20001
small packets of the same flow passed both ways within the same 1.28 s
`

exports[`test/evidence/evidence.ts > TAP > causes > evidence: taken before the last retransmission, and nothing changed 1`] = `
server took 3
`
