/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/path/predictions.ts > TAP > a plan warns of links and tunnels that do not fit, and of steps that cannot end as they expect > warnings 1`] = `
topology.links.0: hint: client:to-r1 sends up to 9000 bytes and r1:to-client accepts 1500; what is longer vanishes there, and no Packet Too Big answers it
topology.links.2: hint: r1:overlay is a tunnel with an MTU of 1500, and the links below it leave 1430; write mtu: 1430, or leave it out
steps.0.expect.ipv6.outcome: hint: completed is not what the plan predicts over IPv6: stalled: packet-too-big-lost at r2; r2:to-r1 carries 1500 bytes, and r2 sends Packet Too Big (MTU 1500); r2 drops packet-too-big
`

exports[`test/path/predictions.ts > TAP > what scenarios expect, and what they were seen to do, is among what their plans predict > what is not predicted, and why 1`] = `
curl-stalls.yaml, a small response reaches curl, ipv6: curl may have changed the network
curl-stalls.yaml, a small response reaches curl, ipv4: curl may have changed the network
curl-stalls.yaml, a large one stalls, ipv6: curl may have changed the network
curl-stalls.yaml, a large one stalls, ipv4: curl may have changed the network
curl-stalls.yaml, a large response reaches curl, ipv6: curl may have changed the network
curl-stalls.yaml, a large response reaches curl, ipv4: curl may have changed the network
vxlan-in-the-node.yaml, IPv4 follows a path MTU of 1500 and stalls, ipv6: node1:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
vxlan-in-the-node.yaml, IPv4 follows a path MTU of 1500 and stalls, ipv4: node1:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
datagram-outcomes.yaml, datagram from client to server bytes 192 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 192 count 2, ipv4: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 292 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 292 count 2, ipv4: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 100 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 100 count 2, ipv4: nft may have changed the network
lost-before-any-hook.yaml, fetch from client to server bytes 200kB, ipv6: nft may have changed the network
misdelivered.yaml, fetch from client to server bytes 200kB, ipv6: ip may have changed the network
nat-publishes.yaml, fetch from client to nat bytes 1000, ipv6: nat publishes ports
nat-publishes.yaml, fetch from client to nat bytes 1000, ipv4: nat publishes ports
nat-publishes.yaml, datagram from client to nat bytes 1000 count 2, ipv6: nat publishes ports
nat-publishes.yaml, datagram from client to nat bytes 1000 count 2, ipv4: nat publishes ports
nat-publishes.yaml, the message is translated by the NAT, and dropped behind it, ipv6: nat publishes ports
nat-publishes.yaml, the message is translated by the NAT, and dropped behind it, ipv4: nat publishes ports
nat-publishes.yaml, follow flow victim, ipv6: nat publishes ports
nat-publishes.yaml, follow flow victim, ipv4: nat publishes ports
nat-publishes.yaml, upload from client to nat bytes 100kB flows 3, ipv6: nat publishes ports
nat-publishes.yaml, upload from client to nat bytes 100kB flows 3, ipv4: nat publishes ports
nat-publishes.yaml, upload from client to nat bytes 100kB raw true, ipv6: nat publishes ports
nat-publishes.yaml, upload from client to nat bytes 100kB raw true, ipv4: nat publishes ports
own-output.yaml, the transfer stalls, and small packets pass, ipv6: nft may have changed the network
own-output.yaml, the transfer stalls, and small packets pass, ipv4: nft may have changed the network
port-unreachable.yaml, fetch from client to server bytes 200kB, ipv4: the network changes while flows run
prefix-translation.yaml, datagram from pod to b bytes 1000, ipv6: edge translates prefixes
prefix-translation.yaml, upload from pod to b bytes 100kB as victim, ipv6: edge translates prefixes
prefix-translation.yaml, follow flow victim, ipv6: edge translates prefixes
prefix-translation.yaml, fetch from pod to b bytes 100kB, ipv6: edge translates prefixes
ptb-dropped-at-ingress.yaml, fetch from client to server bytes 200kB, ipv6: nft may have changed the network
ptb-dropped-at-ingress.yaml, fetch from client to server bytes 200kB, ipv4: nft may have changed the network
ptb-quotes-another-address.yaml, upload from client to service bytes 100kB, ipv4: sh may have changed the network
ptb-to-a-tunnel.yaml, fetch from client to server bytes 200kB, ipv6: sh may have changed the network
`
