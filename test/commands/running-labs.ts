import t from 'tap';
import { nodeArguments, nodeEnvironment } from '../../src/commands/running-labs/node-arguments.ts';
import { readFromNode } from '../../src/commands/running-labs/read-from-node.ts';
import { isFailure, sendStep } from '../../src/commands/running-labs/send-step.ts';
import { chooseLab, noLabText } from '../../src/commands/running-labs/choose-lab.ts';
import { enterNode, unknownNode } from '../../src/commands/running-labs/enter-node.ts';
import type { RunningLabRecord } from '../../src/kernel/sandbox/running-labs.ts';

const lab = (name: string) => ({ name, nodes: ['client'] }) as unknown as RunningLabRecord;

t.test('a lab is chosen by its name, or because it is the only one', async (t) => {
  const [one, two] = [lab('one'), lab('two')];
  t.equal(chooseLab(undefined, '--name NAME', [one]), one);
  t.equal(chooseLab('two', '--name NAME', [one, two]), two);
  t.equal(chooseLab('x', '--name NAME', [one, two]), "no lab 'x' is running; running labs: one, two\n");
  t.equal(
    chooseLab('secnd', '--name NAME', [lab('first'), lab('second')]),
    "no lab 'secnd' is running; did you mean second? running labs: first, second\n",
  );
  t.equal(unknownNode(one!, 'client'), undefined);
  t.equal(unknownNode(one!, 'clint'), "one has no node 'clint'; did you mean client? its nodes: client\n");
  t.equal(
    chooseLab(undefined, 'mtulab down NAME, or --all', [one, two]),
    'several labs are running (one, two); choose one: mtulab down NAME, or --all\n',
  );
  t.equal(chooseLab('x', '--name NAME', []), noLabText());
});

t.test('without a lab the text explains how to start one, or that this is a node of a lab', async (t) => {
  t.equal(noLabText({}), 'no lab is running; `mtulab up FILE` starts one\n');
  t.match(noLabText({ MTULAB_NODE: 'edge', MTULAB_NAME: 'one' }), /^you are in edge of one: ip netns exec NODE/);
});

t.test('a program in an unknown lab exits with 2', async (t) => {
  let printed = '';
  const io = { out: () => undefined, err: (text: string) => void (printed += text) };
  t.equal(await enterNode({ node: 'client', argv: ['true'], name: 'No-Such-Lab', io }), 2);
  t.match(printed, /no lab/);
});

t.test('a node is entered through the sandbox of its lab, and its shell keeps its history there', async (t) => {
  const lab = { name: 'x', pid: process.pid, labProcessId: 7 };
  const [target, ...rest] = nodeArguments(lab, 'client', ['true']);
  t.equal(target, `--target=${process.pid}`);
  t.strictSame(rest.slice(-5), ['ip', 'netns', 'exec', 'client', 'true']);
  t.match(nodeEnvironment(lab, 'client'), {
    ...{ MTULAB_NODE: 'client', MTULAB_NAME: 'x', HISTFILE: '/run/history' },
    NSTAT_HISTORY: '/run/mtulab-nstat-7-client',
  });
});

t.test('a lab that is gone runs no script and performs no step', async (t) => {
  const gone = { name: 'x', pid: 2 ** 22 + 1, labProcessId: 7 };
  const { signal } = new AbortController();
  await t.rejects(readFromNode(gone, 'client', 'true', signal), { code: 'ENOENT' });
  await t.rejects(sendStep(gone, { step: 'x' }, signal), { code: 'ENOENT' });
  t.ok(isFailure({ kind: 'problems', text: '' }));
});
