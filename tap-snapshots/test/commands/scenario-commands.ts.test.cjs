/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/scenario-commands.ts > TAP > a key of an earlier version is read, and a hint names the key of today > must match snapshot 1`] = `
old.yaml:8:31: hint: on is the former name of the key at; write at, which every YAML parser reads as text
8 | steps: [{ do: { exceptions: { on: a, to: b } } }]
                                  ^
    more: mtulab explain exceptions

`

exports[`test/commands/scenario-commands.ts > TAP > a key of an earlier version is read, and a hint names the key of today > must match snapshot 2`] = `
old.yaml:8:31: hint: on is the former name of the key at; write at, which every YAML parser reads as text
8 | steps: [{ do: { exceptions: { on: a, to: b } } }]
                                  ^
    more: mtulab explain exceptions

`

exports[`test/commands/scenario-commands.ts > TAP > explain names the closest word to an unknown one and exits with 2 > must match snapshot 1`] = `
Object {
  "code": 2,
  "err": "error: unknown word \\"fetsh\\"; did you mean fetch? words: a, aaaa, actions, addresses, addresses-tried, advmss, after, answer-within, answered, aria2, arrived, as, at, behaviours, between, burst, by, bytes, cable, cache, cause, change, changed, clamp, clat, code, command, completed, connected, connection-attempt-delay, contains, correlates-errors, count, counters, datagram, delay, df, disable-ipv6, discovery, dns, dns-answers, dns64, do, dport, drop, duplicate, eamd, echo, edge, equals, errors, esp, exceptions, expect, expectations, families, family, fate, fetch, firewall, first-attempt-delay, first-hop, flow, flows, flush, follow, for, forward, fragments, fresh, from, gai-conf, geneve, gre, hash-seed-is-settable, holder, hook, hops, host, http, icmp-rate-limit, id, impairment, interface, ipip, ipv4, ipv6, ipv6-share, journey, journeys, kbit, kind, label, laggards, largest-segment, last, lease, left, leg, legs, limits, links, lock, lookup, loss, lost, made, map, matches, max-datagram-size, measure, mode, mss, mtu, name, names, nameserver, nat, nat64, neighbours, netflow, next-hop-groups-ignore-oif, nodes, of, offloads, outcome, output, over, packet, packet-too-big, packets, passed, passes, ping, pmtu, pool, port, ports, precedence, prefix-translation, ptb, publish, query-order, queue, quic, rate, raw, records, recovered, refused, reorder, resolution-delay, resolver, router, routes, rtt, rules, run, segment-size, send, serve, services, siit, sport, srv6, stalled, stateful, steps, stops-reading-after, switch, syn, syn-ack-mss, syn-mss, syn-remembers-pmtu, sysctl, taken, tayga, through, title, to, to-port, together, too-big, topology, torrent, towards, trace, tracker, traits, translator, ttl, tunnel, unanswered, unfinished, unreachable, untranslated, upload, url, urpf, vars, vary, via, visit, vxlan, watch, watches, what, where, why, wireguard, with, within, won-by, zone\\n",
  "out": "",
}
`

exports[`test/commands/scenario-commands.ts > TAP > explain predicts the steps of a scenario > ptb-dropped 1`] = `
scenarios/ptb/ptb-dropped.yaml: A firewall that drops Packet Too Big makes a large transfer stall

 1  a small response fits in one segment
    IPv6  completed
          server → client: client offers MSS 8940; transit:to-edge carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit
          packets of 1072 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960; transit:to-edge carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; edge:to-transit carries 1500 bytes, so 1460 would fit
          packets of 1052 bytes get through

 2  the first large response stalls although the handshake was healthy
    IPv6  stalled: packet-too-big-lost at firewall
          server → client: client offers MSS 8940; transit:to-edge carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500); firewall drops packet-too-big
    IPv4  stalled: packet-too-big-lost at firewall
          server → client: client offers MSS 8960; transit:to-edge carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; edge:to-transit carries 1500 bytes, so 1460 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500); firewall drops packet-too-big

 3  the edge clamps the MSS

 4  a new connection works, and only the far side of the edge shows why
    IPv6  completed
          server → client: client offers MSS 8940, 1396 at server; transit:to-edge carries 1500 bytes
          client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit
          packets of 1456 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960, 1396 at server; transit:to-edge carries 1500 bytes
          client → server: server offers MSS 8960; edge:to-transit carries 1500 bytes, so 1460 would fit
          packets of 1436 bytes get through

 5  the clamp does not help the old connection
    IPv6  stalled: packet-too-big-lost at firewall
          server → client: client offers MSS 8940; transit:to-edge carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500); firewall drops packet-too-big
    IPv4  stalled: packet-too-big-lost at firewall
          server → client: client offers MSS 8960; transit:to-edge carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; edge:to-transit carries 1500 bytes, so 1460 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500); firewall drops packet-too-big

 6  the firewall forwards Packet Too Big

 7  the old connection recovers at its next retransmission
    IPv6  completed
          server → client: client offers MSS 8940; transit:to-edge carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500), which reaches server; packets
          of 1500 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960; transit:to-edge carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; edge:to-transit carries 1500 bytes, so 1460 would fit
          transit:to-edge carries 1500 bytes, and transit sends Packet Too Big (MTU 1500), which reaches server; packets
          of 1500 bytes get through

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > addresses-tried 1`] = `
addresses-tried (expectation)
  How many addresses of each family a visit sent a SYN to.

  ipv6  IPv6 addresses (a number, a range, a comparison or none such as 1400..1500; optional)
  ipv4  IPv4 addresses (a number, a range, a comparison or none such as 1400..1500; optional)

      expect:
        addresses-tried:
          ipv6: 1
          ipv4: 1

  reads: visit

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > aria2 1`] = `
aria2 (trait)
  Sets options of aria2, the BitTorrent client of a node, by their own names.

  disable-ipv6  it asks for no AAAA, and connects over IPv4 only (true or false; default false)

      steps:
        - do:
            change:
              edge:
                aria2:
                  disable-ipv6: true


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > cable 1`] = `
cable (link)
  Joins two nodes directly; a link is a cable unless it names another kind.

  a cable, which has no settings besides the MTU of its ends (a mapping)

      topology:
        links:
          - between:
              - alice
              - bob
            mtu: 1500

  where it is missing: load the module veth

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > cause 1`] = `
cause (expectation)
  Why flows stalled and where, as proved by the ledger of Packet Too Big messages or by captures at every place.

  why the flows stalled, and where (text or a mapping)
    why the flow stalled (packet-too-big-lost | packet-too-big-not-sent | packet-too-big-misdelivered | packet-too-big-ignored | packet-too-big-wrong | refused-by-own-mtu | silent-drop | fragments-dropped | blackout | acks-lost | unknown)
    causes, each with its place or the number of its flows (a mapping by why the flow stalled)
      at     NODE or NODE:to-PEER (a place such as edge or edge:to-transit; optional)
      flows  flows that stalled for this cause; all that stalled by default, or at least one if several causes are given (a number, a range, a comparison or none such as 1400..1500; optional)

      expect:
        cause:
          packet-too-big-lost:
            at: firewall

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > change 1`] = `
change (action)
  Gives traits to nodes or takes them away; a trait is replaced as a whole, and the others stay.

  the changes, by node (a mapping by the node that changes)
    clamp               a limit for the MSS of SYNs (a mapping or none; optional)
      mss        the largest MSS of a SYN in bytes, or to-pmtu for what the path MTU of the route allows (a whole number or text)
        bytes (a whole number from 88 to 65495)
        from the path MTU of the route (to-pmtu)
      towards    only SYNs that leave towards this neighbour; all SYNs by default (the name of a node; optional)
      family     only this family; both by default (ipv6 | ipv4; optional)
      hook       the hook of the rule; forward by default (forward | postrouting | prerouting | output | input; optional)
      interface  the interface that the rule matches, right or wrong: lo, to-PEER, or the name of a link (text such as lo; optional)
    drop                kinds of packets to drop wherever they pass, arrive or leave; or a mapping that also gives hooks and neighbours (a list or a mapping or none; optional)
      kinds of packets to drop wherever they pass, arrive or leave; or a mapping that also gives hooks and neighbours (a list or a mapping)
        kinds of packets to drop (a list)
          a kind of packet; icmp: all ICMP and ICMPv6, errors too, but no neighbour discovery and no multicast listener reports, without which an IPv6 link carries nothing; echo: echo requests and replies; acks: TCP segments without payload (packet-too-big | fragments | tcp | udp | icmp | echo | acks | everything)
        what     kinds of packets to drop (a list)
          a kind of packet; icmp: all ICMP and ICMPv6, errors too, but no neighbour discovery and no multicast listener reports, without which an IPv6 link carries nothing; echo: echo requests and replies; acks: TCP segments without payload (packet-too-big | fragments | tcp | udp | icmp | echo | acks | everything)
        at       only packets that pass (forward), arrive (input) or leave (output) (a list; optional)
          a hook (forward | input | output)
        from     only packets that come in from this neighbour (the name of a node; optional)
        towards  only packets that go out towards this neighbour (the name of a node; optional)
    stateful            a stateful firewall (a mapping or none; optional)
      correlates-errors  whether ICMP errors for a known connection pass (conntrack state RELATED) (true or false)
    sysctl              kernel settings of the namespace, by name (a mapping or none; optional)
      kernel settings of the namespace, by name (a mapping by a setting below net, as sysctl spells it)
        the value (a whole number or text)
          a number (a whole number from -2147483648 to 4294967295)
          letters, digits, spaces and . _ : , - (text)
    mtu                 MTU in bytes by interface (a mapping or none; optional)
      MTU in bytes by interface (a mapping by an interface of the node)
        bytes (a whole number from 68 to 65535)
    offloads            whether packets may leave the kernel larger than the wire carries (TSO) (text or none; optional)
      whether packets may leave the kernel larger than the wire carries (TSO) (enabled | disabled)
    routes              static routes of this node, which override the shortest paths (a list or none; optional)
      static routes of this node, which override the shortest paths (a list)
        to      the destination node (the name of a node or of a shared address)
        via     the neighbour that is the next hop (the name of a node)
        mtu     path MTU of the route in bytes (a whole number from 68 to 65535; optional)
        lock    whether IPv4 keeps this MTU, learns no other and sends without the DF bit; IPv6 learns a smaller one all the same (true or false; optional)
        advmss  MSS in bytes that SYNs over the route advertise (a whole number from 88 to 65495; optional)
        family  only this family; both by default (ipv6 | ipv4; optional)
    rate                a rate limit (a mapping or none; optional)
      towards  the neighbour towards which the rate is limited (the name of a node)
      kbit     kilobits per second (a whole number from 1 to 10000000)
      queue    length of the queue, beyond which packets are dropped; 100kB by default (a number of bytes such as 200kB; optional)
    urpf                strict: the route back to the source leads out of the interface that the packet came in by; loose: some route leads there (text or none; optional)
      strict: the route back to the source leads out of the interface that the packet came in by; loose: some route leads there (strict | loose)
    nat                 which sources the node replaces by its own address (a mapping or none; optional)
      towards  only packets that leave towards this neighbour (the name of a node)
      ports    the ports that it gives to TCP and UDP; without them it keeps a port while it is free (text such as 40000-40100; optional)
      publish  ports of TCP and UDP at which that neighbour finds other nodes: the destination of what arrives from there is replaced (a list; optional)
        port     the port of this node (a whole number from 1 to 65535)
        to       the node that gets the packets (the name of a node)
        to-port  its port; the same by default (a whole number from 1 to 65535; optional)
      errors   what becomes of an ICMP error that arrives from that neighbour for its own address (text or a mapping; default translated)
        translated: the sender of the quoted packet gets it, as an error about the packet that it sent; kept: it ends in this node, and no sender learns of it (translated | kept)
        untranslated  the node that gets all of them (the name of a node)
    srv6                the destinations whose packets this node encapsulates in IPv6 with segment routing (SRv6) (a list or none; optional)
      the destinations whose packets this node encapsulates in IPv6 with segment routing (SRv6) (a list)
        to       the destination node (the name of a node)
        through  the routers through which the packets go, in their order; the last one takes them out again (a list)
          a router (the name of a node)
        mode     how they are encapsulated: encap adds 48 bytes and 16 for each router; encap.red leaves out the first router, and the whole routing header where it is the only one; encap by default (encap | encap.red; optional)
    nameserver          a node that serves DNS (the name of a node or none; optional)
    impairment          what happens to frames that leave by an interface, in place of what its link does to them (a mapping or none; optional)
      what happens to frames that leave by an interface, in place of what its link does to them (a mapping by an interface of the node)
        delay      how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s; optional)
          ipv6  the same for IPv6 (a length of time such as 2s; optional)
          ipv4  the same for IPv4, without ARP (a length of time such as 2s; optional)
        loss       the share of frames that are lost at random (a share in percent such as 1%; optional)
          ipv6  the same for IPv6 (a share in percent such as 1%; optional)
          ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
        duplicate  the share of frames that arrive twice (a share in percent such as 1%; optional)
          ipv6  the same for IPv6 (a share in percent such as 1%; optional)
          ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
        reorder    the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%; optional)
          ipv6  the same for IPv6 (a share in percent such as 1%; optional)
          ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
        passes     bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes such as 1500; optional)
          bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes from 0 to 65535 such as 1500)
          ipv6  the same for IPv6 (a number of bytes from 0 to 65535 such as 1500; optional)
          ipv4  the same for IPv4, without ARP (a number of bytes from 0 to 65535 such as 1500; optional)
    aria2               options of aria2 (a mapping or none; optional)
      disable-ipv6  it asks for no AAAA, and connects over IPv4 only (true or false; default false)
    dns-answers         how a DNS server answers, by the type of the query (a mapping or none; optional)
      a     how queries of this type are answered (text or a mapping; optional)
        refused, servfail: with this error; nxdomain: the name does not exist; nodata: it exists without such an address; never: not at all (refused | servfail | nxdomain | nodata | never)
        delay  from the query to the answer (a length of time such as 2s)
      aaaa  how queries of this type are answered (text or a mapping; optional)
        refused, servfail: with this error; nxdomain: the name does not exist; nodata: it exists without such an address; never: not at all (refused | servfail | nxdomain | nodata | never)
        delay  from the query to the answer (a length of time such as 2s)
    gai-conf            a policy table of RFC 6724 (a mapping or none; optional)
      precedence  destinations with a larger value come first; replaces the whole default table (a mapping by an IPv6 prefix; those of IPv4 addresses begin with ::ffff:; optional)
        the value (a whole number from 0 to 65535)
      label       a destination is preferred whose label is that of its source; replaces the whole default table (a mapping by an IPv6 prefix; those of IPv4 addresses begin with ::ffff:; optional)
        the value (a whole number from 0 to 65535)
    icmp-rate-limit     how many errors of a kind the node may send; each family has a limit of its own (a mapping or none; optional)
      packet-too-big  how many Packet Too Big (ICMPv6) and Fragmentation Needed (ICMP) messages it sends, to all senders together (text such as 1/second)
      burst           how many it may send at once after a pause (a whole number from 1 to 10000; default 5)
    packet-too-big      what is wrong with the Packet Too Big and Fragmentation Needed that the node makes (a mapping or none; optional)
      send  false: it drops what is too large without an answer (true or false; default true)
      mtu   the MTU in its messages in bytes, whatever the link carries; 0 as from routers before RFC 1191 (a whole number from 0 to 65535; optional)
      from  the node whose address its messages bear as their source (the name of a node; optional)
    prefix-translation  which prefix is translated, and where (a mapping or none; optional)
      of       the node whose prefix gets that of this node (the name of a node)
      towards  the neighbour that sees the prefix of this node (the name of a node)

      steps:
        - do:
            change:
              edge:
                clamp:
                  mss: 1396
                  towards: transit
              firewall:
                drop: none


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > clamp 1`] = `
clamp (trait)
  Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises the MSS and does not change connections that are open.

  mss        the largest MSS of a SYN in bytes, or to-pmtu for what the path MTU of the route allows (a whole number or text)
    bytes (a whole number from 88 to 65495)
    from the path MTU of the route (to-pmtu)
  towards    only SYNs that leave towards this neighbour; all SYNs by default (the name of a node; optional)
  family     only this family; both by default (ipv6 | ipv4; optional)
  hook       the hook of the rule; forward by default (forward | postrouting | prerouting | output | input; optional)
  interface  the interface that the rule matches, right or wrong: lo, to-PEER, or the name of a link (text such as lo; optional)

      steps:
        - do:
            change:
              edge:
                clamp:
                  mss: 1396
                  towards: transit

  requires: tcpmss

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > command 1`] = `
command (action)
  Runs a program in a node, keeps its output and exit code, and judges its TCP connections to other nodes where the step expects an outcome or a cause.

  at   the node that it runs in (the name of a node)
  run  the program and its arguments; no shell interprets them. Its TCP connections are observed from its start where the step expects an outcome or a cause: one has completed when everything that both ends wrote was acknowledged and the program ended with exit code 0, and it is stalled on the same evidence as one of fetch. Its UDP sockets are named only, since the kernel does not count what they send and get; \`ptb\` counts the messages for them, and \`pmtu\` is what the node has learned for those that are connected. The step ends the program when its time is over or the expected stall is proved (a list)
    a word of the command line (text)

      steps:
        - do:
            command:
              at: server
              run:
                - ss
                - -tin

  provides: output, transfer, transfers, no-transfer, udp-sockets
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > connection-attempt-delay 1`] = `
connection-attempt-delay (expectation)
  The time from the first SYN of a visit to the first SYN towards another address.

  milliseconds, or none for a client that tries one address (a number, a range, a comparison or none such as 1400..1500)

      expect:
        connection-attempt-delay: 230..290

  reads: visit

connection-attempt-delay (key of visit)
  from one attempt to the next, for programs with such a setting (a length of time such as 2s)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > counters 1`] = `
counters (watch)
  Shows how far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.

  at     nodes and interfaces; all nodes by default (a list; optional)
    NODE for the SNMP counters of a node, NODE:to-PEER for the counters of an interface (a place such as edge or edge:to-transit)
  names  counters; by default those that moved (a list; optional)
    a counter of /proc/net, such as Ip6InTooBigErrors, or of an interface in /sys/class/net, such as rx_dropped; tx_over_mtu are packets that an interface did not send because of its own MTU (text such as Ip6InTooBigErrors)

      watch:
        counters:
          at:
            - transit
            - transit:to-edge
          names:
            - Ip6InTooBigErrors
            - IpFragFails
            - rx_dropped

  provides: counters

counters (expectation)
  How far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.

  counters by place (a mapping by NODE for the SNMP counters of a node, NODE:to-PEER for the counters of an interface)
    how far each counter moves (a mapping by a counter of /proc/net, such as Ip6InTooBigErrors, or of an interface in /sys/class/net, such as rx_dropped; tx_over_mtu are packets that an interface did not send because of its own MTU)
      the increase, or the counter with the same increase (a number or text or a mapping)
        the increase (a number, a range, a comparison or none such as 1400..1500)
        equals  a counter of /proc/net, such as Ip6InTooBigErrors, or of an interface in /sys/class/net, such as rx_dropped; tx_over_mtu are packets that an interface did not send because of its own MTU (text such as Ip6InTooBigErrors)
        at      the place of the other counter; the same by default (a place such as edge or edge:to-transit; optional)

      expect:
        counters:
          server:
            TcpExtTCPTimeouts: 0
          transit:
            Icmp6OutPktTooBigs:
              equals: Ip6InTooBigErrors
          transit:to-edge:
            rx_dropped: ">= 1"

  reads: counters

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > datagram 1`] = `
datagram (action)
  Sends UDP datagrams to a node that serves echo, and reads what the socket learns from the path.

  from           the node that sends them (the name of a node)
  to             the node that serves echo (the name of a node or of a shared address)
  bytes          length of each payload; the packet is 48 bytes longer over IPv6 and 28 over IPv4 (a number of bytes such as 200kB)
  count          number of datagrams from each source port; each waits for the one before it (a whole number from 1 to 1000; default 1)
  discovery      what the socket does about the path MTU, as IP_MTU_DISCOVER and IPV6_MTU_DISCOVER in linux/in.h: want fragments for the path MTU that it learns, do refuses what is larger, probe sends it all the same. Over IPv4 dont, interface and omit send without DF; over IPv6 dont is like want, and interface and omit ignore what arrives (dont | want | do | probe | interface | omit; default want)
  connected      whether the socket is connected; only then does it have a path MTU to read (true or false; default true)
  flows          number of source ports that send at the same time (a whole number from 1 to 500; default 1)
  port           source port of the datagrams, one that no other datagrams of the lab have used over the same family; a TCP flow may have the same. mtulab chooses one from 20000 up by default (a whole number or a mapping; optional)
    source port (a whole number from 1024 to 65535)
    ipv6  source port (a whole number from 1024 to 65535; optional)
    ipv4  source port (a whole number from 1024 to 65535; optional)
  answer-within  after this time without an answer a datagram is lost (a length of time such as 2s; default 1s)

      steps:
        - do:
            datagram:
              from: client
              to: server
              bytes: 8000
              discovery: do
              count: 5

  provides: datagrams, holder
  outcomes: answered, lost, too-big, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > dns 1`] = `
dns (service)
  Serves a DNS zone with the names of all nodes and shared addresses, and further records; no name exists outside the zone.

  zone     its name (text such as lab.test; default lab.test)
  ttl      how long its answers may be cached (a length of time such as 2s; default 300s)
  records  further names in the zone, besides those of nodes and shared addresses (a mapping by a name, without that of the zone; optional)
    its addresses (a list or a mapping)
      what the name stands for, in this order (a list)
        a node or a shared address, which has addresses of both families, or an IP address (a node, a shared address or an IP address)
          a node or a shared address (the name of a node or of a shared address)
      a     what the name stands for, in this order (a list; optional)
        a node or a shared address, which has addresses of both families, or an IP address (a node, a shared address or an IP address)
          a node or a shared address (the name of a node or of a shared address)
      aaaa  what the name stands for, in this order (a list; optional)
        a node or a shared address, which has addresses of both families, or an IP address (a node, a shared address or an IP address)
          a node or a shared address (the name of a node or of a shared address)

      topology:
        nodes:
          bob:
            host:
              serve:
                dns:
                  zone: lab.test
                  records:
                    www:
                      - server


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > dns-answers 1`] = `
dns-answers (trait)
  Makes the DNS server of a host answer queries for addresses late, wrongly or never, by their type.

  a     how queries of this type are answered (text or a mapping; optional)
    refused, servfail: with this error; nxdomain: the name does not exist; nodata: it exists without such an address; never: not at all (refused | servfail | nxdomain | nodata | never)
    delay  from the query to the answer (a length of time such as 2s)
  aaaa  how queries of this type are answered (text or a mapping; optional)
    refused, servfail: with this error; nxdomain: the name does not exist; nodata: it exists without such an address; never: not at all (refused | servfail | nxdomain | nodata | never)
    delay  from the query to the answer (a length of time such as 2s)

      steps:
        - do:
            change:
              edge:
                dns-answers:
                  aaaa:
                    delay: 100ms


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > drop 1`] = `
drop (trait)
  Drops packets of the given kinds without an answer, whether they pass, arrive or leave.

  kinds of packets to drop wherever they pass, arrive or leave; or a mapping that also gives hooks and neighbours (a list or a mapping)
    kinds of packets to drop (a list)
      a kind of packet; icmp: all ICMP and ICMPv6, errors too, but no neighbour discovery and no multicast listener reports, without which an IPv6 link carries nothing; echo: echo requests and replies; acks: TCP segments without payload (packet-too-big | fragments | tcp | udp | icmp | echo | acks | everything)
    what     kinds of packets to drop (a list)
      a kind of packet; icmp: all ICMP and ICMPv6, errors too, but no neighbour discovery and no multicast listener reports, without which an IPv6 link carries nothing; echo: echo requests and replies; acks: TCP segments without payload (packet-too-big | fragments | tcp | udp | icmp | echo | acks | everything)
    at       only packets that pass (forward), arrive (input) or leave (output) (a list; optional)
      a hook (forward | input | output)
    from     only packets that come in from this neighbour (the name of a node; optional)
    towards  only packets that go out towards this neighbour (the name of a node; optional)

      steps:
        - do:
            change:
              edge:
                drop:
                  - packet-too-big

  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > eamd 1`] = `
eamd (service)
  Answers DNS for devices that have only IPv4: a name with IPv6 gets an IPv4 address for as long as they use it, which the translator maps to the server; where no address is left the answer is SERVFAIL.

  forward  the node that it asks; by default the first other one that answers DNS (the name of a node; optional)
  pool     how many IPv4 addresses it leases (a whole number from 1 to 254; default 14)
  ttl      how long a device may keep an answer with a leased address (a length of time such as 2s; default 30s)
  lease    how long a lease lasts after its last answer; after that, as long as a flow uses it (a length of time such as 2s; default 60s)

      topology:
        nodes:
          bob:
            translator:
              siit: {}
              serve:
                eamd:
                  pool: 14
                  ttl: 30s

  requires: tayga, nft, conntrack

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > echo 1`] = `
echo (service)
  Answers each UDP datagram with its bytes, from the address that was asked; answers that are too big for the path are lost until the server learns its MTU.

  port  the UDP port (a whole number from 1 to 65535; default 7)

      topology:
        nodes:
          bob:
            host:
              serve:
                echo: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > edge 1`] = `
edge (node)
  A router whose name marks the border of a network: the usual place for a clamp, which it does not have by default.

  families  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)
    an address family (ipv6 | ipv4)

      topology:
        nodes:
          alice:
            edge: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > esp 1`] = `
esp (link)
  Carries encrypted IP packets of both families between two nodes in ESP packets of the links below (IPsec in tunnel mode).

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  id    the number of its interfaces and policies (if_id), from which the SPI is made; 1 by default. Tunnels that share a node need different ones (a whole number from 1 to 65535; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              esp:
                over: ipv4

  where it is missing: load the modules xfrm_user, xfrm_interface, gcm, seqiv, and esp4, or esp6 for a tunnel over IPv6

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > exceptions 1`] = `
exceptions (action)
  Reads the path MTU that a node has learned towards another node, for each leg of the path.

  at  the node whose routing exceptions are read (the name of a node)
  to  the destination node (the name of a node or of a shared address)

      steps:
        - do:
            exceptions:
              at: source
              to: target

  provides: pmtu

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > fetch 1`] = `
fetch (action)
  Downloads a body of the given size from a node that serves HTTP (GET), or raw over TCP.

  from                 the node that connects (the name of a node)
  to                   the node that serves HTTP (the name of a node or of a shared address)
  bytes                length of the body (a number of bytes such as 200kB)
  as                   keeps the flow open under this name; with several flows, the first one (a name for a flow; optional)
  over                 the kept flow whose connection carries this transfer, instead of a new one (the name of a kept flow; optional)
  leg                  the leg that the flow must take; mtulab finds a source port for it (a leg, named by its router; optional)
  port                 source port of the flow, one that no other flow of the lab has used over the same family; mtulab chooses one from 20000 up by default (a whole number or text or a mapping; optional)
    source port (a whole number from 1024 to 65535)
    the socket is not bound, as in most programs: the kernel chooses address and port when it connects (any)
    ipv6  source port (a whole number from 1024 to 65535; optional)
    ipv4  source port (a whole number from 1024 to 65535; optional)
  flows                number of transfers at the same time, each over its own connection (a whole number from 1 to 500; default 1)
  for                  watch for exactly this long, to show that an outcome lasts: a stall that heals meanwhile is none (a length of time such as 2s; optional)
  stops-reading-after  the receiving application stops reading after this many bytes (a number of bytes such as 200kB; optional)
  raw                  whether TCP carries the body alone, without HTTP: a body of 1428 bytes is then exactly 1428 bytes of payload (true or false; default false)

      steps:
        - do:
            fetch:
              from: client
              to: server
              bytes: 200kB

  provides: transfer, transfers, leg, holder
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > firewall 1`] = `
firewall (node)
  A router meant to filter: give it drop or stateful, since without a trait it passes everything.

  families  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)
    an address family (ipv6 | ipv4)

      topology:
        nodes:
          alice:
            firewall: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > first-attempt-delay 1`] = `
first-attempt-delay (expectation)
  The time from the first query of a visit to its first SYN.

  milliseconds, or none for a client that sent no SYN (a number, a range, a comparison or none such as 1400..1500)

      expect:
        first-attempt-delay: ">= 290"

  reads: visit

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > flush 1`] = `
flush (action)
  Makes a node, or all nodes, forget every learned path MTU; or a resolver all names.

  at     the node whose cache is emptied, or all (the name of a node, or all)
  cache  path-mtus: what the kernel has learned; names: the answers that a resolver keeps (path-mtus | names; default path-mtus)

      steps:
        - do:
            flush:
              at: all


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > follow 1`] = `
follow (action)
  Watches a kept flow again, to see whether it makes progress or stays stalled.

  flow  the flow that an earlier step kept with \`as\` (the name of a kept flow)
  for   watch for exactly this long, to show that an outcome lasts: a stall that heals meanwhile is none (a length of time such as 2s; optional)

      steps:
        - do:
            follow:
              flow: victim
              for: 2s

  provides: transfer
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > fragments 1`] = `
fragments (expectation)
  How many IP fragments of the step passed each place, in either direction.

  fragments by place (a mapping by NODE for all its interfaces, or NODE:to-PEER)
    how many (a number, a range, a comparison or none such as 1400..1500)

      expect:
        fragments:
          transit:to-firewall: 0
          transit:to-edge: ">= 2"

  reads: journeys

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > gai-conf 1`] = `
gai-conf (trait)
  Sets the order in which getaddrinfo of a node returns the addresses of a name (gai.conf of glibc).

  precedence  destinations with a larger value come first; replaces the whole default table (a mapping by an IPv6 prefix; those of IPv4 addresses begin with ::ffff:; optional)
    the value (a whole number from 0 to 65535)
  label       a destination is preferred whose label is that of its source; replaces the whole default table (a mapping by an IPv6 prefix; those of IPv4 addresses begin with ::ffff:; optional)
    the value (a whole number from 0 to 65535)

      steps:
        - do:
            change:
              edge:
                gai-conf:
                  precedence:
                    ::ffff:0:0/96: 100

  requires: gai-conf

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > geneve 1`] = `
geneve (link)
  Carries Ethernet frames between two nodes in UDP packets of the links below (Geneve).

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  id    the virtual network identifier; 1 by default (a whole number from 1 to 16777215; optional)
  df    whether the IPv4 packets outside have the DF bit: never, which is the default, or always; without it routers may fragment them (unset | set; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              geneve:
                over: ipv6

  where it is missing: load the module geneve

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > gre 1`] = `
gre (link)
  Carries IP packets of both families between two nodes in GRE packets of the links below.

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  df    whether the IPv4 packets outside have the DF bit: always, which is the default, as the packet inside, or never; without it routers may fragment them (set | inherit | unset; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              gre:
                over: ipv4

  where it is missing: load the module ip_gre, or ip6_gre for a tunnel over IPv6

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > hash-seed-is-settable 1`] = `
hash-seed-is-settable (behaviour)
  The legs of flows are the same on every boot, since net.ipv4.fib_multipath_hash_seed fixes the hash.

  whether the hash that chooses the leg of a flow has a seed that can be set (true or false)

      expect:
        where:
          hash-seed-is-settable: true
        outcome: completed


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > holder 1`] = `
holder (expectation)
  The node that got a flow or a ping to a shared address, or how many flows each of its holders got.

  the holder that got every flow of the step, or how many flows each holder got (text or a mapping)
    the node that got every flow (the name of a node)
    flows by holder (a mapping by a node that holds the address)
      flows that this node got (a number, a range, a comparison or none such as 1400..1500)

      expect:
        holder:
          s1: ">= 1"
          s2: ">= 1"

  reads: holder

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > hops 1`] = `
hops (expectation)
  The nodes on a traced path, each with the largest packet that it answered.

  the nodes on the path (a mapping by a node)
    the packets that the node answered (a number or text or a mapping)
      length in bytes of the packet that the node answered, or none if it did not answer (a number, a range, a comparison or none such as 1400..1500)
      bytes       length in bytes of the packet that the node answered, or none if it did not answer (a number, a range, a comparison or none such as 1400..1500; optional)
      unanswered  length in bytes of a larger packet that nobody answered, or none (a number, a range, a comparison or none such as 1400..1500; optional)
      too-big     the MTU of a Packet Too Big that answered a larger packet before, or none (a number, a range, a comparison or none such as 1400..1500; optional)

      expect:
        hops:
          edge: 9000
          transit:
            bytes: 1500
            too-big: 1500
          firewall: none

  reads: hops

hops (key of trace)
  the largest number of hops (a whole number from 1 to 64)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > host 1`] = `
host (node)
  An end system: it sends and receives packets, and forwards none.

  serve     the services that it offers (text or a list or a mapping; optional)
    a service, with its default settings (http | echo | dns | resolver | tracker | quic)
    several services (a list)
      a service, with its default settings (http | echo | dns | resolver | tracker | quic)
    http      an HTTP server (a mapping; optional)
      port  the TCP port (a whole number from 1 to 65535; default 80)
    echo      an echo server (a mapping; optional)
      port  the UDP port (a whole number from 1 to 65535; default 7)
    dns       a zone and its records (a mapping; optional)
      zone     its name (text such as lab.test; default lab.test)
      ttl      how long its answers may be cached (a length of time such as 2s; default 300s)
      records  further names in the zone, besides those of nodes and shared addresses (a mapping by a name, without that of the zone; optional)
        its addresses (a list or a mapping)
          what the name stands for, in this order (a list)
          a     what the name stands for, in this order (a list; optional)
          aaaa  what the name stands for, in this order (a list; optional)
    resolver  a recursive resolver (a mapping; optional)
      forward  the node whose dns it asks; by default the first that serves dns (the name of a node; optional)
      cache    whether it keeps answers for as long as their TTL (true or false; default true)
      dns64    how it makes AAAA answers of A answers, for names without AAAA (RFC 6147) (text or a mapping; optional)
        the prefix (text such as 64:ff9b::/96)
        at  a node that translates (the name of a node)
    tracker   a BitTorrent tracker (a mapping; optional)
      port  its TCP port (a whole number from 1 to 65535; default 6969)
    quic      a QUIC server (a mapping; optional)
      port               the UDP port (a whole number from 1 to 65535; default 443)
      max-datagram-size  the largest UDP payload in bytes that it sends (RFC 9000 section 14); the packet is 48 bytes longer over IPv6 and 28 over IPv4 (a whole number from 1200 to 65507; default 1200)
  families  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)
    an address family (ipv6 | ipv4)

      topology:
        nodes:
          alice:
            host:
              serve: http


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > http 1`] = `
http (service)
  Serves the bodies of fetch and accepts those of upload, by HTTP and raw over TCP.

  port  the TCP port (a whole number from 1 to 65535; default 80)

      topology:
        nodes:
          bob:
            host:
              serve:
                http:
                  port: 8080


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > icmp-rate-limit 1`] = `
icmp-rate-limit (trait)
  Limits the rate at which a node sends Packet Too Big; what exceeds it is dropped as it leaves, and counted.

  packet-too-big  how many Packet Too Big (ICMPv6) and Fragmentation Needed (ICMP) messages it sends, to all senders together (text such as 1/second)
  burst           how many it may send at once after a pause (a whole number from 1 to 10000; default 5)

      steps:
        - do:
            change:
              edge:
                icmp-rate-limit:
                  packet-too-big: 1/second
                  burst: 1

  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > impairment 1`] = `
impairment (trait)
  Delays, loses, duplicates or reorders the frames that leave by an interface, or carries none above a size; the other direction of the link keeps its own.

  what happens to frames that leave by an interface, in place of what its link does to them (a mapping by an interface of the node)
    delay      how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s; optional)
      ipv6  the same for IPv6 (a length of time such as 2s; optional)
      ipv4  the same for IPv4, without ARP (a length of time such as 2s; optional)
    loss       the share of frames that are lost at random (a share in percent such as 1%; optional)
      ipv6  the same for IPv6 (a share in percent such as 1%; optional)
      ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
    duplicate  the share of frames that arrive twice (a share in percent such as 1%; optional)
      ipv6  the same for IPv6 (a share in percent such as 1%; optional)
      ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
    reorder    the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%; optional)
      ipv6  the same for IPv6 (a share in percent such as 1%; optional)
      ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)
    passes     bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes such as 1500; optional)
      bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes from 0 to 65535 such as 1500)
      ipv6  the same for IPv6 (a number of bytes from 0 to 65535 such as 1500; optional)
      ipv4  the same for IPv4, without ARP (a number of bytes from 0 to 65535 such as 1500; optional)

      steps:
        - do:
            change:
              edge:
                impairment:
                  to-transit:
                    passes: 1500

  requires: link-emulation

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ipip 1`] = `
ipip (link)
  Carries IP packets of both families between two nodes directly in IP packets of the links below (6in4, 4in6 …).

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  df    whether the IPv4 packets outside have the DF bit: always, which is the default, or as the packet inside; without it routers may fragment them (set | inherit; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              ipip:
                over: ipv4

  where it is missing: load the module sit, or ip6_tunnel for a tunnel over IPv6

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ipv6-share 1`] = `
ipv6-share (expectation)
  How many percent of the bytes that passed the place of a measurement were those of IPv6 packets.

  percent of the bytes of IP packets, of both directions together (a number, a range, a comparison or none such as 1400..1500)

      expect:
        ipv6-share: 60..70

  reads: traffic

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > journey 1`] = `
journey (expectation)
  Where packets of a kind were last seen, how they ended, and what was rewritten on the path, by captures at every place.

  where packets ended, and what was rewritten on their path (a mapping or a list)
    packet   the kind of packet: large is longer than 1280 bytes, small is shorter with a payload, ack has none, tunnel carries another packet (syn | syn-ack | large | small | ack | fin | rst | fragment | tunnel | ptb | error | other)
    from     only packets first seen at this node (the name of a node; optional)
    last     where every one of them was last seen (a place such as edge or edge:to-transit; optional)
    fate     how every one of them ended (delivered | dead | continued; optional)
    mtu      the MTU in every Packet Too Big (a number, a range, a comparison or none such as 1400..1500; optional)
    changed  fields that were rewritten on the path (a mapping by a field; optional)
      the new value (a number, a range, a comparison or none such as 1400..1500)
    at       the node that rewrote them (the name of a node; optional)
    packets  how many; at least one by default (a number, a range, a comparison or none such as 1400..1500; optional)
    several kinds of packets (a list)
      each with the same keys

      expect:
        journey:
          - packet: large
            last: transit:to-firewall
          - packet: ptb
            from: transit
            last: firewall:to-transit
            mtu: 1500
          - packet: syn
            changed:
              mss: 1396
            at: edge

  reads: journeys

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > journeys 1`] = `
journeys (watch)
  Captures at every place and follows each packet: where it was last seen, what was rewritten, and what answered it.

  no settings, since a packet can only be followed when every place is captured (a mapping)

      watch:
        journeys: {}

  provides: journeys
  reads: transfer, transfers, reply

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > laggards 1`] = `
laggards (expectation)
  Who sends and gets how much over IPv4 although both ends have IPv6: hosts, and the ports of their services.

  all who use IPv4 with peers although both have IPv6, and who have at least 1 percent of the bytes; none if there are none (a mapping or none)
    all who use IPv4 with peers although both have IPv6, and who have at least 1 percent of the bytes; none if there are none (a mapping by the node on the near side of the place)
      ports (a mapping by the lower port of its connections)
        percent of all bytes at the place (a number, a range, a comparison or none such as 1400..1500)

      expect:
        laggards:
          client:
            "6881": ">= 20"

  reads: traffic

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > largest-segment 1`] = `
largest-segment (expectation)
  The largest TCP payload of one packet at each place, by captures; 0 if none passed.

  the largest segment by place (a mapping by NODE for all its interfaces, or NODE:to-PEER)
    payload bytes (a number, a range, a comparison or none such as 1400..1500)

      expect:
        largest-segment:
          transit:to-firewall: 8928
          edge:to-transit: <= 1428

  reads: journeys

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > leg 1`] = `
leg (expectation)
  The leg that a flow or a lookup took, named by its router.

  the router of the leg (a leg, named by its router)

      expect:
        leg: r2

  reads: leg

leg (key of fetch, upload)
  the leg that the flow must take; mtulab finds a source port for it (a leg, named by its router)

leg (key of lookup)
  the leg that the route must use; the kernel ignores it in an IPv6 next-hop group (a leg, named by its router)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > lookup 1`] = `
lookup (action)
  Looks up the route of a node to another node: the leg that it takes and the path MTU learned for it.

  at     the node that looks up the route (the name of a node)
  to     the destination node (the name of a node or of a shared address)
  kind   plain: as for an unbound socket; fibmatch: the route itself; tuple: as for one TCP flow (plain | fibmatch | tuple; default plain)
  leg    the leg that the route must use; the kernel ignores it in an IPv6 next-hop group (a leg, named by its router; optional)
  sport  source port of the flow, for tuple (a whole number from 1 to 65535; optional)
  dport  destination port of the flow, for tuple (a whole number from 1 to 65535; default 80)

      steps:
        - do:
            lookup:
              at: source
              to: target
              kind: tuple
              sport: 50000
              dport: 80

  provides: leg, pmtu, output

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > measure 1`] = `
measure (action)
  Measures how many bytes of IP packets passed a place since the previous measurement there, by family, host, peer and port.

  at       NODE:to-PEER, or a node with one link. The first measurement starts to count; each later one is about what has passed since the one before (a place such as edge or edge:to-transit)
  netflow  a second opinion from here to the next measurement at this place: softflowd, nfcapd and nfdump count the same packets, and have to agree (true or false; default false)

      steps:
        - do:
            measure:
              at: edge:to-transit

  provides: traffic
  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > mtu 1`] = `
mtu (trait)
  Sets the MTU of interfaces of the node; the other end of the link keeps its own.

  MTU in bytes by interface (a mapping by an interface of the node)
    bytes (a whole number from 68 to 65535)

      steps:
        - do:
            change:
              edge:
                mtu:
                  to-transit: 1400

  requires: nft-ingress

mtu (key of routes)
  path MTU of the route in bytes (a whole number from 68 to 65535)

mtu (key of packet-too-big)
  the MTU in its messages in bytes, whatever the link carries; 0 as from routers before RFC 1191 (a whole number from 0 to 65535)

mtu (key of outcome: too-big)
  the MTU in the answer (a number, a range, a comparison or none such as 1400..1500)

mtu (key of pmtu)
  the path MTU in bytes, or none if none was learned (a number, a range, a comparison or none such as 1400..1500)

mtu (key of ptb)
  the smallest MTU in the messages, wherever in the node they were counted (a number, a range, a comparison or none such as 1400..1500)

mtu (key of journey)
  the MTU in every Packet Too Big (a number, a range, a comparison or none such as 1400..1500)

mtu (key of a link)
  MTU of the link; for each of its ends write {a: 9000, b: 1500} (a number of bytes such as 9000)
    MTU of the link, in bytes (a number of bytes from 68 to 65535 such as 9000)
    MTU of each end in bytes, by node (a mapping by a node at one end of the link)
      MTU of the link, in bytes (a number of bytes from 68 to 65535 such as 9000)

mtu (key of a leg)
  MTU of the link from the router of the leg to the second node, in bytes (a number of bytes from 68 to 65535 such as 9000)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > nameserver 1`] = `
nameserver (trait)
  Makes the programs of a node ask this node for names; those without a dot that are names of nodes go on to be found in /etc/hosts.

  a node that serves DNS (the name of a node)

      steps:
        - do:
            change:
              edge:
                nameserver: resolver


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > nat 1`] = `
nat (trait)
  Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers back, and the errors too unless another treatment of them is given.

  towards  only packets that leave towards this neighbour (the name of a node)
  ports    the ports that it gives to TCP and UDP; without them it keeps a port while it is free (text such as 40000-40100; optional)
  publish  ports of TCP and UDP at which that neighbour finds other nodes: the destination of what arrives from there is replaced (a list; optional)
    port     the port of this node (a whole number from 1 to 65535)
    to       the node that gets the packets (the name of a node)
    to-port  its port; the same by default (a whole number from 1 to 65535; optional)
  errors   what becomes of an ICMP error that arrives from that neighbour for its own address (text or a mapping; default translated)
    translated: the sender of the quoted packet gets it, as an error about the packet that it sent; kept: it ends in this node, and no sender learns of it (translated | kept)
    untranslated  the node that gets all of them (the name of a node)

      steps:
        - do:
            change:
              edge:
                nat:
                  towards: transit
                  ports: 40000-40100

  requires: nft, nat

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > next-hop-groups-ignore-oif 1`] = `
next-hop-groups-ignore-oif (behaviour)
  An IPv6 lookup that names an interface (oif) ignores it where the route leads to a group of next-hop objects.

  whether a lookup that names an interface may find another leg of a group of next-hop objects (true or false)

      expect:
        where:
          next-hop-groups-ignore-oif: true
        outcome: completed


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > offloads 1`] = `
offloads (trait)
  Enables or disables segmentation offload; labs start with disabled, so packets leave a node in their wire size, as behind a network card.

  whether packets may leave the kernel larger than the wire carries (TSO) (enabled | disabled)

      steps:
        - do:
            change:
              edge:
                offloads: enabled

  requires: ethtool

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > outcome 1`] = `
outcome (expectation)
  The outcome for the receiving application: completed, stalled, unfinished, refused or unreachable; for a ping or datagrams answered, lost, too-big or unreachable.

  the outcome for the receiving application (text or a mapping)
    the outcome of every flow of the step, of a ping, or of every datagram. A step that expects stalled ends at the first proof of a stall, even of one that would heal later: give the action \`for\`, and the stall must last that long. A flow whose stall heals by itself within the step is completed, or unfinished; \`recovered\` expects what healed it (completed | stalled | unfinished | refused | unreachable | answered | lost | too-big)
    completed    flows that delivered every byte (a number, a range, a comparison or none such as 1400..1500; optional)
    stalled      flows that stalled and did not recover within the step (a number, a range, a comparison or none such as 1400..1500; optional)
    unfinished   flows that made progress but did not finish, or why one flow did not (a number or text or a mapping; optional)
      flows that made progress but did not finish (a number, a range, a comparison or none such as 1400..1500)
      why  what held the flow back (slow | receiver-window)
    refused      flows or datagrams that were refused (a number, a range, a comparison or none such as 1400..1500; optional)
    unreachable  flows or datagrams without a route to the server (a number, a range, a comparison or none such as 1400..1500; optional)
    answered     datagrams that were answered (a number, a range, a comparison or none such as 1400..1500; optional)
    lost         datagrams that were sent and not answered (a number, a range, a comparison or none such as 1400..1500; optional)
    too-big      datagrams that the local kernel did not send, or a ping that was too big (a number or text or a mapping; optional)
      datagrams that the local kernel did not send, since it knew a smaller path MTU (a number, a range, a comparison or none such as 1400..1500)
      mtu   the MTU in the answer (a number, a range, a comparison or none such as 1400..1500; optional)
      from  who refused it: a router with Packet Too Big, or the local kernel, which already knew the path MTU (router | local; optional)

      expect:
        outcome: stalled

  reads: transfer, transfers, reply, datagrams

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > output 1`] = `
output (expectation)
  What a program printed, and its exit code.

  contains  text that the output must contain (text; optional)
  matches   a regular expression that a line must match (text such as expires \\d+sec mtu 1500; optional)
  code      exit code (a whole number from 0 to 255; optional)

      expect:
        output:
          contains: mtu 1500
          code: 0

  reads: output

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > packet-too-big 1`] = `
packet-too-big (trait)
  Makes a router that sends no Packet Too Big, or sends it with another MTU or from another address.

  send  false: it drops what is too large without an answer (true or false; default true)
  mtu   the MTU in its messages in bytes, whatever the link carries; 0 as from routers before RFC 1191 (a whole number from 0 to 65535; optional)
  from  the node whose address its messages bear as their source (the name of a node; optional)

      steps:
        - do:
            change:
              edge:
                packet-too-big:
                  mtu: 1500

  requires: nft

packet-too-big (key of icmp-rate-limit)
  how many Packet Too Big (ICMPv6) and Fragmentation Needed (ICMP) messages it sends, to all senders together (text such as 1/second)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ping 1`] = `
ping (action)
  Sends ICMP echo requests to a node; a large one can teach the sending node a path MTU.

  from   the node that sends the request (the name of a node)
  to     the node that answers (the name of a node or of a shared address)
  bytes  length of the ICMP payload, as in ping -s; the packet is 48 bytes longer over IPv6 and 28 over IPv4 (a number of bytes such as 200kB)
  count  number of requests (a whole number from 1 to 100; default 1)
  df     whether fragmentation is forbidden, even by the sender (true or false; default true)

      steps:
        - do:
            ping:
              from: client
              to: server
              bytes: 8000

  provides: reply, rtt, holder
  outcomes: answered, lost, too-big, unreachable
  requires: ping

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > pmtu 1`] = `
pmtu (expectation)
  The path MTU that a node has learned, for its only path, for each leg, or for a number of legs; or that the sockets of datagrams see.

  the path MTU, one for each leg, or how many legs or flows have which (a number or text or a mapping or a list)
    the path MTU in bytes, or none if none was learned (a number, a range, a comparison or none such as 1400..1500)
    path MTUs by leg (a mapping by the router of the leg)
      the path MTU in bytes, or none if none was learned (a number, a range, a comparison or none such as 1400..1500)
    how many legs have learned which path MTU, or how many flows of datagrams see which, whichever they are (a list)
      legs   how many legs, of a lookup or of exceptions (a number, a range, a comparison or none such as 1400..1500; optional)
      flows  how many flows, each with a source port of its own; at least one by default (a number, a range, a comparison or none such as 1400..1500; optional)
      mtu    the path MTU in bytes, or none if none was learned (a number, a range, a comparison or none such as 1400..1500)

      expect:
        pmtu:
          r1: none
          r2: 1500

  reads: pmtu, datagrams, udp-sockets

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > prefix-translation 1`] = `
prefix-translation (trait)
  Replaces the IPv6 prefix of a node by its own in what leaves towards a neighbour, and back, without tracking connections (NPTv6, RFC 6296).

  of       the node whose prefix gets that of this node (the name of a node)
  towards  the neighbour that sees the prefix of this node (the name of a node)

      steps:
        - do:
            change:
              edge:
                prefix-translation:
                  of: client
                  towards: transit

  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ptb 1`] = `
ptb (watch)
  Counts the Packet Too Big messages for the flows of the step where they are made, arrive, pass, leave and are taken.

  at  nodes; all by default (a list; optional)
    a node that generates, forwards or receives the messages (the name of a node)

      watch:
        ptb:
          at:
            - transit
            - firewall
            - server

  provides: ptb
  reads: transfer, transfers, datagrams, udp-sockets
  requires: nft

ptb (expectation)
  How many Packet Too Big messages for the flows of the step were made, arrived, passed, left or were taken at a node.

  Packet Too Big messages by node (a mapping by the node that counts them)
    made     generated by the node (a number, a range, a comparison or none such as 1400..1500; optional)
    arrived  arrived at the node from another, before any of its filters (a number, a range, a comparison or none such as 1400..1500; optional)
    passed   forwarded by the node for another, after its filters for packets that pass (a number, a range, a comparison or none such as 1400..1500; optional)
    left     left the node, generated or forwarded, after all its filters (a number, a range, a comparison or none such as 1400..1500; optional)
    taken    delivered to sockets of the node, after all its filters (a number, a range, a comparison or none such as 1400..1500; optional)
    mtu      the smallest MTU in the messages, wherever in the node they were counted (a number, a range, a comparison or none such as 1400..1500; optional)
    from     the node whose address all of them come from (the name of a node; optional)

      expect:
        ptb:
          transit:
            made: ">= 1"
            mtu: 1500
          firewall:
            arrived: ">= 1"
            passed: 0
          server:
            taken: 0

  reads: ptb

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > query-order 1`] = `
query-order (expectation)
  The queries for addresses that a visit sent, in their order.

  the types in the order of their first queries (a list)
    the type of a query (aaaa | a)

      expect:
        query-order:
          - aaaa
          - a

  reads: visit

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > quic 1`] = `
quic (service)
  Serves downloads over QUIC, in datagrams of a size that it never changes; the kernel may fragment those that exceed a path MTU that it has learned.

  port               the UDP port (a whole number from 1 to 65535; default 443)
  max-datagram-size  the largest UDP payload in bytes that it sends (RFC 9000 section 14); the packet is 48 bytes longer over IPv6 and 28 over IPv4 (a whole number from 1200 to 65507; default 1200)

      topology:
        nodes:
          bob:
            host:
              serve:
                quic:
                  max-datagram-size: 8000

  requires: quic

quic (action)
  Downloads a body of the given size over QUIC from a node that serves quic, over a connection of its own.

  from   the node that connects (the name of a node)
  to     the node that serves quic (the name of a node)
  bytes  length of the body (a number of bytes such as 200kB)
  for    watch for exactly this long, unless every byte arrives before: that a stall lasts (a length of time such as 2s; optional)

      steps:
        - do:
            quic:
              from: client
              to: server
              bytes: 200kB

  provides: transfer
  outcomes: completed, stalled, unfinished
  requires: quic, nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > rate 1`] = `
rate (trait)
  Limits the rate towards a neighbour, with a queue before it; the first packet leaves without delay.

  towards  the neighbour towards which the rate is limited (the name of a node)
  kbit     kilobits per second (a whole number from 1 to 10000000)
  queue    length of the queue, beyond which packets are dropped; 100kB by default (a number of bytes such as 200kB; optional)

      steps:
        - do:
            change:
              edge:
                rate:
                  towards: transit
                  kbit: 32
                  queue: 10kB

  requires: tbf

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > recovered 1`] = `
recovered (expectation)
  How stalled flows recovered: at their next retransmission, what healed them, after how many seconds, how many, or never.

  how a stalled flow recovered (text or a mapping or a list)
    next-retransmission: within the RTO at the last change; never: not at all; or what healed it (next-retransmission | never | packet-too-big | probing | rehash | change)
    by     what healed it, next-retransmission or never (next-retransmission | never | packet-too-big | probing | rehash | change; optional)
    after  seconds after the last change, or after the request if there was no change (a number, a range, a comparison or none such as 1400..1500; optional)
    flows  how many flows of the step stalled and recovered like this; every flow by default (a number, a range, a comparison or none such as 1400..1500; optional)
    how several flows recovered, each with a number of flows (a list)
      each with the same keys

      expect:
        recovered: next-retransmission

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > resolution-delay 1`] = `
resolution-delay (expectation)
  The time for which a visit awaited the other answer, from the first answer with addresses to its first SYN.

  milliseconds, or none for a client that had all answers (a number, a range, a comparison or none such as 1400..1500)

      expect:
        resolution-delay: 45..75

  reads: visit

resolution-delay (key of visit)
  how long AAAA is awaited once A is answered, for rfc8305; 50ms by default (a length of time such as 2s)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > resolver 1`] = `
resolver (service)
  Runs unbound, which asks a node that serves dns and keeps the answers; \`flush\` empties its cache.

  forward  the node whose dns it asks; by default the first that serves dns (the name of a node; optional)
  cache    whether it keeps answers for as long as their TTL (true or false; default true)
  dns64    how it makes AAAA answers of A answers, for names without AAAA (RFC 6147) (text or a mapping; optional)
    the prefix (text such as 64:ff9b::/96)
    at  a node that translates (the name of a node)

      topology:
        nodes:
          bob:
            host:
              serve:
                resolver:
                  forward: names

  requires: unbound

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > router 1`] = `
router (node)
  Forwards packets along the shortest paths, and answers packets that are too big with Packet Too Big.

  families  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)
    an address family (ipv6 | ipv4)

      topology:
        nodes:
          alice:
            router: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > routes 1`] = `
routes (trait)
  Adds static routes to single nodes over a chosen neighbour, in this direction only, with their own MTU or MSS if given.

  static routes of this node, which override the shortest paths (a list)
    to      the destination node (the name of a node or of a shared address)
    via     the neighbour that is the next hop (the name of a node)
    mtu     path MTU of the route in bytes (a whole number from 68 to 65535; optional)
    lock    whether IPv4 keeps this MTU, learns no other and sends without the DF bit; IPv6 learns a smaller one all the same (true or false; optional)
    advmss  MSS in bytes that SYNs over the route advertise (a whole number from 88 to 65495; optional)
    family  only this family; both by default (ipv6 | ipv4; optional)

      steps:
        - do:
            change:
              edge:
                routes:
                  - to: server
                    via: transit
                    mtu: 1400


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > rtt 1`] = `
rtt (expectation)
  The round-trip time in milliseconds of every answer to a ping.

  milliseconds, for the shortest and the longest of them (a number, a range, a comparison or none such as 1400..1500)

      expect:
        rtt: 200..210

  reads: rtt

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > rules 1`] = `
rules (watch)
  Counts the packets that match the firewall rules of traits: a clamp or a filter in the wrong hook counts none.

  at  nodes; all by default (a list; optional)
    a node whose rules are read (the name of a node)

      watch:
        rules:
          at:
            - edge

  provides: rules
  requires: nft

rules (expectation)
  How many packets the firewall rules of a trait counted during the step; 0 reveals a clamp or a filter that has no effect.

  firewall rules by node (a mapping by the node that has the rules)
    packets counted by the rules of each trait (a mapping by a trait that consists of rules)
      packets counted by all its rules together; 0 if it has none (a number, a range, a comparison or none such as 1400..1500)

      expect:
        rules:
          edge:
            clamp: 0
          firewall:
            drop: ">= 1"

  reads: rules

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > segment-size 1`] = `
segment-size (expectation)
  The current segment size of the sender, read from its socket (snd_mss).

  payload bytes of a full segment (a number, a range, a comparison or none such as 1400..1500)

      expect:
        segment-size: 1000..1428

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > srv6 1`] = `
srv6 (trait)
  Encapsulates packets to single nodes in IPv6 with segment routing, in this direction only. Nobody tells their senders what no longer fits.

  the destinations whose packets this node encapsulates in IPv6 with segment routing (SRv6) (a list)
    to       the destination node (the name of a node)
    through  the routers through which the packets go, in their order; the last one takes them out again (a list)
      a router (the name of a node)
    mode     how they are encapsulated: encap adds 48 bytes and 16 for each router; encap.red leaves out the first router, and the whole routing header where it is the only one; encap by default (encap | encap.red; optional)

      steps:
        - do:
            change:
              edge:
                srv6:
                  - to: server
                    through:
                      - transit

  requires: seg6

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > stateful 1`] = `
stateful (trait)
  Passes packets of connections opened from either side and drops everything else, including ICMP errors unless it correlates them.

  correlates-errors  whether ICMP errors for a known connection pass (conntrack state RELATED) (true or false)

      steps:
        - do:
            change:
              edge:
                stateful:
                  correlates-errors: false

  requires: nft, conntrack

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > switch 1`] = `
switch (node)
  Forwards frames between its links and has no address; a frame that is too long for a port is lost without Packet Too Big.

  a switch (a mapping)

      topology:
        nodes:
          alice:
            switch: {}

  requires: bridge

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn 1`] = `
syn (watch)
  Reads the MSS option of SYNs and SYN-ACKs at each place, after any change by the node there.

  at  places; all by default (a list; optional)
    NODE for all its interfaces, or NODE:to-PEER (a place such as edge or edge:to-transit)

      watch:
        syn:
          at:
            - edge:to-transit
            - server

  provides: syn, syn-ack
  reads: transfer, transfers
  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn-ack-mss 1`] = `
syn-ack-mss (expectation)
  The MSS option of the SYN-ACK at each place, after any change by the node there.

  the MSS option of the SYN-ACK by place (a mapping by NODE for all its interfaces, or NODE:to-PEER)
    MSS option in bytes, or none where no SYN-ACK passes (a number, a range, a comparison or none such as 1400..1500)

      expect:
        syn-ack-mss:
          server:to-firewall: 8940

  reads: syn-ack

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn-mss 1`] = `
syn-mss (expectation)
  The MSS option of the SYN at each place, after any change by the node there.

  the MSS option of the SYN by place (a mapping by NODE for all its interfaces, or NODE:to-PEER)
    MSS option in bytes, or none where no SYN passes (a number, a range, a comparison or none such as 1400..1500)

      expect:
        syn-mss:
          client:to-edge: 8940
          edge:to-transit: 1396

  reads: syn

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn-remembers-pmtu 1`] = `
syn-remembers-pmtu (behaviour)
  A SYN or SYN-ACK offers an MSS that fits the path MTU which its sender has learned, not that of the interface.

  whether a learned path MTU lowers the MSS that the next SYN or SYN-ACK offers (true or false)

      expect:
        where:
          syn-remembers-pmtu: true
        outcome: completed


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > sysctl 1`] = `
sysctl (trait)
  Sets kernel settings below net in this node only; a setting that is taken away returns to its initial value.

  kernel settings of the namespace, by name (a mapping by a setting below net, as sysctl spells it)
    the value (a whole number or text)
      a number (a whole number from -2147483648 to 4294967295)
      letters, digits, spaces and . _ : , - (text)

      steps:
        - do:
            change:
              edge:
                sysctl:
                  net.ipv4.tcp_mtu_probing: 1


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > tayga 1`] = `
tayga (service)
  Runs tayga, which translates packets between IPv4 and IPv6; a node of the kind translator does so by itself.

  the program of a translator (a mapping)

      topology:
        nodes:
          bob:
            translator:
              siit:
                map:
                  - server

  requires: tayga

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > torrent 1`] = `
torrent (action)
  Downloads data by BitTorrent with aria2, from another aria2 that ends with the download.

  from     the node that has the data (the name of a node)
  to       the node that downloads it (the name of a node)
  tracker  the node by which they find each other (the name of a node)
  bytes    how much is downloaded (a number of bytes such as 200kB)

      steps:
        - do:
            torrent:
              from: server
              to: client
              tracker: server
              bytes: 5MB

  provides: output
  requires: aria2

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > trace 1`] = `
trace (action)
  Traces the path to a node hop by hop, with the largest packet that each hop answers.

  from           the node that traces (the name of a node)
  to             the node at the end of the path (the name of a node)
  bytes          length of the first packets, from 1280; the interface of the node may allow less (a number of bytes such as 200kB; default 9000)
  hops           the largest number of hops (a whole number from 1 to 64; default 16)
  port           source port of the datagrams, one that no other datagrams of the lab have used over the same family; a TCP flow may have the same. mtulab chooses one from 20000 up by default (a whole number or a mapping; optional)
    source port (a whole number from 1024 to 65535)
    ipv6  source port (a whole number from 1024 to 65535; optional)
    ipv4  source port (a whole number from 1024 to 65535; optional)
  answer-within  after this time a packet counts as unanswered (a length of time such as 2s; default 500ms)

      steps:
        - do:
            trace:
              from: client
              to: server

  provides: hops

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > tracker 1`] = `
tracker (service)
  Answers announces of BitTorrent clients over HTTP with their peers, in the family in which each of them asks.

  port  its TCP port (a whole number from 1 to 65535; default 6969)

      topology:
        nodes:
          bob:
            host:
              serve:
                tracker: {}


tracker (key of torrent)
  the node by which they find each other (the name of a node)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > translator 1`] = `
translator (node)
  A router that translates packets of IPv4 into those of IPv6 and back, with their ICMP errors, between nodes that have one family only.

  siit      translation without state (SIIT, RFC 7915) (a mapping; optional)
    map  nodes with one family that get an address of the other one each (RFC 7757); other nodes with only IPv4 appear in its IPv6 prefix (a list; optional)
      a node with one family (the name of a node)
  clat      the translator of nodes with IPv4 in a network without it, the CLAT of 464XLAT (RFC 6877) (a mapping; optional)
    towards  the translator with nat64 whose prefix it uses (the name of a node)
    map      nodes with only IPv4 that it serves (a list)
      a node with only IPv4 (the name of a node)
  nat64     translation that tracks connections (NAT64, RFC 6146): all nodes with only IPv6 share its IPv4 address, and can be reached by none (a mapping; optional)
  serve     the services that it offers (text or a list or a mapping; optional)
    a service, with its default settings (eamd)
    several services (a list)
      a service, with its default settings (eamd)
    eamd  the name server of devices that have only IPv4 (a mapping; optional)
      forward  the node that it asks; by default the first other one that answers DNS (the name of a node; optional)
      pool     how many IPv4 addresses it leases (a whole number from 1 to 254; default 14)
      ttl      how long a device may keep an answer with a leased address (a length of time such as 2s; default 30s)
      lease    how long a lease lasts after its last answer; after that, as long as a flow uses it (a length of time such as 2s; default 60s)
  families  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)
    an address family (ipv6 | ipv4)

      topology:
        nodes:
          alice:
            translator:
              siit:
                map:
                  - server


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > upload 1`] = `
upload (action)
  Uploads a body of the given size to a node that serves HTTP (PUT), or raw over TCP.

  from                 the node that connects (the name of a node)
  to                   the node that serves HTTP (the name of a node or of a shared address)
  bytes                length of the body (a number of bytes such as 200kB)
  as                   keeps the flow open under this name; with several flows, the first one (a name for a flow; optional)
  over                 the kept flow whose connection carries this transfer, instead of a new one (the name of a kept flow; optional)
  leg                  the leg that the flow must take; mtulab finds a source port for it (a leg, named by its router; optional)
  port                 source port of the flow, one that no other flow of the lab has used over the same family; mtulab chooses one from 20000 up by default (a whole number or text or a mapping; optional)
    source port (a whole number from 1024 to 65535)
    the socket is not bound, as in most programs: the kernel chooses address and port when it connects (any)
    ipv6  source port (a whole number from 1024 to 65535; optional)
    ipv4  source port (a whole number from 1024 to 65535; optional)
  flows                number of transfers at the same time, each over its own connection (a whole number from 1 to 500; default 1)
  for                  watch for exactly this long, to show that an outcome lasts: a stall that heals meanwhile is none (a length of time such as 2s; optional)
  stops-reading-after  the receiving application stops reading after this many bytes (a number of bytes such as 200kB; optional)
  raw                  whether TCP carries the body alone, without HTTP: a body of 1428 bytes is then exactly 1428 bytes of payload (true or false; default false)

      steps:
        - do:
            upload:
              from: source
              to: target
              bytes: 200kB
              leg: r2

  provides: transfer, transfers, leg, holder
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > urpf 1`] = `
urpf (trait)
  Drops packets whose source the node has no route back to; an asymmetric path or a foreign source loses them.

  strict: the route back to the source leads out of the interface that the packet came in by; loose: some route leads there (strict | loose)

      steps:
        - do:
            change:
              edge:
                urpf: strict

  requires: nft, nft-fib

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > visit 1`] = `
visit (action)
  Lets a client open a name and fetch a page, and reads its queries and its connection attempts off the wire.

  from                      the node that the client runs in (the name of a node)
  url                       what it fetches (text such as http://server.lab.test/bytes/1000)
  with                      rfc8305: the client of mtulab, Happy Eyeballs version 2; node: net.connect of Node.js; asyncio: that of Python (rfc8305 | node | curl | wget | asyncio | chromium | firefox; default rfc8305)
  resolution-delay          how long AAAA is awaited once A is answered, for rfc8305; 50ms by default (a length of time such as 2s; optional)
  connection-attempt-delay  from one attempt to the next, for programs with such a setting (a length of time such as 2s; optional)
  for                       watch for this long, unless the program ends before: that a stall lasts, or that no other address is tried. A step that expects stalled ends at the first proof (a length of time such as 2s; optional)

      steps:
        - do:
            visit:
              from: client
              url: http://server.lab.test/bytes/1000
              with: curl

  provides: visit, transfer, transfers, no-transfer, output
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > vxlan 1`] = `
vxlan (link)
  Carries Ethernet frames between two nodes in UDP packets of the links below (VXLAN).

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  id    the VXLAN network identifier; 1 by default. Tunnels over one family that share a node need different ones (a whole number from 1 to 16777215; optional)
  df    whether the IPv4 packets outside have the DF bit: never, as the packet inside, or always; without it routers may fragment them (unset | inherit | set; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              vxlan:
                over: ipv6

  where it is missing: load the module vxlan

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > wireguard 1`] = `
wireguard (link)
  Carries encrypted IP packets of both families between two nodes in UDP packets of the links below (WireGuard).

  over  the family of the packets that carry those of the tunnel (ipv6 | ipv4)
  port  the UDP port of both ends; 51820 by default. Tunnels that share a node need different ports (a whole number from 1 to 65535; optional)

      topology:
        links:
          - between:
              - alice
              - bob
            name: overlay
            tunnel:
              wireguard:
                over: ipv4

  where it is missing: load the module wireguard, and install wireguard-tools

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > without a word 1`] = `
nodes: the kinds of nodes
  host                        An end system: it sends and receives packets, and forwards none.
  router                      Forwards packets along the shortest paths, and answers packets that are too big with Packet Too Big.
  firewall                    A router meant to filter: give it drop or stateful, since without a trait it passes everything.
  edge                        A router whose name marks the border of a network: the usual place for a clamp, which it does not have by default.
  switch                      Forwards frames between its links and has no address; a frame that is too long for a port is lost without Packet Too Big.
  translator                  A router that translates packets of IPv4 into those of IPv6 and back, with their ICMP errors, between nodes that have one family only.

services: what a host offers to others, for as long as its lab runs
  http                        Serves the bodies of fetch and accepts those of upload, by HTTP and raw over TCP.
  echo                        Answers each UDP datagram with its bytes, from the address that was asked; answers that are too big for the path are lost until the server learns its MTU.
  dns                         Serves a DNS zone with the names of all nodes and shared addresses, and further records; no name exists outside the zone.
  resolver                    Runs unbound, which asks a node that serves dns and keeps the answers; \`flush\` empties its cache.
  tayga                       Runs tayga, which translates packets between IPv4 and IPv6; a node of the kind translator does so by itself.
  eamd                        Answers DNS for devices that have only IPv4: a name with IPv6 gets an IPv4 address for as long as they use it, which the translator maps to the server; where no address is left the answer is SERVFAIL.
  tracker                     Answers announces of BitTorrent clients over HTTP with their peers, in the family in which each of them asks.
  quic                        Serves downloads over QUIC, in datagrams of a size that it never changes; the kernel may fragment those that exceed a path MTU that it has learned.

links: the kinds of links
  cable                       Joins two nodes directly; a link is a cable unless it names another kind.
  vxlan                       Carries Ethernet frames between two nodes in UDP packets of the links below (VXLAN).
  geneve                      Carries Ethernet frames between two nodes in UDP packets of the links below (Geneve).
  gre                         Carries IP packets of both families between two nodes in GRE packets of the links below.
  ipip                        Carries IP packets of both families between two nodes directly in IP packets of the links below (6in4, 4in6 …).
  wireguard                   Carries encrypted IP packets of both families between two nodes in UDP packets of the links below (WireGuard).
  esp                         Carries encrypted IP packets of both families between two nodes in ESP packets of the links below (IPsec in tunnel mode).

traits: properties of a node, set in the topology or by a later \`change\`
  clamp                       Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises the MSS and does not change connections that are open.
  drop                        Drops packets of the given kinds without an answer, whether they pass, arrive or leave.
  stateful                    Passes packets of connections opened from either side and drops everything else, including ICMP errors unless it correlates them.
  sysctl                      Sets kernel settings below net in this node only; a setting that is taken away returns to its initial value.
  mtu                         Sets the MTU of interfaces of the node; the other end of the link keeps its own.
  offloads                    Enables or disables segmentation offload; labs start with disabled, so packets leave a node in their wire size, as behind a network card.
  routes                      Adds static routes to single nodes over a chosen neighbour, in this direction only, with their own MTU or MSS if given.
  rate                        Limits the rate towards a neighbour, with a queue before it; the first packet leaves without delay.
  urpf                        Drops packets whose source the node has no route back to; an asymmetric path or a foreign source loses them.
  nat                         Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers back, and the errors too unless another treatment of them is given.
  srv6                        Encapsulates packets to single nodes in IPv6 with segment routing, in this direction only. Nobody tells their senders what no longer fits.
  nameserver                  Makes the programs of a node ask this node for names; those without a dot that are names of nodes go on to be found in /etc/hosts.
  impairment                  Delays, loses, duplicates or reorders the frames that leave by an interface, or carries none above a size; the other direction of the link keeps its own.
  aria2                       Sets options of aria2, the BitTorrent client of a node, by their own names.
  dns-answers                 Makes the DNS server of a host answer queries for addresses late, wrongly or never, by their type.
  gai-conf                    Sets the order in which getaddrinfo of a node returns the addresses of a name (gai.conf of glibc).
  icmp-rate-limit             Limits the rate at which a node sends Packet Too Big; what exceeds it is dropped as it leaves, and counted.
  packet-too-big              Makes a router that sends no Packet Too Big, or sends it with another MTU or from another address.
  prefix-translation          Replaces the IPv6 prefix of a node by its own in what leaves towards a neighbour, and back, without tracking connections (NPTv6, RFC 6296).

actions: what a step does
  fetch                       Downloads a body of the given size from a node that serves HTTP (GET), or raw over TCP.
  upload                      Uploads a body of the given size to a node that serves HTTP (PUT), or raw over TCP.
  visit                       Lets a client open a name and fetch a page, and reads its queries and its connection attempts off the wire.
  torrent                     Downloads data by BitTorrent with aria2, from another aria2 that ends with the download.
  quic                        Downloads a body of the given size over QUIC from a node that serves quic, over a connection of its own.
  datagram                    Sends UDP datagrams to a node that serves echo, and reads what the socket learns from the path.
  ping                        Sends ICMP echo requests to a node; a large one can teach the sending node a path MTU.
  trace                       Traces the path to a node hop by hop, with the largest packet that each hop answers.
  lookup                      Looks up the route of a node to another node: the leg that it takes and the path MTU learned for it.
  exceptions                  Reads the path MTU that a node has learned towards another node, for each leg of the path.
  change                      Gives traits to nodes or takes them away; a trait is replaced as a whole, and the others stay.
  measure                     Measures how many bytes of IP packets passed a place since the previous measurement there, by family, host, peer and port.
  follow                      Watches a kept flow again, to see whether it makes progress or stays stalled.
  flush                       Makes a node, or all nodes, forget every learned path MTU; or a resolver all names.
  command                     Runs a program in a node, keeps its output and exit code, and judges its TCP connections to other nodes where the step expects an outcome or a cause.

watches: what a step also observes
  syn                         Reads the MSS option of SYNs and SYN-ACKs at each place, after any change by the node there.
  ptb                         Counts the Packet Too Big messages for the flows of the step where they are made, arrive, pass, leave and are taken.
  counters                    Shows how far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.
  journeys                    Captures at every place and follows each packet: where it was last seen, what was rewritten, and what answered it.
  rules                       Counts the packets that match the firewall rules of traits: a clamp or a filter in the wrong hook counts none.

expectations: what a step is expected to result in
  outcome                     The outcome for the receiving application: completed, stalled, unfinished, refused or unreachable; for a ping or datagrams answered, lost, too-big or unreachable.
  cause                       Why flows stalled and where, as proved by the ledger of Packet Too Big messages or by captures at every place.
  recovered                   How stalled flows recovered: at their next retransmission, what healed them, after how many seconds, how many, or never.
  syn-mss                     The MSS option of the SYN at each place, after any change by the node there.
  syn-ack-mss                 The MSS option of the SYN-ACK at each place, after any change by the node there.
  segment-size                The current segment size of the sender, read from its socket (snd_mss).
  pmtu                        The path MTU that a node has learned, for its only path, for each leg, or for a number of legs; or that the sockets of datagrams see.
  leg                         The leg that a flow or a lookup took, named by its router.
  hops                        The nodes on a traced path, each with the largest packet that it answered.
  holder                      The node that got a flow or a ping to a shared address, or how many flows each of its holders got.
  ptb                         How many Packet Too Big messages for the flows of the step were made, arrived, passed, left or were taken at a node.
  counters                    How far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.
  journey                     Where packets of a kind were last seen, how they ended, and what was rewritten on the path, by captures at every place.
  fragments                   How many IP fragments of the step passed each place, in either direction.
  largest-segment             The largest TCP payload of one packet at each place, by captures; 0 if none passed.
  rules                       How many packets the firewall rules of a trait counted during the step; 0 reveals a clamp or a filter that has no effect.
  rtt                         The round-trip time in milliseconds of every answer to a ping.
  output                      What a program printed, and its exit code.
  won-by                      The family of the connection that carried the bytes of a visit.
  connection-attempt-delay    The time from the first SYN of a visit to the first SYN towards another address.
  first-attempt-delay         The time from the first query of a visit to its first SYN.
  resolution-delay            The time for which a visit awaited the other answer, from the first answer with addresses to its first SYN.
  query-order                 The queries for addresses that a visit sent, in their order.
  addresses-tried             How many addresses of each family a visit sent a SYN to.
  ipv6-share                  How many percent of the bytes that passed the place of a measurement were those of IPv6 packets.
  laggards                    Who sends and gets how much over IPv4 although both ends have IPv6: hosts, and the ports of their services.

behaviours: what kernels do in one of two ways, for the key \`where\`
  syn-remembers-pmtu          A SYN or SYN-ACK offers an MSS that fits the path MTU which its sender has learned, not that of the interface.
  next-hop-groups-ignore-oif  An IPv6 lookup that names an interface (oif) ignores it where the route leads to a group of next-hop objects.
  hash-seed-is-settable       The legs of flows are the same on every boot, since net.ipv4.fib_multipath_hash_seed fixes the hash.

keys: the parts of a scenario file
  title                       a scenario file: what the scenario shows, in one sentence
  families                    a scenario file: the address families to run the scenario for; both by default
  neighbours                  a scenario file: whether neighbour entries are permanent, or learned as on a real network
  vary                        a scenario file: variables with several values, used as \${name} in any text; each combination is a case of its own
  vars                        a scenario file: variables with one value, used as \${name} in any text
  topology                    a scenario file: the nodes and the links between them; addresses and routes follow from them
  nodes                       topology: the nodes, by name
  links                       topology: the links, each between two nodes
  addresses                   topology: addresses that several nodes hold, one of each family, by name; routers choose among the nearest holders as among equal paths
  steps                       a scenario file: the actions to perform, in order
  between                     a link: the two ends of the link
  mtu                         a link: MTU of the link; for each of its ends write {a: 9000, b: 1500}
  name                        a link: the name of the interfaces at both ends, in place of to-PEER; two nodes may share several links
  tunnel                      a link: the kind of a link that rides on the others; its MTU is that of the links below, less what it adds, unless mtu is given; static routes lead into it
  families                    a link: the address families that the link carries, by default those that both ends have; routes of another family do not use it
  delay                       a link: in both directions, how much later frames arrive; write 0ms where only a later step delays them
  loss                        a link: in both directions, the share of frames that are lost at random
  duplicate                   a link: in both directions, the share of frames that arrive twice
  reorder                     a link: in both directions, the share of frames that are not delayed, and so overtake others; it needs a delay
  passes                      a link: in both directions, bytes of the longest IP packets that are carried; longer ones vanish without an error
  first-hop                   a link: MTU of the links up to the legs' routers, in bytes; that of the leg by default
  legs                        a link: parallel paths of equal cost between the two nodes, each through a router that it names; instead of mtu. A host at an end chooses among them by ports, a router as its kernel does by default: by addresses, and for IPv6 by the flow label
  via                         a leg: the router of the leg, which also names it
  mtu                         a leg: MTU of the link from the router of the leg to the second node, in bytes
  families                    a leg: the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have
  name                        a step: the step, in one sentence
  do                          a step: the action, once for each family at the same time
  together                    a step: steps that run at the same time, instead of an action; each has expectations of its own
  expect                      a step: the expected results
  watch                       a step: facts to report without judging them
  within                      a step: the time limit of the step; by default about 5 seconds, or the RTO at the last change if that is longer
  fresh                       a step: whether every host forgets its learned path MTUs before the step; not while a kept flow is open

mtulab explain WORD shows the settings of a word, or the meanings of a key, with an example.
mtulab explain limits shows how large a scenario file may be.

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > won-by 1`] = `
won-by (expectation)
  The family of the connection that carried the bytes of a visit.

  the family, or none (ipv6 | ipv4 | none)

      expect:
        won-by: ipv4

  reads: visit

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > addresses 1`] = `
addresses (key of topology)
  addresses that several nodes hold, one of each family, by name; routers choose among the nearest holders as among equal paths (a mapping by the name of an address that several nodes hold)
    at  the nodes that hold the address (a list)

      addresses:
        vip:
          at:
            - s1
            - s2

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > between 1`] = `
between (key of a link)
  the two ends of the link (a list)
    a node at one end of the link (the name of a node)

      between:
        - client
        - edge

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > delay 1`] = `
delay (key of impairment)
  how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s)
    ipv6  the same for IPv6 (a length of time such as 2s; optional)
    ipv4  the same for IPv4, without ARP (a length of time such as 2s; optional)

delay (key of dns-answers: a, dns-answers: aaaa)
  from the query to the answer (a length of time such as 2s)

delay (key of a link)
  in both directions, how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s)
    how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s)
    ipv6  the same for IPv6 (a length of time such as 2s; optional)
    ipv4  the same for IPv4, without ARP (a length of time such as 2s; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > do 1`] = `
do (key of a step)
  the action, once for each family at the same time (a mapping)
    fetch       Downloads a body of the given size from a node that serves HTTP (GET), or raw over TCP. (a mapping; optional)
    upload      Uploads a body of the given size to a node that serves HTTP (PUT), or raw over TCP. (a mapping; optional)
    visit       Lets a client open a name and fetch a page, and reads its queries and its connection attempts off the wire. (a mapping; optional)
    torrent     Downloads data by BitTorrent with aria2, from another aria2 that ends with the download. (a mapping; optional)
    quic        Downloads a body of the given size over QUIC from a node that serves quic, over a connection of its own. (a mapping; optional)
    datagram    Sends UDP datagrams to a node that serves echo, and reads what the socket learns from the path. (a mapping; optional)
    ping        Sends ICMP echo requests to a node; a large one can teach the sending node a path MTU. (a mapping; optional)
    trace       Traces the path to a node hop by hop, with the largest packet that each hop answers. (a mapping; optional)
    lookup      Looks up the route of a node to another node: the leg that it takes and the path MTU learned for it. (a mapping; optional)
    exceptions  Reads the path MTU that a node has learned towards another node, for each leg of the path. (a mapping; optional)
    change      Gives traits to nodes or takes them away; a trait is replaced as a whole, and the others stay. (a mapping by the node that changes; optional)
    measure     Measures how many bytes of IP packets passed a place since the previous measurement there, by family, host, peer and port. (a mapping; optional)
    follow      Watches a kept flow again, to see whether it makes progress or stays stalled. (a mapping; optional)
    flush       Makes a node, or all nodes, forget every learned path MTU; or a resolver all names. (a mapping; optional)
    command     Runs a program in a node, keeps its output and exit code, and judges its TCP connections to other nodes where the step expects an outcome or a cause. (a mapping; optional)

      do:
        fetch:
          from: client
          to: server
          bytes: 200kB

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > duplicate 1`] = `
duplicate (key of impairment)
  the share of frames that arrive twice (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

duplicate (key of a link)
  in both directions, the share of frames that arrive twice (a share in percent such as 1%)
    the share of frames that arrive twice (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > expect 1`] = `
expect (key of a step)
  the expected results (a mapping, or a list of mappings that apply to different kernels)
    outcome                   The outcome for the receiving application: completed, stalled, unfinished, refused or unreachable; for a ping or datagrams answered, lost, too-big or unreachable. (text or a mapping such as stalled; optional)
    cause                     Why flows stalled and where, as proved by the ledger of Packet Too Big messages or by captures at every place. (text or a mapping; optional)
    recovered                 How stalled flows recovered: at their next retransmission, what healed them, after how many seconds, how many, or never. (text or a mapping or a list such as next-retransmission; optional)
    syn-mss                   The MSS option of the SYN at each place, after any change by the node there. (a mapping by NODE for all its interfaces, or NODE:to-PEER; optional)
    syn-ack-mss               The MSS option of the SYN-ACK at each place, after any change by the node there. (a mapping by NODE for all its interfaces, or NODE:to-PEER; optional)
    segment-size              The current segment size of the sender, read from its socket (snd_mss). (a number, a range, a comparison or none such as 1400..1500; optional)
    pmtu                      The path MTU that a node has learned, for its only path, for each leg, or for a number of legs; or that the sockets of datagrams see. (a number or text or a mapping or a list; optional)
    leg                       The leg that a flow or a lookup took, named by its router. (a leg, named by its router such as r2; optional)
    hops                      The nodes on a traced path, each with the largest packet that it answered. (a mapping by a node; optional)
    holder                    The node that got a flow or a ping to a shared address, or how many flows each of its holders got. (text or a mapping; optional)
    ptb                       How many Packet Too Big messages for the flows of the step were made, arrived, passed, left or were taken at a node. (a mapping by the node that counts them; optional)
    counters                  How far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them. (a mapping by NODE for the SNMP counters of a node, NODE:to-PEER for the counters of an interface; optional)
    journey                   Where packets of a kind were last seen, how they ended, and what was rewritten on the path, by captures at every place. (a mapping or a list; optional)
    fragments                 How many IP fragments of the step passed each place, in either direction. (a mapping by NODE for all its interfaces, or NODE:to-PEER; optional)
    largest-segment           The largest TCP payload of one packet at each place, by captures; 0 if none passed. (a mapping by NODE for all its interfaces, or NODE:to-PEER; optional)
    rules                     How many packets the firewall rules of a trait counted during the step; 0 reveals a clamp or a filter that has no effect. (a mapping by the node that has the rules; optional)
    rtt                       The round-trip time in milliseconds of every answer to a ping. (a number, a range, a comparison or none such as 1400..1500; optional)
    output                    What a program printed, and its exit code. (a mapping; optional)
    won-by                    The family of the connection that carried the bytes of a visit. (ipv6 | ipv4 | none; optional)
    connection-attempt-delay  The time from the first SYN of a visit to the first SYN towards another address. (a number, a range, a comparison or none such as 1400..1500; optional)
    first-attempt-delay       The time from the first query of a visit to its first SYN. (a number, a range, a comparison or none such as 1400..1500; optional)
    resolution-delay          The time for which a visit awaited the other answer, from the first answer with addresses to its first SYN. (a number, a range, a comparison or none such as 1400..1500; optional)
    query-order               The queries for addresses that a visit sent, in their order. (a list; optional)
    addresses-tried           How many addresses of each family a visit sent a SYN to. (a mapping; optional)
    ipv6-share                How many percent of the bytes that passed the place of a measurement were those of IPv6 packets. (a number, a range, a comparison or none such as 1400..1500; optional)
    laggards                  Who sends and gets how much over IPv4 although both ends have IPv6: hosts, and the ports of their services. (a mapping or none; optional)
    ipv6                      the expected results over IPv6 (a mapping; optional)
    ipv4                      the expected results over IPv4 (a mapping; optional)
    where                     behaviours that the kernel must have (true) or must not have (false) for these results to be expected; a probe finds out (a mapping; optional)

      expect:
        outcome: stalled
        ipv6:
          syn-mss:
            client:to-edge: 8940

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > families 1`] = `
families (key of a scenario file)
  the address families to run the scenario for; both by default (a list)
    an address family (ipv6 | ipv4)

      families:
        - ipv6

families (key of host, router, firewall, edge, translator, a leg)
  the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list)
    an address family (ipv6 | ipv4)

      families:
        - ipv4

families (key of a link)
  the address families that the link carries, by default those that both ends have; routes of another family do not use it (a list)
    an address family (ipv6 | ipv4)

      families:
        - ipv4

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > first-hop 1`] = `
first-hop (key of a link)
  MTU of the links up to the legs' routers, in bytes; that of the leg by default (a number of bytes from 68 to 65535 such as 9000)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > fresh 1`] = `
fresh (key of a step)
  whether every host forgets its learned path MTUs before the step; not while a kept flow is open (true or false)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > legs 1`] = `
legs (key of pmtu)
  how many legs, of a lookup or of exceptions (a number, a range, a comparison or none such as 1400..1500)

legs (key of a link)
  parallel paths of equal cost between the two nodes, each through a router that it names; instead of mtu. A host at an end chooses among them by ports, a router as its kernel does by default: by addresses, and for IPv6 by the flow label (a list)
    via                 the router of the leg, which also names it (at most 15 lower-case letters, digits and hyphens, starting with a letter such as client)
    clamp               Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises the MSS and does not change connections that are open. (a mapping; optional)
    drop                Drops packets of the given kinds without an answer, whether they pass, arrive or leave. (a list or a mapping; optional)
    stateful            Passes packets of connections opened from either side and drops everything else, including ICMP errors unless it correlates them. (a mapping; optional)
    sysctl              Sets kernel settings below net in this node only; a setting that is taken away returns to its initial value. (a mapping by a setting below net, as sysctl spells it; optional)
    mtu                 MTU of the link from the router of the leg to the second node, in bytes (a number of bytes from 68 to 65535 such as 9000)
    offloads            Enables or disables segmentation offload; labs start with disabled, so packets leave a node in their wire size, as behind a network card. (enabled | disabled; optional)
    routes              Adds static routes to single nodes over a chosen neighbour, in this direction only, with their own MTU or MSS if given. (a list; optional)
    rate                Limits the rate towards a neighbour, with a queue before it; the first packet leaves without delay. (a mapping; optional)
    urpf                Drops packets whose source the node has no route back to; an asymmetric path or a foreign source loses them. (strict | loose; optional)
    nat                 Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers back, and the errors too unless another treatment of them is given. (a mapping; optional)
    srv6                Encapsulates packets to single nodes in IPv6 with segment routing, in this direction only. Nobody tells their senders what no longer fits. (a list; optional)
    nameserver          Makes the programs of a node ask this node for names; those without a dot that are names of nodes go on to be found in /etc/hosts. (the name of a node such as resolver; optional)
    impairment          Delays, loses, duplicates or reorders the frames that leave by an interface, or carries none above a size; the other direction of the link keeps its own. (a mapping by an interface of the node; optional)
    aria2               Sets options of aria2, the BitTorrent client of a node, by their own names. (a mapping; optional)
    dns-answers         Makes the DNS server of a host answer queries for addresses late, wrongly or never, by their type. (a mapping; optional)
    gai-conf            Sets the order in which getaddrinfo of a node returns the addresses of a name (gai.conf of glibc). (a mapping; optional)
    icmp-rate-limit     Limits the rate at which a node sends Packet Too Big; what exceeds it is dropped as it leaves, and counted. (a mapping; optional)
    packet-too-big      Makes a router that sends no Packet Too Big, or sends it with another MTU or from another address. (a mapping; optional)
    prefix-translation  Replaces the IPv6 prefix of a node by its own in what leaves towards a neighbour, and back, without tracking connections (NPTv6, RFC 6296). (a mapping; optional)
    families            the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have (a list; optional)

      legs:
        - via: r1
          mtu: 9000
        - via: r2
          mtu: 1500
          drop:
            - packet-too-big

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > links 1`] = `
links: the kinds of links
  cable      Joins two nodes directly; a link is a cable unless it names another kind.
  vxlan      Carries Ethernet frames between two nodes in UDP packets of the links below (VXLAN).
  geneve     Carries Ethernet frames between two nodes in UDP packets of the links below (Geneve).
  gre        Carries IP packets of both families between two nodes in GRE packets of the links below.
  ipip       Carries IP packets of both families between two nodes directly in IP packets of the links below (6in4, 4in6 …).
  wireguard  Carries encrypted IP packets of both families between two nodes in UDP packets of the links below (WireGuard).
  esp        Carries encrypted IP packets of both families between two nodes in ESP packets of the links below (IPsec in tunnel mode).

links (key of topology)
  the links, each between two nodes (a list)
    between    the two ends of the link (a list)
    mtu        MTU of the link; for each of its ends write {a: 9000, b: 1500} (a number of bytes such as 9000; optional)
    name       the name of the interfaces at both ends, in place of to-PEER; two nodes may share several links (at most 15 lower-case letters, digits and hyphens, starting with a letter, other than lo, bridge and to-… such as backup; optional)
    tunnel     the kind of a link that rides on the others; its MTU is that of the links below, less what it adds, unless mtu is given; static routes lead into it (a mapping; optional)
    families   the address families that the link carries, by default those that both ends have; routes of another family do not use it (a list; optional)
    delay      in both directions, how much later frames arrive; write 0ms where only a later step delays them (a length of time such as 2s; optional)
    loss       in both directions, the share of frames that are lost at random (a share in percent such as 1%; optional)
    duplicate  in both directions, the share of frames that arrive twice (a share in percent such as 1%; optional)
    reorder    in both directions, the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%; optional)
    passes     in both directions, bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes such as 1500; optional)
    first-hop  MTU of the links up to the legs' routers, in bytes; that of the leg by default (a number of bytes from 68 to 65535 such as 9000; optional)
    legs       parallel paths of equal cost between the two nodes, each through a router that it names; instead of mtu. A host at an end chooses among them by ports, a router as its kernel does by default: by addresses, and for IPv6 by the flow label (a list; optional)

      links:
        - between:
            - client
            - edge
          mtu: 9000
        - between:
            - edge
            - server
          mtu:
            edge: 1500
            server: 9000

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > loss 1`] = `
loss (key of impairment)
  the share of frames that are lost at random (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

loss (key of a link)
  in both directions, the share of frames that are lost at random (a share in percent such as 1%)
    the share of frames that are lost at random (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > mtu 1`] = `
mtu (trait)
  Sets the MTU of interfaces of the node; the other end of the link keeps its own.

  MTU in bytes by interface (a mapping by an interface of the node)
    bytes (a whole number from 68 to 65535)

      steps:
        - do:
            change:
              edge:
                mtu:
                  to-transit: 1400

  requires: nft-ingress

mtu (key of routes)
  path MTU of the route in bytes (a whole number from 68 to 65535)

mtu (key of packet-too-big)
  the MTU in its messages in bytes, whatever the link carries; 0 as from routers before RFC 1191 (a whole number from 0 to 65535)

mtu (key of outcome: too-big)
  the MTU in the answer (a number, a range, a comparison or none such as 1400..1500)

mtu (key of pmtu)
  the path MTU in bytes, or none if none was learned (a number, a range, a comparison or none such as 1400..1500)

mtu (key of ptb)
  the smallest MTU in the messages, wherever in the node they were counted (a number, a range, a comparison or none such as 1400..1500)

mtu (key of journey)
  the MTU in every Packet Too Big (a number, a range, a comparison or none such as 1400..1500)

mtu (key of a link)
  MTU of the link; for each of its ends write {a: 9000, b: 1500} (a number of bytes such as 9000)
    MTU of the link, in bytes (a number of bytes from 68 to 65535 such as 9000)
    MTU of each end in bytes, by node (a mapping by a node at one end of the link)
      MTU of the link, in bytes (a number of bytes from 68 to 65535 such as 9000)

mtu (key of a leg)
  MTU of the link from the router of the leg to the second node, in bytes (a number of bytes from 68 to 65535 such as 9000)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > name 1`] = `
name (key of a link)
  the name of the interfaces at both ends, in place of to-PEER; two nodes may share several links (at most 15 lower-case letters, digits and hyphens, starting with a letter, other than lo, bridge and to-… such as backup)

name (key of a step)
  the step, in one sentence (text)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > neighbours 1`] = `
neighbours (key of a scenario file)
  whether neighbour entries are permanent, or learned as on a real network (permanent | learned)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > nodes 1`] = `
nodes (key of topology)
  the nodes, by name (a mapping by the name of a node)
    host        An end system: it sends and receives packets, and forwards none. (a mapping; optional)
    router      Forwards packets along the shortest paths, and answers packets that are too big with Packet Too Big. (a mapping; optional)
    firewall    A router meant to filter: give it drop or stateful, since without a trait it passes everything. (a mapping; optional)
    edge        A router whose name marks the border of a network: the usual place for a clamp, which it does not have by default. (a mapping; optional)
    switch      Forwards frames between its links and has no address; a frame that is too long for a port is lost without Packet Too Big. (a mapping; optional)
    translator  A router that translates packets of IPv4 into those of IPv6 and back, with their ICMP errors, between nodes that have one family only. (a mapping; optional)

      nodes:
        client: host
        edge:
          edge:
            clamp:
              mss: 1396
        server:
          host:
            serve: http

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > passes 1`] = `
passes (key of impairment)
  bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes such as 1500)
    bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes from 0 to 65535 such as 1500)
    ipv6  the same for IPv6 (a number of bytes from 0 to 65535 such as 1500; optional)
    ipv4  the same for IPv4, without ARP (a number of bytes from 0 to 65535 such as 1500; optional)

passes (key of a link)
  in both directions, bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes such as 1500)
    bytes of the longest IP packets that are carried; longer ones vanish without an error (a number of bytes from 0 to 65535 such as 1500)
    ipv6  the same for IPv6 (a number of bytes from 0 to 65535 such as 1500; optional)
    ipv4  the same for IPv4, without ARP (a number of bytes from 0 to 65535 such as 1500; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > reorder 1`] = `
reorder (key of impairment)
  the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

reorder (key of a link)
  in both directions, the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%)
    the share of frames that are not delayed, and so overtake others; it needs a delay (a share in percent such as 1%)
    ipv6  the same for IPv6 (a share in percent such as 1%; optional)
    ipv4  the same for IPv4, without ARP (a share in percent such as 1%; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > steps 1`] = `
steps (key of a scenario file)
  the actions to perform, in order (a list)
    name      the step, in one sentence (text; optional)
    do        the action, once for each family at the same time (a mapping; optional)
    together  steps that run at the same time, instead of an action; each has expectations of its own (a list; optional)
    expect    the expected results (a mapping, or a list of mappings that apply to different kernels; optional)
    watch     facts to report without judging them (a mapping; optional)
    within    the time limit of the step; by default about 5 seconds, or the RTO at the last change if that is longer (a length of time such as 2s; optional)
    fresh     whether every host forgets its learned path MTUs before the step; not while a kept flow is open (true or false; optional)

      steps:
        - do:
            fetch:
              from: client
              to: server
              bytes: 200kB
          expect:
            outcome: completed

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > title 1`] = `
title (key of a scenario file)
  what the scenario shows, in one sentence (text)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > together 1`] = `
together (key of a step)
  steps that run at the same time, instead of an action; each has expectations of its own (a list)
    name      the step, in one sentence (text; optional)
    do        the action, once for each family at the same time (a mapping; optional)
    together  steps that run at the same time, instead of an action; each has expectations of its own (a list; optional)
    expect    the expected results (a mapping, or a list of mappings that apply to different kernels; optional)
    watch     facts to report without judging them (a mapping; optional)
    within    the time limit of the step; by default about 5 seconds, or the RTO at the last change if that is longer (a length of time such as 2s; optional)
    fresh     whether every host forgets its learned path MTUs before the step; not while a kept flow is open (true or false; optional)

      together:
        - do:
            fetch:
              from: client
              to: server
              bytes: 200kB
          expect:
            outcome: completed
        - do:
            ping:
              from: client
              to: server
              bytes: 1000
          expect:
            outcome: answered

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > topology 1`] = `
topology (key of a scenario file)
  the nodes and the links between them; addresses and routes follow from them (a mapping)
    nodes      the nodes, by name (a mapping by the name of a node)
    links      the links, each between two nodes (a list)
    addresses  addresses that several nodes hold, one of each family, by name; routers choose among the nearest holders as among equal paths (a mapping by the name of an address that several nodes hold; optional)

      topology:
        nodes:
          client: host
          edge:
            edge:
              clamp:
                mss: 1396
          server:
            host:
              serve: http
        links:
          - between:
              - client
              - edge
            mtu: 9000
          - between:
              - edge
              - server
            mtu:
              edge: 1500
              server: 9000

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > tunnel 1`] = `
tunnel (key of a link)
  the kind of a link that rides on the others; its MTU is that of the links below, less what it adds, unless mtu is given; static routes lead into it (a mapping)
    vxlan      Carries Ethernet frames between two nodes in UDP packets of the links below (VXLAN). (a mapping; optional)
    geneve     Carries Ethernet frames between two nodes in UDP packets of the links below (Geneve). (a mapping; optional)
    gre        Carries IP packets of both families between two nodes in GRE packets of the links below. (a mapping; optional)
    ipip       Carries IP packets of both families between two nodes directly in IP packets of the links below (6in4, 4in6 …). (a mapping; optional)
    wireguard  Carries encrypted IP packets of both families between two nodes in UDP packets of the links below (WireGuard). (a mapping; optional)
    esp        Carries encrypted IP packets of both families between two nodes in ESP packets of the links below (IPsec in tunnel mode). (a mapping; optional)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > vars 1`] = `
vars (key of a scenario file)
  variables with one value, used as \${name} in any text (a mapping by the name of a variable)
    a value for \${name} (text or a number or true or false)

      vars:
        mss: 1396

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > vary 1`] = `
vary (key of a scenario file)
  variables with several values, used as \${name} in any text; each combination is a case of its own (a mapping by the name of a variable)
    the values of the variable, or a mapping in which each value brings further variables (a list or a mapping)
      the values of the variable (a list)
        a value for \${name} (text or a number or true or false)
      the values of the variable, each with further variables that belong to it (a mapping)
        variables with one value, the same ones for each value (a mapping by the name of a variable)
          a value for \${name} (text or a number or true or false)

      vary:
        mss:
          - 1396
          - 1440

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > via 1`] = `
via (key of routes)
  the neighbour that is the next hop (the name of a node)

via (key of a leg)
  the router of the leg, which also names it (at most 15 lower-case letters, digits and hyphens, starting with a letter such as client)

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > watch 1`] = `
watch (key of a step)
  facts to report without judging them (a mapping)
    syn       Reads the MSS option of SYNs and SYN-ACKs at each place, after any change by the node there. (a mapping; optional)
    ptb       Counts the Packet Too Big messages for the flows of the step where they are made, arrive, pass, leave and are taken. (a mapping; optional)
    counters  Shows how far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them. (a mapping; optional)
    journeys  Captures at every place and follows each packet: where it was last seen, what was rewritten, and what answered it. (a mapping; optional)
    rules     Counts the packets that match the firewall rules of traits: a clamp or a filter in the wrong hook counts none. (a mapping; optional)

      watch:
        ptb:
          at:
            - transit

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows the keys around the words, with their settings and an example > within 1`] = `
within (key of a step)
  the time limit of the step; by default about 5 seconds, or the RTO at the last change if that is longer (a length of time such as 2s)

`

