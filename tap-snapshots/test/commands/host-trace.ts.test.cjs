/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a locked MTU 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a message about a packet of others 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# Which node loses the message was not seen; here the router before the narrow link sends none.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { packet-too-big: { send: false } } }
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a message about another address 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# Where the address is replaced was not seen; here the first router does it.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: the Packet Too Big quotes another address"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { nat: { towards: r2, errors: { untranslated: here } } } }
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled, cause: { packet-too-big-ignored: { at: here } } }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a message that is not used 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# Which node loses the message was not seen; here the router before the narrow link sends none.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { packet-too-big: { send: false } } }
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a message with a wrong MTU 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
title: "The path to server: the Packet Too Big has a wrong MTU"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { packet-too-big: { mtu: 1600 } } }
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, there], mtu: { r1: 1500, there: 9000 } }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled, cause: packet-too-big-wrong }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a path as wide 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a path that is narrower than the first hop 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a route above its link 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: the route has a larger MTU than its interface"
families: [ipv6]
topology:
  nodes:
    here: { host: { routes: [{ to: there, via: r1, mtu: 9500 }] } }
    r1: router
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: { here: 9000, r1: 9500 } }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled, cause: refused-by-own-mtu }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > a rule of this host, and the message that it drops 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: this host drops Packet Too Big itself"
families: [ipv6]
topology:
  nodes:
    here: { host: { drop: { what: [packet-too-big], at: [input] } } }
    r1: router
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled, cause: { packet-too-big-lost: { at: here } } }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > an answer to the trace that was lost 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > echo replies alone 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# The destination did not answer the trace; how far it is, and where the path narrows, was not seen.
# Which node loses the message was not seen; here the router before the narrow link sends none.
# r1: did not answer
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { packet-too-big: { send: false } } }
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, there], mtu: { r1: 1500, there: 9000 } }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > large echo replies do not come back 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, there], mtu: { r1: 1500, there: 9000 } }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > no message 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# Which node loses the message was not seen; here the router before the narrow link sends none.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: { router: { packet-too-big: { send: false } } }
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > no message on one leg 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# The legs meet again at a router; how many nodes each has behind its first one is left out.
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    far: router
    there: { host: { serve: http } }
  links:
    - between: [here, far]
      first-hop: 9000
      legs:
        - { via: leg1, mtu: 9000 } # eth0
        - { via: leg2, mtu: 1500, packet-too-big: { send: false } } # eth1
    - { between: [far, there], mtu: 9000 }
