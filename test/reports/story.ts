import t from 'tap';
import type { Event, StepResult } from '../../src/events/events.ts';
import { caseTables } from '../../src/reports/story/case-tables.ts';
import { factLines } from '../../src/reports/story/fact-lines.ts';
import { failureLines, failureSummary } from '../../src/reports/story/failure-lines.ts';
import { groupVerdicts } from '../../src/reports/story/group-verdicts.ts';
import { mergeFamilies } from '../../src/reports/story/merge-families.ts';
import { formatStory } from '../../src/reports/story/story.ts';
import { verdictLines } from '../../src/reports/story/verdict-lines.ts';
import { painter } from '../../src/reports/terminal/paint.ts';
import type { TextStyle } from '../../src/reports/terminal/text-style.ts';
import { summarizeConversation } from '../../src/wire/summary/conversation-summary.ts';
import type { Verdict } from '../../src/words/language/verdict.ts';
import { journeySummaries } from '../wire/fixtures/journey-summaries.ts';

const plain: TextStyle = { paint: painter(false), width: 80, verbose: false };
const verbose: TextStyle = { ...plain, verbose: true };

const verdict = (more: Partial<Verdict>): Verdict => ({
  ...{ expectation: 'outcome', met: true, wanted: 'completed', saw: 'completed', evidence: [] },
  ...more,
});

t.test('equal verdicts of both families share their lines, different ones are apart', async (t) => {
  t.strictSame(verdictLines([verdict({ family: 'ipv6' }), verdict({ family: 'ipv4' })], plain), [
    '      outcome  completed (both families)',
  ]);
  t.strictSame(verdictLines([verdict({ family: 'ipv6' }), verdict({ family: 'ipv4', saw: 'completed late' })], plain), [
    '      outcome  IPv6: completed',
    '               IPv4: completed late',
  ]);
  t.strictSame(verdictLines([verdict({}), verdict({ expectation: 'leg', saw: 'by r1' })], plain), [
    '      outcome  completed',
    '      leg      by r1',
  ]);
});

t.test('an unmet or unjudged verdict shows what was wanted and seen, with the cause and its place', async (t) => {
  t.strictSame(verdictLines([verdict({ met: false, saw: 'stalled', cause: 'loss', place: 'r1' })], plain), [
    '    ✖ outcome  wanted completed',
    '               saw    stalled: loss at r1',
  ]);
  t.strictSame(verdictLines([verdict({ met: null, saw: 'loss of all', cause: 'loss', family: 'ipv4' })], plain), [
    '    ? outcome  IPv4: wanted completed',
    '                     saw    loss of all',
  ]);
});

t.test(
  'evidence is shown for stalls and unmet expectations, or all of it on request, and each line once',
  async (t) => {
    const met = verdict({ evidence: ['1000 bytes'] });
    t.strictSame(verdictLines([met], plain), ['      outcome  completed']);
    t.strictSame(verdictLines([met, met], verbose), [
      '      outcome  completed',
      '               · 1000 bytes',
      '               completed',
    ]);
    const stalled = { saw: 'stalled', cause: 'loss' };
    const families = [
      verdict({ ...stalled, family: 'ipv6', evidence: ['r1: 2 arrived', 'port 1'] }),
      verdict({ ...stalled, family: 'ipv4', evidence: ['r1: 2 arrived', 'port 2', 'more'] }),
    ];
    t.strictSame(verdictLines(families, plain).slice(1), [
      ...['               · r1: 2 arrived', '               · IPv6: port 1', '               · IPv4: port 2'],
      '               · IPv4: more',
    ]);
  },
);

const output = (stdout: string) => ({ output: { stdout, stderr: '', code: 0 } });

