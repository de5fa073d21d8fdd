import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { catalogue } from '../../src/commands/catalogue.ts';
import { askChoices } from '../../src/commands/first-scenario/ask-choices.ts';
import { cures, faults } from '../../src/commands/first-scenario/faults.ts';
import type { CureName, FaultName } from '../../src/commands/first-scenario/faults.ts';
import { writeScenario } from '../../src/commands/first-scenario/write-scenario.ts';
import { perform } from '../../src/commands/init.ts';
import { readScenarios } from '../../src/commands/scenarios/read-scenarios.ts';
import { callCommand } from './fixtures/call-command.ts';

const combinations = Object.entries(faults).flatMap(([fault, { cures }]) =>
  cures.map((cure) => ({ fault: fault as FaultName, cure: cure as CureName, firstHop: 9000, path: 1500 })),
);

t.test('every fault with every cure that helps is a scenario without a mistake', async (t) => {
  for (const choices of combinations) {
    const text = writeScenario(choices, 'schema.json');
    const { scenarios, problems, hints } = readScenarios([{ file: 'a.yaml', text }], { set: {} });
    t.strictSame([problems, hints], [[], []], `${choices.fault} ${choices.cure}`);
    t.equal(scenarios[0]!.steps.length, choices.cure === 'none' ? 2 : 4);
  }
});

t.test('the file is for a reader', async (t) => {
  t.matchSnapshot(writeScenario({ fault: 'dropped', cure: 'probing', firstHop: 8000, path: 1400 }, 'schema.json'));
  t.matchSnapshot(writeScenario({ fault: 'none', cure: 'none', firstHop: 9000, path: 1500 }, 'schema.json'));
});

t.test('the options of the command offer all faults and cures', async (t) => {
  const { options } = catalogue.find(({ name }) => name === 'init')!;
  const choicesOf = (flag: string) => options!.find(({ flags }) => flags.startsWith(flag))!.choices;
  t.strictSame(choicesOf('--fault'), Object.keys(faults));
  t.strictSame(choicesOf('--cure'), Object.keys(cures));
});

t.test('without a terminal the options suffice, and an existing file stays', async (t) => {
  const file = join(t.testdir(), 'first.yaml');
  const written = await callCommand(perform, [file], {});
  t.equal(written.code, 0);
  t.match(written.out, `${file} is written; next: mtulab run ${file}`);
  t.match(readFileSync(file, 'utf8'), /schema\/scenario\.schema\.json\n[^]*drop: \[packet-too-big\][^]*clamp/);
  writeFileSync(file, 'mine');
  t.match(await callCommand(perform, [file], {}), { code: 2, err: /exists already; .*--force/ });
  t.equal(readFileSync(file, 'utf8'), 'mine');
  t.equal((await callCommand(perform, [file], { force: true, fault: 'silent' })).code, 0);
  t.match(readFileSync(file, 'utf8'), /send: false/);
});

t.test('choices that do not fit are rejected, and nothing is written', async (t) => {
  const file = join(t.testdir(), 'a.yaml');
  const rejected = async (options: object) => (await callCommand(perform, [file], { ...options })).err;
  t.match(
    await rejected({ fault: 'none', cure: 'clamp' }),
    "the cure 'clamp' does not fit the fault 'none'; one of none",
  );
  t.match(await rejected({ path: 9000 }), '--path 9000 is not below --first-hop 9000');
  t.notOk(existsSync(file));
});

t.test('nothing is asked that the options answer', async (t) => {
  const given = { fault: 'dropped', cure: 'filter', firstHop: 8000, path: 1280 } as const;
  t.strictSame(await askChoices(given, { firstHop: 9000, path: 1500 }), given);
});