steps:
  - name: a large upload arrives on the leg over eth0
    do: { upload: { from: here, to: there, bytes: 200kB, leg: leg1 } }
    expect: { outcome: completed }
  - name: a large upload stalls on the leg over eth1
    do: { upload: { from: here, to: there, bytes: 200kB, leg: leg2 } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > no path MTU discovery 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 8980 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
# r2: 2001:db8:2::2
title: "The path to server: this host learns the path MTU where it is smaller than that of its first hop"
families: [ipv4]
topology:
  nodes:
    here: { host: { sysctl: { net.ipv4.ip_no_pmtu_disc: 1 } } }
    r1: router
    r2: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, there], mtu: 8980 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one arrives
    do: { upload: { from: here, to: there, bytes: 200kB } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > nobody 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# The destination did not answer the trace; how far it is, and where the path narrows, was not seen.
title: "The path to server: nobody answers, so that the path MTU was not seen"
families: [ipv6]
topology:
  nodes:
    here: host
    there: { host: { serve: http } }
  links:
    - { between: [here, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > nothing behind the first link 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# r1: 2001:db8:1::2
title: "The path to server: large packets vanish on the first link"
families: [ipv6]
topology:
  nodes:
    here: host
    r1: router
    there: { host: { serve: http } }
  links:
    - { between: [here, r1], mtu: 9000, passes: 1500 }
    - { between: [r1, there], mtu: 9000 }
steps:
  - name: a small upload arrives
    do: { upload: { from: here, to: there, bytes: 400 } }
    expect: { outcome: completed }
  - name: a large one stalls
    do: { upload: { from: here, to: there, bytes: 200kB } }
    within: 15s
    expect: { outcome: stalled, cause: silent-drop }

`

exports[`test/commands/host-trace.ts > TAP > a scenario has the path that was seen, and is valid > one leg has learned 1`] = `
# yaml-language-server: $schema=schema/scenario.schema.json
#
# The path from this host to server, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.
# The other end offers an MSS for packets of 9000 bytes; links behind the narrow one are as wide as that, which was not seen.
# Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.
# The legs meet again at a router; how many nodes each has behind its first one is left out.
title: "The path to server: large packets vanish without a Packet Too Big"
families: [ipv6]
topology:
  nodes:
    here: host
    far: router
    there: { host: { serve: http } }
  links:
    - between: [here, far]
      first-hop: 9000
      legs:
        - { via: leg1, mtu: 9000 } # eth0
        - { via: leg2, mtu: 1500, packet-too-big: { send: false } } # eth1
    - { between: [far, there], mtu: 9000 }
steps:
  - name: a large upload arrives on the leg over eth0
    do: { upload: { from: here, to: there, bytes: 200kB, leg: leg1 } }
    expect: { outcome: completed }
  - name: a large upload stalls on the leg over eth1
    do: { upload: { from: here, to: there, bytes: 200kB, leg: leg2 } }
    within: 15s
    expect: { outcome: stalled }

`

exports[`test/commands/host-trace.ts > TAP > readings show what they show, and no more > must match snapshot 1`] = `
a path that is narrower than the first hop
  the path carries 1500 bytes, and the Packet Too Big of 2001:db8:1::2 arrives here
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a path as wide
  packets of 9000 bytes, the MTU of eth0, reach the destination
no message
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
no message on one leg
  packets of 9000 bytes, the MTU of eth0, reach the destination
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
nothing behind the first link
  packets of 9000 bytes vanish on the link of eth0, before 2001:db8:1::2, where no router could send a Packet Too Big; echo requests are answered up to 1500 bytes
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a message with a wrong MTU
  the Packet Too Big of 2001:db8:1::2 has MTU 1600, and packets of 1600 bytes get no answer from the destination either; echo requests are answered up to 1500 bytes
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a rule of this host, and the message that it drops
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  this host itself drops Packet Too Big: inet filter input: icmpv6 type packet-too-big drop
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a message that is not used
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  a Packet Too Big from 2001:db8:1::2 with MTU 1500 reaches the interface, and this host does not use it
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a message about another address
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  a Packet Too Big from 2001:db8:1::2 with MTU 1500 reaches this host and quotes a packet of 2001:db8:f::1, which is not its address: its sockets cannot use it
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a message about a packet of others
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
nobody
  nobody on the way answers, whatever the size: the path MTU cannot be seen
echo replies alone
  packets of 1501 bytes vanish on the way, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes; nobody on the way answers
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
large echo replies do not come back
  packets of 9000 bytes reach the destination, and its echo replies of more than 1500 bytes do not come back
an answer to the trace that was lost
  packets of 9000 bytes, the MTU of eth0, reach the destination
a route above its link
  the path carries 1500 bytes, and the Packet Too Big of 2001:db8:1::2 arrives here
  the route has MTU 9500, and its interface eth0 only 9000
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
a locked MTU
  the path carries 1500 bytes, and the Packet Too Big of 2001:db8:1::2 arrives here
  the MTU of the route is locked to undefined: Packet Too Big does not change it
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
no path MTU discovery
  a Packet Too Big from 2001:db8:1::2 with MTU 1500 reaches the interface, and this host does not use it: ip_no_pmtu_disc is 1
  ip_no_pmtu_disc is 1: this host sends without DF, and routers fragment what is too big
one leg has learned
  packets of 9000 bytes, the MTU of eth0, reach the destination
  packets of 9000 bytes vanish between 2001:db8:1::2 and 2001:db8:2::2, and no Packet Too Big takes effect here; echo requests are answered up to 1500 bytes
  a path MTU was learned for some legs only; eth0 has none, and the TCP flow takes eth0
  the SYN of this host offers MSS 8940, packets of 9000 bytes, and those that it sends reach the other end with 1500 bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp
`

exports[`test/commands/host-trace.ts > TAP > the report has the six steps of an investigation > an ordinary user without ping 1`] = `
IPv6 to 2001:db8:9::1
  1 the path and its MTU
    0  this host      9000 bytes (MTU of eth0)
    1  2001:db8:1::2  9000 bytes
    2  2001:db8:2::2  1280 bytes (no answer to 9000 bytes)
    3  2001:db8:9::1  1280 bytes
  2 Packet Too Big
    ping: there is no program ping in PATH
    answered up to 1500 bytes, and from 1501 on not
    which messages reach the interface is not known: this user may not capture
  3 the route, and what is used of it
    plain     2001:db8:9::1 via 2001:db8:1::2 dev eth0 src 2001:db8:1::1 learned mtu 1500
    fibmatch  default via 2001:db8:1::2 dev eth0
    tuple     2001:db8:9::1 via 2001:db8:1::2 dev eth0
  4 learned path MTU for each leg
    path: none before, none after
  5 MSS on the wire
    handshake refused; SYN: no MSS seen; SYN-ACK: no MSS seen; seen by the socket (EPERM)
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    eth0: MTU 9000
    ipv4.tcp_mtu_probing 0, ipv6.route.mtu_expires 600
    not read: nft list ruleset: Operation not permitted

`

exports[`test/commands/host-trace.ts > TAP > the report has the six steps of an investigation > healthy 1`] = `
IPv6 to 2001:db8:9::1
  1 the path and its MTU
    0  this host      9000 bytes (MTU of eth0)
    1  2001:db8:1::2  9000 bytes
    2  2001:db8:2::2  1500 bytes (Packet Too Big from 2001:db8:1::2, MTU 1500)
    3  2001:db8:9::1  1500 bytes
  2 Packet Too Big
    echo request of 9000 bytes: too big for a path MTU of 1500, reported by a router
    echo request of 1500 bytes: answered
    no such message reached an interface of this host
  3 the route, and what is used of it
    plain     2001:db8:9::1 via 2001:db8:1::2 dev eth0 src 2001:db8:1::1 learned mtu 1500
    fibmatch  default via 2001:db8:1::2 dev eth0
    tuple     2001:db8:9::1 via 2001:db8:1::2 dev eth0
  4 learned path MTU for each leg
    path: none before, 1500 after
    the kernel learned this by the packets of this command, and forgets it after 600 s; until then the SYNs of this host offer a smaller MSS
  5 MSS on the wire
    handshake established; SYN: MSS 8940; SYN-ACK: MSS 8940; seen by a capture on this host
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    eth0: MTU 9000, segments TCP on the card: captures here show larger packets than the wire
    ipv4.tcp_mtu_probing 0, ipv6.route.mtu_expires 600
    no rule of this host names Packet Too Big, ICMP as a whole, or the MSS

`

exports[`test/commands/host-trace.ts > TAP > the report has the six steps of an investigation > two legs, in lines of 100 characters 1`] = `
IPv6 to 2001:db8:9::1
  1 the path and its MTU
    over eth0 via 2001:db8:1::2
    0  this host      9000 bytes (MTU of eth0)
    1  2001:db8:1::2  9000 bytes
    2  2001:db8:9::1  9000 bytes
    over eth1 via 2001:db8:7::2
    0  this host      9000 bytes (MTU of eth1)
    1  2001:db8:1::2  9000 bytes
    2  2001:db8:2::2  1280 bytes (no answer to 9000 bytes)
    3  2001:db8:9::1  1280 bytes
  2 Packet Too Big
    echo request of 9000 bytes: lost
    echo request of 1280 bytes: answered
    answered up to 1500 bytes, and from 1501 on not
    no such message reached an interface of this host
  3 the route, and what is used of it
    plain     2001:db8:9::1 via 2001:db8:1::2 dev eth0 src 2001:db8:1::1 learned mtu 1500
    fibmatch  default via 2001:db8:1::2 dev eth0 or via 2001:db8:7::2 dev eth1
    tuple     2001:db8:9::1 via 2001:db8:1::2 dev eth0
  4 learned path MTU for each leg
    eth0: none before, none after
    eth1: none before, none after
    read by route show cache: the kernel ignores oif for next-hop objects
    to see one leg by itself, pin the destination to it (not done here):
    ip -6 route add 2001:db8:9::1/128 via 2001:db8:1::2 dev eth0 src 2001:db8:1::1
    ip -6 route add 2001:db8:9::1/128 via 2001:db8:7::2 dev eth1 src 2001:db8:1::1
  5 MSS on the wire
    handshake established; SYN: MSS 8940; SYN-ACK: MSS 8940; seen by a capture on this host
    what a clamp on the way makes of this SYN, only a capture behind it shows
  6 the policy of this host
    eth0: MTU 9000
    eth1: MTU 9000
    ipv4.tcp_mtu_probing 0, ipv6.route.mtu_expires 600
    drops messages: inet filter input: icmpv6 type packet-too-big drop

`

exports[`test/commands/host-trace.ts > TAP > the report has the six steps of an investigation > what an ordinary user cannot see 1`] = `
the other direction: what the destination sends, and whether Packet Too Big reaches it; start this command there, too
what a clamp on the way does to the MSS: capture behind it
why no message helps: whether one is sent, and which node loses it; look at the nodes between
whether a message reaches an interface and is lost in this host: this user may not capture (CAP_NET_RAW)
the firewall rules of this host: this user may not read them (CAP_NET_ADMIN)
`
