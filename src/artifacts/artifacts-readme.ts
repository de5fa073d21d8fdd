import { shellQuote } from '../text/shell-quote.ts';
import { describePlan } from '../plan/text/describe-plan.ts';
import type { Plan } from '../plan/model/plan.ts';
import { scenarioTitle } from '../scenario/model/scenario-title.ts';

/** A README for the folder of one scenario: which file is what, and how to do it all again by hand. */
export const artifactsReadme = (plan: Plan): string => {
  const { scenario } = plan;
  const choice = scenario.case
    ? ` ${scenario.case
        .split(/[,;] */)
        .map((pair) => `--set ${shellQuote(pair)}`)
        .join(' ')}`
    : '';
  const up = `mtulab up ${shellQuote(scenario.file)}${choice}`;
  const one = plan.nodes[0]!.name;
  const [, ...drawn] = describePlan(plan).split('\n');
  return `# ${scenarioTitle(scenario)}

From \`${scenario.file}\`.

| file | what it is |
|---|---|
| \`packets.pcapng\` | the headers of every packet at every interface, by one clock; interfaces are named NODE:to-PEER, and \`events\` holds the moments of steps, changes and verdicts |
| \`events.ndjson\` | what the run said, one JSON object a line: steps, facts, verdicts with their evidence, commands |
| \`script.sh\` | builds the same network without mtulab: \`sudo sh script.sh up\`, and takes it away: \`sudo sh script.sh down\` |

## Look at the packets

    wireshark packets.pcapng
    tshark -r packets.pcapng -T fields -e frame.time_relative -e frame.interface_name -e _ws.col.Info

One packet too big and where it was seen: display filter \`icmpv6.type == 2 || (icmp.type == 3 && icmp.code == 4)\`; what a node saw:
\`frame.interface_name == "${plan.nodes[0]!.interfaces[0]?.place ?? one}"\`.

## Repeat it

    mtulab run ${shellQuote(scenario.file)}${choice}

or stop where it becomes interesting and look around:

${scenario.steps.map(({ name }) => `    ${up} --until ${shellQuote(name)}`).join('\n')}
    mtulab shell ${one}
    mtulab capture
    mtulab down

What to type in the nodes for each step is in \`events.ndjson\`:

    jq -r 'select(.kind == "step-end") | .name, (.commands[] | "  " + .)' events.ndjson

## The network

${drawn
  .map((line) => `    ${line}`.trimEnd())
  .join('\n')
  .trim()
  .replace(/^/, '    ')}
`;
};
