import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { explainSettings } from '../../src/commands/scenarios/explain-settings.ts';
import * as lazyExports from '../../src/commands/scenarios/lazy-exports.ts';
import { appliesTo, whyExcluded } from '../../src/commands/scenarios/chosen-families.ts';
import { planScenario } from '../../src/commands/scenarios/plan-scenarios.ts';
import { predictNetworks } from '../../src/commands/scenarios/predict-networks.ts';
import { readPlans } from '../fixtures/read-plans.ts';
import { readScenarios } from '../../src/commands/scenarios/read-scenarios.ts';
import { readText } from '../../src/commands/scenarios/read-text.ts';
import { existingScenarios, scenarioPath } from '../../src/commands/scenarios/bundled-scenarios.ts';
import { scenarioFilesBelow, scenarioFilesIn } from '../../src/commands/scenarios/folder-files.ts';
import { readScenarioFiles, unreadable } from '../../src/commands/scenarios/scenario-files.ts';
import { readStep } from '../../src/scenario/read-step.ts';
import { scenarioLimits } from '../../src/scenario/problems/scenario-limits.ts';
import { kindOfValue } from '../../src/words/language/shape.ts';

const source = (file: string, families: string, mtu: unknown = 1500) => ({
  file,
  text: `
title: two hosts
families: [${families}]
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: ${String(mtu)} }]
steps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]
`,
});

t.test('plans are narrowed to the chosen families, and scenarios of other families are skipped', async (t) => {
  const sources = [source('both.yaml', 'ipv6, ipv4'), source('six.yaml', 'ipv6')];
  const { plans, problems, skipped } = readPlans(sources, { set: {}, families: ['ipv4'] });
  t.match(plans, [{ scenario: { file: 'both.yaml', families: ['ipv4'] } }]);
  t.match(skipped, [{ file: 'six.yaml', families: ['ipv6'] }]);
  t.strictSame([plans.length, skipped.length, problems], [1, 1, []]);
});

t.test('what the chosen families exclude is explained, a tunnel over another family too', async (t) => {
  const tunnel = source('tunnel.yaml', 'ipv6, ipv4');
  const link = '{ between: [a, b], name: overlay, tunnel: { vxlan: { over: ipv6 } } }';
  const text = tunnel.text.replace('mtu: 1500 }]', `mtu: 1500 }, ${link}]`);
  const sources = [{ ...tunnel, text }, source('six.yaml', 'ipv6')];
  const { scenarios, skipped } = readScenarios(sources, { set: {}, families: ['ipv4'] });
  t.strictSame(scenarios, []);
  t.strictSame(skipped.map(whyExcluded), ['has tunnels over ipv6', 'applies to ipv6 only']);
  t.strictSame(
    skipped.map((scenario) => [appliesTo(scenario, ['ipv6']), appliesTo(scenario, ['ipv4'])]),
    [
      [true, false],
      [true, false],
    ],
  );
});

t.test('a program that chooses between the families of a scenario needs all of them', async (t) => {
  const both = source('both.yaml', 'ipv6, ipv4');
  const visit = '{ visit: { from: a, url: "http://b:81/" } }';
  const text = both.text.replace('{ ping: { from: a, to: b, bytes: 100 } }', visit);
  const only = { file: 'six.yaml', text: text.replace('ipv6, ipv4', 'ipv6') };
  const { scenarios, skipped } = readScenarios([{ ...both, text }, only], { set: {}, families: ['ipv6'] });
  t.match(scenarios, [{ file: 'six.yaml' }]);
  t.strictSame(skipped.map(whyExcluded), ['has programs that choose between ipv6 and ipv4']);
});

t.test('scenarios that were read and checked have plans', async (t) => {
  const sources = [source('both.yaml', 'ipv6, ipv4'), source('six.yaml', 'ipv6')];
  const { scenarios, problems } = readScenarios(sources, { set: {} });
  t.strictSame(problems, []);
  t.strictSame(scenarios.map(planScenario), readPlans(sources, { set: {} }).plans);
  t.equal(scenarios.length, 2);
  t.equal(lazyExports.readStep, readStep);
});

t.test('networks are predicted, and a hint is located in the file of its scenario', async (t) => {
  const mismatch = { file: 'mismatch.yaml', text: readFileSync('scenarios/cliff/switch-mtu-mismatch.yaml', 'utf8') };
  const { networks, hints } = predictNetworks(
    readScenarios([source('both.yaml', 'ipv6, ipv4'), mismatch], { set: {} }),
  );
  t.strictSame(
    networks.map(({ plan, steps }) => [plan.scenario.file, steps.length === plan.scenario.steps.length]),
    [
      ['both.yaml', true],
      ['mismatch.yaml', true],
    ],
  );
  t.match(hints, [{ file: 'mismatch.yaml', line: Number, what: /sends up to 9000 bytes/ }]);
});

t.test('the problems of all files are reported together', async (t) => {
  const { problems } = readPlans([source('one.yaml', 'ipv5'), source('two.yaml', 'ipv6', 'x')], { set: {} });
  t.match(problems, [
    { file: 'one.yaml', line: 3 },
    { file: 'two.yaml', line: 6 },
  ]);
});

