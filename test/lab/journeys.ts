import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { EndCount } from '../../src/wire/summary/packet-counts.ts';
import type { Facts } from '../../src/words/facts/facts.ts';

/** Every packet of transfers over four hops: delivered, or dead at a place that the scenario gives a reason for, and none unexplained. */
const scenario = `
title: every packet is accounted for
topology:
  nodes:
    client: host
    edge: edge
    transit: router
    firewall: firewall
    server: { host: { serve: http } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, transit], mtu: 1500 }
    - { between: [transit, firewall], mtu: 9000 }
    - { between: [firewall, server], mtu: 9000 }
steps:
  - name: nothing is known yet, so that the first segments are too big
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed }
  - name: the path is known, and nothing dies
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed }
  - name: the edge clamps
    do: { change: { edge: { clamp: { mss: 1396, towards: transit } } } }
  - name: the same behind a clamp, from hosts that forgot
    fresh: true
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed, journey: { packet: syn, changed: { mss: 1396 }, at: edge } }
  - name: the same the other way, where the edge is the router before the narrow link
    fresh: true
    do: { upload: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed }
`;

const runs = Number(process.env['MTULAB_RUNS'] ?? 2);
const cli = process.env['MTULAB_CLI'] ?? new URL('../../dist/cli.js', import.meta.url).pathname;
const file = join(t.testdir(), 'accounted.yaml');
writeFileSync(file, scenario);

interface Report {
  readonly scenarios: readonly {
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly { readonly name: string; readonly facts: Readonly<Record<string, Facts>> }[];
  }[];
}

const report = async (): Promise<Report['scenarios'][number]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'run', file, '--report', 'json'], {
    maxBuffer: 2 ** 28,
    timeout: 120_000,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return (JSON.parse(stdout) as Report).scenarios[0]!;
};

/** Nothing may die but what is too big for the narrow link, at the router before it. */
const isExplained = ({ kind, ended, last }: EndCount): boolean =>
  ended === 'delivered' || (ended === 'dead' && kind === 'large' && beforeTheNarrowLink.includes(last));

const beforeTheNarrowLink = ['transit:to-firewall', 'edge:to-client'];

const sum = (endings: readonly EndCount[], wanted: (ending: EndCount) => boolean): number =>
  endings.filter(wanted).reduce((all, { packets }) => all + packets, 0);

for (let run = 1; run <= runs; run++)
  await t.test(`run ${run} of ${runs}: every packet is delivered or died at a place with a reason`, async (t) => {
    const { result, reason, steps } = await report();
    if (result === 'skip') return t.pass(reason ?? 'skipped');
    t.equal(result, 'pass', 'all steps went as expected', { reason });
    for (const { name, facts } of steps)
      for (const [family, { journeys }] of Object.entries(facts)) {
        if (!journeys) continue;
        const { endings, warnings } = journeys;
        t.strictSame(
          endings.filter((ending) => !isExplained(ending)),
          [],
          `${name}, ${family}`,
        );
        const [dead, answers] = [sum(endings, (e) => e.ended === 'dead'), sum(endings, (e) => e.kind === 'ptb')];
        t.equal(dead, answers, `${name}, ${family}: each of the ${dead} dead was answered by a Packet Too Big`);
        t.ok(sum(endings, ({ kind }) => kind === 'large') > 130, 'all segments were followed');
        t.strictSame(warnings, [], 'and the capture was whole');
      }
    t.equal(steps.filter(({ facts }) => facts['ipv6']?.journeys && facts['ipv4']?.journeys).length, 4);
    return undefined;
  });
