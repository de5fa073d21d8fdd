/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/services.ts > TAP > dns listens, and can be offered by hand > must match snapshot 1`] = `
echo 'server: do-daemonize: no chroot: "" username: "" pidfile: "" use-syslog: no interface: 0.0.0.0 interface: ::0 access-control: 0.0.0.0/0 allow access-control: ::/0 allow local-zone: "." static local-zone: "lab.test." static local-data: "client.lab.test. 300 AAAA 2001:db8:1::1" local-data: "client.lab.test. 300 A 192.0.2.1" local-data: "edge.lab.test. 300 AAAA 2001:db8:2::1" local-data: "edge.lab.test. 300 A 192.0.2.17" local-data: "transit.lab.test. 300 AAAA 2001:db8:3::1" local-data: "transit.lab.test. 300 A 192.0.2.33" local-data: "server.lab.test. 300 AAAA 2001:db8:4::1" local-data: "server.lab.test. 300 A 192.0.2.49" local-data: "www.lab.test. 300 AAAA 2001:db8:4::1" local-data: "www.lab.test. 300 A 192.0.2.49"' | ip netns exec server unbound -d -c /dev/stdin
`

exports[`test/words/services.ts > TAP > eamd listens, and can be offered by hand > must match snapshot 1`] = `

`

exports[`test/words/services.ts > TAP > eamd runs in a translator, with the addresses and the pool of its plan > must match snapshot 1`] = `
Array [
  Object {
    "file": "tayga.conf",
    "in": "siit",
    "text": String(
      tun-device siit0
      ipv4-addr 192.0.2.32
      prefix 2001:db8:3:ff9b::/96
      map 192.0.2.81 2001:db8:6::1
    ),
    "why": "siit translates between IPv4 and IPv6, with further mappings while the lab runs",
  },
]
`

exports[`test/words/services.ts > TAP > eamd runs in a translator, with the addresses and the pool of its plan > must match snapshot 2`] = `
mtulab eamd --config /etc/tayga.conf --listen 2001:db8:3::1 --listen 192.0.2.33 --listen 192.0.2.19 --listen 2001:db8:3:1::1 --upstream 2001:db8:5::1 --pool 192.0.2.96/28 --pool-size 2 --ttl 30 --lease 90
`

exports[`test/words/services.ts > TAP > eamd runs in a translator, with the addresses and the pool of its plan > must match snapshot 3`] = `
ip netns exec siit mtulab eamd --config /etc/tayga.conf --listen 2001:db8:3::1 --listen 192.0.2.33 --listen 192.0.2.19 --listen 2001:db8:3:1::1 --upstream 2001:db8:5::1 --pool 192.0.2.96/28 --pool-size 2 --ttl 5 --lease 60
`

exports[`test/words/services.ts > TAP > echo listens, and can be offered by hand > must match snapshot 1`] = `
ip netns exec server python3 -c 'import socket as k; s=k.socket(k.AF_INET6,k.SOCK_DGRAM); s.bind(("::",7)); any(s.sendto(*s.recvfrom(65535))<0 for _ in iter(int,1))'
`

exports[`test/words/services.ts > TAP > http listens, and can be offered by hand > must match snapshot 1`] = `
ip netns exec server python3 -c 'import http.server as h; answer=lambda s,n:(s.send_response(200),s.send_header("Content-Length",str(n)),s.end_headers(),s.wfile.write(bytes(n))); get=lambda s:answer(s,int(s.path.split("/")[2])); chunks=lambda s:iter(lambda:int(s.rfile.readline(),16),0); put=lambda s:([s.rfile.read(n+2) for n in chunks(s)],s.rfile.readline(),answer(s,0)); H=type("H",(h.BaseHTTPRequestHandler,),{"do_GET":get,"do_PUT":put}); S=type("S",(h.ThreadingHTTPServer,),{"address_family":h.socketserver.socket.AF_INET6}); S(("::",8080),H).serve_forever()'
`

exports[`test/words/services.ts > TAP > quic listens, and can be offered by hand > must match snapshot 1`] = `

`

exports[`test/words/services.ts > TAP > resolver listens, and can be offered by hand > must match snapshot 1`] = `
ip netns exec server unbound -d
`

exports[`test/words/services.ts > TAP > tayga listens, and can be offered by hand > must match snapshot 1`] = `
ip netns exec server tayga -c /etc/tayga.conf -d -n
`

exports[`test/words/services.ts > TAP > tayga runs with the configuration of its translator, and nowhere else > must match snapshot 1`] = `
Array [
  Object {
    "file": "tayga.conf",
    "in": "siit",
    "text": String(
      tun-device siit0
      ipv4-addr 192.0.2.32
      prefix 2001:db8:3:ff9b::/96
      map 192.0.2.65 2001:db8:5::1
    ),
    "why": "siit translates between IPv4 and IPv6",
  },
]
`

exports[`test/words/services.ts > TAP > tracker listens, and can be offered by hand > must match snapshot 1`] = `

`
