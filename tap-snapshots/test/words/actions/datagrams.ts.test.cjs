/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/actions/datagrams.ts > TAP > by hand each datagram is one program > {"count":3,"discovery":"probe","connected":false,"answer-within":"1.5s"} 1`] = `
for datagram in $(seq 3); do ip netns exec client python3 -c 'import socket as k; s=k.socket(k.AF_INET,k.SOCK_DGRAM); s.setsockopt(0,10,3); s.settimeout(1.5); s.sendto(bytes(8000),("192.0.2.65",7)); print(len(s.recv(65535)),"bytes answered")' 2>&1 | tail -n 1; done
`

exports[`test/words/actions/datagrams.ts > TAP > by hand each datagram is one program > {} 1`] = `
ip netns exec client python3 -c 'import socket as k; s=k.socket(k.AF_INET,k.SOCK_DGRAM); s.setsockopt(0,10,1); s.settimeout(1); s.connect(("192.0.2.65",7)); s.send(bytes(8000)); print(len(s.recv(65535)),"bytes answered","with path MTU",s.getsockopt(0,14))' 2>&1 | tail -n 1
`
