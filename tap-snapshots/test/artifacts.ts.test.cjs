/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/artifacts.ts > TAP > the README repeats the scenario with the same choices, quoted for the shell > must match snapshot 1`] = `
# two hosts

From \`two.yaml\`.

| file | contents |
|---|---|
| \`packets.pcapng\` | the headers of every packet at every interface, with timestamps from one clock; interfaces are named NODE:to-PEER, and the interface \`events\` marks steps, changes and verdicts |
| \`events.ndjson\` | the events of the run, one JSON object per line: steps, facts, verdicts with their evidence, commands |
| \`script.sh\` | builds the same network without mtulab: \`sudo sh script.sh up\`; removes it: \`sudo sh script.sh down\` |

## Look at the packets

    wireshark packets.pcapng
    tshark -r packets.pcapng -T fields -e frame.time_relative -e frame.interface_name -e _ws.col.Info

This display filter shows each Packet Too Big and where it was seen: \`icmpv6.type == 2 || (icmp.type == 3 && icmp.code == 4)\`.
This one shows what passed one interface: \`frame.interface_name == "a:to-b"\`.

## Repeat the run

    mtulab run two.yaml

To stop after a step and look around, choose one of these, then enter a node:

    mtulab up two.yaml --until 'it'\\''s a step'
    mtulab shell a
    mtulab capture
    mtulab down

The commands that repeat each step by hand are in \`events.ndjson\`:

    jq -r 'select(.kind == "step-end") | .name, (.commands[] | "  " + .)' events.ndjson


`