exports[`test/commands/scenario-commands.ts > TAP > graph draws the topology of one scenario in each form > ascii 1`] = `
  client ──9000── edge ──1500── transit ──9000── firewall ──9000── server
                                                 │                 └ serves http
                                                 └ drops packet-too-big

`

exports[`test/commands/scenario-commands.ts > TAP > graph draws the topology of one scenario in each form > dot 1`] = `
graph {
  graph [rankdir=LR, nodesep=0.7, ranksep=1.5, splines=spline]
  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.08"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11]
  "client" [label="client\\nhost"]
  "edge" [label="edge"]
  "transit" [label="transit\\nrouter"]
  "firewall" [label="firewall\\ndrops packet-too-big"]
  "server" [label="server\\nhost\\nserves http"]
  "client" -- "edge" [id=0, taillabel="9000", headlabel="9000"]
  "edge" -- "transit" [id=1, taillabel="1500", headlabel="1500"]
  "transit" -- "firewall" [id=2, taillabel="9000", headlabel="9000"]
  "firewall" -- "server" [id=3, taillabel="9000", headlabel="9000"]
}

`

exports[`test/commands/scenario-commands.ts > TAP > graph draws the topology of one scenario in each form > mermaid 1`] = `
flowchart LR
  n0["client<br>host"]
  n1["edge"]
  n2["transit<br>router"]
  n3["firewall<br>drops packet-too-big"]
  n4["server<br>host<br>serves http"]
  n0 ---|"9000"| n1
  n1 ---|"1500"| n2
  n2 ---|"9000"| n3
  n3 ---|"9000"| n4

`

