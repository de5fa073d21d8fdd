/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/lab-commands.ts > TAP > capture show draws a file, with the nodes if the file names them > a file of mtulab 1`] = `
IPv6 TCP  [2001:db8:1::1]:51292 ↔ [2001:db8:4::2]:80  (12 packets)
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
         changed: edge: ipv6: SYNs keep their MSS
            ┊             ┊             ┊             ┊             ┊  160 ms later
 207.62     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B, again
 207.72     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
            ┊             ┊             ┊             ┊             ┊  … 1 ACK, delivered
            ┊             ┊             ┊             ┊             ┊  294 ms later
 501.46     ├─────────────┼─────────────┼─────────────┼────────────▶│  RST
         ╳ last seen here, then lost

`

exports[`test/commands/lab-commands.ts > TAP > capture show draws a file, with the nodes if the file names them > a plain pcap file 1`] = `
A = 2001:db8:1::1
B = 2001:db8:4::2

IPv6 TCP  [2001:db8:1::1]:51294 ↔ [2001:db8:4::2]:80  (18 packets)
     ms  A             B
         │             │
   0.00  ├────────────▶│  SYN mss 1396
   0.07  │◀────────────┤  SYN-ACK mss 8940
   0.10  ├────────────▶│  ACK 1
   0.40  │◀────────────┤  1:1385, 1456 B
   0.45  │◀────────────┤  1385:2769, 1456 B
         ┊             ┊  … 6 ACKs, 4 segments, all delivered
   0.61  │◀────────────┤  8305:9501, 1268 B
         ┊             ┊  … 1 ACK, delivered
   0.90  ├────────────▶│  RST

`

exports[`test/commands/lab-commands.ts > TAP > capture show gives the reason why a file cannot be drawn > must match snapshot 1`] = `
FOLDER/nowhere: cannot be read: no such file or directory
FOLDER: cannot be read: it is a directory
FOLDER/empty: the file is empty (at byte 0)
FOLDER/truncated: the file is truncated: it ends after 145 of at least 154 bytes of a block (at byte 14370)
/dev/zero: neither a pcap nor a pcapng file (at byte 0)

`

exports[`test/commands/lab-commands.ts > TAP > ps, up and a live capture break their lines between words in 80 columns > mtulab capture 1`] = `
00:00:00.000001 client:to-edge out fe80::ff:fe00:102 → ff02::16 ICMPv6 multicast
                listener report (150 bytes)

`

exports[`test/commands/lab-commands.ts > TAP > ps, up and a live capture break their lines between words in 80 columns > mtulab ps 1`] = `
NAME  UP FOR  FILE                            NODES
one   1 s     scenarios/ptb/ptb-dropped.yaml  router-0 router-1 router-2
                                              router-3 router-4 router-5
                                              router-6 router-7 router-8
                                              router-9 router-10 router-11

`

exports[`test/commands/lab-commands.ts > TAP > ps, up and a live capture break their lines between words in 80 columns > mtulab up 1`] = `
ptb-dropped is running: client, client-2, edge, edge-2, transit, transit-2,
                        firewall, firewall-2, server, server-2
  client    2001:db8:1::1  192.0.2.1
  client-2  2001:db8:1::1  192.0.2.1
  server    2001:db8:5::1  192.0.2.65
  server-2  2001:db8:5::1  192.0.2.65

  mtulab shell --name ptb-dropped client
      opens a shell in client; ip netns exec NODE and ip -n NODE work there
  mtulab exec --name ptb-dropped client -- ping client-2
      runs one program in client; node names resolve there
  mtulab do --name ptb-dropped 'STEP'
      performs one step, written as in a scenario (mtulab explain)
  mtulab down ptb-dropped
      stops the lab

`
