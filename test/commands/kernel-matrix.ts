import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { giveSysctls } from '../../src/commands/kernel-matrix/give-sysctls.ts';
import { kernelMatrix } from '../../src/commands/kernel-matrix/kernel-matrix.ts';
import {
  differenceRows,
  matrixMarkdown,
  matrixText,
  notJudgedRows,
} from '../../src/commands/kernel-matrix/matrix-text.ts';
import { openTarget } from '../../src/commands/kernel-matrix/open-target.ts';
import { targetKinds } from '../../src/commands/kernel-matrix/target-kinds.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import { matrixForms } from '../../src/commands/kernel-matrix/matrix-forms.ts';
import { openMatrixReports } from '../../src/commands/kernel-matrix/open-matrix-reports.ts';
import { readTargets } from '../../src/commands/kernel-matrix/read-targets.ts';
import type { Target } from '../../src/commands/kernel-matrix/read-targets.ts';
import { runTargets } from '../../src/commands/kernel-matrix/run-targets.ts';
import { shareReasons } from '../../src/commands/kernel-matrix/share-reasons.ts';
import { runTarget } from '../../src/commands/kernel-matrix/run-target.ts';
import type { TargetRun } from '../../src/commands/kernel-matrix/run-target.ts';
import { plan as planOf, read } from '../../src/library.ts';
import { perform } from '../../src/commands/matrix.ts';
import type { StepResult } from '../../src/events/events.ts';
import { ownKernel } from '../../src/kernel/sandbox/sandbox-host.ts';
import type { CollectedRun, CollectedScenario } from '../../src/reports/model/collect-run.ts';
import { callCommand } from './fixtures/call-command.ts';

const { signal } = new AbortController();

t.test('a file of targets names a kind for each', async (t) => {
  const text = [
    'targets:',
    '  here: native',
    '  probing: { native: { sysctl: { net.ipv4.tcp_mtu_probing: 2 } } }',
    '  "Debian 12": { deb: linux-image-6.1.0-54-cloud-amd64 }',
    '  own: { qemu: { kernel: /boot/vmlinuz, modules: /lib/modules/6.1.0 } }',
    '  program: uml',
    '  bridged: { deb: { package: linux-image-6.1.0-54-cloud-amd64, load: [br_netfilter] } }',
  ];
  const { targets, problems } = await readTargets('kernels.yaml', text.join('\n'));
  t.strictSame(problems, []);
  t.strictSame(targets, [
    { name: 'here', kind: 'native', sysctl: {} },
    { name: 'probing', kind: 'native', sysctl: { 'net.ipv4.tcp_mtu_probing': '2' } },
    { name: 'Debian 12', kind: 'deb', package: 'linux-image-6.1.0-54-cloud-amd64', sysctl: {} },
    { name: 'own', kind: 'qemu', kernel: '/boot/vmlinuz', modules: '/lib/modules/6.1.0', sysctl: {} },
    { name: 'program', kind: 'uml', sysctl: {} },
    {
      ...{ name: 'bridged', kind: 'deb', package: 'linux-image-6.1.0-54-cloud-amd64', sysctl: {} },
      load: ['br_netfilter'],
    },
  ]);
});

t.test('all problems of a file of targets are reported at once', async (t) => {
  const text = [
    'target: {}',
    'targets:',
    '  a: natve',
    '  b: { qemu: { kernel: /k, module: /m } }',
    '  c: { deb: "x; reboot" }',
    '  d: { native: { sysctl: { kernel.panic: 1 } } }',
    '  e: { native: {}, uml: {} }',
    '  f: { native: { sysctl: 3 } }',
    '  g:',
    '  h: {}',
    '  i: { quemu: {} }',
    '  j: deb',
    '  k: { deb: { package: A, kernel: /k } }',
    '  l: { native: { load: [br_netfilter] } }',
    '  m: { uml: { load: br_netfilter } }',
    '  n: { uml: { load: [--help, br_netfilter, 3] } }',
    '  o: { uml: { load: [] } }',
  ];
  const problemsOf = async (written: string): Promise<string> =>
    (await readTargets('kernels.yaml', written)).problems.map(formatProblem).join('');
  t.matchSnapshot(await problemsOf(text.join('\n')), 'problems');
  t.matchSnapshot(await problemsOf('{}'), 'nothing');
  t.matchSnapshot(await problemsOf(''), 'an empty file');
  t.matchSnapshot(await problemsOf('targets: ['), 'no YAML');
  t.matchSnapshot(await problemsOf('targets: { a: native, a: uml }'), 'a name twice');
});

