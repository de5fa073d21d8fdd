/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/kernel/machine.ts > TAP > doctor prints what is present, what is missing, and the remedy > everything 1`] = `
ok       sandbox
ok       veth

This machine can run every scenario.

`

exports[`test/kernel/machine.ts > TAP > doctor prints what is present, what is missing, and the remedy > most 1`] = `
ok       sandbox
ok       veth
missing  ethtool  no ethtool
                  output: sh: ethtool: not found
                  remedy: install ethtool

This machine can run scenarios; those that need something missing are skipped, with the reason.

`

exports[`test/kernel/machine.ts > TAP > doctor prints what is present, what is missing, and the remedy > too little 1`] = `
ok       sandbox
ok       veth
MISSING  nft      no nft
                  remedy: install nft

This machine cannot run scenarios yet: everything marked MISSING is essential.

`
