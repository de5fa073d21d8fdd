import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { blindCase } from '../../src/commands/lessons/blind/blind-case.ts';
import { faults } from '../../src/commands/lessons/blind/network-faults.ts';

// For each fault of blind cases: the symptom is real, and the evidence of the kernel says what counts as the truth.

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, MTULAB_NAME, ...ours } = process.env; // tap's loader would be loaded into every command
const folder = t.testdir({ state: {}, cases: {} });
const env = { ...ours, NO_COLOR: '1', MTULAB_STATE: `${folder}/state` };

const mtulab = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    ...{ cwd: root, env, encoding: 'utf8', timeout: 120_000, input: '' },
  });
  return { code: status, out: stdout, err: stderr };
};

const doctor = mtulab('doctor');
const skip = doctor.code !== 0 && `mtulab cannot run here: ${doctor.err || doctor.out}`;

/** Two cases of each fault, with the cause as an expectation of the families that stall. */
const cases = Object.keys(faults).flatMap((fault) =>
  Array.from({ length: 200 }, (_, index) => blindCase(index + 1))
    .filter((blind) => blind.fault === fault)
    .slice(0, 2),
);

t.test('the evidence names the cause and the place of each case', { skip }, async (t) => {
  mkdirSync(`${folder}/cases`, { recursive: true });
  for (const { seed, scenario, truth } of cases) {
    const written = JSON.parse(scenario.text) as {
      steps: { name: string; expect: Record<string, Record<string, unknown>> }[];
    };
    for (const expected of Object.values(written.steps.find(({ name }) => name === 'large')!.expect))
      if (expected['outcome'] === 'stalled') expected['cause'] = { [truth.cause]: { at: truth.at } };
    writeFileSync(`${folder}/cases/case-${seed}.yaml`, JSON.stringify(written));
  }
  const { out, err } = mtulab('run', `${folder}/cases`, '--jobs', '8', '--report', 'ndjson');
  const ends = out
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"scenario-end"'))
    .map((line) => JSON.parse(line) as { title: string; result: string; reason?: string });
  t.equal(ends.length, cases.length, err);
  for (const { seed, fault } of cases) {
    const end = ends.find(({ title }) => title === `Blind case ${seed}`);
    if (end?.result === 'skip') t.pass(fault, { skip: end.reason ?? true });
    else t.equal(end?.result, 'pass', `${fault} (case ${seed})`);
  }
});

t.test('a case is begun, answered wrongly and rightly, and resumed', { skip }, async (t) => {
  const { truth, nodes } = blindCase(7);
  t.teardown(() => mtulab('down', '--all'));
  const begun = mtulab('learn', 'blind', '--seed', '7');
  t.match(begun, { code: 0, err: '', out: /^Blind case 7: / });
  t.notMatch(begun.out, 'blind-7.yaml');
  const other = nodes.find((node) => node !== truth.at.split(':')[0])!;
  t.match(mtulab('learn', 'blind', '--answer', `${other} ${truth.cause}`), { code: 1, out: 'The cause is right' });
  t.match(mtulab('learn', 'blind', '--hint'), { code: 0, out: /^Hint: 1\. / });
  t.match(mtulab('learn', 'blind', '--answer', `${truth.at} ${truth.cause}`), { code: 0, out: /^Solved/ });
  t.match(mtulab('learn', '--class', folder), { code: 0, out: /blind 7 +1 of 1 +1 +1/ });
});
