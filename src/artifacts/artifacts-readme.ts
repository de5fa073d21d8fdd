import { printable, printableLine } from '../text/printable.ts';
import { shellQuote } from '../text/shell-quote.ts';
import { describePlan } from '../plan/text/describe-plan.ts';
import type { Plan } from '../plan/model/plan.ts';
import { scenarioTitle } from '../scenario/model/scenario-title.ts';

/** The README in the artifacts folder of one scenario: what each file holds, and how to repeat the scenario by hand. */
export const artifactsReadme = (plan: Plan): string => {
  const { scenario } = plan;
  const file = quote(scenario.file);
  const choice = scenario.case
    ? ` ${scenario.case
        .split(/[,;] */)
        .map((pair) => `--set ${quote(pair)}`)
        .join(' ')}`
    : '';
  const [firstNode] = plan.nodes;
  const [, ...description] = describePlan(plan).split('\n');
  return `# ${printableLine(scenarioTitle(scenario))}

From \`${printableLine(scenario.file)}\`.

| file | contents |
|---|---|
| \`packets.pcapng\` | the headers of every packet at every interface, with timestamps from one clock; interfaces are named NODE:to-PEER, and the interface \`events\` marks steps, changes and verdicts |
| \`events.ndjson\` | the events of the run, one JSON object per line: steps, facts, verdicts with their evidence, commands |
| \`script.sh\` | builds the same network without mtulab: \`sudo sh script.sh up\`; removes it: \`sudo sh script.sh down\` |

## Look at the packets

    wireshark packets.pcapng
    tshark -r packets.pcapng -T fields -e frame.time_relative -e frame.interface_name -e _ws.col.Info

This display filter shows each Packet Too Big and where it was seen: \`icmpv6.type == 2 || (icmp.type == 3 && icmp.code == 4)\`.
This one shows what passed one interface: \`frame.interface_name == "${firstNode!.interfaces[0]?.place ?? firstNode!.name}"\`.

## Repeat the run

    mtulab run ${file}${choice}

To stop after a step and look around, choose one of these, then enter a node:

${scenario.steps.map(({ name }) => `    mtulab up ${file}${choice} --until ${quote(name)}`).join('\n')}
    mtulab shell ${firstNode!.name}
    mtulab capture
    mtulab down

The commands that repeat each step by hand are in \`events.ndjson\`:

    jq -r 'select(.kind == "step-end") | .name, (.commands[] | "  " + .)' events.ndjson

## The network

${description
  .map((line) => `    ${printable(line)}`.trimEnd())
  .join('\n')
  .trim()
  .replace(/^/, '    ')}
`;
};

/** A word of a command line, quoted for the shell and on one line. */
const quote = (word: string): string => shellQuote(printableLine(word));
