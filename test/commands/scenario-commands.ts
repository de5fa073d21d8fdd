import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { explain, overview, perform as explainCommand } from '../../src/commands/explain.ts';
import { explainScenarios } from '../../src/commands/scenarios/explain-scenarios.ts';
import { explainKey, structuralKeys } from '../../src/commands/scenarios/explain-key.ts';
import { predict, read } from '../../src/library.ts';
import { resolveReference, schemaKeys, schemaWithKeys } from '../../src/commands/scenarios/schema-keys.ts';
import { describeLimits } from '../../src/scenario/problems/describe-limits.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { perform as graph } from '../../src/commands/graph.ts';
import { perform as plan } from '../../src/commands/plan.ts';
import { perform as run } from '../../src/commands/run.ts';
import { perform as schema } from '../../src/commands/schema.ts';
import { perform as validate } from '../../src/commands/validate.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { callCommand } from './fixtures/call-command.ts';

const set: readonly string[] = [];

t.test('explain shows every word', async (t) => {
  const words = new Set(Object.values(dictionary).flatMap((role) => Object.keys(role)));
  t.matchSnapshot((await callCommand(explainCommand, [])).out, 'without a word');
  for (const word of words) {
    const { code, out, err } = await callCommand(explainCommand, [word]);
    t.same({ code, err }, { code: 0, err: '' });
    t.matchSnapshot(out, word);
    t.notMatch(out, /undefined|\[object/, `${word} is complete`);
  }
  t.equal(explain('no such word', dictionary), undefined);
  t.match(overview(dictionary), 'mtulab explain WORD');
});

t.test('explain predicts the steps of a scenario', async (t) => {
  const { code, out, err } = await callCommand(explainCommand, ['ptb-dropped']);
  t.same({ code, err }, { code: 0, err: '' });
  t.matchSnapshot(out, 'ptb-dropped');
  const inFolder = await callCommand(explainCommand, ['scenarios']);
  t.match(inFolder.out, /anycast-wrong-holder.yaml: Behind ECMP [^]*vxlan-in-the-node.yaml: /, 'all of a folder');
  const wrong = join(t.testdir({ 'wrong.yaml': 'title: 7' }), 'wrong.yaml');
  t.match(await callCommand(explainCommand, [wrong]), { code: 2, out: '', err: /wrong.yaml:1:8: / });
  t.match(await callCommand(explainCommand, ['none.yaml']), {
    code: 2,
    err: /no such file or folder; `mtulab list` prints the bundled scenarios/,
  });
  const text = explainScenarios(predict(read('ptb-dropped')).networks, 80);
  t.match(text, 'A firewall that drops Packet Too Big');
  t.strictSame(
    text.split('\n').filter((line) => line.length > 80),
    [],
    'in the width of the terminal',
  );
});

t.test('validate, plan and explain hint at what does not fit', async (t) => {
  for (const command of [validate, plan, explainCommand]) {
    const { code, err } = await callCommand(command, ['switch-mtu-mismatch'], { set });
    t.equal(code, 0);
    t.match(err, /hint: client:to-switch sends up to 9000 bytes and switch:to-client accepts 1500/);
  }
  const text = readFileSync('scenarios/ptb/ptb-dropped.yaml', 'utf8');
  const { networks, hints } = predict(read({ file: 'a.yaml', text }));
  t.equal(networks.length, 1);
  t.strictSame(hints, []);
});

t.test('explain lists the words of a role', async (t) => {
  const { code, out } = await callCommand(explainCommand, ['services']);
  t.equal(code, 0);
  t.match(out, /^services: what a host offers to others/);
  const width = Math.max(...Object.keys(dictionary.services).map(({ length }) => length));
  for (const [name, { about }] of Object.entries(dictionary.services))
    t.match(out, `  ${name.padEnd(width)}  ${about}`);
});

/** Every name below a `properties` of the schema. */
const keysOfSchema = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(key === 'properties' ? Object.keys(part as object) : []),
    ...keysOfSchema(part),
  ]);
};