t.test('the command refuses what it cannot read', async (t) => {
  t.match(await callCommand(perform, ['ptb-dropped']), { code: 2, err: /--kernels is missing/ });
  const file = `${t.testdir({ 'kernels.yaml': 'targets: { a: natve }' })}/kernels.yaml`;
  t.match(await callCommand(perform, ['ptb-dropped'], { kernels: file }), {
    code: 2,
    err: /kernels\.yaml:1:15: a: unknown kind "natve"; did you mean native\?.*\n1 \| targets: \{ a: natve \}\n +\^\n/,
  });
  t.match(await callCommand(perform, ['ptb-dropped'], { kernels: '/no/such' }), { code: 2, err: /ENOENT/ });
});

t.test('a setting of a target reaches every node, except where the scenario sets it', (t) => {
  const plan = planOf(read('ptb-dropped').scenarios[0]!);
  const given = giveSysctls(plan, { 'net.ipv4.tcp_mtu_probing': '2' });
  const writes = given.commands.filter(
    (command) => 'sysctl' in command && command.sysctl === 'net.ipv4.tcp_mtu_probing',
  );
  t.strictSame(
    writes.map((command) => [command.in, 'value' in command && command.value, command.phase]),
    plan!.nodes.map(({ name }) => [name, '2', 2]),
  );
  t.strictSame(
    given.commands.map(({ number }) => number),
    given.commands.map((_, index) => index + 1),
  );
  const own = {
    in: 'server',
    sysctl: 'net.ipv4.tcp_mtu_probing',
    value: '1',
    why: 'the scenario',
    phase: 2,
    number: 999,
  } as const;
  const kept = giveSysctls({ ...plan!, commands: [...plan!.commands, own] }, { 'net.ipv4.tcp_mtu_probing': '2' });
  t.strictSame(
    kept.commands
      .filter((command) => command.in === 'server' && 'sysctl' in command && command.sysctl === own.sysctl)
      .map((command) => 'value' in command && command.value),
    ['1'],
  );
  t.equal(giveSysctls(plan!, {}), plan);
  t.end();
});

const step = (met: boolean | null, saw: string): StepResult => ({
  ...{
    name: 'a large response stalls',
    result: met ? 'pass' : 'fail',
    inherited: [],
    facts: {},
    commands: [],
    ms: 5,
    line: 20,
  },
  verdicts: [{ expectation: 'outcome', family: 'ipv6', met, wanted: 'stalled', saw, evidence: [] }],
});

const scenarios = (results: readonly Partial<CollectedScenario>[]): readonly CollectedScenario[] =>
  results.map((result, index) => ({
    ...{ file: `${index}.yaml`, title: `Scenario ${index}`, result: 'pass', ms: 5, steps: [step(true, 'stalled')] },
    ...result,
  }));

const machine = (kernel: string, timeScale?: number): CollectedRun['machine'] => ({
  ...{ kernel, iproute2: '6.1.0', node: '20.0.0', pinned: {}, unpinned: {} },
  ...(timeScale !== undefined && { timeScale }),
});

const panic = 'Kernel panic - not syncing: no init\nthe last lines of the console of the guest:\nbooting';
const runs: readonly TargetRun[] = [
  {
    target: 'here',
    run: {
      scenarios: scenarios([{}, {}]),
      machine: {
        ...machine('6.18.0')!,
        behaviours: { 'syn-remembers-pmtu': { present: true, saw: 'an MSS of 1440' } },
      },
      summary: { passed: 2, failed: 0, skipped: 0, errors: 0 },
    },
  },
  {
    target: 'old',
    run: {
      scenarios: scenarios([
        { result: 'fail', steps: [step(false, 'completed: 200000 of 200000 bytes')] },
        { result: 'skip', reason: 'this machine lacks hash-seed', steps: [] },
      ]),
      ...{ machine: machine('6.1.0', 12.34)!, summary: { passed: 0, failed: 1, skipped: 1, errors: 0 } },
    },
  },
  {
    target: 'broken',
    run: {
      scenarios: scenarios([
        { result: 'error', reason: 'Kernel panic', steps: [] },
        { result: 'error', reason: 'Kernel panic', steps: [] },
      ]),
      summary: { passed: 0, failed: 0, skipped: 0, errors: 2 },
    },
    failure: panic,
  },
];

t.test('a matrix has a result for each scenario and target, and says in words what differs', (t) => {
  const matrix = kernelMatrix(runs);
  t.strictSame(
    matrix.scenarios.map(({ results }) => results.map(({ result }) => result)),
    [
      ['pass', 'fail', 'error'],
      ['pass', 'skip', 'error'],
    ],
  );
  t.strictSame(
    matrix.targets.map(({ kernel, timeScale }) => [kernel, timeScale]),
    [
      ['6.18.0', 1],
      ['6.1.0', 12.34],
      [undefined, 1],
    ],
  );
  t.matchSnapshot(matrixText(matrix), 'text');
  t.matchSnapshot(matrixMarkdown(matrix), 'markdown');
  t.matchSnapshot(matrixText(kernelMatrix(runs.slice(0, 1))), 'one target');
  t.matchSnapshot(matrixText(kernelMatrix([runs[0]!, { ...runs[0]!, target: 'same' }])), 'no difference');
  t.end();
});

