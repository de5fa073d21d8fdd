/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop in a bridge or behind it 1`] = `
2 large packets of 80→20001 reached transit on the way to client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop in a node 1`] = `
2 large packets of 80→20001 reached transit and none left it
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop in INPUT of the receiver 1`] = `
2 large packets of 80→20001 reached client and none reached its socket
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop of a small packet in OUTPUT of the sender 1`] = `

`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop of large packets in OUTPUT of the sender 1`] = `
server has 200127 bytes to send and a send window of 65535 bytes, but no large packet left it
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a drop on a link 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a Packet Too Big about a tunnel that carries the flow, to its ingress 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
the messages quote a packet from 2001:db8:2::1 to fd99::1 that carries this flow and 40 bytes of other headers
3 of them went to firewall instead of server
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a Packet Too Big that a capture sees arrive before the first hook 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
firewall received 3 and forwarded none
firewall: a capture shows that 3 arrived, and the first hook of netfilter counted 0
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a Packet Too Big that quotes another destination, accepted before the last retransmission 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
server accepted 3 Packet Too Big (MTU 1500) for 80→20001
the messages quote a packet from 2001:db8:1::1 to 2001:db8:9::1; the socket of server sends from 2001:db8:1::1 to 2001:db8:4::1
server: the quoted sequence number was outside the window 2 times
server has retransmitted since then and still uses a path MTU of 9000
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a queue after the place of the loss 1`] = `
2 large packets of 80→20001 reached transit and none left it
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a router that counts too big packets and sends no Packet Too Big until the next timeout 1`] = `
2 large packets of 80→20001 reached transit and none left it
transit: Ip6InTooBigErrors rose by 2, but the node generated no Packet Too Big
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > a router that sends Packet Too Big for other flows only 1`] = `
2 large packets of 80→20001 reached transit and none left it
transit: Ip6InTooBigErrors rose by 5, but the node generated only 3 Packet Too Big, for other flows
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments and repetitions that vanish at one place, behind which a queue still had what has arrived 1`] = `
2 large packets of 80→20001 reached transit and none left it
2 small packets of 20001→80 reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments that do not reach the sender 1`] = `
client received 15708 bytes, but server has acknowledgments for none of them
server received nothing for 1.28 s
2 small packets of 20001→80 reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments that do not reach the sender, of packets that were too big for another leg 1`] = `
client received 5000 bytes, but server has acknowledgments for none of them
server received nothing for 1.28 s
2 small packets of 20001→80 reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments that do not reach the sender, while the repetitions of what has arrived are lost too 1`] = `
client received 5000 bytes, but server has acknowledgments for none of them
server received nothing for 1.28 s
2 small packets of 20001→80 reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments that nobody was seen to send, while the repetitions of what has arrived are lost too 1`] = `
server: 0 packets of 80→20001 in, 2 out
firewall: 2 packets of 80→20001 in, 2 out
transit: 2 packets of 80→20001 in, 0 out
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > acknowledgments that vanish elsewhere than the repetitions of what has arrived 1`] = `
client received 5000 bytes, but server has acknowledgments for none of them
server received nothing for 1.28 s
2 small packets of 20001→80 reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > fragments that a node drops 1`] = `
8 fragments from server to client reached transit and none left it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > fragments that are not reassembled 1`] = `
server: 0 packets of 80→20001 in, 2 out
firewall: 2 packets of 80→20001 in, 2 out
transit: 2 packets of 80→20001 in, 0 out
client received 8 fragments and reassembled none of their packets
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > large packets lost although the sender follows a Packet Too Big 1`] = `
server accepted a Packet Too Big (MTU 1500) from 2001:db8:3::1 and follows it
2 large packets of 80→20001 left transit:to-client and none reached client
the link at transit:to-client carries packets of at most 1480 bytes
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > large packets lost although the sender follows a Packet Too Big from before a change 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big with a smaller MTU was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > large packets lost in a tunnel although the sender follows a Packet Too Big 1`] = `
server accepted a Packet Too Big (MTU 1500) and follows it
2 large packets of 80→20001 left transit:to-client and none reached client
transit:to-client is a tunnel: what it carries depends on the links below it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > large packets lost in a tunnel that encrypts, where a Packet Too Big may answer any of them 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
transit:to-client encrypts: whether a Packet Too Big is about packets that carry this flow cannot be seen
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > no packets of the flow counted 1`] = `

`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > no small packets sent 1`] = `
server: 0 packets of 80→20001 in, 2 out
firewall: 2 packets of 80→20001 in, 2 out
transit: 2 packets of 80→20001 in, 0 out
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big about the packet of a tunnel, taken by its end, beside one for the sender that a firewall dropped 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
firewall received 3 and forwarded none
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big about the packet of a tunnel, whose end gave the sender the path MTU that it follows 1`] = `
server accepted a Packet Too Big (MTU 9000) and follows it
2 large packets of 80→20001 left firewall:to-transit and none reached transit
firewall:to-transit is a tunnel: what it carries depends on the links below it
transit generated 3 Packet Too Big (MTU 1500) for 80→20001
the messages quote a packet from 2001:db8:2::1 to fd99::1 that carries this flow and 40 bytes of other headers
none of them left transit
3 of them went to firewall instead of server
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big accepted after the last retransmission 1`] = `
server accepted a Packet Too Big and may still act on it
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big accepted before the last retransmission 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
server accepted 3 Packet Too Big (MTU 1500) for 80→20001
server has retransmitted since then and still uses a path MTU of 9000
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big delivered to a wrong node 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
3 of them went to firewall instead of server
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big dropped by a firewall 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
firewall received 3 and forwarded none
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big dropped in INPUT of the sender 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
server received 3 and accepted none
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big dropped in OUTPUT of the router that generated it 1`] = `
transit generated 3 Packet Too Big (MTU 1500) for 80→20001
none of them left transit
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > Packet Too Big lost on a link: the last node that counted it 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets above the MTU of a port of a bridge, which drops them for all 1`] = `
2 large packets of 80→20001 reached transit on the way to client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets above the MTU of a tunnel, which limits nothing that it sends 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets above the MTU of both ends of a link 1`] = `
transit:to-client sends no packets above its MTU of 1500
server sends packets of up to 9000 bytes; its path MTU is 9000
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets above the MTU of the interface that should send them, counted by the other end 1`] = `
transit:to-client refused 3 large packets of 80→20001 (27000 bytes): they exceed its MTU of 1500
server sends packets of up to 9000 bytes; its path MTU is 9000
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets of which a part is missing, beside acknowledgments that do not reach the sender 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
firewall received 3 and forwarded none
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets that a link with the same MTU at both ends carries 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets that are even longer than what the other end would accept, so that it counts none 1`] = `
transit:to-client sends no packets above its MTU of 1500
server sends packets of up to 9000 bytes; its path MTU is 9000
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets that never leave the sender 1`] = `
server retransmitted 2 segments of 80→20001 and none left it
client sent 2 small packets of 20001→80 and received nothing for 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets that the interface sends and the other end does not accept, from a socket that may send longer ones 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > packets that the other end counted before the silence only 1`] = `
2 large packets of 80→20001 left transit:to-client and none reached client
no Packet Too Big was sent for 80→20001
small packets of the same flow passed in both directions within the same 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > small packets lost as well 1`] = `
2 large packets of 80→20001 reached transit and none left it
client sent 2 small packets of 20001→80 and received nothing for 1.28 s
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > some of them dropped by a firewall 1`] = `
transit sent 3 Packet Too Big (MTU 1500) for 80→20001
firewall received 3 and forwarded only 1
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > the same router in IPv4 1`] = `
2 large packets of 80→20001 reached transit and none left it
transit: IpFragFails rose by 2, but the node generated no Packet Too Big
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > the same where another node gave it that path MTU 1`] = `
transit generated 3 Packet Too Big (MTU 1500) for 80→20001
the messages quote a packet from 2001:db8:2::1 to fd99::1 that carries this flow and 40 bytes of other headers
none of them left transit
3 of them went to firewall instead of server
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > the same where the packets were lost on a cable 1`] = `
transit generated 3 Packet Too Big (MTU 1500) for 80→20001
the messages quote a packet from 2001:db8:2::1 to fd99::1 that carries this flow and 40 bytes of other headers
none of them left transit
3 of them went to firewall instead of server
server received none of them
`

exports[`test/evidence/stalls/causes.ts > TAP > each cause is proved with its place and its evidence > the same where the third timeout is the first one that was read 1`] = `
a Packet Too Big of transit may still be on its way
`
