/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/kernel/emulation.ts > TAP > what proves nothing about a network is a sentence > must match snapshot 1`] = `
the machine was too busy: frames of an impaired link were up to 5.1 ms late, and more than 5 ms is too much
2 frames were too long for the impaired link that should carry them
`
