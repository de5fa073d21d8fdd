/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/expectations.ts > TAP > facts are compared with what is expected > with these texts 1`] = `
outcome: true · wanted completed · saw completed: 200000 of 200000 bytes in 9 ms
outcome: false · wanted completed · saw stalled: 0 of 200000 bytes as of 0.22 s
outcome: false · wanted stalled · saw unfinished (slow): 20000 of 200000 bytes in 5.00 s
outcome: true · wanted unfinished (slow) · saw unfinished (slow): 20000 of 200000 bytes in 5.00 s
outcome: false · wanted unfinished (receiver-window) · saw unfinished (slow): 20000 of 200000 bytes in 5.00 s
outcome: false · wanted unfinished (slow) · saw completed: 200000 of 200000 bytes in 9 ms
outcome: true · wanted completed 2, stalled >= 1 · saw completed 2 of 3, stalled 1 of 3
outcome: false · wanted completed 3..4 · saw completed 2 of 3
outcome: true · wanted refused 0 · saw refused 0 of 3
outcome: false · wanted completed · saw 2 completed, 1 stalled
outcome: true · wanted refused · saw refused
outcome: true · wanted answered · saw answered
outcome: false · wanted lost · saw unreachable
rtt: true · wanted <= 5 ms · saw 0.1 to 5 ms
rtt: false · wanted <= 5 ms · saw 0.1 to 5.1 ms
rtt: false · wanted 200..205 ms · saw 199.9 to 204 ms
rtt: null · wanted <= 5 ms · saw not observed: a round-trip time, since nothing was answered
outcome: true · wanted too-big · saw too-big: mtu 1500 from local
outcome: true · wanted too-big: mtu 1500 from router · saw too-big: mtu 1500 from router
outcome: false · wanted too-big: mtu 1500 from router · saw too-big: mtu 1500 from local
outcome: false · wanted too-big: mtu < 1500 · saw too-big: mtu 1500 from router
outcome: false · wanted too-big · saw lost
outcome: null · wanted completed 1 · saw not observed: flows to count
outcome: true · wanted answered · saw 3 answered
outcome: false · wanted answered · saw 1 answered, 1 lost
outcome: true · wanted answered 2, lost >= 1, too-big 0 · saw answered 2 of 3, lost 1 of 3, too-big 0 of 3
outcome: false · wanted too-big 2, refused 1 · saw too-big 2 of 3, refused 0 of 3
outcome: null · wanted too-big [object Object] · saw not observed: too-big
outcome: null · wanted too-big 1 · saw not observed: flows to count
cause: true · wanted blackout · saw blackout
cause: false · wanted blackout · saw silent-drop
cause: true · wanted silent-drop at transit · saw silent-drop at transit:to-edge
cause: false · wanted silent-drop at transit:to-edge · saw silent-drop at transit
cause: false · wanted silent-drop at trans · saw silent-drop at transit
cause: false · wanted silent-drop at transit · saw silent-drop
cause: null · wanted blackout · saw not observed: cause unknown
cause: true · wanted unknown · saw unknown
cause: false · wanted unknown · saw blackout
cause: false · wanted blackout · saw no stall: completed: 200000 of 200000 bytes in 9 ms
cause: true · wanted fragments-dropped · saw fragments-dropped at edge
cause: true · wanted fragments-dropped at edge · saw fragments-dropped at edge
cause: true · wanted packet-too-big-lost · saw packet-too-big-lost
cause: false · wanted packet-too-big-lost at edge · saw packet-too-big-lost
cause: false · wanted silent-drop at edge · saw silent-drop
cause: true · wanted silent-drop · saw silent-drop
journey: true · wanted large seen · saw large 9 dead at transit:to-firewall
journey: false · wanted rst seen · saw rst none
journey: true · wanted rst 0 · saw rst none
journey: true · wanted large 9 dead · saw large 9 dead at transit:to-firewall
journey: false · wanted large delivered · saw large 9 dead at transit:to-firewall
journey: null · wanted large delivered · saw not observed: large, since 9 last seen at transit:to-firewall may have gone on: the capture is incomplete, or no node has their destination address
journey: true · wanted large at transit · saw large 9 unknown at transit:to-firewall
journey: null · wanted large at transit · saw not observed: large, since no packets of this step were captured
journey: true · wanted large at transit · saw large 9 dead at transit:to-firewall
journey: false · wanted ptb from edge seen · saw ptb from edge none
journey: false · wanted ptb (mtu < 1500) · saw ptb 9 dead at firewall:to-transit (mtu 1500) and 1 under-way at transit:to-firewall (mtu 1500)
journey: false · wanted syn (mss →none) · saw syn 1 delivered at server:to-firewall (mss 8940→1396 at edge)
journey: false · wanted syn (mss →1396 at transit) · saw syn 1 delivered at server:to-firewall (mss 8940→1396 at edge)
journey: true · wanted large (mss →none) · saw large 9 dead at transit:to-firewall
rules: true · wanted edge clamp 0 · saw edge clamp 0 (no such rule)
rules: null · wanted edge clamp 0 · saw not observed: edge clamp
fragments: false · wanted edge:to-client 0, edge:to-transit 0 · saw edge:to-client 0, edge:to-transit 2
outcome: null · wanted stalled · saw not judged: no evidence of a stall is newer than the last change of the lab
outcome: null · wanted stalled · saw 1 not judged (no evidence of a stall is newer than the last change of the lab), 1 stalled
outcome: false · wanted stalled · saw 1 not judged (no evidence of a stall is newer than the last change of the lab), 1 completed
outcome: null · wanted stalled 2 · saw not judged: no evidence of a stall is newer than the last change of the lab
cause: null · wanted packet-too-big-lost · saw not judged: no evidence of a stall is newer than the last change of the lab
recovered: null · wanted recovered: never · saw not judged: no evidence of a stall is newer than the last change of the lab
recovered: true · wanted recovered: next-retransmission · saw recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s
recovered: true · wanted recovered: next-retransmission · saw recovered by packet-too-big 1.06 s after the change, at an RTO of 0.82 s
recovered: false · wanted recovered: next-retransmission · saw recovered by packet-too-big 1.08 s after the change, at an RTO of 0.82 s
recovered: null · wanted recovered: next-retransmission · saw not observed: a change while the flow was open; recovered 5.00 s after the request
recovered: false · wanted recovered: next-retransmission · saw never stalled: completed: 200000 of 200000 bytes in 9 ms
recovered: true · wanted recovered: never · saw no recovery: stalled: 0 of 200000 bytes as of 0.22 s
recovered: false · wanted recovered: never · saw recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s
recovered: false · wanted recovered: never · saw never stalled: completed: 200000 of 200000 bytes in 9 ms
recovered: true · wanted recovered: by packet-too-big · saw recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s
recovered: false · wanted recovered: by rehash · saw recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s
recovered: null · wanted recovered: by rehash · saw not observed: what healed it; recovered 0.70 s after the request
recovered: true · wanted recovered: by probing after 2.9..7.5 s · saw recovered by probing 3.14 s after the request
recovered: false · wanted recovered: by probing after < 3 s · saw recovered by probing 3.14 s after the request
recovered: true · wanted recovered: after <= 1 s · saw recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s
recovered: false · wanted recovered: after <= 1 s · saw no recovery: stalled: 0 of 200000 bytes as of 0.22 s
syn-mss: true · wanted edge:to-client 8940 · saw edge:to-client 8940
syn-mss: true · wanted edge:to-client <= 8940, edge:to-transit <= 8940 · saw edge:to-client 8940, edge:to-transit 1396
syn-mss: false · wanted edge:to-client 8940, edge:to-transit 8940 · saw edge:to-client 8940, edge:to-transit 1396
syn-mss: true · wanted server none · saw server no SYN
syn-mss: false · wanted server 1396 · saw server no SYN
syn-ack-mss: true · wanted server none · saw server no SYN-ACK
segment-size: true · wanted segments of 1400..1428 bytes · saw segments of 1428 bytes
segment-size: false · wanted segments of 1428 bytes · saw segments of 8928, 1428 bytes
recovered: true · wanted recovered: by packet-too-big 1 · saw by packet-too-big 1 of 3
recovered: false · wanted recovered: by packet-too-big 2 · saw by packet-too-big 1 of 3
recovered: true · wanted recovered: never >= 2 · saw never 2 of 3
recovered: true · wanted recovered: next-retransmission after < 1 s 1 · saw next-retransmission after < 1 s 1 of 2
recovered: false · wanted recovered: next-retransmission after > 1 s 1 · saw next-retransmission after > 1 s 0 of 2
recovered: null · wanted recovered: by probing 1 · saw by probing 0 to 1 of 2
recovered: true · wanted recovered: by probing <= 1 · saw by probing 0 to 1 of 2
recovered: false · wanted recovered: by probing 2 · saw by probing 0 to 1 of 2
recovered: true · wanted recovered: never 0 · saw never 0 of 1
recovered: null · wanted recovered: never 0 · saw not judged: no evidence of a stall is newer than the last change of the lab
recovered: true · wanted recovered: by packet-too-big 1, never 1 · saw by packet-too-big 1 of 2; never 1 of 2
recovered: false · wanted recovered: by packet-too-big 1, never 2 · saw by packet-too-big 1 of 2; never 1 of 2
pmtu: true · wanted legs with path MTU 1500: 1 · saw legs with path MTU 1500: 1 of 3 (r2)
pmtu: true · wanted legs with path MTU 1500: 1, legs with path MTU none: 2 · saw legs with path MTU 1500: 1 of 3 (r2), legs with path MTU none: 2 of 3 (r1, r3)
pmtu: false · wanted legs with path MTU 1500: 1, legs with path MTU none: 1 · saw legs with path MTU 1500: 1 of 3 (r2), legs with path MTU none: 2 of 3 (r1, r3)
pmtu: true · wanted legs with path MTU < 1400: 0 · saw legs with path MTU < 1400: 0 of 2
pmtu: null · wanted legs with path MTU 1500: 0 · saw not observed: legs with path MTU 1500:
pmtu: null · wanted legs with path MTU 1500: >= 1 · saw not observed: legs with path MTU 1500:
pmtu: true · wanted legs with path MTU 1500: >= 1 · saw legs with path MTU 1500: 1 of 2 (r1)
pmtu: true · wanted path MTU of the socket 1500 · saw path MTU of the socket 1500
pmtu: false · wanted path MTU of the socket 1500 · saw path MTU of the socket 1500 and 9000
pmtu: null · wanted path MTU · saw not observed: path MTU: the socket is not connected
pmtu: true · wanted path MTU of the socket 1500 · saw path MTU of the socket 1500
pmtu: false · wanted path MTU of the socket none · saw path MTU of the socket 1500
pmtu: true · wanted path MTU of the socket none · saw path MTU of the socket none
pmtu: true · wanted flows with path MTU none: 1 · saw flows with path MTU none: 1 of 2
pmtu: null · wanted path MTU · saw not observed: path MTU: the socket is not connected
pmtu: null · wanted path MTU · saw not observed: path MTU: the UDP sockets were closed at once, and may have sent nothing
pmtu: true · wanted path MTU of the socket 1500 · saw path MTU of the socket 1500
pmtu: null · wanted path MTUs by leg · saw not observed: legs of datagrams
pmtu: true · wanted flows with path MTU 1500: 1, flows with path MTU 9000: >= 1 · saw flows with path MTU 1500: 1 of 3, flows with path MTU 9000: 2 of 3
pmtu: false · wanted flows with path MTU 1500: >= 2 · saw flows with path MTU 1500: 1 of 2
pmtu: null · wanted flows with path MTU 1500: >= 1 · saw not observed: flows with path MTU 1500:
pmtu: true · wanted path MTU 1500 · saw path MTU 1500
pmtu: true · wanted path MTU none · saw path MTU none
pmtu: false · wanted path MTU via r1 none, path MTU via r2 none · saw path MTU via r1 none, path MTU via r2 1500
pmtu: null · wanted path MTU via r1 1500 · saw not observed: path MTU via r1
leg: true · wanted leg via r2 · saw leg via r2
hops: true · wanted edge: bytes 9000, transit: bytes <= 1500 · saw edge: 9000 bytes, transit: 1280 bytes (Packet Too Big from edge, MTU 1500; no answer to 9000 bytes)
hops: false · wanted edge: bytes 1500 · saw edge: 9000 bytes
hops: true · wanted far: bytes none, edge: unanswered none, too-big none · saw far: no answer, edge: 9000 bytes
hops: true · wanted transit: bytes 1280, unanswered 9000, too-big 1500 · saw transit: 1280 bytes (Packet Too Big from edge, MTU 1500; no answer to 9000 bytes)
hops: false · wanted transit: bytes 1280, unanswered none · saw transit: 1280 bytes (Packet Too Big from edge, MTU 1500; no answer to 9000 bytes)
hops: false · wanted far: bytes 1280 · saw far: no answer
hops: null · wanted edge · saw not observed: a trace
holder: true · wanted s1 · saw s1 2
holder: false · wanted s1 · saw s1 1, s2 1
holder: null · wanted s1 · saw none seen 1, s1 1
holder: false · wanted s1 · saw s1 1, s2 1
holder: null · wanted s1 · saw not observed: a flow to a shared address
holder: true · wanted s1 >= 1, s2 1 · saw s1 2, s2 1
holder: false · wanted s1 1, s3 0 · saw s1 2, s3 0
holder: null · wanted s1 1 · saw none seen 1, s1 1
ptb: null · wanted transit made 1 · saw not observed: transit made
ptb: true · wanted transit from far · saw transit from far
ptb: false · wanted transit from far · saw transit from far and edge
ptb: null · wanted transit from far · saw not observed: transit from
counters: null · wanted server NoSuchCounter 0 · saw not observed: server NoSuchCounter
counters: true · wanted edge:to-transit rx_dropped >= 1 · saw edge:to-transit rx_dropped 2
counters: true · wanted r A equals r B · saw r A 2, and r B 2
counters: false · wanted r A equals r B · saw r A 2, and r B 3
counters: null · wanted r A equals r B · saw not observed: r A
counters: true · wanted r A equals s B · saw r A 2, and s B 2
counters: false · wanted server A 1, server B 0 · saw not observed: server A, server B 1
ipv6-share: true · wanted 89 % · saw 89.0 %
ipv6-share: false · wanted > 89 % · saw 89.0 %
ipv6-share: null · wanted 0..100 % · saw not observed: any packet at edge:to-isp
laggards: false · wanted b 81 9..11 % · saw b 81 10.0 %, besides c icmp, 10 B (1.0 %)
laggards: false · wanted b 80 9..11 % · saw b 80 none, besides b tcp 81, 100 B (10.0 %), besides c icmp, 10 B (1.0 %)
laggards: false · wanted b 80 none %, b 81 10 % · saw b 80 none, b 81 10.1 %
laggards: false · wanted none · saw besides b tcp 81, 100 B (10.0 %), besides c icmp, 10 B (1.0 %)
laggards: true · wanted none · saw none
laggards: true · wanted a 80 none % · saw a 80 none
laggards: null · wanted none · saw not observed: any packet at edge:to-isp
output: false · wanted exit code 0 · saw exit code 2
output: true · wanted output matching "^b.d$" · saw output matching "^b.d$"
output: false · wanted output matching "^b.d$", exit code 1 · saw output matching no such text, exit code 1
output: true · wanted output containing "wrong" · saw output containing "wrong"
output: null · wanted output containing "b" · saw not observed: output containing
output: true · wanted output containing "a" · saw output containing "a"
output: null · wanted output matching "(" · saw not observed: output matching
`
