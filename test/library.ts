import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { plan, predict, read, run } from '../src/library.ts';
import type { Event } from '../src/library.ts';

const folder = resolve(import.meta.dirname, '..');

t.test('one path and a list of paths are read, with values for variables and the chosen families', async (t) => {
  t.match(read('ptb-dropped'), { scenarios: [{ families: ['ipv6', 'ipv4'] }], wrong: [], skipped: [] });
  t.match(read(['ptb-dropped'], { families: ['ipv4'] }).scenarios, [{ families: ['ipv4'] }]);
  t.ok(read(['cliff', 'clamp']).scenarios.length > read('clamp').scenarios.length);
});

t.test('a file with a mistake is wrong with all of its problems, and the others can be run', async (t) => {
  const wrong = join(t.testdir({ 'wrong.yaml': 'title: wrong\nsteps: 5\n' }), 'wrong.yaml');
  const files = read([wrong, 'no-such-scenario', 'ptb-dropped']);
  t.match(files.wrong, [
    { file: 'no-such-scenario', reason: /there is no such file or folder/ },
    { file: wrong, line: Number },
  ]);
  t.equal(files.wrong[1]!.reason.split('\n').length, files.problems.length);
  t.equal(files.scenarios.length, 1);
});

t.test('the text of a scenario is read under the name that it is given', async (t) => {
  const text = readFileSync('scenarios/ptb/ptb-dropped.yaml', 'utf8');
  t.match(read({ file: 'a.yaml', text }), { scenarios: [{ file: 'a.yaml' }], wrong: [] });
  t.match(read([{ file: 'a.yaml', text: 'steps: 5' }, 'ptb-dropped']), {
    scenarios: [{ file: /ptb-dropped/ }],
    wrong: [{ file: 'a.yaml', line: 1 }],
  });
});

t.test('the steps of a scenario are predicted, and hints name what does not fit', async (t) => {
  const { networks, hints } = predict(read(['switch-mtu-mismatch', 'ptb-dropped']));
  t.match(networks, [{ steps: [{}] }, { steps: [{}] }]);
  t.match(hints, [{ file: /switch-mtu-mismatch/, what: /sends up to 9000 bytes and switch:to-client accepts 1500/ }]);
});

t.test('the command line reads, plans, predicts and runs scenarios by the library alone', async (t) => {
  const inside = /scenarios\/(read-files|read-scenarios|plan-scenarios|predict-networks)\.ts$/;
  const users = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !inside.test(file))
    .filter((file) => valueImports(join('src', file)).some((from) => inside.test(from)));
  t.strictSame(users.toSorted(), ['commands/sandboxed-runs/run-in-sandbox.ts', 'library.ts']);
});

/** What a file imports, beside types. */
const valueImports = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^import (?!type ).* from '(.*)';$/gm)].map(([, from]) => from!);

t.test('a plan is frozen, and survives JSON', async (t) => {
  const planned = plan(read('ptb-dropped').scenarios[0]!);
  t.ok(Object.isFrozen(planned));
  t.strictSame(JSON.parse(JSON.stringify(planned)), planned);
});

t.test('what is wrong or skipped is part of a run, which needs no sandbox for it', async (t) => {
  const files = read(['no-such-scenario', 'vxlan-in-the-node'], { families: ['ipv4'] });
  const events: Event[] = [];
  for await (const event of run(files)) events.push(event);
  t.match(
    events.filter(({ kind }) => kind !== 'scenario'),
    [
      { kind: 'scenario-end', result: 'skip', reason: 'has tunnels over ipv6' },
      { kind: 'scenario-end', result: 'error', file: 'no-such-scenario' },
      { kind: 'end', summary: { passed: 0, failed: 0, skipped: 1, errors: 1 } },
    ],
  );
});

t.test('the package exports the library, the schema, and the types that a program needs', async (t) => {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  t.match(exports, { '.': { default: './dist/library.js' }, './schema': './schema/scenario.schema.json' });
  const types = t.testdir({
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        ...{ module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] },
        typeRoots: [join(folder, 'node_modules/@types')],
        paths: { mtulab: ['./types/library.d.ts'] },
      },
      files: ['right.mts', 'wrong.mts'],
    }),
    'right.mts': `import { read, plan, run, type Event } from 'mtulab';
      const files = read(['a'], { families: ['ipv6'] });
      const nodes: readonly string[] = plan(files.scenarios[0]!).nodes.map(({ name }) => name);
      for await (const event of run(files, { jobs: 1, signal: AbortSignal.timeout(1) })) {
        const last: Event = event;
        if (event.kind === 'step-end') event.verdicts.map(({ saw }) => saw.length + nodes.length);
      }`,
    'wrong.mts': `import { read } from 'mtulab'; read(5);`,
  });
  const tsc = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', ...args], { cwd: folder, encoding: 'utf8' });
  t.equal(tsc('-p', 'tsconfig.types.json', '--outDir', join(types, 'types')).stdout, '');
  writeFileSync(join(types, 'package.json'), '{ "type": "module" }');
  t.match(
    tsc('-p', types).stdout,
    /^[^\n]*wrong\.mts\(1,\d+\): error TS2345: .*\n$/,
    'the wrong call and nothing else',
  );
});
