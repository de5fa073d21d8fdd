/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/commands.ts > TAP > a node drops what the other end of a link cannot send, in the ruleset of its ledger > must match snapshot 1`] = `
to-router drops what router:to-server cannot send: packets above its MTU of 1500
table netdev mtulab-mtu {
 set refused { typeof meta protocol . iifname . tcp sport . tcp dport; flags dynamic; counter; }
 chain ingress-to-router {
  type filter hook ingress device "to-router" priority -500; policy accept;
  meta length > 1500 add @refused { meta protocol . iifname . tcp sport . tcp dport }
  meta length > 1500 counter drop comment "longer than the MTU of router:to-server"
 }
}
`