t.test('explain keeps within the width of the terminal, but for examples, and loses no word', async (t) => {
  const words = Object.values(dictionary).flatMap((role) => Object.keys(role));
  const textIn = (name: string, width?: number) => explain(name, dictionary, width)!;
  for (const name of new Set([...words, ...keysOfSchema(scenarioSchema(dictionary))])) {
    t.strictSame(textIn(name, 80).split(/\s+/), textIn(name).split(/\s+/));
    const tooWide = textIn(name, 80)
      .split('\n')
      .filter((line) => line.length > 80);
    t.strictSame(
      tooWide.filter((line) => !textIn(name).split('\n').includes(line) || !/^ {6}/.test(line)),
      [],
      name,
    );
  }
  const { out } = await callCommand(explainCommand, [], {}, 80);
  t.strictSame(
    out.split('\n').filter((line) => line.length > 80),
    [],
  );
  t.strictSame(out.split(/\s+/), overview(dictionary).split(/\s+/));
});

t.test('explain shows every key of the schema', async (t) => {
  const keys = [...new Set(keysOfSchema(scenarioSchema(dictionary)))];
  t.ok(keys.length > 80, 'the keys are found');
  for (const key of keys) {
    const text = explain(key, dictionary);
    t.notMatch(text ?? 'undefined', /undefined|\[object/, `${key} is complete`);
  }
});

t.test('explain shows the keys around the words, with their settings and an example', async (t) => {
  const keys = new Set(structuralKeys(scenarioSchema(dictionary)).map(({ name }) => name));
  t.ok(keys.has('first-hop') && keys.has('within') && keys.has('nodes'));
  for (const key of keys) t.matchSnapshot(explain(key, dictionary), key);
  t.equal(explainKey('no such key', scenarioSchema(dictionary)), undefined);
});

t.test('a key of several parts of a file is explained once for each meaning', async (t) => {
  const root = scenarioSchema(dictionary);
  const owners = schemaKeys(root).filter(({ name }) => name === 'bytes');
  t.strictSame(
    owners.map(({ owner }) => owner),
    ['fetch', 'upload', 'torrent', 'quic', 'datagram', 'ping', 'trace', 'hops'],
  );
  t.match(explain('bytes', dictionary), /^bytes \(key of fetch, upload, quic\)$[^]*^bytes \(key of ping\)$/m);
  t.match(explain('leg', dictionary), /^leg \(expectation\)$[^]*^leg \(key of fetch, upload\)$/m);
  t.match(explain('port', dictionary), /as in most programs.*(any)/);
  const { properties } = schemaWithKeys({ $ref: '#/definitions/link' }, root)!;
  t.ok('between' in (properties as object));
  t.equal(schemaWithKeys(resolveReference({ type: 'string' }, root), root), undefined);
});

t.test('explain limits shows how large a scenario file may be', async (t) => {
  const { code, out } = await callCommand(explainCommand, ['limits'], {}, 80);
  t.equal(code, 0);
  t.equal(out.replace(/\s+/g, ' '), `${describeLimits()} `);
  t.match(out, /^A scenario file .{50,64}\n/);
  t.match((await callCommand(explainCommand, ['limit'])).err, 'did you mean limits?');
});

t.test('explain names the closest word to an unknown one and exits with 2', async (t) => {
  t.matchSnapshot(await callCommand(explainCommand, ['fetsh']));
  t.match((await callCommand(explainCommand, ['togehter'])).err, 'did you mean together?');
  t.equal((await callCommand(explainCommand, ['constructor'])).code, 2);
});

t.test('validate prints ok or every problem for each file, and exits with 2 if there is a problem', async (t) => {
  const files = ['scenarios/ptb/ptb-dropped.yaml', 'test/scenario/errors/self-link.yaml'];
  t.matchSnapshot(await callCommand(validate, files, { set }));
  t.equal((await callCommand(validate, ['no-such.yaml'], { set })).code, 2);
});

t.test('a key of an earlier version is read, and a hint names the key of today', async (t) => {
  const old = scenario.replace('ping: { from: a, to: b, bytes: 100 }', 'exceptions: { on: a, to: b }');
  const file = join(t.testdir({ 'old.yaml': old }), 'old.yaml');
  for (const command of [validate, plan]) {
    const { code, out, err } = await callCommand(command, [file], { set });
    t.equal(code, 0);
    t.match(out, /ok, 2 cases|two hosts/);
    t.matchSnapshot(err.replaceAll(file, 'old.yaml'));
  }
});

t.test('every example scenario is valid', async (t) => {
  const { code, err } = await callCommand(validate, ['scenarios'], { set });
  t.equal(code, 0);
  const places = [...err.matchAll(/^(\S+): hint: .*\n\d+ \| .*\n +\^\n(?: +more: .*\n)?/gm)];
  t.equal(places.map(([text]) => text).join(''), err, 'nothing but hints');
  const files = [
    'scenarios/cliff/route-mtu-above-the-link.yaml:13:72',
    'scenarios/cliff/route-mtu-above-the-link.yaml:16:7',
    'scenarios/cliff/switch-mtu-mismatch.yaml:18:7',
    'scenarios/tunnels/clamp-for-vxlan-over-ipv4.yaml:26:7',
    'scenarios/tunnels/clamp-for-vxlan-over-ipv6.yaml:25:7',
    'scenarios/tunnels/esp-behind-a-filter.yaml:25:7',
    'scenarios/tunnels/vxlan-in-the-node.yaml:22:7',
  ];
  t.strictSame(places.map(([, place]) => place).sort(), files, 'of what these show');
});

t.test('schema prints the schema', async (t) => {
  const { out, code } = await callCommand(schema, []);
  t.equal(code, 0);
  t.equal(JSON.parse(out).$schema, 'http://json-schema.org/draft-07/schema#');
});

const scenario = `
title: two hosts
vary: { mtu: [1500, 9000] }
families: [ipv6]
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: "\${mtu}" }]
steps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]
`;

t.test('plan prints each case as text or data, and one case as a script', async (t) => {
  const file = join(t.testdir({ 'two.yaml': scenario }), 'two.yaml');
  t.match((await callCommand(plan, [file], { set })).out, /two hosts \(mtu=1500\)[^]*two hosts \(mtu=9000\)/);
  const { out } = await callCommand(plan, [file], { set, format: 'json' });
  t.match(JSON.parse(out), [{ scenario: { case: 'mtu=1500' } }, { scenario: { case: 'mtu=9000' } }]);
  t.match(await callCommand(plan, [file], { set: ['mtu=1500'], script: true }), { code: 0, out: /^#!\/bin\/sh/ });
  t.match(await callCommand(plan, [file], { set, script: true }), {
    ...{ code: 2, out: '' },
    err: 'error: --script builds one network, but there are 2; choose a case of `vary` with --set\n',
  });
  t.match(await callCommand(plan, ['no-such.yaml'], { set }), { code: 2, out: '', err: /there is no such file/ });
});

t.test('names in a scenario and the name of its file cannot control the terminal', async (t) => {
  const name = 'x\u001b[2J\u202e\nforged.yaml';
  const folder = t.testdir();
  const [good, bad] = [join(folder, name), join(folder, `bad${name}`)];
  writeFileSync(good, scenario.replace('two hosts', JSON.stringify('a\u001b[2J\u0085\u2028\nforged')));
  writeFileSync(bad, 'titel: \u202e\n');
  const outputs = [
    await callCommand(validate, [good, bad], { set }),
    await callCommand(plan, [good], { set }),
    await callCommand(plan, [good], { set: ['mtu=1500'], script: true }),
    await callCommand(plan, [good], { set, format: 'json' }),
    await callCommand(run, [good, bad], { set, report: ['tap'], ipv4: true }),
  ];
  for (const { out, err } of outputs) {
    t.notMatch(out + err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]|^forged/m);
    t.ok(out !== '');
  }
});

t.test('run reports a file that is wrong as a result, and exits with 2', async (t) => {
  const folder = t.testdir({ 'bad.yaml': 'titel: x\n', 'two.yaml': scenario });
  const { code, out, err } = await callCommand(run, [folder, 'no-such.yaml'], { set, report: ['json'], ipv4: true });
  t.equal(code, 2);
  t.match(err, /^no-such\.yaml: there is no such file[^]*bad\.yaml:1:1: /);
  t.match(JSON.parse(out), {
    scenarios: [
      { file: join(folder, 'two.yaml'), result: 'skip' },
      { file: join(folder, 'two.yaml'), result: 'skip' },
      { file: 'no-such.yaml', result: 'error', reason: /^there is no such file/ },
      { file: join(folder, 'bad.yaml'), title: join(folder, 'bad.yaml'), result: 'error', reason: /^1:1: .*; .*/ },
    ],
    summary: { passed: 0, failed: 0, skipped: 2, errors: 2 },
  });
});

t.test('run rejects wrong input before it starts a sandbox', async (t) => {
  const file = join(t.testdir({ 'two.yaml': scenario }), 'two.yaml');
  const options = { set, report: [] };
  const table = [
    [['no-such.yaml'], options, /^no-such.yaml: there is no such file/],
    [[file], { ...options, report: ['jsn'] }, /^error: there is no report 'jsn'; did you mean json\?\n/],
    [[file], { ...options, artifacts: '/proc/self' }, /^error: --artifacts \/proc\/self: a run has a \/run and \/proc/],
  ] as const;
  for (const [paths, given, err] of table) t.match(await callCommand(run, paths, given), { code: 2, out: '', err });
});

t.test('run skips scenarios that apply to none of the chosen families, without a sandbox', async (t) => {
  const file = join(t.testdir({ 'two.yaml': scenario }), 'two.yaml');
  const { code, out, err } = await callCommand(run, [file], { set, report: ['json'], ipv4: true });
  t.strictSame({ code, err }, { code: 4, err: '' });
  t.match(JSON.parse(out), {
    scenarios: [{ result: 'skip', reason: 'applies to ipv6 only' }, { result: 'skip' }],
    summary: { skipped: 2 },
  });
});

t.test('graph draws the topology of one scenario in each form', async (t) => {
  for (const as of ['ascii', 'dot', 'mermaid', 'svg']) {
    const { code, out, err } = await callCommand(graph, ['ptb-dropped'], { set, as });
    t.same({ code, err }, { code: 0, err: '' });
    t.matchSnapshot(out, as);
  }
  const whole = await callCommand(plan, ['ptb-dropped'], { set });
  t.match(whole.out, (await callCommand(graph, ['ptb-dropped'], { set, as: 'ascii' })).out, 'ascii is that of plan');
  t.match(await callCommand(graph, ['none.yaml'], { set }), { code: 2, out: '', err: /no such file or folder/ });
  const cases =
    'title: x\nvary: { m: [1400, 1500] }\ntopology: { nodes: { a: host, b: host }, links: [{ between: [a, b], mtu: "${m}" }] }\nsteps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]\n';
  const file = join(t.testdir({ 'cases.yaml': cases }), 'cases.yaml');
  t.match(await callCommand(graph, [file], { set }), {
    code: 2,
    out: '',
    err: /there are 2; choose a case with --set \(/,
  });
  t.match(await callCommand(graph, [file], { set: ['m=1400'], as: 'dot' }), { code: 0, out: /taillabel="1400"/ });
  t.match(await callCommand(graph, ['ecmp'], { set }), { code: 2, err: /name one scenario and, if it has cases/ });
});
