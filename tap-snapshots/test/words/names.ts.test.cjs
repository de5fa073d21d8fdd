/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/names.ts > TAP > resolver runs unbound with its configuration, and waits for it > must match snapshot 1`] = `
Array [
  Object {
    "file": "unbound/unbound.conf",
    "in": "client",
    "text": String(
      server:
        do-daemonize: no
        use-syslog: no
        chroot: ""
        username: ""
        pidfile: ""
        num-threads: 1
        outgoing-range: 256
        num-queries-per-thread: 128
        msg-cache-size: 1m
        rrset-cache-size: 2m
        rrset-roundrobin: no
        do-ip6: yes
        do-ip4: yes
        interface: 2001:db8:1::1
        interface: 2001:db8:1:1::1
        interface: 192.0.2.1
        interface: 192.0.2.2
        access-control: 0.0.0.0/0 allow
        access-control: ::/0 allow
        module-config: "iterator"
        local-zone: "lab.test." nodefault
        local-zone: "test." nodefault
      remote-control:
        control-enable: yes
        control-interface: 127.0.0.1
        control-use-cert: no
      forward-zone:
        name: "."
        forward-addr: 2001:db8:5::1
        forward-addr: 192.0.2.65
    ),
    "why": "client resolves names for others",
  },
]
`

exports[`test/words/names.ts > TAP > resolver runs unbound with its configuration, and waits for it > must match snapshot 2`] = `
Array [
  Object {
    "file": "unbound/unbound.conf",
    "in": "old",
    "text": String(
      server:
        do-daemonize: no
        use-syslog: no
        chroot: ""
        username: ""
        pidfile: ""
        num-threads: 1
        outgoing-range: 256
        num-queries-per-thread: 128
        msg-cache-size: 1m
        rrset-cache-size: 2m
        rrset-roundrobin: no
        do-ip6: no
        do-ip4: yes
        interface: 192.0.2.33
        interface: 192.0.2.34
        access-control: 0.0.0.0/0 allow
        access-control: ::/0 allow
        module-config: "dns64 iterator"
        dns64-prefix: 64:ff9b::/96
        local-zone: "a.example." nodefault
        local-zone: "example." nodefault
      remote-control:
        control-enable: yes
        control-interface: 127.0.0.1
        control-use-cert: no
      forward-zone:
        name: "."
        forward-addr: 192.0.2.81
        forward-no-cache: yes
    ),
    "why": "old resolves names for others",
  },
]
`
