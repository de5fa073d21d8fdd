/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/claims.ts > TAP > list prints every bundled scenario below its folder > must match snapshot 1`] = `
x: about x
  a   A title that is long enough for two lines
      (shows one, two)

y: about y
  bb  Another (shows two)

`

exports[`test/commands/claims.ts > TAP > the table of claims, with results and without > must match snapshot 1`] = `
CLAIM  VERDICT        WHAT IT SAYS
one    holds          It is so. (a)
two    does not hold  It is so. It is | not. (a, b)

2 claims

`

exports[`test/commands/claims.ts > TAP > the table of claims, with results and without > must match snapshot 2`] = `
CLAIM  VERDICT        IN THE RUN  WHAT IT SAYS
one    holds          shown       It is so. (a)
two    does not hold  not run     It is so. It is | not. (a,
                                  b)

2 claims, 1 shown on Linux 6.18.1

`

exports[`test/commands/claims.ts > TAP > the table of claims, with results and without > must match snapshot 3`] = `
# What is claimed about this failure, and what the kernel says

Each claim is shown by scenarios that run on the kernel they judge; \`mtulab run scenarios\` runs all of them. The page is written from
[scenarios/claims.yaml](../scenarios/claims.yaml) by \`npm run claims\`.

| claim | verdict | what it says | shown by |
|---|---|---|---|
| <a id="one"></a>one | holds | It is so. | [x/a](../scenarios/x/a.yaml) |
| <a id="two"></a>two | does not hold | It is so. *It is \\| not.* | [x/a](../scenarios/x/a.yaml)<br>[y/b](../scenarios/y/b.yaml) |

## Cures

What each cure does for a transfer that has stalled because the firewall before the server drops Packet Too Big, and for the next one.

| cure | the stalled connection | a new connection | shown by |
|---|---|---|---|

`

exports[`test/commands/claims.ts > TAP > the table of cures says what becomes of old and of new connections > must match snapshot 1`] = `
| cure | the stalled connection | a new connection | shown by |
|---|---|---|---|
| the edge clamps the MSS | stays stalled | works | [recovery/cure-clamp](../scenarios/recovery/cure-clamp.yaml) |
| the client's interface gets an MTU of 1500 | stays stalled | works | [recovery/cure-client-interface-mtu](../scenarios/recovery/cure-client-interface-mtu.yaml) |
| the client's route to the server advertises an MSS of 1440 | stays stalled | works | [recovery/cure-client-route-advmss](../scenarios/recovery/cure-client-route-advmss.yaml) |
| the client's route to the server gets an MTU of 1500 | stays stalled | works | [recovery/cure-client-route-mtu](../scenarios/recovery/cure-client-route-mtu.yaml) |
| the firewall forwards Packet Too Big | recovers at its next retransmission | works | [recovery/cure-filter](../scenarios/recovery/cure-filter.yaml) |
| the server forgets what it never learned | stays stalled | stalls | [recovery/cure-flush](../scenarios/recovery/cure-flush.yaml) |
| the transit link carries 9000 bytes | recovers at its next retransmission | works | [recovery/cure-jumbo-transit](../scenarios/recovery/cure-jumbo-transit.yaml) |
| the client probes | stays stalled | stalls | [recovery/cure-probing-at-the-client](../scenarios/recovery/cure-probing-at-the-client.yaml) |
| the server probes after a black hole, one timeout early | recovers by probing | stalls, then recovers by probing | [recovery/cure-probing-at-the-server](../scenarios/recovery/cure-probing-at-the-server.yaml) |
| the server's route to the client advertises an MSS of 1440 | stays stalled | stalls | [recovery/cure-server-advmss](../scenarios/recovery/cure-server-advmss.yaml) |
| the server's interface gets an MTU of 1500 | recovers at its next retransmission | works | [recovery/cure-server-interface-mtu](../scenarios/recovery/cure-server-interface-mtu.yaml) |
| the server's route to the client gets an MTU of 1500 | recovers at its next retransmission | works | [recovery/cure-server-route-mtu](../scenarios/recovery/cure-server-route-mtu.yaml) |
`
