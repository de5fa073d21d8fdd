/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/reports/ladder.ts > TAP > a capture that ended while its only packet was in flight > 60 columns 1`] = `
     ms  a             b
         │             │
   0.00  ├────────────▶│  packet, 9000 B
`

exports[`test/reports/ladder.ts > TAP > a capture that ended while its only packet was in flight > 80 columns 1`] = `
     ms  a             b
         │             │
   0.00  ├────────────▶│  packet, 9000 B
`

exports[`test/reports/ladder.ts > TAP > a datagram that is fragmented, and one fragment lost > 60 columns 1`] = `
     ms  a          r          b
         │          │          │
   0.00  ├─────────▶│          │  UDP 5000→9, 2048 B, split
         │          │          │  into 2
   1.00  │          ├─────────▶│  fragment from 0, 1500 B
   2.00  │          ├────╳     │  fragment from 1480, 588 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > a datagram that is fragmented, and one fragment lost > 80 columns 1`] = `
     ms  a             r             b
         │             │             │
   0.00  ├────────────▶│             │  UDP 5000→9, 2048 B, split into 2
   1.00  │             ├────────────▶│  fragment from 0, 1500 B
   2.00  │             ├──────╳      │  fragment from 1480, 588 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > a packet that its sender did not send because of its MTU > 60 columns 1`] = `
     ms  a          r          b
         │          │          │
   0.00  ├──────────┼─────────▶│  packet, 9000 B
   1.00  ╳          │          │  packet, 9000 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > a packet that its sender did not send because of its MTU > 80 columns 1`] = `
     ms  a             r             b
         │             │             │
   0.00  ├─────────────┼────────────▶│  packet, 9000 B
   1.00  ╳             │             │  packet, 9000 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > a path of ten nodes > 60 columns 1`] = `
     ms  alpha    charlie    echo      golf hotel    juliett
              bravo     delta    foxtrot         india
           │    │    │    │    │    │    │    │    │    │
         SYN mss 8940
   0.00    ├────┼────┼────┼────┼────┼────┼────┼────┼───▶│
         1:8929, 9000 B
   1.00    │    │    │    │    │    │    ╳────┼────┼────┤
         PTB 1500 for 1:8929
   2.00    │    │    │    │    │    │    ├────┼────╳    │
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > a path of ten nodes > 80 columns 1`] = `
     ms  alpha  charlie  echo    golf    india
             bravo   delta  foxtrot  hotel  juliett
           │   │   │   │   │   │   │   │   │   │
   0.00    ├───┼───┼───┼───┼───┼───┼───┼───┼──▶│  SYN mss 8940
   1.00    │   │   │   │   │   │   ╳───┼───┼───┤  1:8929, 9000 B
   2.00    │   │   │   │   │   │   ├───┼───╳   │  PTB 1500 for 1:8929
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > legs: the arrow crosses the lanes of nodes that the packet did not visit > 60 columns 1`] = `
     ms  source    r3  r1  far
               r2            target
            │   │   │   │   │   │
   0.00     ├───────────┼───┼──▶│  SYN mss 8940
   1.00     │◀──────┼───────┼───┤  SYN-ACK mss 8940
   2.00     ├───┼───────────┼──▶│  packet, 9000 B
   3.00     ├───────╳   │   │   │  1:8929, 9000 B
   4.00     │◀──────┤   │   │   │  PTB 1500 for 1:8929
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > legs: the arrow crosses the lanes of nodes that the packet did not visit > 80 columns 1`] = `
     ms  source    r2      r3      r1      far   target
            │       │       │       │       │       │
   0.00     ├───────────────────────┼───────┼──────▶│  SYN mss 8940
   1.00     │◀──────────────┼───────────────┼───────┤  SYN-ACK mss 8940
   2.00     ├───────┼───────────────────────┼──────▶│  packet, 9000 B
   3.00     ├───────────────╳       │       │       │  1:8929, 9000 B
   4.00     │◀──────────────┤       │       │       │  PTB 1500 for 1:8929
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > many packets, most of them folded > 60 columns 1`] = `
     ms  b          r          a
         │          │          │
   0.00  ├──────────┼─────────▶│  1:8929, 9000 B
   1.00  ├──────────┼─────────▶│  8929:17857, 9000 B
         ┊          ┊          ┊  … 38 segments,
         │          │          │  all delivered
  40.00  ├──────────╳          │  packet, 9000 B
  41.00  ├──────────╳          │  packet, 9000 B
         ┊          ┊          ┊  … 7 segments dead at r
  49.00  │◀─────────┼──────────┤  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > many packets, most of them folded > 80 columns 1`] = `
     ms  b             r             a
         │             │             │
   0.00  ├─────────────┼────────────▶│  1:8929, 9000 B
   1.00  ├─────────────┼────────────▶│  8929:17857, 9000 B
         ┊             ┊             ┊  … 38 segments, all delivered
  40.00  ├─────────────╳             │  packet, 9000 B
  41.00  ├─────────────╳             │  packet, 9000 B
         ┊             ┊             ┊  … 7 segments dead at r
  49.00  │◀────────────┼─────────────┤  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > notes are placed among the packets by their time > must match snapshot 1`] = `
     ms  a             b
         │             │
   0.00  ├────────────▶│  SYN
         changed: edge: SYNs towards transit carry an MSS of
         at most 1396
   1.00  │◀────────────┤  SYN-ACK
         the end
