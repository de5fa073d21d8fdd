import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { readPlans } from '../fixtures/read-plans.ts';
import type { Family } from '../../src/evidence/family.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import type { Verdict } from '../../src/words/language/verdict.ts';
import { readAgainst } from './fixtures/contradiction.ts';
import type { JudgedTransfer, Reading } from './fixtures/contradiction.ts';
import { packetsOfCapture } from './fixtures/packets-of-capture.ts';
import { randomNetworks } from './fixtures/random-networks.ts';

// The same networks in each run of the suite; MTULAB_SEED draws others, MTULAB_NETWORKS more of them.

const seed = Number(process.env['MTULAB_SEED'] ?? 387_862);
const count = Number(process.env['MTULAB_NETWORKS'] ?? 30);

interface Report {
  readonly scenarios: readonly {
    readonly file: string;
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly ReportedStep[];
  }[];
}

interface ReportedStep {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  readonly facts: Readonly<Partial<Record<Family, Facts>>>;
}

/** Networks that `validate` accepts; more are drawn than needed. */
const texts = randomNetworks(seed, 2 * count)
  .filter((text) => readPlans([{ file: 'random.yaml', text }], { set: {} }).problems.length === 0)
  .slice(0, count);

const numberOf = (file: string): number => Number(/network-(\d+)/.exec(file)![1]);

const run = async (args: readonly string[]): Promise<Report> => {
  const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...args], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout) as Report;
};

/** The transfers of a step, which `name` or its action tells apart. */
const judgedTransfers = ({ name, facts }: ReportedStep): readonly JudgedTransfer[] =>
  Object.entries(facts).flatMap(([family, { transfer }]) => {
    const kind = /^upload|without what was learned/.test(name) ? 'upload' : 'fetch';
    return transfer ? [{ family: family as Family, kind, transfer }] : [];
  });

const contradictionIn = (reading: Reading): string | undefined =>
  'contradiction' in reading ? reading.contradiction : undefined;

const isContradicted = (...args: Parameters<typeof readAgainst>): boolean =>
  contradictionIn(readAgainst(...args)) !== undefined;

/** The opposite of a verdict: what has arrived is stalled, and what has not is completed. */
const falsified = (judged: JudgedTransfer): JudgedTransfer => {
  const { outcome } = judged.transfer;
  const cause = { word: 'silent-drop', place: 'server', evidence: [] } as const;
  const opposite =
    outcome === 'completed'
      ? ({ outcome: 'stalled', episodes: [{ fromMs: 0, cause }] } as const)
      : { outcome: 'completed' as const };
  return { ...judged, transfer: { ...judged.transfer, ...opposite } };
};

const summary = (reasons: readonly string[]): string =>
  [...new Set(reasons)].map((reason) => `${reasons.filter((each) => each === reason).length} ${reason}`).join(', ');

t.test(
  `what ${count} random networks do is among what is predicted, and no packet contradicts it (MTULAB_SEED=${seed})`,
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'mtulab-random-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `network-${index}.yaml`), text);
    const captured = join(folder, 'artifacts');
    const { scenarios } = await run(['--predict', folder, '--jobs', '6', '--report', 'json', '--artifacts', captured]);
    t.equal(scenarios.length, count, 'every network is run');
    let compared = 0;
    let read = 0;
    let refuted = 0;
    const skipped: string[] = [];
    for (const { file, result, reason, steps } of scenarios) {
      t.not(result, 'error', `${file} is built and run`, { reason });
      for (const { name, verdicts } of steps)
        for (const verdict of verdicts) {
          const { met, family, wanted, saw } = verdict;
          if (met !== null) compared++;
          t.not(met, false, `${family}, ${name}: ${saw} is among ${wanted}`, { verdict, text: texts[numberOf(file)] });
        }
      const packets = packetsOfCapture(join(captured, basename(file, '.yaml'), 'packets.pcapng'));
      for (const judged of steps.flatMap(judgedTransfers)) {
        const reading = readAgainst(packets, judged);
        if ('skipped' in reading) skipped.push(reading.skipped);
        else {
          read++;
          if (isContradicted(packets, falsified(judged))) refuted++;
        }
        const contradiction = contradictionIn(reading);
        const { family, transfer } = judged;
        t.notOk(
          contradiction,
          `${family}, port ${transfer.ports.client}: ${contradiction ?? 'packets and verdict agree'}`,
          {
            ...{ transfer, text: texts[numberOf(file)] },
          },
        );
      }
    }
    t.equal(refuted, read, 'the packets contradict every verdict that is made false');
    t.ok(
      read >= 5 * count,
      `${read} transfers are compared with their packets, ${skipped.length} are not: ${summary(skipped)}`,
    );
    t.ok(compared >= 7 * count, `${compared} of ${12 * count} predictions are compared`);
  },
);
