// Compares what pmtu.sh, the kernel's own test of path MTUs, has printed with a JSON report of the scenarios about the same.
//   node scripts/compare-selftest.js --scenarios      prints the names of these scenarios
//   node scripts/compare-selftest.js --run FOLDER     prints a scenario that runs pmtu.sh of FOLDER
//   node scripts/compare-selftest.js --output REPORT  prints what pmtu.sh printed in a run of that scenario, by its JSON report
//   node scripts/compare-selftest.js OUTPUT REPORT    prints a table; exits with 1 where a case and its scenario disagree
//   node scripts/compare-selftest.js --page KERNEL=OUTPUT...
//                                                     prints docs/pmtu-selftest.md, with what each OUTPUT has of each case
import { readFileSync } from 'node:fs';

/** Cases of pmtu.sh, by how their descriptions begin, with the scenario about the same, or the reason why there is none. */
const cases = [
  [/^ipv[46]: PMTU exceptions$/, 'healthy-pmtud', 'a Packet Too Big becomes a path MTU of the route'],
  [/^ipv4: PMTU multipath nh exceptions/, 'ecmp-exceptions', 'one message changes the path MTU of all legs in IPv4'],
  [
    /^IPv6 over vxlan6/,
    'vxlan-in-the-node',
    'the end of the tunnel learns what fits outside, less 70 bytes of headers',
  ],
  [
    /^IPv4 over vxlan6/,
    undefined,
    'it sends from the end of the tunnel, which learns; in vxlan-in-the-node a host behind it sends, and gets no message over IPv4',
  ],
  [/ over vxlan4/, undefined, 'the scenario about a tunnel that learns is over IPv6'],
  [/^ICMPv4 with DSCP|^UDPv4 with DSCP/, undefined, 'labs route by no DSCP'],
  [/, bridged (vxlan|geneve)/, undefined, 'no tunnel is a port of a switch'],
  [/ over geneve/, undefined, 'it sends from the end of the tunnel; geneve-loses-its-errors is about hosts behind it'],
  [/ over fou| over gue/, undefined, 'there is no such kind of link'],
  [/, OVS /, undefined, 'a switch is a bridge of the kernel, not Open vSwitch'],
  [/^IPv[46] over IPv[46]/, undefined, 'no bundled scenario has such a tunnel; the kind of link is ipip'],
  [/^vti[46]:/, undefined, 'the kind of link with IPsec is esp, through interfaces of the kind xfrm instead of vti'],
  [/: cleanup of cached/, undefined, 'it is about the removal of a device that a path MTU refers to, and no traffic'],
  [
    /: list and flush cached/,
    undefined,
    'path MTUs are read by lookups, since a list may lack legs (cache-of-a-legacy-route)',
  ],
  [/: PMTU exception w\/route replace/, undefined, 'it is about the removal of a device after its route was replaced'],
];

const line = /^TEST: (.+?) +\[ ?(OK|FAIL|SKIP) ?\]$/;

/** The cases of an output, each with its result and, of a skip, the reason. */
export const readOutput = (output) => {
  const lines = output.split('\n');
  return lines.flatMap((text, index) => {
    const [, name, result] = line.exec(text) ?? [];
    if (name === undefined) return [];
    const before = lines[index - 1] ?? '';
    const next = lines[index + 1] ?? '';
    const reason = [before, next].find((each) => /^ {2}\S.* not supported$/.test(each))?.trim();
    return [{ name, result, ...(result === 'SKIP' && reason && { reason }) }];
  });
};

/** The scenario about the same as a case, and what they are about; a case with next-hop objects is about the same as one without. */
export const scenarioOf = (name) => {
  const description = name.replace(/ - nexthop objects$/, '');
  const found = cases.find(([pattern]) => pattern.test(description));
  return found ? { scenario: found[1], about: found[2] } : { about: 'it is newer than this table' };
};

const compare = (output, { scenarios }) =>
  readOutput(output).map((each) => {
    const { scenario, about } = scenarioOf(each.name);
    const ours = scenario && scenarios.find(({ file }) => file.endsWith(`/${scenario}.yaml`))?.result;
    const judged = ['OK', 'FAIL'].includes(each.result) && ['pass', 'fail'].includes(ours);
    const agreement = judged ? ((each.result === 'OK') === (ours === 'pass') ? 'agree' : 'DIFFER') : '';
    return { ...each, scenario, ours, about, agreement };
  });

