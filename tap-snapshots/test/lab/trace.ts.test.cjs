/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/lab/trace.ts > TAP > an ordinary user sees less, and learns what and why > an ordinary user at the sender of a black hole 1`] = `
The path to client, TCP port 80, as this host sees it. The handshake was first, then echo requests, then the trace.

IPv6 to 2001:db8:1::1
  1 the path and its MTU
    0  this host        9000 bytes (MTU of to-firewall)
    1  2001:db8:4:1::1  9000 bytes
    2  2001:db8:3:1::1  9000 bytes
    3  2001:db8:2:1::1  1280 bytes (no answer to 9000 bytes)
    4  2001:db8:1::1    1280 bytes
  2 Packet Too Big
    echo request of 9000 bytes: lost
    echo request of 1280 bytes: answered
    answered up to 1500 bytes, and from 1501 on not
    which messages reach the interface is not known: this user may not capture
  3 the route, and what is used of it
    plain     2001:db8:1::1 via 2001:db8:4:1::1 dev to-firewall src 2001:db8:5::1
    fibmatch  default via 2001:db8:4:1::1 dev to-firewall src 2001:db8:5::1
    tuple     2001:db8:1::1 via 2001:db8:4:1::1 dev to-firewall src 2001:db8:5::1
  4 learned path MTU for each leg
    path: none before, none after
  5 MSS on the wire
    handshake refused; SYN: no MSS seen; SYN-ACK: no MSS seen; seen by the socket (socket failed for packets of to-firewall: EPERM)
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    to-firewall: MTU 9000
    ipv4.tcp_mtu_probing 0, ipv4.tcp_base_mss 1024, ipv6.fib_multipath_hash_policy 1, ipv6.route.mtu_expires 600
    not read: …
    not read: …
    not read: …

IPv4 to 192.0.2.1
  1 the path and its MTU
    0  this host   9000 bytes (MTU of to-firewall)
    1  192.0.2.50  9000 bytes
    2  192.0.2.34  9000 bytes
    3  192.0.2.18  576 bytes (no answer to 9000 bytes)
    4  192.0.2.1   576 bytes
  2 Packet Too Big
    echo request of 9000 bytes: lost
    echo request of 576 bytes: answered
    answered up to 1500 bytes, and from 1501 on not
    which messages reach the interface is not known: this user may not capture
  3 the route, and what is used of it
    plain     192.0.2.1 via 192.0.2.50 dev to-firewall src 192.0.2.65
    fibmatch  default via 192.0.2.50 dev to-firewall src 192.0.2.65
    tuple     192.0.2.1 via 192.0.2.50 dev to-firewall
  4 learned path MTU for each leg
    path: none before, none after
  5 MSS on the wire
    handshake refused; SYN: no MSS seen; SYN-ACK: no MSS seen; seen by the socket (socket failed for packets of to-firewall: EPERM)
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    to-firewall: MTU 9000
    ipv4.tcp_mtu_probing 0, ipv4.tcp_base_mss 1024, ipv4.ip_no_pmtu_disc 0, ipv4.fib_multipath_hash_policy 1, ipv4.route.mtu_expires 600
    not read: …
    not read: …
    not read: …

What this shows
  IPv6: no-packet-too-big: packets of 9000 bytes vanish between 2001:db8:3:1::1 and 2001:db8:2:1::1, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  IPv4: no-packet-too-big: packets of 9000 bytes vanish between 192.0.2.34 and 192.0.2.18, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes

Not visible from here
  the other direction: what the destination sends, and whether Packet Too Big reaches it; start this command there, too
  what a clamp on the way does to the MSS: capture behind it
  why no message helps: whether one is sent, and which node loses it; look at the nodes between
  whether a message reaches an interface and is lost in this host: this user may not capture (CAP_NET_RAW)
  the firewall rules of this host: this user may not read them (CAP_NET_ADMIN)

`

exports[`test/lab/trace.ts > TAP > an ordinary user sees less, and learns what and why > root at the other end 1`] = `
The path to server, TCP port 80, as this host sees it. The handshake was first, then echo requests, then the trace.

IPv6 to 2001:db8:5::1
  1 the path and its MTU
    0  this host        9000 bytes (MTU of to-edge)
    1  2001:db8:1:1::2  9000 bytes
    2  2001:db8:2:1::2  1500 bytes (Packet Too Big from 2001:db8:1:1::2, MTU 1500)
    3  2001:db8:3:1::2  1500 bytes
    4  2001:db8:5::1    1500 bytes
  2 Packet Too Big
    echo request of 9000 bytes: too big for a path MTU of 1500, reported by a router
    echo request of 1500 bytes: answered
    reached an interface: 2 from 2001:db8:1:1::2 with MTU 1500, about packets of 2001:db8:1::1
  3 the route, and what is used of it
    plain     2001:db8:5::1 via 2001:db8:1:1::2 dev to-edge src 2001:db8:1::1 learned mtu 1500
    fibmatch  default via 2001:db8:1:1::2 dev to-edge src 2001:db8:1::1
    tuple     2001:db8:5::1 via 2001:db8:1:1::2 dev to-edge src 2001:db8:1::1 learned mtu 1500
  4 learned path MTU for each leg
    path: none before, 1500 after
    the kernel learned this by the packets of this command, and forgets it after 600 s; until then the SYNs of this host offer a smaller MSS
  5 MSS on the wire
    handshake established; SYN: MSS 8940; SYN-ACK: MSS 8940; seen by a capture on this host
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    to-edge: MTU 9000
    ipv4.tcp_mtu_probing 0, ipv4.tcp_base_mss 1024, ipv6.fib_multipath_hash_policy 1, ipv6.route.mtu_expires 600
    no rule of this host names Packet Too Big, ICMP as a whole, or the MSS

What this shows
  IPv6: path-mtu-learned: the path carries 1500 bytes, and the Packet Too Big of 2001:db8:1:1::2 arrives here
  IPv6: mss-above-path: the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp

Not visible from here
  the other direction: what the destination sends, and whether Packet Too Big reaches it; start this command there, too
  what a clamp on the way does to the MSS: capture behind it

`
