/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/first-scenario.ts > TAP > the file is for a reader > must match snapshot 1`] = `
# yaml-language-server: $schema=schema.json
#
#   client ──8000── edge ──1400── transit ──8000── firewall ──8000── server
#
# \`mtulab explain THIS-FILE\` predicts what happens, \`mtulab run THIS-FILE\` does it, and \`mtulab explain WORD\` explains a word.
title: Packet Too Big is dropped on its way back to the sender
topology:
  nodes:
    client: host
    edge: edge
    transit: router
    firewall: { firewall: { drop: [packet-too-big] } }
    server: { host: { serve: http } }
  links:
    - { between: [client, edge], mtu: 8000 }
    - { between: [edge, transit], mtu: 1400 }
    - { between: [transit, firewall], mtu: 8000 }
    - { between: [firewall, server], mtu: 8000 }
steps:
  - name: a small response fits in one segment
    do: { fetch: { from: client, to: server, bytes: 1000 } }
    expect: { outcome: completed }
  - name: a large one stalls after a healthy handshake
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect:
      outcome: stalled
      cause: { packet-too-big-lost: { at: firewall } }
  - name: the server probes after a black hole
    do: { change: { server: { sysctl: { net.ipv4.tcp_mtu_probing: 1 } } } }
  - name: a new connection works
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    within: 15s
    expect: { outcome: completed }

`

exports[`test/commands/first-scenario.ts > TAP > the file is for a reader > must match snapshot 2`] = `
# yaml-language-server: $schema=schema.json
#
#   client ──9000── edge ──1500── transit ──9000── firewall ──9000── server
#
# \`mtulab explain THIS-FILE\` predicts what happens, \`mtulab run THIS-FILE\` does it, and \`mtulab explain WORD\` explains a word.
title: A narrow path is no problem while Packet Too Big arrives
topology:
  nodes:
    client: host
    edge: edge
    transit: router
    firewall: firewall
    server: { host: { serve: http } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, transit], mtu: 1500 }
    - { between: [transit, firewall], mtu: 9000 }
    - { between: [firewall, server], mtu: 9000 }
steps:
  - name: a small response fits in one segment
    do: { fetch: { from: client, to: server, bytes: 1000 } }
    expect: { outcome: completed }
  - name: a large one arrives, after a Packet Too Big
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect: { outcome: completed, ptb: { transit: { made: '>= 1' } } }

`
