import t from 'tap';
import { blindCase } from '../../../src/commands/lessons/blind/blind-case.ts';
import { blindExercise, labNameOfCase, nameOfCase } from '../../../src/commands/lessons/blind/blind-exercise.ts';
import { caseHints, caseText } from '../../../src/commands/lessons/blind/blind-texts.ts';
import { causeNames } from '../../../src/commands/lessons/blind/cause-names.ts';
import { faults } from '../../../src/commands/lessons/blind/network-faults.ts';
import { judgeAnswer } from '../../../src/commands/lessons/blind/judge-answer.ts';
import { draftNetwork, topologyOf } from '../../../src/commands/lessons/blind/network-draft.ts';
import { choicesOf } from '../../../src/commands/lessons/blind/random-choices.ts';
import { perform } from '../../../src/commands/learn-blind.ts';
import { drawScenario } from '../../../src/commands/lessons/draw-network.ts';
import { readPlans } from '../../fixtures/read-plans.ts';
import type { RunningLabRecord } from '../../../src/kernel/sandbox/running-labs.ts';

process.env['MTULAB_STATE'] = t.testdir();

const cases = Array.from({ length: 200 }, (_, index) => blindCase(index + 1));

t.test('of 200 cases each can be built, and has a place and a cause that can be named', async (t) => {
  for (const { seed, scenario, documented, truth, nodes, symptom } of cases) {
    const { plans, problems } = readPlans([scenario], { set: {} });
    t.strictSame([plans.length, problems], [1, []], `case ${seed}`);
    t.ok(
      nodes.includes(truth.at.split(':')[0]!) && Object.hasOwn(causeNames, truth.cause),
      `case ${seed} can be solved`,
    );
    const [node, port] = truth.at.split(':');
    const planned = plans[0]!.nodes.find(({ name }) => name === node)!;
    t.ok(port === undefined || planned.interfaces.some(({ name }) => name === port), `${truth.at} is there`);
    t.notMatch(drawScenario(documented, 80), /:|└(?!──)/, 'the drawing has neither settings nor links with two MTUs');
    t.notMatch(symptom, truth.cause, 'the symptom does not give it away');
  }
});

t.test('each fault is met, and the same seed is the same case', async (t) => {
  t.ok(Object.keys(faults).length >= 12);
  t.strictSame([...new Set(cases.map(({ fault }) => fault))].sort(), Object.keys(faults).sort());
  t.strictSame(
    cases.slice(0, 20),
    Array.from({ length: 20 }, (_, index) => blindCase(index + 1)),
  );
  t.ok(
    new Set(cases.map(({ scenario }) => scenario.text.replace(/Blind case \d+/, ''))).size > 190,
    'and others are others',
  );
  const { pick, shuffled } = choicesOf(7);
  t.strictSame([...shuffled([1, 2, 3, 4, 5])].sort(), [1, 2, 3, 4, 5]);
  t.ok([1, 2].includes(pick([1, 2])));
  const draft = draftNetwork(choicesOf(3));
  t.match(topologyOf(draft, {}), { nodes: { client: {}, access: 'switch' } });
});

t.test('of all answers to a case exactly the true ones are right', async (t) => {
  for (const blind of cases) {
    const { truth, nodes, seed } = blind;
    const right = nodes.flatMap((node) =>
      Object.keys(causeNames).filter((cause) => {
        const judged = judgeAnswer(`${node} ${cause}`, blind);
        return typeof judged !== 'string' && judged.place && judged.cause;
      }),
    );
    t.strictSame(right, [truth.cause], `case ${seed}`);
    t.strictSame(judgeAnswer(`${truth.cause}, ${truth.at.toUpperCase()}`, blind), { place: true, cause: true });
  }
});

const blind = blindCase(1);

t.test('an answer is a place and a cause', async (t) => {
  const problems = [
    '',
    'edge',
    'client client',
    'packet-too-big-lost',
    'client packet-too-big-lost now',
    'nowhere silent-drop',
  ];
  for (const text of problems) t.match(judgeAnswer(text, blind), /^An answer is a place and a cause/, text);
});

t.test('a case in its lab', async (t) => {
  const lab = { name: labNameOfCase(1) } as RunningLabRecord;
  const { signal } = new AbortController();
  const exercise = blindExercise(blind, lab, 80);
  const { truth, nodes } = blind;
  t.ok(exercise.asks() && !exercise.hasEnded());
  t.match(exercise.show(), 'What is wrong, and where?');
  const otherNode = nodes.find((node) => node !== truth.at.split(':')[0])!;
  const otherCause = Object.keys(causeNames).find((cause) => cause !== truth.cause)!;
  const check = async (text: string) => (await exercise.check(text, signal)).text;
  t.match(await check(`${otherNode} ${otherCause}`), 'Neither the place nor the cause is right.');
  t.match(await check(`${otherNode} ${truth.cause}`), 'The cause is right, the place is not.');
  t.match(await check(`${truth.at} ${otherCause}`), 'The place is right, the cause is not.');
  t.match(await check('what'), 'An answer is');
  const hints = caseHints(blind);
  t.equal(hints.length, 6, 'the six steps');
  for (const index of [1, 2, 3, 4, 5, 6, 6]) t.match(await exercise.hint(signal), `Hint: ${index}. `);
  t.match(await exercise.check(`${truth.at} ${truth.cause}`, signal), { result: 'done', text: 'Solved' });
  t.ok(exercise.hasEnded());
  t.match(blindExercise(blind, lab, 80).show(), 'Solved', 'which is remembered');
  t.equal(nameOfCase(1), 'blind 1');
  t.type(perform, 'function');
});

t.test('the texts of a case', async (t) => {
  t.matchSnapshot(caseText(blind, drawScenario(blind.documented, 80), 80), 'case');
  t.matchSnapshot(caseHints(blind).join('\n'), 'hints');
  t.matchSnapshot([...new Set(cases.map(({ symptom }) => symptom))].sort().join('\n'), 'symptoms');
});
