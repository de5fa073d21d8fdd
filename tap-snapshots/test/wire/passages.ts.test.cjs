/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/wire/passages.ts > TAP > conversations hold the errors about them and all pieces of a datagram > must match snapshot 1`] = `
Array [
  Array [
    "ipv6",
    "tcp",
    12,
    true,
  ],
  Array [
    "ipv4",
    "tcp",
    12,
    true,
  ],
  Array [
    "ipv6",
    "tcp",
    18,
    false,
  ],
  Array [
    "ipv4",
    "tcp",
    18,
    false,
  ],
  Array [
    "ipv6",
    "tcp",
    24,
    true,
  ],
  Array [
    "ipv4",
    "tcp",
    24,
    true,
  ],
  Array [
    "ipv6",
    "udp",
    6,
    true,
  ],
  Array [
    "ipv4",
    "udp",
    10,
    true,
  ],
  Array [
    "ipv6",
    "other",
    4,
    false,
  ],
  Array [
    "ipv4",
    "other",
    5,
    false,
  ],
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a blackout of both ways, while only the other end tries small packets > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "nothing answered it",
  "nothing of this flow came through since, small or large",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a blackout, in which small packets die too > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "nothing answered it",
  "nothing of this flow came through since, small or large",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a Packet Too Big that a wire lost > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent packet too big mtu 1500 to server",
  "the packet too big left transit:to-firewall and went no further",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a Packet Too Big that another holder of the address took > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent packet too big mtu 1500 to server",
  "the packet too big came to twin, which had not sent the segment",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a Packet Too Big that came to the sender, whose filter or kernel did not heed it > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent packet too big mtu 1500 to server",
  "the packet too big reached server:to-firewall, and the segments stayed as large as before",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a Packet Too Big that the sender has just got may still heal it > in these words 1`] = `
undefined
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a Packet Too Big that was lost, named by the node that kept it > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "transit sent packet too big mtu 1500 to server",
  "the packet too big reached firewall:to-transit and went no further",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: a router that keeps large packets and says nothing may have made an answer and dropped it > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "nothing answered it",
  "small packets of the same flow came through after the first had died: 1",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: acknowledgements that were lost > in these words 1`] = `
Array [
  "every segment of server arrived",
  "1 packets of client died: the last reached edge:to-client and did not leave edge",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: fragments that were dropped > in these words 1`] = `
Array [
  "a fragment from 1448 (1500 bytes) reached edge:to-transit and did not leave edge",
  "nothing answered it",
  "2 packets died like it",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: large packets that a bridge keeps while small ones pass > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached bridge:to-server and did not leave bridge",
  "nothing answered it",
  "small packets of the same flow came through after the first had died: 1",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: large packets that vanish at a bridge while small ones pass > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) left bridge:to-client and did not reach client",
  "nothing answered it",
  "small packets of the same flow came through after the first had died: 1",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: nothing died > in these words 1`] = `
undefined
`

exports[`test/wire/passages.ts > TAP > the cause by packets: one large packet that vanished proves nothing yet > in these words 1`] = `
Array [
  "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
  "nothing answered it",
  "nothing small tried the same way since",
]
`

exports[`test/wire/passages.ts > TAP > the cause by packets: what may still be under way is not dead > in these words 1`] = `
undefined
`
