/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/dictionary.ts > TAP > actions: change can be repeated by hand > ipv4 1`] = `
ip netns exec edge ip6tables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip netns exec edge iptables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/dictionary.ts > TAP > actions: change can be repeated by hand > ipv6 1`] = `
ip netns exec edge ip6tables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
ip netns exec edge iptables -w -t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396
`

exports[`test/words/dictionary.ts > TAP > actions: command can be repeated by hand > ipv4 1`] = `
ip netns exec server ss -tin
`

exports[`test/words/dictionary.ts > TAP > actions: command can be repeated by hand > ipv6 1`] = `
ip netns exec server ss -tin
`

exports[`test/words/dictionary.ts > TAP > actions: datagram can be repeated by hand > ipv4 1`] = `
for datagram in $(seq 5); do ip netns exec client python3 -c 'import socket as k; s=k.socket(k.AF_INET,k.SOCK_DGRAM); s.setsockopt(0,10,2); s.settimeout(1); s.connect(("192.0.2.65",7)); s.send(bytes(8000)); print(len(s.recv(65535)),"bytes answered","with path MTU",s.getsockopt(0,14))' 2>&1 | tail -n 1; done
ip -n client -4 route get 192.0.2.65 from 192.0.2.1
`

exports[`test/words/dictionary.ts > TAP > actions: datagram can be repeated by hand > ipv6 1`] = `
for datagram in $(seq 5); do ip netns exec client python3 -c 'import socket as k; s=k.socket(k.AF_INET6,k.SOCK_DGRAM); s.setsockopt(41,23,2); s.settimeout(1); s.connect(("2001:db8:5::1",7)); s.send(bytes(8000)); print(len(s.recv(65535)),"bytes answered","with path MTU",s.getsockopt(41,24))' 2>&1 | tail -n 1; done
ip -n client -6 route get 2001:db8:5::1 from 2001:db8:1::1
`

exports[`test/words/dictionary.ts > TAP > actions: exceptions can be repeated by hand > ipv4 1`] = `
ip -n source -4 route get 192.0.2.177 oif to-r1
ip -n source -4 route get 192.0.2.177 oif to-r2
ip -n source -4 route get 192.0.2.177 oif to-r3
ip -n source -4 route get 192.0.2.177 oif to-r4
`

exports[`test/words/dictionary.ts > TAP > actions: exceptions can be repeated by hand > ipv6 1`] = `
ip -n source -6 route show cache
`

exports[`test/words/dictionary.ts > TAP > actions: fetch can be repeated by hand > ipv4 1`] = `
ip netns exec client curl -4 -s -m 5 -o /dev/null -w '%{size_download}\\n' http://192.0.2.65/bytes/200000
ip netns exec server ss -tinm dst 192.0.2.1
ip -n server -4 route get 192.0.2.1 from 192.0.2.65
`

exports[`test/words/dictionary.ts > TAP > actions: fetch can be repeated by hand > ipv6 1`] = `
ip netns exec client curl -6 -s -m 5 -o /dev/null -w '%{size_download}\\n' 'http://[2001:db8:5::1]/bytes/200000'
ip netns exec server ss -tinm dst '[2001:db8:1::1]'
ip -n server -6 route get 2001:db8:1::1 from 2001:db8:5::1
`

exports[`test/words/dictionary.ts > TAP > actions: flush can be repeated by hand > ipv4 1`] = `
ip -n client -6 route flush cache
ip -n client -4 route flush cache
ip -n edge -6 route flush cache
ip -n edge -4 route flush cache
ip -n transit -6 route flush cache
ip -n transit -4 route flush cache
ip -n firewall -6 route flush cache
ip -n firewall -4 route flush cache
ip -n server -6 route flush cache
ip -n server -4 route flush cache
ip -n source -6 route flush cache
ip -n source -4 route flush cache
ip -n r1 -6 route flush cache
ip -n r1 -4 route flush cache
ip -n far -6 route flush cache
ip -n far -4 route flush cache
ip -n r2 -6 route flush cache
ip -n r2 -4 route flush cache
ip -n r3 -6 route flush cache
ip -n r3 -4 route flush cache
ip -n r4 -6 route flush cache
ip -n r4 -4 route flush cache
ip -n target -6 route flush cache
ip -n target -4 route flush cache
`

exports[`test/words/dictionary.ts > TAP > actions: flush can be repeated by hand > ipv6 1`] = `
ip -n client -6 route flush cache
ip -n client -4 route flush cache
ip -n edge -6 route flush cache
ip -n edge -4 route flush cache
ip -n transit -6 route flush cache
ip -n transit -4 route flush cache
ip -n firewall -6 route flush cache
ip -n firewall -4 route flush cache
ip -n server -6 route flush cache
ip -n server -4 route flush cache
ip -n source -6 route flush cache
ip -n source -4 route flush cache
ip -n r1 -6 route flush cache
ip -n r1 -4 route flush cache
ip -n far -6 route flush cache
ip -n far -4 route flush cache
ip -n r2 -6 route flush cache
ip -n r2 -4 route flush cache
ip -n r3 -6 route flush cache
ip -n r3 -4 route flush cache
ip -n r4 -6 route flush cache
ip -n r4 -4 route flush cache
ip -n target -6 route flush cache
ip -n target -4 route flush cache
`

exports[`test/words/dictionary.ts > TAP > actions: follow can be repeated by hand > ipv4 1`] = `
# victim is a connection of mtulab: inspect it with ss -tinm in the nodes at its ends
`

exports[`test/words/dictionary.ts > TAP > actions: follow can be repeated by hand > ipv6 1`] = `
# victim is a connection of mtulab: inspect it with ss -tinm in the nodes at its ends
`

exports[`test/words/dictionary.ts > TAP > actions: lookup can be repeated by hand > ipv4 1`] = `
ip -n source -4 route get 192.0.2.177 from 192.0.2.81 ipproto tcp sport 50000 dport 80
`

exports[`test/words/dictionary.ts > TAP > actions: lookup can be repeated by hand > ipv6 1`] = `
ip -n source -6 route get 2001:db8:c::1 from 2001:db8:6::1 ipproto tcp sport 50000 dport 80
`

exports[`test/words/dictionary.ts > TAP > actions: measure can be repeated by hand > ipv4 1`] = `
ip netns exec edge nft -j list table inet mtulab-traffic-to-transit
`

exports[`test/words/dictionary.ts > TAP > actions: measure can be repeated by hand > ipv6 1`] = `
ip netns exec edge nft -j list table inet mtulab-traffic-to-transit
`

exports[`test/words/dictionary.ts > TAP > actions: ping can be repeated by hand > ipv4 1`] = `
ip netns exec client ping -4 -n -M do -s 8000 -c 1 -i 0.2 -W 1 192.0.2.65
`

exports[`test/words/dictionary.ts > TAP > actions: ping can be repeated by hand > ipv6 1`] = `
ip netns exec client ping -6 -n -M do -s 8000 -c 1 -i 0.2 -W 1 2001:db8:5::1
`

exports[`test/words/dictionary.ts > TAP > actions: quic can be repeated by hand > ipv4 1`] = `
ip netns exec client mtulab quic-fetch quic://192.0.2.65:443/200000 --local-address 192.0.2.1
ip -n server -4 route get 192.0.2.1 from 192.0.2.65
`

exports[`test/words/dictionary.ts > TAP > actions: quic can be repeated by hand > ipv6 1`] = `
ip netns exec client mtulab quic-fetch 'quic://[2001:db8:5::1]:443/200000' --local-address 2001:db8:1::1
ip -n server -6 route get 2001:db8:1::1 from 2001:db8:5::1
`

exports[`test/words/dictionary.ts > TAP > actions: torrent can be repeated by hand > ipv4 1`] = `
# make DIR/data, and DIR/data.torrent with the tracker in it, for example by transmission-create
ip netns exec server aria2c --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false --file-allocation=none --summary-interval=0 --console-log-level=warn --download-result=hide --listen-port=6881 --disable-ipv6=false --bt-seed-unverified=true --seed-ratio=0 --dir=DIR DIR/data.torrent
ip netns exec client aria2c --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false --file-allocation=none --summary-interval=0 --console-log-level=warn --download-result=hide --listen-port=6881 --disable-ipv6=false --seed-time=0 --dir=DIR/download DIR/data.torrent
`

exports[`test/words/dictionary.ts > TAP > actions: torrent can be repeated by hand > ipv6 1`] = `
# make DIR/data, and DIR/data.torrent with the tracker in it, for example by transmission-create
ip netns exec server aria2c --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false --file-allocation=none --summary-interval=0 --console-log-level=warn --download-result=hide --listen-port=6881 --disable-ipv6=false --bt-seed-unverified=true --seed-ratio=0 --dir=DIR DIR/data.torrent
ip netns exec client aria2c --no-conf --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false --file-allocation=none --summary-interval=0 --console-log-level=warn --download-result=hide --listen-port=6881 --disable-ipv6=false --seed-time=0 --dir=DIR/download DIR/data.torrent
`

exports[`test/words/dictionary.ts > TAP > actions: trace can be repeated by hand > ipv4 1`] = `
ip netns exec client tracepath -4 -n -m 16 -l 9000 192.0.2.65
`

exports[`test/words/dictionary.ts > TAP > actions: trace can be repeated by hand > ipv6 1`] = `
ip netns exec client tracepath -6 -n -m 16 -l 9000 2001:db8:5::1
`

exports[`test/words/dictionary.ts > TAP > actions: upload can be repeated by hand > ipv4 1`] = `
for port in $(seq 61000 61999); do ip -n source -4 route get 192.0.2.177 from 192.0.2.81 ipproto tcp sport $port dport 80 | grep -q 'dev to-r2 ' && break; done; head -c 200000 /dev/zero | ip netns exec source curl -4 -s -m 5 --interface 192.0.2.81 --local-port "$port" -H Expect: -T - -o /dev/null -w '%{size_upload}\\n' http://192.0.2.177/sink
ip netns exec source ss -tinm dst 192.0.2.177
ip -n source -4 route get 192.0.2.177 from 192.0.2.81
`

exports[`test/words/dictionary.ts > TAP > actions: upload can be repeated by hand > ipv6 1`] = `
for port in $(seq 61000 61999); do ip -n source -6 route get 2001:db8:c::1 from 2001:db8:6::1 ipproto tcp sport $port dport 80 | grep -q 'dev to-r2 ' && break; done; head -c 200000 /dev/zero | ip netns exec source curl -6 -s -m 5 --interface 2001:db8:6::1 --local-port "$port" -H Expect: -T - -o /dev/null -w '%{size_upload}\\n' 'http://[2001:db8:c::1]/sink'
ip netns exec source ss -tinm dst '[2001:db8:c::1]'
ip -n source -6 route get 2001:db8:c::1 from 2001:db8:6::1
`

exports[`test/words/dictionary.ts > TAP > actions: visit can be repeated by hand > ipv4 1`] = `
ip netns exec client curl -sSf -o /dev/null http://server.lab.test/bytes/1000
`

exports[`test/words/dictionary.ts > TAP > actions: visit can be repeated by hand > ipv6 1`] = `
ip netns exec client curl -sSf -o /dev/null http://server.lab.test/bytes/1000
`

exports[`test/words/dictionary.ts > TAP > expectations: addresses-tried can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "55 ms SYN over IPv6 to 2001:db8::1: no SYN-ACK",
      "310 ms SYN over IPv4 to 192.0.2.1: SYN-ACK at 311 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "1 over IPv6, 1 over IPv4",
    "wanted": "1 over IPv6, 1 over IPv4",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "1 over IPv6, 0 over IPv4",
    "wanted": "1 over IPv6, 1 over IPv4",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": "1 over IPv6, 1 over IPv4",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: cause can be judged > with these texts 1`] = `
