/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/scenario/read-scenario.ts > TAP > a route with a larger MTU than its link is a hint, unless a trait gives the link that MTU > must match snapshot 1`] = `
hint: the MTU of this route is 6000, that of a:to-b is 1500; the interface sends no packets above 1500, and no Packet Too Big answers them
`

exports[`test/scenario/read-scenario.ts > TAP > shorthands are expanded > a pair of hosts 1`] = `
Array [
  Object {
    "families": Array [
      "ipv6",
      "ipv4",
    ],
    "file": "case.yaml",
    "legs": Array [],
    "links": Array [
      Object {
        "at": Array [
          "topology",
          "links",
          0,
        ],
        "between": Array [
          "a",
          "b",
        ],
        "mtu": Array [
          1500,
          1500,
        ],
      },
    ],
    "neighbours": "permanent",
    "nodes": Array [
      Object {
        "at": Array [
          "topology",
          "nodes",
          "a",
        ],
        "kind": "host",
        "name": "a",
        "settings": Object {},
        "traits": Object {},
      },
      Object {
        "at": Array [
          "topology",
          "nodes",
          "b",
        ],
        "kind": "host",
        "name": "b",
        "settings": Object {},
        "traits": Object {},
      },
    ],
    "steps": Array [
      Object {
        "action": Object {
          "at": Array [
            "steps",
            0,
            "do",
            "ping",
          ],
          "settings": Object {
            "bytes": 100,
            "from": "a",
            "to": "b",
          },
          "word": "ping",
        },
        "at": Array [
          "steps",
          0,
        ],
        "expect": Array [],
        "fresh": false,
        "name": "ping from a to b bytes 100",
        "together": Array [],
        "watch": Object {},
      },
    ],
    "title": "a pair",
  },
]
`

exports[`test/scenario/read-scenario.ts > TAP > shorthands are expanded > legs, per-end MTUs, together, families 1`] = `
Array [
  Object {
    "families": Array [
      "ipv6",
      "ipv4",
    ],
    "file": "case.yaml",
    "legs": Array [
      Object {
        "at": Array [
          "topology",
          "links",
          0,
        ],
        "between": Array [
          "source",
          "far",
        ],
        "via": Array [
          "r1",
          "r2",
        ],
      },
    ],
    "links": Array [
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          0,
        ],
        "between": Array [
          "source",
          "r1",
        ],
        "mtu": Array [
          9000,
          9000,
        ],
      },
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          0,
        ],
        "between": Array [
          "r1",
          "far",
        ],
        "mtu": Array [
          1500,
          1500,
        ],
      },
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          1,
        ],
        "between": Array [
          "source",
          "r2",
        ],
        "mtu": Array [
          9000,
          9000,
        ],
      },
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          1,
        ],
        "between": Array [
          "r2",
          "far",
        ],
        "mtu": Array [
          1400,
          1400,
        ],
      },
      Object {
        "at": Array [
          "topology",
          "links",
          1,
        ],
        "between": Array [
          "far",
          "target",
        ],
        "mtu": Array [
          9000,
          8000,
        ],
      },
    ],
    "neighbours": "permanent",
    "nodes": Array [
      Object {
        "at": Array [
          "topology",
          "nodes",
          "source",
        ],
        "kind": "host",
        "name": "source",
        "settings": Object {},
        "traits": Object {},
      },
      Object {
        "at": Array [
          "topology",
          "nodes",
          "far",
        ],
        "kind": "router",
        "name": "far",
        "settings": Object {},
        "traits": Object {},
      },
      Object {
        "at": Array [
          "topology",
          "nodes",
          "target",
        ],
        "kind": "host",
        "name": "target",
        "settings": Object {
          "serve": "http",
        },
        "traits": Object {},
      },
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          0,
        ],
        "kind": "router",
        "name": "r1",
        "settings": Object {},
        "traits": Object {},
      },
      Object {
        "at": Array [
          "topology",
          "links",
          0,
          "legs",
          1,
        ],
        "kind": "router",
        "name": "r2",
        "settings": Object {},
        "traits": Object {
          "drop": Array [
            "packet-too-big",
          ],
        },
      },
    ],
    "steps": Array [
      Object {
        "at": Array [
          "steps",
          0,
        ],
        "expect": Array [],
        "fresh": false,
        "name": "upload from source to target bytes 200kB leg r2 + command at source run ip link",
        "together": Array [
          Object {
            "action": Object {
              "at": Array [
                "steps",
                0,
                "together",
                0,
                "do",
                "upload",
              ],
              "settings": Object {
                "bytes": "200kB",
                "from": "source",
                "leg": "r2",
                "to": "target",
              },
              "word": "upload",
            },
            "at": Array [
              "steps",
              0,
              "together",
              0,
            ],
            "expect": Array [
              Object {
                "at": Array [
                  "steps",
                  0,
                  "together",
                  0,
                  "expect",
                  "outcome",
                ],
                "families": Array [
                  "ipv6",
                  "ipv4",
                ],
                "wanted": "stalled",
                "word": "outcome",
              },
              Object {
                "at": Array [
                  "steps",
                  0,
                  "together",
                  0,
                  "expect",
                  "ipv6",
                  "segment-size",
                ],
                "families": Array [
                  "ipv6",
                ],
                "wanted": 1328,
                "word": "segment-size",
              },
            ],
            "fresh": false,
            "name": "upload from source to target bytes 200kB leg r2",
            "together": Array [],
            "watch": Object {},
            "withinMs": 2000,
          },
          Object {
            "action": Object {
              "at": Array [
                "steps",
                0,
                "together",
                1,
                "do",
                "command",
              ],
              "settings": Object {
                "at": "source",
                "run": Array [
                  "ip",
                  "link",
                ],
              },
              "word": "command",
            },
            "at": Array [
              "steps",
              0,
              "together",
              1,
            ],
            "expect": Array [],
            "fresh": false,
            "name": "command at source run ip link",
            "together": Array [],
            "watch": Object {},
          },
        ],
        "watch": Object {},
      },
    ],
    "title": "legs",
  },
]
`