t.test('the evidence of many flows is cut, unless all of it is requested', async (t) => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
  const many = (count: number) => verdict({ met: false, evidence: lines(count) });
  const shown = (count: number, style: TextStyle) =>
    verdictLines([many(count)], style).filter((line) => line.includes('·'));
  t.equal(shown(17, plain).length, 17, 'not for one line');
  t.equal(shown(40, plain).length, 17);
  t.match(shown(40, plain).at(-1), '· … 24 more lines, which -v prints');
  t.equal(shown(40, verbose).length, 40);
});

t.test('facts are shown once for both families, without what the verdicts show', async (t) => {
  const facts = { ipv6: output('first\nsecond'), ipv4: output('first\nsecond') };
  t.strictSame(factLines(facts, plain), ['      output  both families: first', '              · second']);
  t.strictSame(factLines({ ipv6: output('one'), ipv4: output('two') }, plain), [
    '      output  IPv6: one',
    '              IPv4: two',
  ]);
  t.strictSame(factLines({ once: output('first') }, plain), ['      output  first']);
  const evident = [verdict({ evidence: ['second'] })];
  t.strictSame(factLines(facts, verbose, evident), ['      output  both families: first']);
  t.equal(factLines(facts, plain, evident).length, 2, 'evidence that is not printed shows nothing');
  t.strictSame(
    factLines(facts, verbose, [verdict({ family: 'ipv6', evidence: ['second'] })]),
    ['      output  both families: first', '              · IPv4: second'],
    'evidence of one family shows nothing of the other',
  );
  t.strictSame(factLines(facts, plain, [verdict({ saw: 'first' })]), []);
  t.strictSame(factLines({ once: output('') }, plain), [], 'a fact without text has no line');
});

t.test('facts of which only some lines differ are shown once, with the family of each line that differs', async (t) => {
  const lines = (ipv6: string, ipv4: string) => factLines({ ipv6: output(ipv6), ipv4: output(ipv4) }, plain);
  t.strictSame(lines('first\na6\nb6\nboth\nc6', 'first\na4\nboth\nlast'), [
    '      output  both families: first',
    '              · IPv6: a6',
    '              · IPv4: a4',
    '              · IPv6: b6',
    '              · both',
    '              · IPv6: c6',
    '              · IPv4: last',
  ]);
  t.strictSame(lines('six\nboth', 'four\nboth'), [
    '      output  IPv6: six',
    '              IPv4: four',
    '              · both families: both',
  ]);
  t.strictSame(lines('six', ''), ['      output  IPv6: six']);
  t.strictSame(factLines({ ipv6: output('one\ntwo') }, plain), ['      output  IPv6: one', '              · two']);
});

t.test('the lines of both families are merged, each once', async (t) => {
  const merged = (...families: Parameters<typeof mergeFamilies>) =>
    mergeFamilies(...families).map(({ of, line }) => `${of} ${line}`);
  t.strictSame(merged(['a', 'b'], ['a', 'b']), ['both a', 'both b']);
  t.strictSame(merged(['a', 'b'], ['b', 'a']), ['both a', 'both b'], 'the order does not matter');
  t.strictSame(merged(['b'], ['a', 'b', 'c']), ['ipv4 a', 'both b', 'ipv4 c']);
  t.strictSame(merged([], ['a']), ['ipv4 a']);
});

t.test('evidence that both families share is shown once below both verdicts', async (t) => {
  const stalled = { met: false, cause: 'loss', expectation: 'cause' };
  const verdicts = [
    verdict({ ...stalled, family: 'ipv6', saw: 'loss at a', evidence: ['shared', 'six'] }),
    verdict({ ...stalled, family: 'ipv4', saw: 'loss at b', evidence: ['shared', 'four'] }),
  ];
  t.strictSame(verdictLines(verdicts, plain), [
    '    ✖ cause  IPv6: wanted completed',
    '                   saw    loss at a',
    '    ✖        IPv4: wanted completed',
    '                   saw    loss at b',
    '             · both families: shared',
    '             · IPv6: six',
    '             · IPv4: four',
  ]);
  t.strictSame(verdictLines([verdict({ family: 'ipv4', evidence: ['four'] }), verdicts[0]!], verbose).slice(-2), [
    '               · shared',
    '               · six',
  ]);
});

