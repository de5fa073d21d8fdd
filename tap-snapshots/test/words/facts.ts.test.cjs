/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/facts.ts > TAP > two runs are compared by what is the same in every run > must match snapshot 1`] = `
transfer: outcome: completed
transfer: causes: none
transfer: healed by: none
transfers: outcome: 1 × completed, 1 × stalled
transfers: causes: 1 × none, 1 × packet-too-big-lost at firewall
hops: hops: edge: 9000 bytes; transit: 1500 bytes (Packet Too Big from edge, MTU 1500); far: 1280 bytes (no answer to 1500 bytes); no answer; 192.0.2.1: 1280 bytes (the destination is unreachable from there); 1280 bytes
visit: won by: IPv4
visit: addresses tried: 2
visit: connection attempt delay: 250 ms
datagrams: datagrams: 1 lost, 2 too-big; 1 refused
datagrams: path MTU of the socket: 1500 bytes
reply: reply: too big for a path MTU of 1500, reported by a router
rtt: round-trip time: 200.1 ms
syn: MSS of the SYN at edge:to-client: 8940 bytes
syn: MSS of the SYN at edge:to-transit: 1396 bytes
syn-ack: MSS of the SYN-ACK at edge:to-client: 1396 bytes
pmtu: path MTU of r1: 1500 bytes
pmtu: path MTU of r2: none
`