t.test('a folder is expanded to its scenario files, sorted', async (t) => {
  const folder = t.testdir({
    ...{ 'b.yaml': 'b', 'a.yaml': 'a', 'c.txt': 'c', 'claims.yaml': '[]', empty: {}, below: { 'd.yaml': 'd' } },
    ...{ '.hidden': { 'e.yaml': 'e' }, node_modules: { 'f.yaml': 'f' } },
  });
  const single = join(folder, 'c.txt');
  const { sources, complaints } = readScenarioFiles([folder, single]);
  t.strictSame(complaints, []);
  t.strictSame(sources, [
    { file: join(folder, 'a.yaml'), text: 'a' },
    { file: join(folder, 'b.yaml'), text: 'b' },
    { file: join(folder, 'below', 'd.yaml'), text: 'd' },
    { file: single, text: 'c' },
  ]);
  t.strictSame(scenarioFilesIn(folder), ['a.yaml', 'b.yaml']);
  t.strictSame(scenarioFilesBelow(folder), ['a.yaml', 'b.yaml', 'below/d.yaml']);
  const wrong = readScenarioFiles([join(folder, 'empty'), join(folder, 'nowhere.yaml')]);
  t.strictSame(wrong.sources, []);
  t.match(wrong.unusable, [
    { path: join(folder, 'empty') },
    { path: join(folder, 'nowhere.yaml'), what: /^there is no such file/ },
  ]);
  t.match(wrong.complaints, [
    /empty: no scenario in this folder; names of scenario files end in \.yaml\n$/,
    /nowhere\.yaml: there is no such file or folder; scenario files in that folder: a\.yaml, b\.yaml; `mtulab list` prints the bundled scenarios\n$/,
  ]);
});

t.test('a bundled scenario is found by its name from anywhere, unless a file has that name', async (t) => {
  const folder = t.testdir({ 'edge-clamp': 'mine', 'ptb-droped.yaml': 'x' });
  const before = process.cwd();
  t.teardown(() => process.chdir(before));
  t.equal(scenarioPath('ptb-dropped'), 'scenarios/ptb/ptb-dropped.yaml', 'below the working directory');
  process.chdir(folder);
  t.equal(scenarioPath('ptb-dropped'), join(before, 'scenarios/ptb/ptb-dropped.yaml'));
  t.match(readScenarioFiles(['ptb-dropped']).sources, [{ text: /^#/ }]);
  t.equal(scenarioPath('edge-clamp'), 'edge-clamp');
  t.equal(scenarioPath('clamp'), join(before, 'scenarios/clamp'), 'a folder by its name');
  t.equal(scenarioPath('scenarios'), join(before, 'scenarios'), 'all of them');
  t.equal(scenarioPath('no-such'), 'no-such');
  t.match(existingScenarios('ptb-dropt.yaml'), /^did you mean ptb-droped\.yaml\? scenario files in that folder: ptb-/);
  t.match(existingScenarios(`${before}/nowhere/mtu-probin`), /^did you mean mtu-probing\? `mtulab list` prints/);
  t.match(existingScenarios('x'), /^scenario files in that folder: ptb-droped\.yaml; `mtulab list` prints/);
  t.match(unreadable('x', new Error('no')), /^cannot be read \(no\); expected/);
});

t.test('only regular files of a limited size are read', async (t) => {
  const folder = t.testdir({
    'a.yaml': 'title: ä\n',
    'large.yaml': 'x'.repeat(scenarioLimits.bytes + 1),
    'b.yaml': {},
  });
  const fifo = join(folder, 'fifo.yaml');
  t.equal(spawnSync('mkfifo', [fifo]).status, 0);
  t.equal(readText(join(folder, 'a.yaml')), 'title: ä\n');
  t.throws(() => readText('/dev/zero'), { message: 'it is a device, not a regular file' });
  t.throws(() => readText(fifo), { message: 'it is a FIFO, not a regular file' });
  t.throws(() => readText(folder), { message: 'it is a directory, not a regular file' });
  t.throws(() => readText(join(folder, 'large.yaml')), {
    message: 'it has 262145 bytes and a scenario file at most 262144',
  });
  t.throws(() => readText('/proc/kallsyms'), {
    message: 'it has more than 262144 bytes and a scenario file at most 262144',
  });
  const { sources, complaints } = readScenarioFiles([folder, '/dev/zero']);
  t.strictSame(sources, [{ file: join(folder, 'a.yaml'), text: 'title: ä\n' }]);
  t.match(complaints, [
    /b\.yaml: cannot be read \(it is a directory, not a regular file\); expected a scenario file or a folder/,
    /fifo\.yaml: cannot be read \(it is a FIFO/,
    /large\.yaml: cannot be read \(it has 262145 bytes/,
    /^\/dev\/zero: cannot be read \(it is a device, not a regular file\); expected a scenario file/,
  ]);
});

t.test('settings are explained with their types, defaults and nested settings', async (t) => {
  const schema = {
    type: 'object',
    required: ['mss'],
    properties: {
      mss: { type: 'integer', minimum: 88, maximum: 9000, description: 'the MSS' },
      family: { enum: ['ipv4', 'ipv6'], description: 'one family', default: 'both' },
      nodes: {
        type: 'array',
        description: 'the nodes',
        items: { type: 'string', description: 'a node', examples: ['edge'] },
      },
    },
  };
  t.strictSame(explainSettings(schema), [
    `mss     the MSS (${kindOfValue({ type: 'integer' })} from 88 to 9000)`,
    'family  one family (ipv4 | ipv6; default both)',
    `nodes   the nodes (${kindOfValue({ type: 'array' })}; optional)`,
    `  a node (${kindOfValue({ type: 'string' })} such as edge)`,
  ]);
});
