import { cures, faults } from './faults.ts';
import type { Cure, CureName, Fault, FaultName } from './faults.ts';

/** What a first scenario is made of. */
export interface ScenarioChoices {
  readonly fault: FaultName;
  readonly cure: CureName;
  /** MTU in bytes of the links of both hosts. */
  readonly firstHop: number;
  /** MTU in bytes of the narrow link between them. */
  readonly path: number;
}

/** Returns a scenario file with comments; `schema` is the path or address by which editors find the schema. */
export const writeScenario = ({ fault, cure, firstHop, path }: ScenarioChoices, schema: string): string => {
  const { title, transit, firewall, cause }: Fault = faults[fault];
  return `# yaml-language-server: $schema=${schema}
#
#   client ──${firstHop}── edge ──${path}── transit ──${firstHop}── firewall ──${firstHop}── server
#
# \`mtulab explain THIS-FILE\` predicts what happens, \`mtulab run THIS-FILE\` does it, and \`mtulab explain WORD\` explains a word.
title: ${title}
topology:
  nodes:
    client: host
    edge: edge
    transit: ${transit}
    firewall: ${firewall}
    server: { host: { serve: http } }
  links:
    - { between: [client, edge], mtu: ${firstHop} }
    - { between: [edge, transit], mtu: ${path} }
    - { between: [transit, firewall], mtu: ${firstHop} }
    - { between: [firewall, server], mtu: ${firstHop} }
steps:
  - name: a small response fits in one segment
    do: { fetch: { from: client, to: server, bytes: 1000 } }
    expect: { outcome: completed }
${cause === undefined ? healthySteps : faultSteps(cause)}${cure === 'none' ? '' : cureSteps(cures[cure])}`;
};

const healthySteps = `  - name: a large one arrives, after a Packet Too Big
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect: { outcome: completed, ptb: { transit: { made: '>= 1' } } }
`;

const faultSteps = (cause: string): string => `  - name: a large one stalls after a healthy handshake
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect:
      outcome: stalled
      cause: ${cause}
`;

const cureSteps = ({ name, change, within }: Cure): string => `  - name: ${name}
    do: { change: ${change} }
  - name: a new connection works
    do: { fetch: { from: client, to: server, bytes: 200kB } }
${within === undefined ? '' : `    within: ${within}\n`}    expect: { outcome: completed }
`;