exports[`test/commands/scenario-commands.ts > TAP > graph draws the topology of one scenario in each form > svg 1`] = `
<svg xmlns="http://www.w3.org/2000/svg" class="topology" role="img" aria-labelledby="title" viewBox="-10 -10 847 79" width="847" height="79">
<title id="title">A firewall that drops Packet Too Big makes a large transfer stall</title>
<style>:root{color-scheme:light dark;--paper:#ffffff;--raised:#f6f8fa;--ink:#1b2330;--muted:#57606e;--edge:#c9d1db;--link:#9fb0c3;--loss:#b3261e;--loss-back:#fdecea;--good:#116b3f;--good-back:#e6f4ec;--change:#1554b8;--change-back:#e8f0fd;--warn:#8a5300;--warn-back:#fdf3e1;}@media screen and (prefers-color-scheme:dark){:root{--paper:#11161d;--raised:#1a212b;--ink:#e6ebf2;--muted:#a3b0c0;--edge:#3a4655;--link:#5d6f84;--loss:#ff9388;--loss-back:#43201f;--good:#74d6a2;--good-back:#16352a;--change:#92bbff;--change-back:#1b2f52;--warn:#f2be6b;--warn-back:#3d2e14;}}svg{background:var(--paper)}.topology text{font:12px system-ui,"Helvetica Neue",Arial,sans-serif;fill:var(--ink);text-anchor:middle}.topology .node rect{fill:var(--raised);stroke:var(--muted);stroke-width:1.2}.topology .name{font-weight:600}.topology .kind{fill:var(--muted);font-size:11px}.topology .link path{fill:none}.topology .tunnel path{stroke-dasharray:7 5}.topology .link text{font-size:11px;fill:var(--muted)}.topology .link .mtu{fill:var(--ink);stroke:var(--paper);stroke-width:3;paint-order:stroke;font-variant-numeric:tabular-nums}.topology .mark rect{stroke-width:1}.topology .mark text{font-size:11.5px;font-weight:600}.topology .cross{fill:none;stroke:var(--loss);stroke-width:3.5;stroke-linecap:round}.topology .loss rect{fill:var(--loss-back);stroke:var(--loss)}.topology .loss text{fill:var(--loss)}.topology .change rect{fill:var(--change-back);stroke:var(--change)}.topology .change text{fill:var(--change)}.topology .good rect{fill:var(--good-back);stroke:var(--good)}.topology .good text{fill:var(--good)}</style>
<g class="link"><path data-place="client:to-edge" d="M58 29.2L111.7 29.2" style="stroke:var(--l0a,var(--link));stroke-width:8.5"/><path data-place="edge:to-client" d="M165.4 29.2L111.7 29.2" style="stroke:var(--l0b,var(--link));stroke-width:8.5"/><text class="mtu" x="80" y="21">9000</text><text class="mtu" x="143.4" y="21">9000</text></g><g class="link"><path data-place="edge:to-transit" d="M220 29.2L273.6 29.2" style="stroke:var(--l1a,var(--link));stroke-width:2.7"/><path data-place="transit:to-edge" d="M327.2 29.2L273.6 29.2" style="stroke:var(--l1b,var(--link));stroke-width:2.7"/><text class="mtu" x="242" y="23.9">1500</text><text class="mtu" x="305.2" y="23.9">1500</text></g><g class="link"><path data-place="transit:to-firewall" d="M389.1 29.2L443 29.2" style="stroke:var(--l2a,var(--link));stroke-width:8.5"/><path data-place="firewall:to-transit" d="M496.8 29.2L443 29.2" style="stroke:var(--l2b,var(--link));stroke-width:8.5"/><text class="mtu" x="411.1" y="21">9000</text><text class="mtu" x="474.8" y="21">9000</text></g><g class="link"><path data-place="firewall:to-server" d="M634 29.2L687.7 29.2" style="stroke:var(--l3a,var(--link));stroke-width:8.5"/><path data-place="server:to-firewall" d="M741.4 29.2L687.7 29.2" style="stroke:var(--l3b,var(--link));stroke-width:8.5"/><text class="mtu" x="656" y="21">9000</text><text class="mtu" x="719.4" y="21">9000</text></g><g class="node" data-node="client"><rect x="-0.1" y="7.8" width="57.7" height="42.7" rx="3"/><text class="name" x="28.8" y="25.7">client</text><text class="kind" x="28.8" y="40.7">host</text></g><g class="node" data-node="edge"><rect x="165.7" y="11.2" width="54" height="36" rx="12"/><text class="name" x="192.7" y="33.2">edge</text></g><g class="node" data-node="transit"><rect x="327.7" y="7.8" width="61.3" height="42.7" rx="12"/><text class="name" x="358.3" y="25.7">transit</text><text class="kind" x="358.3" y="40.7">router</text></g><g class="node" data-node="firewall"><rect x="496.9" y="7.8" width="136.7" height="42.7" rx="12"/><text class="name" x="565.3" y="25.7">firewall</text><text x="565.3" y="40.7">drops packet-too-big</text></g><g class="node" data-node="server"><rect x="741.7" y="0.1" width="84.8" height="58.3" rx="3"/><text class="name" x="784.1" y="18.2">server</text><text class="kind" x="784.1" y="33.2">host</text><text x="784.1" y="48.2">serves http</text></g>
</svg>

`

exports[`test/commands/scenario-commands.ts > TAP > validate prints ok or every problem for each file, and exits with 2 if there is a problem > must match snapshot 1`] = `
Object {
  "code": 2,
  "err": String(
    test/scenario/errors/self-link.yaml:10:18: edge is linked to itself; link two different nodes
    10 |     - { between: [edge, edge], mtu: 1500 }
                          ^
    
  ),
  "out": "scenarios/ptb/ptb-dropped.yaml: ok, 1 case, 7 steps\\n",
}
`
