import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { dictionary } from '../../src/words/dictionary.ts';
import { segments, segmentsScenario, tunnels, tunnelScenario } from './fixtures/tunnels.ts';

// Every kind of tunnel carries what its overhead leaves room for, and nothing longer; where the kernel lacks a kind its scenario is skipped.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;

interface Report {
  readonly scenarios: readonly {
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly {
      readonly name: string;
      readonly verdicts: readonly { readonly met: boolean | null }[];
    }[];
  }[];
}

t.test('the list of tunnels has every kind', async (t) => {
  const kinds = Object.entries(dictionary.links).filter(([, { underlay }]) => underlay);
  t.strictSame([...new Set(tunnels.map(({ kind }) => kind))].sort(), kinds.map(([kind]) => kind).sort());
});

interface Case {
  readonly name: string;
  readonly text: string;
  /** The word that the machine may lack. */
  readonly needs: string;
}

const cases: readonly Case[] = [
  ...tunnels.map((tunnel) => ({
    name: `${tunnel.kind} ${JSON.stringify(tunnel.settings)}`,
    text: tunnelScenario(tunnel),
    needs: tunnel.kind,
  })),
  ...segments.map((policy) => ({
    name: `srv6 ${JSON.stringify(policy)}`,
    text: segmentsScenario(policy),
    needs: 'seg6',
  })),
];

t.test('a tunnel adds exactly its overhead, or the kernel lacks it', async (t) => {
  const names = cases.map((_, index) => `tunnel-${index}.yaml`);
  const folder = t.testdir(Object.fromEntries(names.map((name, index) => [name, cases[index]!.text])));
  const files = names.map((name) => join(folder, name));
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...files, '--report', 'json'], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  const { scenarios } = JSON.parse(stdout) as Report;
  t.equal(scenarios.length, cases.length);
  for (const [index, { result, reason, steps }] of scenarios.entries()) {
    const { name, needs } = cases[index]!;
    const missed = steps.flatMap(({ name, verdicts }) =>
      verdicts.filter(({ met }) => met !== true).map((verdict) => ({ name, ...verdict })),
    );
    if (result === 'skip') t.match(reason, new RegExp(`^this machine lacks ${needs} \\(.+\\); `), name);
    else t.equal(result, 'pass', name, { reason, missed });
  }
});