const stepEnd = (more: Partial<StepResult>): Event => ({
  ...{ kind: 'step-end', id: 0, index: 0, name: 'a step', result: 'pass', ms: 300 },
  ...{ inherited: [], facts: {}, verdicts: [], commands: [] },
  ...more,
});

t.test('a step with verdicts also shows the facts that its watch asks for', async (t) => {
  const facts = { ipv6: { ...output('seen'), leg: 'r1' } };
  const story = (more: Partial<StepResult>, style = plain) =>
    formatStory(style)(stepEnd({ facts, verdicts: [verdict({})], ...more })).slice(1);
  t.strictSame(story({}), ['      outcome  completed']);
  t.strictSame(story({ watched: ['leg'] }), ['      outcome  completed', '      leg  IPv6: via r1']);
  t.equal(story({ watched: ['leg'] }, verbose).length, 3, 'all facts on request');
  t.equal(story({ verdicts: [] }).length, 2, 'all facts without a verdict');
});

t.test(
  'what does not apply to this kernel is printed above the verdicts, and what was probed at the top',
  async (t) => {
    const story = formatStory(plain);
    const notApplicable = ['leg, since x is true on this kernel'];
    t.strictSame(story(stepEnd({ notApplicable, verdicts: [verdict({})] })).slice(1), [
      '      does not apply: leg, since x is true on this kernel',
      '      outcome  completed',
    ]);
    t.match(failureLines(stepEnd({ notApplicable }) as StepResult, { verbose: false }), [
      /^does not apply: leg, since/,
    ]);
    const machine = { kernel: '6.1', iproute2: '6.1.0', node: '20.1.0', pinned: {}, unpinned: {} };
    const behaviours = { x: { present: true, saw: 'y' } };
    t.strictSame(story({ kind: 'run', machine: { ...machine, behaviours }, scenarios: 1 }), [
      'Linux 6.1, iproute2 6.1.0, Node 20.1.0',
      'x is true on this kernel: y',
    ]);
  },
);

t.test('the commands of a step follow when it did not pass, or on request', async (t) => {
  const story = (style: TextStyle) => formatStory(style)(stepEnd({ commands: ['ping a', 'ping b'] }));
  t.strictSame(story(plain), ['  · a step, 300 ms']);
  t.strictSame(story(verbose).slice(1), [
    '      by hand, in a shell of any node (mtulab shell NODE):',
    '        ping a',
    '        ping b',
  ]);
  const format = formatStory(plain);
  format({ kind: 'scenario', id: 0, file: 'my file.yaml', title: 'x' });
  const failed = stepEnd({ commands: ['ping a'], result: 'fail', verdicts: [verdict({ met: false })] });
  t.match(
    format(failed).join('\n'),
    "by hand, in a shell of any node (mtulab shell NODE), after\n      mtulab up 'my file.yaml' --until 'a step':\n",
  );
});

t.test('in a narrow terminal comments are wrapped, and commands to paste stay whole', async (t) => {
  const command = `ip netns exec client curl --silent --output /dev/null http://server/${'9'.repeat(40)}`;
  const comment = '# 1 is a connection of mtulab: inspect it with ss -tinm in the nodes at both of its ends';
  const format = formatStory({ ...verbose, width: 60 });
  const commands = [
    comment,
    command,
    "cat <<'EOF'\n# a line that belongs to a text, and that is longer than the terminal\nEOF",
  ];
  t.strictSame(format(stepEnd({ commands })).slice(1), [
    '      by hand, in a shell of any node (mtulab shell NODE):',
    '        # 1 is a connection of mtulab: inspect it with ss',
    '        # -tinm in the nodes at both of its ends',
    `        ${command}`,
    "        cat <<'EOF'",
    '        # a line that belongs to a text, and that is longer than the terminal',
    '        EOF',
  ]);
  format({ kind: 'scenario', id: 0, file: 'scenarios/diagnosis/ping-hides-the-fault.yaml', title: 'x' });
  t.strictSame(format(stepEnd({ commands: ['ping a'], name: 'a step' })).slice(1), [
    '      by hand, in a shell of any node (mtulab shell NODE),',
    '      after',
    "      mtulab up scenarios/diagnosis/ping-hides-the-fault.yaml --until 'a step':",
    '        ping a',
  ]);
});

