import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import type { Test } from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { commandOf, descendants } from './fixtures/process-tree.ts';

// Flows that change their family at a translator, and its program, which is a process of its own.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const probe = 'ip tuntap add dev probe mode tun && command -v tayga';
const trial = spawnSync('unshare', ['-n', 'sh', '-c', probe], { encoding: 'utf8' });
const skip = trial.status !== 0 && `no tayga and TUN devices here: ${trial.stderr}`;

const scenario = (steps: string): string => `
title: two families
topology:
  nodes:
    device: { host: { families: [ipv4], serve: http } }
    r4: { router: { families: [ipv4] } }
    siit: { translator: { siit: { map: [server] } } }
    r6: { router: { families: [ipv6] } }
    server: { host: { families: [ipv6], serve: http } }
  links:
    - { between: [device, r4], mtu: 9000 }
    - { between: [r4, siit], mtu: 9000 }
    - { between: [siit, r6], mtu: 9000 }
    - { between: [r6, server], mtu: 9000 }
steps:
${steps}`;

const narrow = '  - { do: { change: { siit: { mtu: { to-r6: 1400 } }, r6: { mtu: { to-siit: 1400 } } } } }';

const reportOf = (t: Test, steps: string): Report['scenarios'][0] => {
  const folder = t.testdir({ 'two.yaml': scenario(steps) });
  const run = [cli, 'run', '--predict', `${folder}/two.yaml`, '--report', 'json'];
  const { stdout } = spawnSync(process.execPath, run, { encoding: 'utf8' });
  return (JSON.parse(stdout) as Report).scenarios[0];
};

t.test('packets and errors are followed from one family into the other', { skip }, async (t) => {
  const { steps } = reportOf(
    t,
    `${narrow}
  - { do: { upload: { from: device, to: server, bytes: 50kB } }, watch: { journeys: {}, ptb: {} }, expect: { outcome: completed } }`,
  );
  const { journeys } = Object.values(steps[1]!.facts)[0]!;
  const ending = (kind: string, from: string) =>
    journeys!.endings.filter((each) => each.kind === kind && each.from === from);
  t.match(ending('ptb', 'siit'), [{ last: 'device:to-r4', ended: 'delivered', mtu: 1380 }]);
  t.ok(ending('small', 'device').concat(ending('large', 'device')).length > 0);
  for (const { ended, last } of ending('large', 'device'))
    t.ok(ended === 'delivered' ? last === 'server:to-r6' : last === 'siit:to-r4', `${ended} at ${last}`);
  t.match(ending('ack', 'server')[0], { last: 'device:to-r4', ended: 'delivered' });
  t.match(ending('ack', 'server')[0]!.changed, [{ field: 'family', from: 'IPv6', to: 'IPv4', at: 'siit' }]);
});

const filters = [
  ['r6', 'r6: { mtu: { to-server: 1400 }, drop: [packet-too-big] }', 'the message of a router of IPv6'],
  ['r4', 'r6: { mtu: { to-server: 1400 } }, r4: { drop: [packet-too-big] }', 'the message that was translated'],
] as const;

for (const [place, changes, what] of filters)
  t.test(`${place} loses ${what}, and the counters of both families prove it`, { skip }, async (t) => {
    const { steps } = reportOf(
      t,
      `
  - { do: { change: { ${changes} } } }
  - { do: { upload: { from: device, to: server, bytes: 50kB } }, expect: { outcome: stalled, cause: packet-too-big-lost } }`,
    );
    const { transfer } = Object.values(steps[1]!.facts)[0]!;
    t.match(transfer, { outcome: 'stalled', episodes: [{ cause: { word: 'packet-too-big-lost', place } }] });
    t.match(transfer!.episodes[0]!.cause.evidence.join('\n'), /r6 (generated|sent) \d+ Packet Too Big \(MTU 1400\)/);
    t.equal(steps[1]!.result, 'pass', 'as predicted');
  });

interface Report {
  readonly scenarios: readonly [{ readonly steps: readonly Step[] }];
}

interface Step {
  readonly result: string;
  readonly facts: Readonly<Record<string, Facts>>;
}

interface Facts {
  readonly journeys?: { readonly endings: readonly Ending[] };
  readonly transfer?: {
    readonly outcome: string;
    readonly episodes: readonly { readonly cause: { readonly evidence: readonly string[] } }[];
  };
}

interface Ending {
  readonly kind: string;
  readonly from: string;
  readonly last: string;
  readonly ended: string;
  readonly changed?: readonly object[];
}

t.test('no translator outlives a run that is killed', { skip }, async (t) => {
  const folder = t.testdir({
    'two.yaml': scenario('  - { do: { command: { at: device, run: [sleep, "60"] } } }'),
  });
  const outer = spawn(process.execPath, [cli, 'run', `${folder}/two.yaml`], { stdio: 'ignore' });
  const exited = once(outer, 'exit');
  const translator = await until('it runs', () => descendants(outer.pid!, /^tayga /)[0], { withinMs: 20_000 });
  outer.kill('SIGKILL');
  await t.resolves(until('its end', () => !commandOf(translator).startsWith('tayga'), { withinMs: 10_000 }));
  await exited;
});
