import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import t from 'tap';

const root = resolve(import.meta.dirname, '..');

interface Parser {
  readonly errorsOf: (file: { readonly name: string; readonly content: string }) => readonly string[];
}

/** GitHub's own parser; it imports JSON as only bundlers do. */
const parserOf = async (what: 'parseWorkflow' | 'parseAction', folder: string): Promise<Parser> => {
  const from = what === 'parseWorkflow' ? '' : '/actions/index';
  const outfile = join(folder, `${what}.cjs`);
  const contents = `
    import { NoOperationTraceWriter } from '@actions/workflow-parser';
    import { ${what} } from '@actions/workflow-parser${from}';
    export const errorsOf = (file) =>
      ${what}(file, new NoOperationTraceWriter()).context.errors.getErrors().map(({ message }) => message);`;
  await build({
    stdin: { contents, resolveDir: root },
    ...{ bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' },
  });
  return createRequire(import.meta.url)(outfile) as Parser;
};

t.test('GitHub reads the action and the workflows without an error', async (t) => {
  const folder = t.testdir();
  const action = await parserOf('parseAction', folder);
  const content = readFileSync(join(root, 'action.yml'), 'utf8');
  t.strictSame(action.errorsOf({ name: 'action.yml', content }), []);
  t.not(action.errorsOf({ name: 'action.yml', content: content.replace('shell: sh', 'shel: sh') }).length, 0);
  const workflow = await parserOf('parseWorkflow', folder);
  const workflows = readdirSync(join(root, '.github/workflows'));
  t.ok(workflows.length > 0);
  for (const name of workflows) {
    const content = readFileSync(join(root, '.github/workflows', name), 'utf8');
    t.strictSame(workflow.errorsOf({ name, content }), [], name);
    t.not(workflow.errorsOf({ name, content: content.replace('runs-on', 'run-on') }).length, 0);
  }
});

/** Runs the step of the action with programs of its own before those of the machine, and returns what it has written. */
const runStep = (
  folder: string,
  env: Readonly<Record<string, string>>,
  fakes: Readonly<Record<string, string>> = {},
) => {
  for (const [name, body] of Object.entries(fakes)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  const errors = join(folder, 'errors');
  const { status, stdout } = spawnSync('sh', [join(root, 'scripts/run-on-github.sh')], {
    ...{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', openSync(errors, 'w')] }, // Node's pipes are sockets, which have no path
    env: {
      ...{ PATH: `${folder}:${process.env['PATH']}`, MTULAB_STATE: join(folder, 'state'), RUNNER_TEMP: folder },
      ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: root },
      ...env,
    },
  });
  const outputs = Object.fromEntries(
    [...readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key!, value!]),
  );
  return { status, stdout, stderr: readFileSync(errors, 'utf8'), outputs, summary };
};

/** Logs its arguments in place of Node. */
const logs = 'shift; echo "$@"';

t.test('the step of the action hands its inputs on', async (t) => {
  const folder = t.testdir();
  const run = (env: Readonly<Record<string, string>>): string => {
    const { status, stdout } = runStep(folder, env, { node: logs, id: 'echo 0' });
    t.equal(status, 0);
    return stdout.replaceAll(/[^\s=]+\/mtulab-\w+\//g, '').trim();
  };
  const reports = '--report text=/dev/stderr --report github --report json=report.json --report html=page.html';
  t.equal(run({}), `run scenarios ${reports}`);
  t.equal(run({ SCENARIOS: 'ptb a.yaml', OPTIONS: '--predict' }), `run ptb a.yaml --predict ${reports}`);
  t.equal(run({ SHARD: '1/2', DURATIONS: 'nowhere.json' }), `run scenarios --shard 1/2 ${reports}`);
  const known = join(folder, 'output');
  t.equal(run({ SHARD: '1/2', DURATIONS: known }), `run scenarios --shard 1/2 --durations=${known} ${reports}`);
  t.equal(run({ DURATIONS: known }), `run scenarios ${reports}`, 'without shards nothing is balanced');
});

t.test('an ordinary user of the machine becomes root, if the action is to, and gets the files', async (t) => {
  const folder = t.testdir();
  const sudo = 'echo "sudo $*" >&2; case "$1" in chown) exit;; --*) shift;; esac; exec "$@"';
  const fakes = { node: logs, id: 'echo 7', sudo };
  const asRoot = runStep(folder, {}, fakes);
  t.match(asRoot.stderr, /^sudo --preserve-env=PATH,GITHUB_STEP_SUMMARY,\S+ env PATH=.* run scenarios /m);
  t.match(asRoot.stderr, /^sudo chown -R 7:7 \S+$/m);
  t.notMatch(runStep(folder, { AS_ROOT: 'false' }, fakes).stderr, /sudo/);
  t.equal(runStep(folder, {}, { ...fakes, node: 'exit 1' }).status, 1, 'its exit code is that of the run');
});

t.test('a scenario that fails is annotated and summarized, and its page is kept', async (t) => {
  const folder = t.testdir();
  const file = join(folder, 'wrong.yaml');
  const text = readFileSync(join(root, 'scenarios/ptb/healthy-pmtud.yaml'), 'utf8');
  writeFileSync(file, text.replace('outcome: completed', 'outcome: stalled'));
  const { status, stdout, stderr, outputs, summary } = runStep(folder, { SCENARIOS: file, AS_ROOT: 'false' });
  if (status === 4) return t.plan(0, 'this machine cannot run scenarios');
  t.equal(status, 1, stderr);
  t.match(stdout, /^::error .*wrong\.yaml,line=\d+/m);
  t.match(readFileSync(summary, 'utf8'), /0 passed, 1 failed/);
  t.ok(existsSync(outputs['page']!) && existsSync(outputs['report']!));
});