t.test('a reason of many scenarios is printed once, with their number', (t) => {
  const lacks = 'this machine lacks nft (Operation not supported); install nftables';
  const skipped = scenarios([
    { result: 'skip', reason: `${lacks}; this machine lacks seg6`, steps: [] },
    { result: 'skip', reason: lacks, steps: [] },
  ]);
  const matrix = kernelMatrix([
    runs[0]!,
    { target: 'uml', run: { scenarios: skipped, summary: { passed: 0, failed: 0, skipped: 2, errors: 0 } } },
  ]);
  t.strictSame(notJudgedRows(matrix), [['uml', '2 scenarios', `skipped: ${lacks}`]]);
  t.strictSame(differenceRows(matrix), [['uml', '2 scenarios', `passed on here, skipped on uml: ${lacks}`]]);
  const share = shareReasons([lacks, 'none']);
  t.strictSame([`${lacks}; more`, `${lacks} more`, 'none', 'unknown'].map(share), [
    ...[lacks, `${lacks} more`, 'none', 'unknown'],
  ]);
  t.end();
});

t.test(
  'guests run side by side after the targets of this kernel, and the runs have the order of the targets',
  async (t) => {
    const targets = (['uml', 'native', 'deb', 'qemu'] as const).map((kind) => ({ name: kind, kind, sysctl: {} }));
    const log: string[] = [];
    const runOne = async ({ name }: Target): Promise<TargetRun> => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      return { ...runs[0]!, target: name };
    };
    const found = await runTargets(targets, 2, runOne);
    t.strictSame(
      found.map(({ target }) => target),
      ['uml', 'native', 'deb', 'qemu'],
    );
    t.strictSame(log.slice(0, 4), ['native begins', 'native ends', 'uml begins', 'deb begins']);
    t.ok(log.indexOf('qemu begins') > log.indexOf('uml ends'), 'no more guests than processors');
  },
);

t.test('a target that cannot be opened is an error of its scenarios, and of no other target', async (t) => {
  t.equal(await openTarget({ name: 'here', kind: 'native', sysctl: {} }, signal), ownKernel);
  const { PATH, XDG_CACHE_HOME } = process.env;
  t.teardown(() => Object.assign(process.env, { PATH, XDG_CACHE_HOME: XDG_CACHE_HOME ?? '' }));
  Object.assign(process.env, { PATH: t.testdir(), XDG_CACHE_HOME: t.testdir() });
  const target = { name: 'old', kind: 'deb', package: 'linux-image-none', sysctl: {} } as const;
  const { run, failure } = await runTarget(target, read('ptb-dropped'), signal);
  t.match(run.scenarios, [{ result: 'error', reason: /apt-get failed/ }]);
  t.match(failure, /apt-get failed/);
});

t.test('a target has the keys of its kind, and must have some of them', (t) => {
  for (const [kind, { keys, required }] of Object.entries(targetKinds))
    t.ok(
      required.every((key) => (keys as readonly string[]).includes(key)),
      kind,
    );
  t.end();
});

t.test('reports of a matrix are files that are opened before anything runs', (t) => {
  const folder = t.testdir();
  const reports = openMatrixReports([`html=${folder}/a=b.html`, `json=${folder}/m.json`]);
  t.ok(existsSync(`${folder}/a=b.html`) && 'write' in reports);
  const matrix = kernelMatrix(runs);
  if ('write' in reports) reports.write(matrix);
  t.equal(readFileSync(`${folder}/a=b.html`, 'utf8'), matrixForms['html']!(matrix));
  t.strictSame(JSON.parse(readFileSync(`${folder}/m.json`, 'utf8')), JSON.parse(JSON.stringify(matrix)));
  t.match(openMatrixReports(['htm=x']), { error: /^there is no report "htm" of a matrix; did you mean html\?/ });
  t.match(openMatrixReports(['html']), { error: /--report html=PATH; --as html prints it/ });
  t.match(openMatrixReports(['html=/no/such/folder/x']), { error: /\/no\/such\/folder\/x/ });
  t.end();
});

t.test('a report that cannot be written ends the command before any target runs', async (t) => {
  const kernels = `${t.testdir({ 'kernels.yaml': 'targets: { here: native }' })}/kernels.yaml`;
  const { code, out, err } = await callCommand(perform, ['ptb-dropped'], { kernels, report: ['html=/no/such/x'] });
  t.match({ code, out }, { code: 2, out: '' });
  t.match(err, /^error: .*\/no\/such\/x/);
});
