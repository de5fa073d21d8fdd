/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/scenario-commands.ts > TAP > explain names the closest word to an unknown one and exits with 2 > must match snapshot 1`] = `
Object {
  "code": 2,
  "err": "error: unknown word \\"fetsh\\"; did you mean fetch? words: cause, change, clamp, command, counters, drop, edge, exceptions, fetch, firewall, flush, follow, fragments, host, journey, journeys, largest-segment, leg, lookup, mtu, offloads, outcome, output, ping, pmtu, ptb, rate, recovered, router, routes, rules, segment-size, stateful, switch, syn, syn-ack-mss, syn-mss, sysctl, upload\\n",
  "out": "",
}
`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > cause 1`] = `
cause (expectation)
  Why a flow stalled and where, as the ledger of Packet Too Big messages proves it, or captures of every place.

  why the flow stalled, and where (text or a mapping)
    why the flow stalled (packet-too-big-lost | packet-too-big-not-sent | packet-too-big-misdelivered | packet-too-big-ignored | silent-drop | fragments-dropped | blackout | acks-lost | unknown)
    the cause and its place (a mapping by why the flow stalled)
      at  NODE or NODE:to-PEER (a place such as edge or edge:to-transit)

      expect:
        cause:
          packet-too-big-lost:
            at: firewall

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > change 1`] = `
change (action)
  Gives traits to nodes or takes them away; a trait is replaced whole and the others stay.

  what changes, for each node (a mapping by the node that changes)
    clamp     what SYNs may promise (a mapping or none; optional)
      mss        the largest MSS that a SYN may carry on, in bytes, or what the path MTU of the route allows (a whole number or text)
        bytes (a whole number from 88 to 65495)
        from the route (to-pmtu)
      towards    only SYNs that leave towards this neighbour; without it in every direction (the name of a node; optional)
      family     only this family; without it both (ipv6 | ipv4; optional)
      hook       where the rule is attached; forward without it (forward | postrouting | prerouting | output | input; optional)
      interface  attach it to this interface on purpose: lo or to-PEER (text such as lo; optional)
    drop      what is dropped wherever it passes, arrives or leaves; or that with its hooks and direction (a list or a mapping or none; optional)
      what is dropped wherever it passes, arrives or leaves; or that with its hooks and direction (a list or a mapping)
        what is dropped (a list)
          a kind of packet (packet-too-big | fragments | tcp | udp | icmp | acks | everything)
        what     what is dropped (a list)
          a kind of packet (packet-too-big | fragments | tcp | udp | icmp | acks | everything)
        at       only what passes (forward), arrives (input) or leaves (output) (a list; optional)
          a hook (forward | input | output)
        from     only what comes in from this neighbour (the name of a node; optional)
        towards  only what goes out towards this neighbour (the name of a node; optional)
    stateful  a firewall that knows connections (a mapping or none; optional)
      correlates-errors  it lets errors pass that belong to a connection it knows (RELATED) (true or false)
    sysctl    kernel settings of the namespace, by name (a mapping or none; optional)
      kernel settings of the namespace, by name (a mapping by a setting below net, as sysctl writes it)
        the value (a whole number or text)
          a number (a whole number from -2147483648 to 4294967295)
          letters, digits, blanks and . _ : , - (text)
    mtu       MTU in bytes by interface (a mapping or none; optional)
      MTU in bytes by interface (a mapping by an interface of the node)
        bytes (a whole number from 68 to 65535)
    offloads  whether the kernel may pass on packets larger than the wire would carry (text or none; optional)
      whether the kernel may pass on packets larger than the wire would carry (on | off)
    routes    routes of this node that go before the shortest ways (a list or none; optional)
      routes of this node that go before the shortest ways (a list)
        to      the node whose address is reached by it (the name of a node)
        via     the neighbour that it leads over (the name of a node)
        mtu     path MTU in bytes that the route tells (a whole number from 68 to 65535; optional)
        lock    the MTU is not to be learned anew; IPv4 then sends without the DF bit (true or false; optional)
        advmss  MSS in bytes that SYNs over it advertise (a whole number from 88 to 65495; optional)
        family  only this family; without it both (ipv6 | ipv4; optional)
    rate      a slow way out (a mapping or none; optional)
      towards  the neighbour towards which it is slow (the name of a node)
      kbit     kilobits per second (a whole number from 1 to 10000000)
      queue    what waits before packets are dropped; 100kB without it (a number of bytes such as 200kB; optional)

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
  Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises it and never reaches a connection that is open.

  mss        the largest MSS that a SYN may carry on, in bytes, or what the path MTU of the route allows (a whole number or text)
    bytes (a whole number from 88 to 65495)
    from the route (to-pmtu)
  towards    only SYNs that leave towards this neighbour; without it in every direction (the name of a node; optional)
  family     only this family; without it both (ipv6 | ipv4; optional)
  hook       where the rule is attached; forward without it (forward | postrouting | prerouting | output | input; optional)
  interface  attach it to this interface on purpose: lo or to-PEER (text such as lo; optional)

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
  Runs a program inside a node and keeps what it says.

  on   the node that it runs in (the name of a node)
  run  the program and its arguments; no shell reads them (a list)
    a word of the command line (text)

      steps:
        - do:
            command:
              on: server
              run:
                - ss
                - -tin

  provides: output

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > counters 1`] = `
counters (watch)
  Watches how far the SNMP counters of a node move, whichever flow moves them.

  at     nodes; without it all (a list; optional)
    a node whose counters are read (the name of a node)
  names  counters; without it those that moved (a list; optional)
    a counter of /proc/net (text)

      watch:
        counters:
          at:
            - transit
          names:
            - Ip6InTooBigErrors
            - IpFragFails

  provides: counters

counters (expectation)
  How far SNMP counters of nodes move during the step, whichever flow moves them.

  SNMP counters (a mapping by the node that counts)
    how far each moves (a mapping by a counter of /proc/net)
      by so many (a number, a range, a comparison or none such as 1400..1500)

      expect:
        counters:
          server:
            TcpExtTCPTimeouts: 0
          transit:
            IpFragCreates: ">= 1"

  reads: counters

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > drop 1`] = `
drop (trait)
  Lets packets of some kinds vanish without an answer, whether they pass, arrive or leave.

  what is dropped wherever it passes, arrives or leaves; or that with its hooks and direction (a list or a mapping)
    what is dropped (a list)
      a kind of packet (packet-too-big | fragments | tcp | udp | icmp | acks | everything)
    what     what is dropped (a list)
      a kind of packet (packet-too-big | fragments | tcp | udp | icmp | acks | everything)
    at       only what passes (forward), arrives (input) or leaves (output) (a list; optional)
      a hook (forward | input | output)
    from     only what comes in from this neighbour (the name of a node; optional)
    towards  only what goes out towards this neighbour (the name of a node; optional)

      steps:
        - do:
            change:
              edge:
                drop:
                  - packet-too-big

  requires: nft

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > edge 1`] = `
edge (node)
  A router with a telling name, at the border of a network: the place for a clamp, which it does not have by itself.

  an edge router (a mapping)
    an edge router (a mapping)
      an edge router (a mapping)
        an edge router (a mapping)
          an edge router (a mapping)

      topology:
        nodes:
          alice:
            edge: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > exceptions 1`] = `
exceptions (action)
  Reads which path MTU a node has learned towards another one, for each leg of the way.

  on  the node that may have learned (the name of a node)
  to  the node that the path leads to (the name of a node)

      steps:
        - do:
            exceptions:
              on: source
              to: target

  provides: pmtu

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > fetch 1`] = `
fetch (action)
  Gets a body of so many bytes from a node that serves HTTP.

  from                 the node that connects (the name of a node)
  to                   the node that serves HTTP (the name of a node)
  bytes                length of the body (a number of bytes such as 200kB)
  as                   keeps the flow open under this name; of several flows the first (a name for a flow; optional)
  over                 the kept flow whose connection carries this transfer, instead of a new one (the name of a kept flow; optional)
  leg                  the leg that the flow takes; a source port is searched for it (a leg, named by its router; optional)
  flows                so many transfers at once, each over a connection of its own (a whole number from 1 to 500; default 1)
  for                  watch exactly so long, to claim that what is seen lasts (a length of time such as 2s; optional)
  stops-reading-after  the receiving application stops reading after so many bytes (a number of bytes such as 200kB; optional)

      steps:
        - do:
            fetch:
              from: client
              to: server
              bytes: 200kB

  provides: transfer, transfers, leg
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > firewall 1`] = `
firewall (node)
  A router with a telling name: give it drop or stateful, for without a trait it passes everything.

  a firewall (a mapping)
    a firewall (a mapping)
      a firewall (a mapping)
        a firewall (a mapping)
          a firewall (a mapping)

      topology:
        nodes:
          alice:
            firewall: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > flush 1`] = `
flush (action)
  Makes a node, or all nodes, forget every learned path MTU.

  on  the node that forgets, or all (something else)
    the node that forgets, or all (the name of a node)

      steps:
        - do:
            flush:
              on: all


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > follow 1`] = `
follow (action)
  Watches a kept flow further, to see whether it goes on or stays as it is.

  flow  the flow that an earlier step kept with \`as\` (the name of a kept flow)
  for   watch exactly so long, to claim that what is seen lasts (a length of time such as 2s; optional)

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
  How many IP fragments of the step passed places, in either direction.

  fragments (a mapping by NODE, for all its interfaces, or NODE:to-PEER)
    how many (a number, a range, a comparison or none such as 1400..1500)

      expect:
        fragments:
          transit:to-firewall: 0
          transit:to-edge: ">= 2"

  reads: journeys

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > host 1`] = `
host (node)
  An end system: it speaks and is spoken to, and passes nothing on.

  serve  what it serves to others (http; optional)

      topology:
        nodes:
          alice:
            host:
              serve: http


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > journey 1`] = `
journey (expectation)
  Where packets of a kind were seen last, what became of them, and what was rewritten on the way, by captures at every place.

  where packets ended, and what was rewritten on their way (a mapping or a list)
    packet   which packets: large carry more than 1280 bytes, small carry something, ack nothing (syn | syn-ack | large | small | ack | fin | rst | fragment | ptb | error | other)
    from     only those that were first seen at this node (the name of a node; optional)
    last     where every one of them was seen last (a place such as edge or edge:to-transit; optional)
    fate     what became of every one of them (delivered | dead | continued; optional)
    mtu      the MTU that every Packet Too Big tells (a number, a range, a comparison or none such as 1400..1500; optional)
    changed  what was rewritten on the way (a mapping by a field; optional)
      what it became (a number, a range, a comparison or none such as 1400..1500)
    at       the node that rewrote it (the name of a node; optional)
    packets  how many; without it at least one (a number, a range, a comparison or none such as 1400..1500; optional)
    several kinds (a list)
      packet   which packets: large carry more than 1280 bytes, small carry something, ack nothing (syn | syn-ack | large | small | ack | fin | rst | fragment | ptb | error | other)
      from     only those that were first seen at this node (the name of a node; optional)
      last     where every one of them was seen last (a place such as edge or edge:to-transit; optional)
      fate     what became of every one of them (delivered | dead | continued; optional)
      mtu      the MTU that every Packet Too Big tells (a number, a range, a comparison or none such as 1400..1500; optional)
      changed  what was rewritten on the way (a mapping by a field; optional)
        what it became (a number, a range, a comparison or none such as 1400..1500)
      at       the node that rewrote it (the name of a node; optional)
      packets  how many; without it at least one (a number, a range, a comparison or none such as 1400..1500; optional)

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
  Captures every place and follows each packet: where it was seen last, what was rewritten, what answered it.

  nothing to choose: a packet that is not captured everywhere cannot be followed (a mapping)
    nothing to choose: a packet that is not captured everywhere cannot be followed (a mapping)
      nothing to choose: a packet that is not captured everywhere cannot be followed (a mapping)
        nothing to choose: a packet that is not captured everywhere cannot be followed (a mapping)
          nothing to choose: a packet that is not captured everywhere cannot be followed (a mapping)

      watch:
        journeys: {}

  provides: journeys
  reads: transfer, transfers, reply

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > largest-segment 1`] = `
largest-segment (expectation)
  The largest TCP payload that passed places in one packet, as captures saw it; 0 where none passed.

  the largest segment (a mapping by NODE, for all its interfaces, or NODE:to-PEER)
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

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > lookup 1`] = `
lookup (action)
  Asks the routing table of a node which way to another node leads and which path MTU it has there.

  on     the node whose table is asked (the name of a node)
  to     the node that is looked for (the name of a node)
  kind   plain: as for a socket that is bound to nothing; fibmatch: the route itself; tuple: as for one TCP flow (plain | fibmatch | tuple; default plain)
  leg    the leg that the answer must leave by; the kernel ignores it in an IPv6 next-hop group (a leg, named by its router; optional)
  sport  source port of the flow, for tuple (a whole number from 1 to 65535; optional)
  dport  destination port of the flow, for tuple (a whole number from 1 to 65535; default 80)

      steps:
        - do:
            lookup:
              on: source
              to: target
              kind: tuple
              sport: 50000
              dport: 80

  provides: leg, pmtu, output

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > mtu 1`] = `
mtu (trait)
  Gives interfaces of the node another MTU; the neighbour's end of the link keeps its own.

  MTU in bytes by interface (a mapping by an interface of the node)
    bytes (a whole number from 68 to 65535)

      steps:
        - do:
            change:
              edge:
                mtu:
                  to-transit: 1400


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > offloads 1`] = `
offloads (trait)
  Off, as every lab begins: packets leave this node in their wire size, as behind a network card.

  whether the kernel may pass on packets larger than the wire would carry (on | off)

      steps:
        - do:
            change:
              edge:
                offloads: on

  requires: ethtool

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > outcome 1`] = `
outcome (expectation)
  What the receiving application saw: completed, stalled, unfinished, refused, unreachable; for a ping answered, lost, too-big.

  what the receiving application saw (text or a mapping)
    one word for every flow of the step, or for the reply to a ping (completed | stalled | unfinished | refused | unreachable | answered | lost | too-big)
    completed    flows that brought every byte (a number, a range, a comparison or none such as 1400..1500; optional)
    stalled      flows that stalled (a number, a range, a comparison or none such as 1400..1500; optional)
    unfinished   flows that moved and did not come to the end, or why the one flow did not (a number or text or a mapping; optional)
      flows that moved but did not come to the end (a number, a range, a comparison or none such as 1400..1500)
      why  what held it back (slow | receiver-window)
    refused      flows whose connection was refused (a number, a range, a comparison or none such as 1400..1500; optional)
    unreachable  flows that no route led to (a number, a range, a comparison or none such as 1400..1500; optional)
    too-big      a ping that was too big (a mapping; optional)
      mtu   the MTU that was told (a number, a range, a comparison or none such as 1400..1500; optional)
      from  a router by Packet Too Big, or the own kernel that knew already (router | local; optional)

      expect:
        outcome: stalled

  reads: transfer, transfers, reply

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > output 1`] = `
output (expectation)
  What a program wrote and how it ended.

  contains  text that stands somewhere in what it wrote (text; optional)
  matches   a regular expression, held against each line (text such as expires \\d+sec mtu 1500; optional)
  code      exit code (a whole number from 0 to 255; optional)

      expect:
        output:
          contains: mtu 1500
          code: 0

  reads: output

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ping 1`] = `
ping (action)
  Asks a node for an ICMP echo; a large one may teach the asking node a path MTU.

  from   the node that asks (the name of a node)
  to     the node that answers (the name of a node)
  bytes  length of the ICMP payload, as in ping -s: 48 more over IPv6 and 28 over IPv4 make the packet (a number of bytes such as 200kB)
  count  how many requests are sent (a whole number from 1 to 100; default 1)
  df     whether the packet may not be fragmented, not even by its sender (true or false; default true)

      steps:
        - do:
            ping:
              from: client
              to: server
              bytes: 8000

  provides: reply
  outcomes: answered, lost, too-big, unreachable
  requires: ping

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > pmtu 1`] = `
pmtu (expectation)
  The path MTU that a node has learned, of its only way or for each leg.

  a learned path MTU (a number or text or a mapping)
    learned path MTU in bytes, or none where nothing was learned (a number, a range, a comparison or none such as 1400..1500)
    for each leg (a mapping by the router of the leg)
      learned path MTU in bytes, or none where nothing was learned (a number, a range, a comparison or none such as 1400..1500)

      expect:
        pmtu:
          r1: none
          r2: 1500

  reads: pmtu

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > ptb 1`] = `
ptb (watch)
  Watches where Packet Too Big for the flows of the step is made, passes, arrives and is taken.

  at  nodes; without it all (a list; optional)
    a node that makes, passes or takes the message (the name of a node)

      watch:
        ptb:
          at:
            - transit
            - firewall
            - server

  provides: ptb
  reads: transfer, transfers
  requires: nft

ptb (expectation)
  How many Packet Too Big messages for the flows of the step were made, arrived, left or were taken at a node.

  Packet Too Big messages for the flows of the step (a mapping by the node that counts them)
    made     made here (a number, a range, a comparison or none such as 1400..1500; optional)
    arrived  came in, before any filter of the node (a number, a range, a comparison or none such as 1400..1500; optional)
    left     went out, after every filter of the node (a number, a range, a comparison or none such as 1400..1500; optional)
    taken    reached the own sockets, after every filter of the node (a number, a range, a comparison or none such as 1400..1500; optional)
    mtu      the smallest MTU that they tell, wherever in the node they were counted (a number, a range, a comparison or none such as 1400..1500; optional)

      expect:
        ptb:
          transit:
            made: ">= 1"
            mtu: 1500
          firewall:
            arrived: ">= 1"
            left: 0
          server:
            taken: 0

  reads: ptb

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > rate 1`] = `
rate (trait)
  Makes the way out towards a neighbour slow, with a queue before it; the first packet leaves without delay.

  towards  the neighbour towards which it is slow (the name of a node)
  kbit     kilobits per second (a whole number from 1 to 10000000)
  queue    what waits before packets are dropped; 100kB without it (a number of bytes such as 200kB; optional)

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
  How a stalled flow came to move again: at its next retransmission, by what, after how many seconds, or never.

  how a stalled flow came to move again (text or a mapping)
    next-retransmission: within the RTO that stood at the last change; never: not at all; or what healed it (next-retransmission | never | packet-too-big | probing | rehash | change)
    by     what healed it (packet-too-big | probing | rehash | change; optional)
    after  seconds since the last change; since the request where nothing was changed meanwhile (a number, a range, a comparison or none such as 1400..1500; optional)

      expect:
        recovered: next-retransmission

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > router 1`] = `
router (node)
  Passes packets on by the shortest ways, and answers those that do not fit with Packet Too Big.

  a router (a mapping)
    a router (a mapping)
      a router (a mapping)
        a router (a mapping)
          a router (a mapping)

      topology:
        nodes:
          alice:
            router: {}


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > routes 1`] = `
routes (trait)
  Leads to single nodes over a chosen neighbour, in this direction only, with an MTU or MSS of its own if wanted.

  routes of this node that go before the shortest ways (a list)
    to      the node whose address is reached by it (the name of a node)
    via     the neighbour that it leads over (the name of a node)
    mtu     path MTU in bytes that the route tells (a whole number from 68 to 65535; optional)
    lock    the MTU is not to be learned anew; IPv4 then sends without the DF bit (true or false; optional)
    advmss  MSS in bytes that SYNs over it advertise (a whole number from 88 to 65495; optional)
    family  only this family; without it both (ipv6 | ipv4; optional)

      steps:
        - do:
            change:
              edge:
                routes:
                  - to: server
                    via: transit
                    mtu: 1400


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > rules 1`] = `
rules (watch)
  Watches how many packets the firewall rules of traits count: a clamp or a filter in the wrong hook counts none.

  at  nodes; without it all (a list; optional)
    a node whose rules are read (the name of a node)

      watch:
        rules:
          at:
            - edge

  provides: rules
  requires: nft

rules (expectation)
  How many packets the rules of a trait counted during the step: 0 names a clamp or a filter that acts on nothing.

  rules of firewalls (a mapping by the node that has them)
    how many packets each trait counted (a mapping by a trait that is made of rules)
      by all of its rules, which is 0 where it has none (a number, a range, a comparison or none such as 1400..1500)

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
  The largest segment that the sender sends now, as its own socket tells (snd_mss).

  payload bytes of a full segment (a number, a range, a comparison or none such as 1400..1500)

      expect:
        segment-size: 1000..1428

  reads: transfer, transfers

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > stateful 1`] = `
stateful (trait)
  Passes what belongs to connections, begun from either side, and drops everything else; ICMP errors too unless it correlates them.

  correlates-errors  it lets errors pass that belong to a connection it knows (RELATED) (true or false)

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
  Passes frames on between its links and has no address; a frame that is too long for a port vanishes without Packet Too Big.

  a switch (a mapping)
    a switch (a mapping)
      a switch (a mapping)
        a switch (a mapping)
          a switch (a mapping)

      topology:
        nodes:
          alice:
            switch: {}

  requires: bridge

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn 1`] = `
syn (watch)
  Watches the MSS option of each SYN and SYN-ACK as it passes a place, after whatever the node did to it.

  at  places; without it everywhere (a list; optional)
    NODE, for all its interfaces, or NODE:to-PEER (a place such as edge or edge:to-transit)

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
  The MSS option of the SYN-ACK at places, after whatever the node there did to it.

  the MSS option of the SYN-ACK (a mapping by NODE, for all its interfaces, or NODE:to-PEER)
    MSS option in bytes, or none where no SYN-ACK passes (a number, a range, a comparison or none such as 1400..1500)

      expect:
        syn-ack-mss:
          server:to-firewall: 8940

  reads: syn-ack

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > syn-mss 1`] = `
syn-mss (expectation)
  The MSS option of the SYN at places, after whatever the node there did to it.

  the MSS option of the SYN (a mapping by NODE, for all its interfaces, or NODE:to-PEER)
    MSS option in bytes, or none where no SYN passes (a number, a range, a comparison or none such as 1400..1500)

      expect:
        syn-mss:
          client:to-edge: 8940
          edge:to-transit: 1396

  reads: syn

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > sysctl 1`] = `
sysctl (trait)
  Sets kernel settings below net in this node only; what is taken away returns to what the lab began with.

  kernel settings of the namespace, by name (a mapping by a setting below net, as sysctl writes it)
    the value (a whole number or text)
      a number (a whole number from -2147483648 to 4294967295)
      letters, digits, blanks and . _ : , - (text)

      steps:
        - do:
            change:
              edge:
                sysctl:
                  net.ipv4.tcp_mtu_probing: 1


`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > upload 1`] = `
upload (action)
  Puts a body of so many bytes to a node that serves HTTP.

  from                 the node that connects (the name of a node)
  to                   the node that serves HTTP (the name of a node)
  bytes                length of the body (a number of bytes such as 200kB)
  as                   keeps the flow open under this name; of several flows the first (a name for a flow; optional)
  over                 the kept flow whose connection carries this transfer, instead of a new one (the name of a kept flow; optional)
  leg                  the leg that the flow takes; a source port is searched for it (a leg, named by its router; optional)
  flows                so many transfers at once, each over a connection of its own (a whole number from 1 to 500; default 1)
  for                  watch exactly so long, to claim that what is seen lasts (a length of time such as 2s; optional)
  stops-reading-after  the receiving application stops reading after so many bytes (a number of bytes such as 200kB; optional)

      steps:
        - do:
            upload:
              from: source
              to: target
              bytes: 200kB
              leg: r2

  provides: transfer, transfers, leg
  outcomes: completed, stalled, unfinished, refused, unreachable