Array [
  Object {
    "cause": "packet-too-big-lost",
    "evidence": Array [
      "8 segments of 8928 bytes are not acknowledged",
      "transit sent 2 Packet Too Big (mtu 1500)",
      "firewall is the last node that saw them",
    ],
    "met": true,
    "place": "firewall",
    "saw": "packet-too-big-lost at firewall",
    "wanted": "packet-too-big-lost at firewall",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "no stall: completed: 200000 of 200000 bytes in 9 ms",
    "wanted": "packet-too-big-lost at firewall",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a transfer",
    "wanted": "packet-too-big-lost at firewall",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: connection-attempt-delay can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "55 ms SYN over IPv6 to 2001:db8::1: no SYN-ACK",
      "310 ms SYN over IPv4 to 192.0.2.1: SYN-ACK at 311 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "255 ms",
    "wanted": "230..290 ms",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "none",
    "wanted": "230..290 ms",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": "230..290 ms",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: counters can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "server TcpExtTCPTimeouts 0, transit Icmp6OutPktTooBigs 8, and transit Ip6InTooBigErrors 8, transit:to-edge rx_dropped 2",
    "wanted": "server TcpExtTCPTimeouts 0, transit Icmp6OutPktTooBigs equals transit Ip6InTooBigErrors, transit:to-edge rx_dropped >= 1",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "server TcpExtTCPTimeouts 0, transit Icmp6OutPktTooBigs 7, and transit Ip6InTooBigErrors 8, transit:to-edge rx_dropped 0",
    "wanted": "server TcpExtTCPTimeouts 0, transit Icmp6OutPktTooBigs equals transit Ip6InTooBigErrors, transit:to-edge rx_dropped >= 1",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: server TcpExtTCPTimeouts, not observed: transit Icmp6OutPktTooBigs, not observed: transit:to-edge rx_dropped",
    "wanted": "server TcpExtTCPTimeouts 0, transit Icmp6OutPktTooBigs equals transit Ip6InTooBigErrors, transit:to-edge rx_dropped >= 1",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: first-attempt-delay can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "301 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "301 ms",
    "wanted": ">= 290 ms",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "3 ms",
    "wanted": ">= 290 ms",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": ">= 290 ms",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: fragments can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "transit:to-firewall 0, transit:to-edge 157",
    "wanted": "transit:to-firewall 0, transit:to-edge >= 2",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "transit:to-firewall 3, transit:to-edge 0",
    "wanted": "transit:to-firewall 0, transit:to-edge >= 2",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: fragments",
    "wanted": "transit:to-firewall 0, transit:to-edge >= 2",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: holder can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "s1 1, s2 1",
    "wanted": "s1 >= 1, s2 >= 1",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "s1 2, s2 0",
    "wanted": "s1 >= 1, s2 >= 1",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a flow to a shared address",
    "wanted": "s1 >= 1, s2 >= 1",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: hops can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "edge: 9000 bytes, transit: 1500 bytes (Packet Too Big from edge, MTU 1500), firewall: no answer",
    "wanted": "edge: bytes 9000, transit: bytes 1500, too-big 1500, firewall: bytes none",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "edge: 9000 bytes, transit: 1280 bytes (no answer to 9000 bytes), firewall: no answer",
    "wanted": "edge: bytes 9000, transit: bytes 1500, too-big 1500, firewall: bytes none",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a trace",
    "wanted": "edge, transit, firewall",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: ipv6-share can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "edge:to-transit: 65.0 % of the bytes over IPv6 (IPv6 650 B, IPv4 350 B, as IP packets)",
      "over IPv4 although both ends have IPv6: client tcp 6881, 350 B (35.0 %)",
    ],
    "met": true,
    "saw": "65.0 %",
    "wanted": "60..70 %",
  },
  Object {
    "evidence": Array [
      "edge:to-transit: 10.0 % of the bytes over IPv6 (IPv6 100 B, IPv4 900 B, as IP packets)",
      "over IPv4 although both ends have IPv6: client tcp 6881, 900 B (90.0 %)",
    ],
    "met": false,
    "saw": "10.0 %",
    "wanted": "60..70 %",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: traffic; the first measurement starts to count",
    "wanted": "60..70 %",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: journey can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
    ],
    "met": true,
    "saw": "large 9 dead at transit:to-firewall, ptb from transit 9 dead at firewall:to-transit (mtu 1500) and 1 under-way at transit:to-firewall (mtu 1500), syn 1 delivered at server:to-firewall (mss 8940→1396 at edge)",
    "wanted": "large at transit:to-firewall, ptb from transit at firewall:to-transit (mtu 1500), syn (mss →1396 at edge)",
  },
  Object {
    "evidence": Array [
      "segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit",
    ],
    "met": false,
    "saw": "large 9 dead at edge:to-client, ptb from transit 9 dead at edge:to-client (mtu 1500) and 1 under-way at edge:to-client (mtu 1500), syn 1 delivered at edge:to-client (mss 8940→1396 at edge)",
    "wanted": "large at transit:to-firewall, ptb from transit at firewall:to-transit (mtu 1500), syn (mss →1396 at edge)",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: large, since no packets of this step were captured, not observed: ptb from transit, since no packets of this step were captured, not observed: syn, since no packets of this step were captured",
    "wanted": "large at transit:to-firewall, ptb from transit at firewall:to-transit (mtu 1500), syn (mss →1396 at edge)",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: laggards can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "client tcp 6881, 350 B (35.0 %)",
    ],
    "met": true,
    "saw": "client 6881 35.0 %",
    "wanted": "client 6881 >= 20 %",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "client 6881 none",
    "wanted": "client 6881 >= 20 %",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: traffic; the first measurement starts to count",
    "wanted": "client 6881 >= 20 %",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: largest-segment can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "transit:to-firewall 8928, edge:to-transit 0",
    "wanted": "transit:to-firewall 8928, edge:to-transit <= 1428",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "transit:to-firewall 8928, edge:to-transit 8928",
    "wanted": "transit:to-firewall 8928, edge:to-transit <= 1428",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: segment",
    "wanted": "transit:to-firewall 8928, edge:to-transit <= 1428",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: leg can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "leg via r2",
    "wanted": "leg via r2",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "leg via r1",
    "wanted": "leg via r2",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: the leg",
    "wanted": "leg via r2",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: outcome can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "8 segments of 8928 bytes are not acknowledged",
    ],
    "met": true,
    "saw": "stalled: 0 of 200000 bytes as of 0.22 s",
    "wanted": "stalled",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "completed: 200000 of 200000 bytes in 9 ms",
    "wanted": "stalled",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a transfer or a reply",
    "wanted": "stalled",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: output can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "cache expires 598sec mtu 1500",
    ],
    "met": true,
    "saw": "output containing \\"mtu 1500\\", exit code 0",
    "wanted": "output containing \\"mtu 1500\\", exit code 0",
  },
  Object {
    "evidence": Array [
      "nothing learned",
    ],
    "met": false,
    "saw": "output containing no such text, exit code 0",
    "wanted": "output containing \\"mtu 1500\\", exit code 0",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: output containing, not observed: exit code",
    "wanted": "output containing \\"mtu 1500\\", exit code 0",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: pmtu can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "path MTU via r1 none, path MTU via r2 1500",
    "wanted": "path MTU via r1 none, path MTU via r2 1500",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "path MTU via r1 1500, path MTU via r2 none",
    "wanted": "path MTU via r1 none, path MTU via r2 1500",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: path MTU via r1, not observed: path MTU via r2",
    "wanted": "path MTU via r1 none, path MTU via r2 1500",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: ptb can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "transit made 2, transit mtu 1500, firewall arrived 2, firewall passed 0, server taken 0",
    "wanted": "transit made >= 1, transit mtu 1500, firewall arrived >= 1, firewall passed 0, server taken 0",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "transit made 2, transit mtu 1280, firewall arrived 2, firewall passed 2, server taken 2",
    "wanted": "transit made >= 1, transit mtu 1500, firewall arrived >= 1, firewall passed 0, server taken 0",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: transit made, not observed: transit mtu, not observed: firewall arrived, not observed: firewall passed, not observed: server taken",
    "wanted": "transit made >= 1, transit mtu 1500, firewall arrived >= 1, firewall passed 0, server taken 0",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: query-order can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "AAAA, A",
    "wanted": "AAAA, A",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? no answer",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "AAAA",
    "wanted": "AAAA, A",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": "AAAA, A",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: recovered can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "recovered by packet-too-big 0.73 s after the change, at an RTO of 0.82 s",
    "wanted": "recovered: next-retransmission",
  },
  Object {
    "evidence": Array [
      "8 segments of 8928 bytes are not acknowledged",
    ],
    "met": false,
    "saw": "no recovery: stalled: 0 of 200000 bytes as of 0.22 s",
    "wanted": "recovered: next-retransmission",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a transfer",
    "wanted": "recovered: next-retransmission",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: resolution-delay can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms A? 1 addresses at 1 ms",
      "0 ms AAAA? no answer",
      "55 ms SYN over IPv6 to 2001:db8::1: no SYN-ACK",
      "310 ms SYN over IPv4 to 192.0.2.1: SYN-ACK at 311 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "54 ms",
    "wanted": "45..75 ms",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "none",
    "wanted": "45..75 ms",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": "45..75 ms",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: rtt can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "200.1 to 204 ms",
    "wanted": "200..210 ms",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "100 ms",
    "wanted": "200..210 ms",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a round-trip time, since nothing was answered",
    "wanted": "200..210 ms",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: rules can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets",
      "firewall: rule 1 of forward (drop packet-too-big) counted 9 packets",
    ],
    "met": true,
    "saw": "edge clamp 0 (edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets), firewall drop 9",
    "wanted": "edge clamp 0, firewall drop >= 1",
  },
  Object {
    "evidence": Array [
      "edge: rule 1 of FORWARD",
    ],
    "met": false,
    "saw": "edge clamp 2, firewall drop 0 (no such rule)",
    "wanted": "edge clamp 0, firewall drop >= 1",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: edge clamp, not observed: firewall drop",
    "wanted": "edge clamp 0, firewall drop >= 1",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: segment-size can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "segments of 1428 bytes",
    "wanted": "segments of 1000..1428 bytes",
  },
  Object {
    "evidence": Array [
      "8 segments of 8928 bytes are not acknowledged",
    ],
    "met": false,
    "saw": "segments of 8928 bytes",
    "wanted": "segments of 1000..1428 bytes",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: the sender's segment size",
    "wanted": "segments of 1000..1428 bytes",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: syn-ack-mss can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "server:to-firewall 8940",
    "wanted": "server:to-firewall 8940",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "server:to-firewall 1396",
    "wanted": "server:to-firewall 8940",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: SYN-ACK",
    "wanted": "server:to-firewall 8940",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: syn-mss can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [],
    "met": true,
    "saw": "client:to-edge 8940, edge:to-transit 1396",
    "wanted": "client:to-edge 8940, edge:to-transit 1396",
  },
  Object {
    "evidence": Array [],
    "met": false,
    "saw": "client:to-edge 8940, edge:to-transit 8940",
    "wanted": "client:to-edge 8940, edge:to-transit 1396",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: SYN",
    "wanted": "client:to-edge 8940, edge:to-transit 1396",
  },
]
`

exports[`test/words/dictionary.ts > TAP > expectations: won-by can be judged > with these texts 1`] = `
Array [
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "55 ms SYN over IPv6 to 2001:db8::1: no SYN-ACK",
      "310 ms SYN over IPv4 to 192.0.2.1: SYN-ACK at 311 ms, 1000 bytes",
    ],
    "met": true,
    "saw": "IPv4",
    "wanted": "IPv4",
  },
  Object {
    "evidence": Array [
      "0 ms AAAA? 1 addresses at 1 ms",
      "0 ms A? 1 addresses at 2 ms",
      "3 ms SYN over IPv6 to 2001:db8::1: SYN-ACK at 4 ms, 1000 bytes",
    ],
    "met": false,
    "saw": "IPv6",
    "wanted": "IPv4",
  },
  Object {
    "evidence": Array [],
    "met": null,
    "saw": "not observed: a visit",
    "wanted": "IPv4",
  },
]
`
