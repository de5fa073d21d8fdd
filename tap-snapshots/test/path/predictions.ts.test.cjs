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
repaired-by-copies.yaml, every flow of both servers completes, ipv6: sh may have changed the network
repaired-by-copies.yaml, every flow of both servers completes, ipv4: sh may have changed the network
repaired-by-marks.yaml, every flow of both servers completes, ipv6: sh may have changed the network
repaired-by-marks.yaml, every flow of both servers completes, ipv4: sh may have changed the network
nft-or-iptables.yaml, clamps IPv4, ipv6: iptables may have changed the network
nft-or-iptables.yaml, clamps IPv4, ipv4: iptables may have changed the network
nft-or-iptables.yaml, clamps IPv6, ipv6: iptables may have changed the network
nft-or-iptables.yaml, clamps IPv6, ipv4: iptables may have changed the network
nft-or-iptables.yaml, IPv6 stalls again, ipv6: iptables may have changed the network
nft-or-iptables.yaml, IPv6 stalls again, ipv4: iptables may have changed the network
nft-or-iptables.yaml, both families work, ipv6: iptables may have changed the network
nft-or-iptables.yaml, both families work, ipv4: iptables may have changed the network
own-traffic-of-the-edge.yaml, hosts behind the edge are protected, ipv6: sh may have changed the network
own-traffic-of-the-edge.yaml, hosts behind the edge are protected, ipv4: sh may have changed the network
own-traffic-of-the-edge.yaml, the edge itself is not, ipv6: sh may have changed the network
own-traffic-of-the-edge.yaml, the edge itself is not, ipv4: sh may have changed the network
own-traffic-of-the-edge.yaml, and the edge is protected as well, ipv6: sh may have changed the network
own-traffic-of-the-edge.yaml, and the edge is protected as well, ipv4: sh may have changed the network
cache-of-a-legacy-route.yaml, sixteen flows teach both of its legs, ipv6: sh may have changed the network
curl-stalls.yaml, a small response reaches curl, ipv6: curl may have changed the network
curl-stalls.yaml, a small response reaches curl, ipv4: curl may have changed the network
curl-stalls.yaml, a large one stalls, ipv6: curl may have changed the network
curl-stalls.yaml, a large one stalls, ipv4: curl may have changed the network
curl-stalls.yaml, a large response reaches curl, ipv6: curl may have changed the network
curl-stalls.yaml, a large response reaches curl, ipv4: curl may have changed the network
first-and-second-ping.yaml, one that may be fragmented arrives in fragments; the answer of IPv6 is too big in its turn, that of IPv4 is fragmented on its way, ipv6: client sends fragments, which are not predicted
first-and-second-ping.yaml, one that may be fragmented arrives in fragments; the answer of IPv6 is too big in its turn, that of IPv4 is fragmented on its way, ipv4: client sends fragments, which are not predicted
first-and-second-ping.yaml, the next one is answered, since the server knows the path MTU, too, ipv6: client sends fragments, which are not predicted
first-and-second-ping.yaml, the next one is answered, since the server knows the path MTU, too, ipv4: client sends fragments, which are not predicted
fragments-and-conntrack.yaml, large datagrams are lost, ipv6: nft may have changed the network
fragments-and-conntrack.yaml, large datagrams are lost, ipv4: nft may have changed the network
fragments-and-conntrack.yaml, large datagrams are answered, ipv6: nft may have changed the network
fragments-and-conntrack.yaml, large datagrams are answered, ipv4: nft may have changed the network
echo-only-host.yaml, it answers, ipv6: nft may have changed the network
echo-only-host.yaml, it answers, ipv4: nft may have changed the network
echo-only-host.yaml, a small response arrives, ipv6: nft may have changed the network
echo-only-host.yaml, a small response arrives, ipv4: nft may have changed the network
echo-only-host.yaml, a large one stalls at its own firewall, ipv6: nft may have changed the network
echo-only-host.yaml, a large one stalls at its own firewall, ipv4: nft may have changed the network
echo-only-host.yaml, a large response arrives, ipv6: nft may have changed the network
echo-only-host.yaml, a large response arrives, ipv4: nft may have changed the network
forged-by-an-attacker.yaml, and its segments are smaller than the path allows, ipv6: sh may have changed the network
forged-by-an-attacker.yaml, and a large response has full segments, ipv6: sh may have changed the network
invalid-state.yaml, it knows the connection, and the error is related to it, ipv6: nft may have changed the network
invalid-state.yaml, it knows the connection, and the error is related to it, ipv4: nft may have changed the network
invalid-state.yaml, a small response passes, ipv6: nft may have changed the network
invalid-state.yaml, a small response passes, ipv4: nft may have changed the network
invalid-state.yaml, a large one stalls, ipv6: nft may have changed the network
invalid-state.yaml, a large one stalls, ipv4: nft may have changed the network
transparent-bridge.yaml, a small response passes, ipv6: nft may have changed the network
transparent-bridge.yaml, a small response passes, ipv4: nft may have changed the network
transparent-bridge.yaml, a large one stalls, and the messages end between the ports of the bridge, ipv6: nft may have changed the network
transparent-bridge.yaml, a large one stalls, and the messages end between the ports of the bridge, ipv4: nft may have changed the network
transparent-bridge.yaml, the response continues, ipv6: nft may have changed the network
transparent-bridge.yaml, the response continues, ipv4: nft may have changed the network
leased-addresses.yaml, a server that has not learned of the link, ipv6: curl may have changed the network
leased-addresses.yaml, a server that has not learned of the link, ipv4: curl may have changed the network
clamp-for-vxlan-over-ipv4.yaml, what the route allows does not fit, ipv6: node2:overlay is a tunnel, and the links below it leave 1450 bytes for a packet of 1500
clamp-for-vxlan-over-ipv4.yaml, what the route allows does not fit, ipv4: node2:overlay is a tunnel, and the links below it leave 1450 bytes for a packet of 1500
clamp-for-vxlan-over-ipv4.yaml, 1440 bytes do not fit either, ipv6: node2:overlay is a tunnel, and the links below it leave 1450 bytes for a packet of 1500
clamp-for-vxlan-over-ipv4.yaml, 1440 bytes do not fit either, ipv4: node2:overlay is a tunnel, and the links below it leave 1450 bytes for a packet of 1480
clamp-for-vxlan-over-ipv4.yaml, 1396 fits for IPv4, and exceeds by 6 bytes for IPv6, ipv6: node2:overlay is a tunnel, and the links below it leave 1450 bytes for a packet of 1456
clamp-for-vxlan-over-ipv6.yaml, what the route allows does not fit, ipv6: node2:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
clamp-for-vxlan-over-ipv6.yaml, what the route allows does not fit, ipv4: node2:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
clamp-for-vxlan-over-ipv6.yaml, 1396 exceeds by 26 bytes for IPv6 and by 6 for IPv4, ipv6: node2:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1456
clamp-for-vxlan-over-ipv6.yaml, 1396 exceeds by 26 bytes for IPv6 and by 6 for IPv4, ipv4: node2:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1436
clamp-for-vxlan-over-ipv6.yaml, 1390 fits for IPv4 exactly, and not for IPv6, ipv6: node2:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1450
esp-behind-a-filter.yaml, a large one does not, and the answer to its packets ends at the filter, ipv6: gateway:overlay is a tunnel, and the links below it leave 1426 bytes for a packet of 1500
esp-behind-a-filter.yaml, a large one does not, and the answer to its packets ends at the filter, ipv4: gateway:overlay is a tunnel, and the links below it leave 1426 bytes for a packet of 1500
esp-behind-a-filter.yaml, the gateway answers the senders inside, ipv6: gateway:overlay is a tunnel, and the links below it leave 1426 bytes for a packet of 1500
esp-behind-a-filter.yaml, the gateway answers the senders inside, ipv4: gateway:overlay is a tunnel, and the links below it leave 1426 bytes for a packet of 1500
srv6-keeps-its-errors.yaml, small responses pass the tunnel, ipv6: ingress encapsulates packets in IPv6
srv6-keeps-its-errors.yaml, large ones stall, although both ends have 1500 bytes as the whole path, ipv6: ingress encapsulates packets in IPv6
srv6-keeps-its-errors.yaml, 1400 fits, ipv6: ingress encapsulates packets in IPv6
srv6-keeps-its-errors.yaml, is one byte too large, ipv6: ingress encapsulates packets in IPv6
srv6-keeps-its-errors.yaml, 1396 does not fit, ipv6: ingress encapsulates packets in IPv6
srv6-keeps-its-errors.yaml, a large response completes, ipv6: ingress encapsulates packets in IPv6
vxlan-in-the-node.yaml, IPv4 follows a path MTU of 1500 and stalls, ipv6: node1:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
vxlan-in-the-node.yaml, IPv4 follows a path MTU of 1500 and stalls, ipv4: node1:overlay is a tunnel, and the links below it leave 1430 bytes for a packet of 1500
wireguard-loses-its-errors.yaml, its packets are fragmented, ipv6: office:overlay is a tunnel, and the links below it leave 1420 bytes for a packet of 1500
wireguard-loses-its-errors.yaml, its packets are fragmented, ipv4: office:overlay is a tunnel, and the links below it leave 1420 bytes for a packet of 1500
datagram-outcomes.yaml, datagram from client to server bytes 192 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 192 count 2, ipv4: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 292 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 292 count 2, ipv4: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 100 count 2, ipv6: nft may have changed the network
datagram-outcomes.yaml, datagram from client to server bytes 100 count 2, ipv4: nft may have changed the network
lost-before-any-hook.yaml, fetch from client to server bytes 200kB, ipv6: nft may have changed the network
misdelivered.yaml, fetch from client to server bytes 200kB, ipv6: ip may have changed the network
nat-publishes-later.yaml, fetch from client to nat bytes 1000, ipv6: nat publishes ports
nat-publishes-later.yaml, fetch from client to nat bytes 1000, ipv4: nat publishes ports
nat-publishes-later.yaml, datagram from client to nat bytes 1000 count 2, ipv6: nat publishes ports
nat-publishes-later.yaml, datagram from client to nat bytes 1000 count 2, ipv4: nat publishes ports
nat-publishes-later.yaml, the message is translated by the NAT, and dropped behind it, ipv6: nat publishes ports
nat-publishes-later.yaml, the message is translated by the NAT, and dropped behind it, ipv4: nat publishes ports
nat-publishes-later.yaml, connection tracking still knows the flow, ipv6: nat publishes ports
nat-publishes-later.yaml, connection tracking still knows the flow, ipv4: nat publishes ports
nat-publishes-later.yaml, new flows go to the node that is published now, ipv6: nat publishes ports
nat-publishes-later.yaml, new flows go to the node that is published now, ipv4: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB flows 3, ipv6: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB flows 3, ipv4: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB raw true, ipv6: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB raw true, ipv4: nat publishes ports
nat-publishes-later.yaml, those over the old connection still go to the node that was published before, ipv6: nat publishes ports
nat-publishes-later.yaml, those over the old connection still go to the node that was published before, ipv4: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB over victim, ipv6: nat publishes ports
nat-publishes-later.yaml, upload from client to nat bytes 100kB over victim, ipv4: nat publishes ports
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
