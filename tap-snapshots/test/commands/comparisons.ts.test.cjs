/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/comparisons.ts > TAP > a comparison as text and as Markdown > must match snapshot 1`] = `
9 scenarios compared: 2 worse, 1 better, 2 with other figures

worse: worse.yaml: The worse
  passed before, failed now
    a large response (line 20), IPv6
      outcome       met: completed → not met: stalled: 0 bytes
      outcome       completed → stalled
      segment size  1428 bytes → 8928 bytes

better: better.yaml: The better
  failed before, passed now
    a large response (line 20), IPv6
      outcome  not met: stalled → met: completed

other figures: slower.yaml: The slower
  passed before, passed now
    a large response (line 20), IPv6
      stalled for      1.00 s → 3.00 s
      recovered after  500 ms → 1.50 s

other figures: smaller.yaml: The smaller
  passed before, passed now
    a large response (line 20), IPv6
      segment size  1428 bytes → 1384 bytes

worse: skipped.yaml: The skipped
  passed before, skipped (no netem) now

only in before.json:
  gone.yaml: The gone

only in after.json:
  new.yaml: The new

`

exports[`test/commands/comparisons.ts > TAP > a comparison as text and as Markdown > must match snapshot 2`] = `
9 scenarios compared: 2 worse, 1 better, 2 with other figures

|  | scenario, step | what | before | after |
| --- | --- | --- | --- | --- |
| worse | worse.yaml: The worse |  | passed | failed |
| worse | a large response (line 20), IPv6 | outcome | met: completed | not met: stalled: 0 bytes |
| other figures | a large response (line 20), IPv6 | outcome | completed | stalled |
| other figures | a large response (line 20), IPv6 | segment size | 1428 bytes | 8928 bytes |
| better | better.yaml: The better |  | failed | passed |
| better | a large response (line 20), IPv6 | outcome | not met: stalled | met: completed |
| other figures | slower.yaml: The slower |  | passed | passed |
| other figures | a large response (line 20), IPv6 | stalled for | 1.00 s | 3.00 s |
| other figures | a large response (line 20), IPv6 | recovered after | 500 ms | 1.50 s |
| other figures | smaller.yaml: The smaller |  | passed | passed |
| other figures | a large response (line 20), IPv6 | segment size | 1428 bytes | 1384 bytes |
| worse | skipped.yaml: The skipped |  | passed | skipped (no netem) |

only in before.json:

- gone.yaml: The gone

only in after.json:

- new.yaml: The new

`

exports[`test/commands/comparisons.ts > TAP > a comparison as text and as Markdown > must match snapshot 3`] = `
10 scenarios compared: no verdict changed, and no figure moved

`

exports[`test/commands/comparisons.ts > TAP > a comparison as text and as Markdown > must match snapshot 4`] = `
10 scenarios compared: no verdict changed, and no figure moved

`
