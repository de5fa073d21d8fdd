/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/scenario/injection.ts > TAP > a shell never runs text of a scenario > slots that accept any text 1`] = `
steps.1.do.command.run.0
steps.1.expect.output.contains
steps.1.expect.output.matches
steps.1.name
title
vars.mss
vary.mss.0
vary.mss.x.mss
`