t.test('the result of a scenario counts its steps, and the summary repeats what did not pass', async (t) => {
  const format = formatStory(plain);
  const end = (result: 'pass' | 'fail' | 'skip' | 'error', more = {}) => {
    const event: Event = { kind: 'scenario-end', id: 0, file: 'f.yaml', title: 'a title', result, ms: 1500, ...more };
    return format(event);
  };
  format({ kind: 'scenario', id: 0, file: 'f.yaml', title: 'a title' });
  for (const result of ['pass', 'fail', 'error'] as const) format(stepEnd({ result, verdicts: [verdict({})] }));
  t.strictSame(end('pass'), ['  ✔ passed: 3 steps as expected, 1.5 s']);
  t.strictSame(end('fail'), ['  ✖ failed: 1 of 3 steps not as expected, 1.5 s']);
  t.strictSame(end('error'), ['  ! error after 1.5 s: 1 of 3 steps not judged']);
  t.strictSame(end('error', { reason: 'no netns' }), ['  ! error after 1.5 s: no netns']);
  t.strictSame(end('skip', { reason: 'no nft' }), ['  ↷ skipped: no nft']);
  t.strictSame(format({ kind: 'end', summary: { passed: 1, failed: 1, skipped: 1, errors: 2 } }), [
    ...['', '1 passed, 1 failed, 1 skipped, 2 errors'],
    ...['  failed   f.yaml: a title', '  error    f.yaml: a title', '  error    f.yaml: a title (no netns)'],
    '  skipped  f.yaml: a title (no nft)',
  ]);
});

t.test('the cases of a file stand side by side below its scenarios: what each saw, without details', async (t) => {
  const format = formatStory(plain);
  const perform = (id: number, name: string, steps: readonly Event[], more = {}) => {
    format({ kind: 'scenario', id, file: 'f.yaml', title: `t (${name})`, case: name });
    for (const step of steps) format(step);
    format({ kind: 'scenario-end', id, file: 'f.yaml', title: 't', result: 'pass', ms: 1, ...more });
  };
  const race = (won: Partial<Verdict>) => [
    stepEnd({
      name: 'race',
      verdicts: [verdict({ expectation: 'won-by', ...won }), verdict({ saw: 'completed: 9 bytes' })],
    }),
    stepEnd({ name: 'change' }),
  ];
  perform(0, 'client=a', race({ saw: 'IPv6' }));
  perform(1, 'client=browser', race({ saw: 'IPv4', met: false }));
  perform(2, 'client=c', [], { result: 'skip', reason: 'no c' });
  perform(3, 'client=d', [
    stepEnd({
      name: 'race',
      verdicts: [verdict({ family: 'ipv6', saw: 'stalled' }), verdict({ family: 'ipv4', met: null, saw: 'unknown' })],
    }),
  ]);
  perform(4, 'client=e', [stepEnd({ name: 'race', result: 'error' })]);
  format({ kind: 'scenario', id: 5, file: 'g.yaml', title: 'one case', case: 'only=1' });
  format({ kind: 'scenario-end', id: 5, file: 'g.yaml', title: 'one case', result: 'pass', ms: 1 });
  const lines = format({ kind: 'end', summary: { passed: 5, failed: 0, skipped: 1, errors: 0 } });
  t.strictSame(lines.slice(0, 10), [
    ...['', '5 cases of f.yaml', '  race'],
    '                    won-by  outcome',
    '    client=a        IPv6    completed',
    '    client=browser  ✖ IPv4  completed',
    '    client=d        ✔       IPv6 stalled, ! IPv4 unknown',
    '    client=e        !       !',
    ...['  ↷ client=c: no c', ''],
  ]);
  t.equal(caseTables([], plain).length, 0);
  const verdicts = [
    verdict({ expectation: 'won-by', saw: 'IPv6' }),
    verdict({ expectation: 'addresses-tried', saw: '1, 0' }),
  ];
  const steps = [stepEnd({ name: 'race', verdicts }) as StepResult];
  const narrow = caseTables(
    ['a', 'b'].map((name) => ({ file: 'f', case: name, steps })),
    { ...plain, width: 24 },
  );
  t.strictSame(
    narrow.slice(2, 6),
    ['  race', '       won-by', '        addresses-tried', '    a  IPv6'],
    'in few columns',
  );
});