`

exports[`test/reports/ladder.ts > TAP > packets lost at their sender, on a link and at the last node > 60 columns 1`] = `
     ms  a          b          c
         │          │          │
   0.00  ├────╳     │          │  packet, 9000 B
   1.00  ├──────────┼────╳     │  packet, 9000 B
   2.00  ├──────────┼──────────╳  packet, 9000 B
   3.00  │     ╳────┼──────────┤  packet, 100 B
   4.00  │          ╳──────────┤  packet, 100 B
   5.00  ├──────────┼─────────▶│  packet, 100 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > packets lost at their sender, on a link and at the last node > 80 columns 1`] = `
     ms  a             b             c
         │             │             │
   0.00  ├──────╳      │             │  packet, 9000 B
   1.00  ├─────────────┼──────╳      │  packet, 9000 B
   2.00  ├─────────────┼─────────────╳  packet, 9000 B
   3.00  │      ╳──────┼─────────────┤  packet, 100 B
   4.00  │             ╳─────────────┤  packet, 100 B
   5.00  ├─────────────┼────────────▶│  packet, 100 B
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 0, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────┼─────────┼─────────┼────────▶│  SYN mss 8940
   0.13     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8940
   0.18     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   0.53     │         │         ╳─────────┼─────────┤  1:8929, 9000 B
   0.56     │         │         ├─────────╳         │  PTB 1500 for 1:8929
   0.57     │◀────────┼─────────┼─────────┼─────────┤  8929:9501, 644 B
   0.62     │         │         ╳─────────┼─────────┤  1:8929, 9000 B, again
   0.63     │         │         ├─────────╳         │  PTB 1500 for 1:8929
            ┊         ┊         ┊         ┊         ┊  207 ms later
 207.62     │         │         ╳─────────┼─────────┤  1:8929, 9000 B, again
 207.72     │         │         ├─────────╳         │  PTB 1500 for 1:8929
            ┊         ┊         ┊         ┊         ┊  … 1 ACK, delivered
            ┊         ┊         ┊         ┊         ┊  294 ms later
 501.46     ├─────────┼─────────┼─────────┼────────▶│  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 1, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────┼─────────┼─────────┼────────▶│  SYN mss 8960
   0.10     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8960
   0.12     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   0.40     │         │         ╳─────────┼─────────┤  1:8949, 9000 B
   0.48     │         │         ├─────────╳         │  PTB 1500 for 1:8949
   0.49     │◀────────┼─────────┼─────────┼─────────┤  8949:9501, 604 B
   0.52     │         │         ╳─────────┼─────────┤  1:8949, 9000 B, again
   0.53     │         │         ├─────────╳         │  PTB 1500 for 1:8949
            ┊         ┊         ┊         ┊         ┊  204 ms later
 204.77     │         │         ╳─────────┼─────────┤  1:8949, 9000 B, again
 204.86     │         │         ├─────────╳         │  PTB 1500 for 1:8949
            ┊         ┊         ┊         ┊         ┊  … 1 ACK, delivered
            ┊         ┊         ┊         ┊         ┊  297 ms later
 501.52     ├─────────┼─────────┼─────────┼────────▶│  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 120 columns 1`] = `
     ms  client         edge         transit      firewall       server
            │             │             │             │             │
   0.00     ├─────────────┼─────────────┼─────────────┼────────────▶│  SYN mss 8940
   0.13     │◀────────────┼─────────────┼─────────────┼─────────────┤  SYN-ACK mss 8940
   0.18     ├─────────────┼─────────────┼─────────────┼────────────▶│  ACK 1
   0.53     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B
   0.56     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
   0.57     │◀────────────┼─────────────┼─────────────┼─────────────┤  8929:9501, 644 B
   0.62     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B, again
   0.63     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
            ┊             ┊             ┊             ┊             ┊  207 ms later
 207.62     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B, again
 207.72     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
            ┊             ┊             ┊             ┊             ┊  … 1 ACK, delivered
            ┊             ┊             ┊             ┊             ┊  294 ms later
 501.46     ├─────────────┼─────────────┼─────────────┼────────────▶│  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 2, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────╪═════════╪═════════╪════════▶│  SYN mss 8940→1396
   0.16     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8940
   0.19     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   0.47     │◀────────┼─────────┼─────────┼─────────┤  1:1385, 1456 B
   0.53     │◀────────┼─────────┼─────────┼─────────┤  1385:2769, 1456 B
            ┊         ┊         ┊         ┊         ┊  … 6 ACKs, 4 segments,
            │         │         │         │         │  all delivered
   0.70     │◀────────┼─────────┼─────────┼─────────┤  8305:9501, 1268 B
            ┊         ┊         ┊         ┊         ┊  … 1 ACK, delivered
   0.99     ├─────────┼─────────┼─────────┼────────▶│  RST
         ═ rewritten on the path
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 3, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────╪═════════╪═════════╪════════▶│  SYN mss 8960→1396
   0.10     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8960
   0.12     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   0.38     │◀────────┼─────────┼─────────┼─────────┤  1:1385, 1436 B
   0.42     │◀────────┼─────────┼─────────┼─────────┤  1385:2769, 1436 B
            ┊         ┊         ┊         ┊         ┊  … 6 ACKs, 4 segments,
            │         │         │         │         │  all delivered
   0.60     │◀────────┼─────────┼─────────┼─────────┤  8305:9501, 1248 B
            ┊         ┊         ┊         ┊         ┊  … 1 ACK, delivered
   0.86     ├─────────┼─────────┼─────────┼────────▶│  RST
         ═ rewritten on the path
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 4, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────┼─────────┼─────────┼────────▶│  SYN mss 8940
   0.11     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8940
   0.14     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   0.29     │         │         ╳─────────┼─────────┤  1:8929, 9000 B
   0.35     │         │         ├─────────┼────────▶│  PTB 1500 for 1:8929
   0.36     │◀────────┼─────────┼─────────┼─────────┤  8929:9501, 644 B
   0.42     │         │         ╳─────────┼─────────┤  1:8929, 9000 B, again
   0.43     │         │         ├─────────┼────────▶│  PTB 1500 for 1:8929
   0.45     │◀────────┼─────────┼─────────┼─────────┤  1:1429, 1500 B, again
   0.49     │◀────────┼─────────┼─────────┼─────────┤  1429:2857, 1500 B, again
            ┊         ┊         ┊         ┊         ┊  … 6 ACKs, 4 segments,
            │         │         │         │         │  all delivered
   0.60     │◀────────┼─────────┼─────────┼─────────┤  8569:8929, 432 B, again
            ┊         ┊         ┊         ┊         ┊  … 2 ACKs, all delivered
   0.84     ├─────────┼─────────┼─────────┼────────▶│  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 5, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────┼─────────┼─────────┼────────▶│  SYN mss 8960
   0.11     │◀────────┼─────────┼─────────┼─────────┤  SYN-ACK mss 8960
   0.14     ├─────────┼─────────┼─────────┼────────▶│  ACK 1
   1.31     │         │         ╳─────────┼─────────┤  1:8949, 9000 B
   1.34     │         │         ├─────────┼────────▶│  PTB 1500 for 1:8949
   1.35     │◀────────┼─────────┼─────────┼─────────┤  8949:9501, 604 B
   1.40     │         │         ╳─────────┼─────────┤  1:8949, 9000 B, again
   1.41     │         │         ├─────────┼────────▶│  PTB 1500 for 1:8949
   1.42     │◀────────┼─────────┼─────────┼─────────┤  1:1449, 1500 B, again
   1.45     │◀────────┼─────────┼─────────┼─────────┤  1449:2897, 1500 B, again
            ┊         ┊         ┊         ┊         ┊  … 6 ACKs, 4 segments,
            │         │         │         │         │  all delivered
   1.52     │◀────────┼─────────┼─────────┼─────────┤  8689:8949, 312 B, again
            ┊         ┊         ┊         ┊         ┊  … 2 ACKs, all delivered
   2.10     ├─────────┼─────────┼─────────┼────────▶│  RST
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 6, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────╳         │         │         │  UDP 53447→9, 3048 B
   0.05     │◀────────┤         │         │         │  PTB 1500
  50.32     ├─────────┼─────────┼─────────┼────────▶│  fragment from 0, 1496 B
  50.42     ├─────────┼─────────┼─────────┼────────▶│  fragment from 1448, 1496
            │         │         │         │         │  B
            ┊         ┊         ┊         ┊         ┊  … 1 fragment, delivered
  50.59     │◀────────┼─────────┼─────────┼─────────┤  ICMPv6 port unreachable
         ╳ last seen here, then lost
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 7, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├────────▶│         │         │         │  UDP 44100→9, 3028 B,
            │         │         │         │         │  split into 3
   0.16     │         ├─────────┼─────────┼────────▶│  fragment from 0, 1500 B
   0.17     │         ├─────────┼─────────┼────────▶│  fragment from 1480, 1500
            │         │         │         │         │  B
            ┊         ┊         ┊         ┊         ┊  … 1 fragment, delivered
   0.32     │◀────────┼─────────┼─────────┼─────────┤  ICMP port unreachable
  50.88     ├────────▶│         │         │         │  UDP 44100→9, 3028 B,
            │         │         │         │         │  split into 3
  50.92     │         ├─────────┼─────────┼────────▶│  fragment from 0, 1500 B
            ┊         ┊         ┊         ┊         ┊  … 2 fragments,
            │         │         │         │         │  all delivered
  51.00     │◀────────┼─────────┼─────────┼─────────┤  ICMP port unreachable
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 8, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├─────────┼─────────┼─────────┼────────▶│  fragment from 0, 1496 B
   0.12     ├─────────┼─────────┼─────────┼────────▶│  fragment from 1448, 608 B
   0.14     │◀────────┼─────────┼─────────┼─────────┤  fragment from 0, 1496 B
   0.14     │◀────────┼─────────┼─────────┼─────────┤  fragment from 1448, 608 B
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange narrow is drawn within the width > 9, 80 columns 1`] = `
     ms  client     edge     transit  firewall   server
            │         │         │         │         │
   0.00     ├────────▶│         │         │         │  echo request 1, 2028 B,
            │         │         │         │         │  split into 2
   0.04     │         ├─────────┼─────────┼────────▶│  fragment from 0, 1500 B
   0.04     │         ├─────────┼─────────┼────────▶│  fragment from 1480, 548 B
   0.12     │◀────────┼─────────┼─────────┼─────────┤  fragment from 0, 1500 B
   0.12     │◀────────┼─────────┼─────────┼─────────┤  fragment from 1480, 548 B
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange super is drawn within the width > 0, 80 columns 1`] = `
     ms  right        middle         left
           │             │             │
   0.00    ├─────────────┼────────────▶│  SYN mss 1440
   0.06    │◀────────────┼─────────────┤  SYN-ACK mss 1440
   0.08    ├─────────────┼────────────▶│  ACK 1
   0.37    │             │◀────────────┤  1:7141, 7212 B, split into 5
   0.38    │◀────────────┤             │  1:1429, 1500 B
   0.38    │◀────────────┤             │  1429:2857, 1500 B
           ┊             ┊             ┊  … 3 segments, 5 ACKs, all delivered
   0.43    │             │◀────────────┤  7141:10001, 2932 B, split into 3
           ┊             ┊             ┊  … 2 segments, all delivered
   0.43    │◀────────────┤             │  9997:10001, 76 B
           ┊             ┊             ┊  … 3 ACKs, all delivered
   0.63    ├─────────────┼────────────▶│  RST
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange super is drawn within the width > 1, 80 columns 1`] = `
     ms  right        middle         left
           │             │             │
   0.00    ├─────────────┼────────────▶│  SYN mss 1460
   0.05    │◀────────────┼─────────────┤  SYN-ACK mss 1460
   0.06    ├─────────────┼────────────▶│  ACK 1
   0.34    │             │◀────────────┤  1:7241, 7292 B, split into 5
   0.36    │◀────────────┤             │  1:1449, 1500 B
   0.36    │◀────────────┤             │  1449:2897, 1500 B
           ┊             ┊             ┊  … 3 segments, 5 ACKs, all delivered
   0.40    │             │◀────────────┤  7241:10001, 2812 B, split into 2
           ┊             ┊             ┊  … 1 segment, delivered
   0.41    │◀────────────┤             │  8689:10001, 1364 B
           ┊             ┊             ┊  … 2 ACKs, all delivered
   0.62    ├─────────────┼────────────▶│  RST
