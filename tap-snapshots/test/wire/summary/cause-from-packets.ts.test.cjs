/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/wire/summary/cause-from-packets.ts > TAP > a blackout of both directions, in which only the receiver sends small packets > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "no Packet Too Big about it was captured",
  "no packet of this flow arrived after the first loss, small or large",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a blackout, in which small packets are lost too > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "no Packet Too Big about it was captured",
  "no packet of this flow arrived after the first loss, small or large",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a Packet Too Big that a link lost > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent Packet Too Big (MTU 1500) to server",
  "the Packet Too Big left transit:to-firewall and went no further",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a Packet Too Big that a node dropped > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent Packet Too Big (MTU 1500) to server",
  "the Packet Too Big reached firewall:to-transit and went no further",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a Packet Too Big that reached another node with the same address > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent Packet Too Big (MTU 1500) to server",
  "the Packet Too Big reached anycast, which had not sent the segment",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a Packet Too Big that reached the sender, whose filter or kernel ignored it > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent Packet Too Big (MTU 1500) to server",
  "the Packet Too Big reached server:to-firewall, but later segments were as large as before",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a router that drops large packets without an answer may have made one and dropped it > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "no Packet Too Big about it was captured",
  "1 small packet of this flow arrived after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a segment that a tunnel carried to a node that dropped the packet around it > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) left server:to-transit and did not reach transit",
  "it was carried by a packet of 9070 bytes (VXLAN) that reached core:to-firewall and did not leave core",
  "transit sent Packet Too Big (MTU 1500) about that packet to firewall",
  "no small packet took the same path after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a segment that a tunnel carried to a node that dropped the packet around it without a word > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) left server:to-transit and did not reach transit",
  "it was carried by a packet of 9070 bytes (VXLAN) that reached core:to-firewall and did not leave core",
  "no Packet Too Big about either was captured",
  "no small packet took the same path after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > a segment without a relative sequence number that an unnamed interface lost > evidence 1`] = `
Array [
  "a segment of 9000 bytes left eth0 and did not reach the other end of the link",
  "no Packet Too Big about it was captured",
  "no small packet took the same path after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > acknowledgements that were lost > evidence 1`] = `
Array [
  "every segment from server arrived",
  "2 packets from client did not arrive; the last reached edge:to-client and did not leave edge",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > fragments that were dropped > evidence 1`] = `
Array [
  "the fragment at offset 1448 (1500 bytes) reached edge:to-transit and did not leave edge",
  "no Packet Too Big about it was captured",
  "2 packets with payload from server did not arrive",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > large packets that a bridge drops while small ones pass > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached bridge:to-server and did not leave bridge",
  "no Packet Too Big about it was captured",
  "1 small packet of this flow arrived after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > large packets that are lost behind a bridge while small ones pass > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) left bridge:to-client and did not reach client",
  "no Packet Too Big about it was captured",
  "1 small packet of this flow arrived after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > large packets that are lost in a tunnel that encrypts, whose packets do not show what they carry > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) left edge:to-transit and did not reach transit",
  "edge:to-transit encrypts: whether a Packet Too Big is about the packet that carried it cannot be seen",
  "1 small packet of this flow arrived after the first loss",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > large packets that their sender refuses because of its own MTU > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) was not sent by server:to-firewall, whose MTU it exceeds",
  "no Packet Too Big about it was captured",
]
`

exports[`test/wire/summary/cause-from-packets.ts > TAP > one large packet that was lost proves nothing > evidence 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "no Packet Too Big about it was captured",
  "no small packet took the same path after the first loss",
]
`