t.test('a note and an untrusted title stay printable', async (t) => {
  const format = formatStory(plain);
  t.strictSame(format({ kind: 'note', id: 0, text: 'a\u001b[31m' }), ['  note: a\ufffd[31m']);
  t.strictSame(format({ kind: 'scenario', id: 0, file: 'f', title: 'a\u0007b' }), ['', 'a\ufffdb', 'f']);
});

t.test(
  'a failure is its reason, its inherited state and the verdicts that are not met, with their evidence',
  async (t) => {
    const verdicts = [
      verdict({ expectation: 'leg', evidence: ['not shown'] }),
      verdict({ met: false, family: 'ipv6', saw: 'stalled', cause: 'loss', place: 'r1', evidence: ['r1: 2 arrived'] }),
      verdict({ met: false, family: 'ipv4', saw: 'stalled', cause: 'loss', place: 'r1', evidence: ['r1: 2 arrived'] }),
      verdict({ met: null, expectation: 'leg', saw: 'no packet' }),
    ];
    const step = stepEnd({
      result: 'error',
      reason: 'not\njudged',
      inherited: ['an open flow'],
      verdicts,
    }) as StepResult;
    t.strictSame(failureLines(step, { verbose: false }), [
      ...['not judged', 'inherited: an open flow'],
      ...['✖ outcome  wanted completed (both families)', '           saw    stalled: loss at r1'],
      ...['           · r1: 2 arrived', '? leg      wanted completed', '           saw    no packet'],
    ]);
    t.equal(
      failureSummary(step),
      'outcome: wanted completed, saw stalled: loss at r1; leg: wanted completed, saw no packet',
    );
    t.equal(failureSummary({ ...step, verdicts: [] }), 'not judged');
    const long = verdict({ met: false, evidence: Array.from({ length: 40 }, (_, index) => `line ${index}`) });
    t.match(failureLines({ ...step, verdicts: [long] }, { verbose: false }).at(-1), '24 more lines, which -v prints');
    t.match(failureLines({ ...step, verdicts: [long] }, { verbose: true }).at(-1), 'line 39');
  },
);

t.test('a verbose story draws the ladder of a captured step', async (t) => {
  const conversation = summarizeConversation(journeySummaries([{ path: 'client>edge>server', kind: 'syn' }]));
  const journeys = { ...conversation, drawn: '51292→80', why: [], warnings: [] };
  const story = (style: TextStyle) => formatStory(style)(stepEnd({ facts: { ipv6: { journeys } } })).join('\n');
  t.match(story(verbose), /IPv6, 51292→80\n.*client.*edge.*server/);
  t.notMatch(story(plain), '├');
});

t.test('verdicts are grouped with that of the other family on the same expectation', async (t) => {
  const [six, four] = [verdict({ family: 'ipv6' }), verdict({ family: 'ipv4', saw: 'late' })];
  const leg = verdict({ expectation: 'leg' });
  t.strictSame(groupVerdicts([six, leg, four]), [
    { verdict: six, other: four, areEqual: false },
    { verdict: leg, areEqual: false },
  ]);
  t.match(groupVerdicts([six, { ...six, family: 'ipv4' }]), [{ areEqual: true }]);
});