`

exports[`test/reports/ladder.ts > TAP > the recorded exchange super is drawn within the width > 120 columns 1`] = `
     ms  right        middle         left
           │             │             │
   0.00    ├─────────────┼────────────▶│  SYN mss 1440
   0.06    │◀────────────┼─────────────┤  SYN-ACK mss 1440
   0.08    ├─────────────┼────────────▶│  ACK 1
   0.37    │             │◀────────────┤  1:7141, 7212 B, split into 5
   0.38    │◀────────────┤             │  1:1429, 1500 B
   0.38    │◀────────────┤             │  1429:2857, 1500 B
           ┊             ┊             ┊  … 3 segments, 5 ACKs, all delivered
   0.43    │             │◀────────────┤  7141:10001, 2932 B, split into 3
           ┊             ┊             ┊  … 2 segments, all delivered
   0.43    │◀────────────┤             │  9997:10001, 76 B
           ┊             ┊             ┊  … 3 ACKs, all delivered
   0.63    ├─────────────┼────────────▶│  RST
`

exports[`test/reports/ladder.ts > TAP > two clamps on the path > 60 columns 1`] = `
     ms  client edge transit
                           server
            │     │     │     │
   0.00     ├─────╪═════╪════▶│  SYN mss 8940→1440→1396
   1.00     │◀────┼─────┼─────┤  SYN-ACK mss 8940
         ═ rewritten on the path
`

exports[`test/reports/ladder.ts > TAP > two clamps on the path > 80 columns 1`] = `
     ms  client        edge        transit      server
            │            │            │            │
   0.00     ├────────────╪════════════╪═══════════▶│  SYN mss 8940→1440→1396
   1.00     │◀───────────┼────────────┼────────────┤  SYN-ACK mss 8940
         ═ rewritten on the path
`