`

exports[`test/commands/scenario-commands.ts > TAP > explain shows every word > without a word 1`] = `
nodes: the kinds of nodes
  host             An end system: it speaks and is spoken to, and passes nothing on.
  router           Passes packets on by the shortest ways, and answers those that do not fit with Packet Too Big.
  firewall         A router with a telling name: give it drop or stateful, for without a trait it passes everything.
  edge             A router with a telling name, at the border of a network: the place for a clamp, which it does not have by itself.
  switch           Passes frames on between its links and has no address; a frame that is too long for a port vanishes without Packet Too Big.

traits: properties of a node, set in the topology or by a later \`change\`
  clamp            Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises it and never reaches a connection that is open.
  drop             Lets packets of some kinds vanish without an answer, whether they pass, arrive or leave.
  stateful         Passes what belongs to connections, begun from either side, and drops everything else; ICMP errors too unless it correlates them.
  sysctl           Sets kernel settings below net in this node only; what is taken away returns to what the lab began with.
  mtu              Gives interfaces of the node another MTU; the neighbour's end of the link keeps its own.
  offloads         Off, as every lab begins: packets leave this node in their wire size, as behind a network card.
  routes           Leads to single nodes over a chosen neighbour, in this direction only, with an MTU or MSS of its own if wanted.
  rate             Makes the way out towards a neighbour slow, with a queue before it; the first packet leaves without delay.

actions: what a step does
  fetch            Gets a body of so many bytes from a node that serves HTTP.
  upload           Puts a body of so many bytes to a node that serves HTTP.
  ping             Asks a node for an ICMP echo; a large one may teach the asking node a path MTU.
  lookup           Asks the routing table of a node which way to another node leads and which path MTU it has there.
  exceptions       Reads which path MTU a node has learned towards another one, for each leg of the way.
  change           Gives traits to nodes or takes them away; a trait is replaced whole and the others stay.
  follow           Watches a kept flow further, to see whether it goes on or stays as it is.
  flush            Makes a node, or all nodes, forget every learned path MTU.
  command          Runs a program inside a node and keeps what it says.

watches: what a step also observes
  syn              Watches the MSS option of each SYN and SYN-ACK as it passes a place, after whatever the node did to it.
  ptb              Watches where Packet Too Big for the flows of the step is made, passes, arrives and is taken.
  counters         Watches how far the SNMP counters of a node move, whichever flow moves them.
  journeys         Captures every place and follows each packet: where it was seen last, what was rewritten, what answered it.
  rules            Watches how many packets the firewall rules of traits count: a clamp or a filter in the wrong hook counts none.

expectations: what a step is expected to result in
  outcome          What the receiving application saw: completed, stalled, unfinished, refused, unreachable; for a ping answered, lost, too-big.
  cause            Why a flow stalled and where, as the ledger of Packet Too Big messages proves it, or captures of every place.
  recovered        How a stalled flow came to move again: at its next retransmission, by what, after how many seconds, or never.
  syn-mss          The MSS option of the SYN at places, after whatever the node there did to it.
  syn-ack-mss      The MSS option of the SYN-ACK at places, after whatever the node there did to it.
  segment-size     The largest segment that the sender sends now, as its own socket tells (snd_mss).
  pmtu             The path MTU that a node has learned, of its only way or for each leg.
  leg              The leg that a flow or a lookup took, named by its router.
  ptb              How many Packet Too Big messages for the flows of the step were made, arrived, left or were taken at a node.
  counters         How far SNMP counters of nodes move during the step, whichever flow moves them.
  journey          Where packets of a kind were seen last, what became of them, and what was rewritten on the way, by captures at every place.
  fragments        How many IP fragments of the step passed places, in either direction.
  largest-segment  The largest TCP payload that passed places in one packet, as captures saw it; 0 where none passed.
  rules            How many packets the rules of a trait counted during the step: 0 names a clamp or a filter that acts on nothing.
  output           What a program wrote and how it ended.

mtulab explain WORD shows the settings of a word, with an example.

`

exports[`test/commands/scenario-commands.ts > TAP > validate prints ok or every problem for each file, and exits with 2 if there is a problem > must match snapshot 1`] = `
Object {
  "code": 2,
  "err": String(
    test/scenario/errors/self-link.yaml:10:18: edge is joined to itself; a link joins two different nodes
    10 |     - { between: [edge, edge], mtu: 1500 }
                          ^
    
  ),
  "out": "scenarios/ptb-dropped.yaml: ok, 1 case, 7 steps\\n",
}
`
