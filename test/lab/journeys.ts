import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { EndCount } from '../../src/wire/summary/packet-counts.ts';
import type { Facts } from '../../src/words/facts/facts.ts';

/** Accounts for every packet of transfers over four hops: it is delivered, or dies at a place for which the scenario gives a reason. */
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
  - name: no path MTU is known, so the first segments are too big
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed }
  - name: the path MTU is known, and nothing is dropped
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed }
  - name: the edge clamps
    do: { change: { edge: { clamp: { mss: 1396, towards: transit } } } }
  - name: the same behind a clamp, without learned path MTUs
    fresh: true
    do: { fetch: { from: client, to: server, bytes: 200kB } }
    watch: { journeys: {} }
    expect: { outcome: completed, journey: { packet: syn, changed: { mss: 1396 }, at: edge } }
  - name: the same in the other direction, where the edge is the router before the narrow link
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

/** Only packets that are too big for the narrow link may die, at the router before it. */
const isExplained = ({ kind, ended, last }: EndCount): boolean =>
  ended === 'delivered' || (ended === 'dead' && kind === 'large' && beforeTheNarrowLink.includes(last));

const beforeTheNarrowLink = ['transit:to-firewall', 'edge:to-client'];

const sum = (endings: readonly EndCount[], wanted: (ending: EndCount) => boolean): number =>
  endings.filter(wanted).reduce((all, { packets }) => all + packets, 0);

for (let run = 1; run <= runs; run++)
  await t.test(`run ${run} of ${runs}: every packet is delivered or dies at a place with a reason`, async (t) => {
    const { result, reason, steps } = await report();
    if (result === 'skip') return t.pass(reason ?? 'skipped');
    t.equal(result, 'pass', 'all steps pass', { reason });
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
        t.equal(dead, answers, `${name}, ${family}: each of the ${dead} dead packets is answered by a Packet Too Big`);
        t.ok(sum(endings, ({ kind }) => kind === 'large') > 130, 'all segments are followed');
        t.strictSame(warnings, [], 'the capture is complete');
      }
    t.equal(steps.filter(({ facts }) => facts['ipv6']?.journeys && facts['ipv4']?.journeys).length, 4);
    return undefined;
  });