const table = (rows) => {
  const cells = rows.map(({ name, result, reason, scenario, ours, about, agreement }) => [
    ...[result, name, scenario ?? '', ours ?? ''],
    [agreement, ...(reason ? [reason] : []), about].filter(Boolean).join(': '),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/**
 * A scenario that runs pmtu.sh in a node, which has the kernel of its target. It has namespaces of its own there, and gives them names that are
 * seen by it alone. It fails as a whole where one case does, and what it prints has each of them.
 */
const runOf = (folder) => {
  const script =
    'mount -t tmpfs tmpfs /run/netns && ip link set dev lo up && cd "$1" && { sh ./pmtu.sh 2>&1; echo "exit code $?"; }';
  const unshare = ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const run = [...unshare, 'sh', '-c', script, 'sh', folder];
  const topology = { nodes: { machine: 'host', other: 'host' }, links: [{ between: ['machine', 'other'], mtu: 1500 }] };
  const steps = [{ do: { command: { at: 'machine', run } }, expect: { output: { code: 0 } }, within: '1000s' }];
  return JSON.stringify({ title: 'pmtu.sh', topology, steps }, null, 2);
};

const outputIn = ({ scenarios }) =>
  scenarios.flatMap(({ steps }) => steps.map((step) => step.facts?.once?.output?.stdout ?? '')).join('');

const page = (kernels) => {
  const outputs = kernels.map(([, file]) => readOutput(readFileSync(file, 'utf8')));
  const names = [...new Set(outputs.flat().map(({ name }) => name))].filter((name) => !isRepeated(name));
  const results = { OK: 'passes', FAIL: 'fails', SKIP: 'skipped' };
  const cell = (output, name) => {
    const found = output.find((each) => each.name === name);
    return found ? `${results[found.result]}${found.reason ? ` (${found.reason})` : ''}` : 'not run';
  };
  const of = ({ scenario, about }) => (scenario ? `${scenario}: ${about}` : `none: ${about}`);
  const rows = names.map((name) => [name, ...outputs.map((output) => cell(output, name)), of(scenarioOf(name))]);
  return `${introduction}
| case of pmtu.sh | ${kernels.map(([kernel]) => `on ${kernel}`).join(' | ')} | scenario about the same |
|---|${'---|'.repeat(kernels.length)}---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
};

const isRepeated = (name) => name.endsWith(' - nexthop objects');

const introduction = `# The kernel's own test of path MTUs

\`sh scripts/pmtu-selftest.sh\` fetches \`tools/testing/selftests/net/pmtu.sh\` from a source package of Debian, runs it on the kernel of this
machine, or on the targets of \`--kernels FILE\`, and prints beside each of its cases what the scenario about the same shows; it exits with 1
where one passes and the other fails.

Below is what pmtu.sh of Linux 6.1 printed on three kernels: Linux 6.18 of a machine that lacks the modules for most tunnels, and Debian's
6.1.0-54 and 6.12.111 in two guests side by side without KVM, which took 14 minutes. Every case that ran has passed on all three, and so have
the scenarios about the same: they agree. What is skipped in the guests too needs Open vSwitch, or nettest, a program of the kernel's own
tests.

The two overlap little. pmtu.sh reads route exceptions, mostly behind tunnels, and knows neither a message that is lost, nor the transfer that
stalls then, nor what a SYN offers; the scenarios are about these, and have few kinds of tunnels. Where kernels differ in what a SYN offers
after a path MTU was learned (\`mtulab explain behaviours\`), pmtu.sh sees no difference.
`;

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

const printComparison = (output, report) => {
  const rows = compare(readFileSync(output, 'utf8'), json(report));
  const count = (what) => rows.filter(({ agreement }) => agreement === what).length;
  if (rows.length === 0) throw new Error(`${output} has no case of pmtu.sh`);
  console.log(
    `${table(rows)}\n\n${rows.length} cases: ${count('agree')} agree with a scenario, ${count('DIFFER')} differ`,
  );
  process.exitCode = count('DIFFER') > 0 ? 1 : 0;
};

const [first, ...rest] = process.argv.slice(2);
const printed = {
  '--scenarios': () => console.log([...new Set(cases.flatMap(([, scenario]) => scenario ?? []))].join('\n')),
  '--run': () => console.log(runOf(rest[0])),
  '--output': () => process.stdout.write(outputIn(json(rest[0]))),
  '--page': () => process.stdout.write(page(rest.map((each) => each.split('=')))),
};
(printed[first] ?? (() => printComparison(first, rest[0])))();
