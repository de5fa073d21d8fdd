/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/lessons/blind.ts > TAP > the texts of a case > case 1`] = `
Blind case 1: one thing is wrong in this network.

  client ──9000── core
  core ──9000── east
  east ──9000── transit
  transit ──9000── metro
  metro ──9000── access
  access ──9000── server
  metro ──1500── monitor

The users of client report that connections are established and small responses
of the server arrive, but large ones hang over IPv6 and IPv4. No interface
counts an error.

Find the place and the cause by the tools in the nodes: ping, ip, tcpdump, ss,
nft, iptables, /proc/net/snmp6. Steps of \`mtulab do\` would name the cause
themselves. An answer is both words, such as \`PLACE packet-too-big-lost\`; a
place is a node, or an interface such as NODE:to-PEER. The causes:
  packet-too-big-lost          a router sends the message, and it does not
                               leave, or does not pass, this node
  packet-too-big-not-sent      this router drops what is too large and sends no
                               message
  packet-too-big-misdelivered  the message ends at this node, which is not the
                               sender of the large packets
  packet-too-big-ignored       the message reaches this host, which cannot use
                               it
  packet-too-big-wrong         the message of this router has an MTU that is too
                               large
  refused-by-own-mtu           this interface refuses what its own node sends
  silent-drop                  large packets vanish at this interface, where no
                               router could send a message
  fragments-dropped            this node drops fragments

`

exports[`test/commands/lessons/blind.ts > TAP > the texts of a case > hints 1`] = `
1. Trace the path MTU, not only the path: \`tracepath -n client\` in server, or pings of growing size, and note where the path narrows and the last node that answers large packets
2. Provoke a Packet Too Big with \`ping -M do -s 8000 -c 1 client\` in server, in both families, and look with \`ip route get\` whether it has learned a path MTU; \`ip -6 route flush cache\` before the next attempt
3. Compare \`ip -6 route get fibmatch\` with \`ip -6 route get\`: the first is the route, the second what is used; look for an MTU in the route itself, and whether it exceeds that of the link
4. Count: Icmp6OutPktTooBigs in /proc/net/snmp6 shows who makes the message, Icmp6InPktTooBigs who gets it; if nobody makes one, the large packets vanish without a router, or at one that is silent
5. Capture on both sides of each node on the way (core, east, transit, metro, access): the MSS of the SYN, the large packets, the message with its MTU and its source, and where one of them comes In and does not go Out
6. The local policy last: \`nft list tables\`, \`ip6tables -t mangle -S\`, \`sysctl -a\` and the rules of the node where the trail ends, and of server itself
`

exports[`test/commands/lessons/blind.ts > TAP > the texts of a case > symptoms 1`] = `
The users of client report that connections are established and small responses of service, an address of server and monitor, arrive, but large ones hang over IPv6 and IPv4. No interface counts an error.
The users of client report that connections are established and small responses of the server arrive, but large ones hang over IPv4. No interface counts an error.
The users of client report that connections are established and small responses of the server arrive, but large ones hang over IPv4. Over IPv6 all is well. No interface counts an error.
The users of client report that connections are established and small responses of the server arrive, but large ones hang over IPv6 and IPv4. No interface counts an error.
The users of client report that connections are established and small responses of the server arrive, but large ones hang over IPv6. No interface counts an error.
The users of client report that connections are established and small responses of the server arrive, but large ones hang over IPv6. Over IPv4 all is well. No interface counts an error.
The users of client report that connections are established and small uploads to the server arrive, but large ones hang over IPv6 and IPv4. No interface counts an error.
`
