import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';

// A lab whose nodes and links have fewer families: each step runs in those that its ends share, for root and for any other user.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const lab = new URL('./verdicts/families.yaml', import.meta.url).pathname;
const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;

interface Report {
  readonly scenarios: readonly {
    readonly result: string;
    readonly reason?: string;
    readonly steps: readonly Step[];
  }[];
}

interface Step {
  readonly name: string;
  readonly result: string;
  readonly reason?: string;
  readonly facts: object;
  readonly verdicts: readonly { readonly family?: string }[];
}

const run = async (options: readonly string[], before: readonly string[] = []) => {
  const [program, ...args] = [...before, 'node', cli, 'run', lab, '--report', 'json', ...options];
  const { stdout } = await promisify(execFile)(program!, args, {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return (JSON.parse(stdout) as Report).scenarios[0]!;
};

const families: Readonly<Record<string, readonly string[]>> = {
  'over both': ['ipv6', 'ipv4'],
  'over IPv4': ['ipv4'],
  'over IPv6': ['ipv6'],
  'datagrams over IPv4': ['ipv4'],
  'a ping on the segment over IPv6': ['ipv6'],
  'below the MTU of IPv6 on a link without it': ['ipv4'],
  'a shared address has a holder for each family': ['ipv6', 'ipv4'],
  'the route of IPv6': ['ipv6'],
};

const observed = (steps: readonly Step[]) =>
  Object.fromEntries(
    steps.filter(({ name }) => name in families).map(({ name, facts }) => [name, Object.keys(facts).sort().reverse()]),
  );

for (const [user, before] of Object.entries({ 'the user of the test': [], 'another user': setpriv }))
  t.test(`steps run in the families of their ends, for ${user}`, async (t) => {
    if (before.length > 0 && !isRoot) return t.pass('only root can become another user');
    const { result, reason, steps } = await run([], before);
    if (result === 'skip') return t.pass(reason ?? '');
    t.equal(result, 'pass', reason ?? '', {
      results: steps.map((step) => `${step.name}: ${step.result}, ${step.reason}`),
    });
    t.strictSame(observed(steps), families);
  });

t.test('with IPv4 alone, a step of IPv6 is skipped with its reason, and the rest runs', async (t) => {
  const { result, reason, steps } = await run(['-4']);
  if (result === 'skip') return t.pass(reason ?? '');
  const named = steps.filter(({ name }) => name in families);
  const skipped = named.filter((step) => step.result === 'skip');
  t.strictSame(
    skipped.map(({ name }) => name),
    Object.keys(families).filter((name) => !families[name]!.includes('ipv4')),
  );
  t.ok(skipped.every((step) => step.reason === 'it runs over IPv6 only' && step.verdicts.length === 0));
  t.ok(named.filter((step) => step.result === 'pass').every(({ facts }) => Object.keys(facts).join() === 'ipv4'));
});

t.test('with IPv6 alone, a tunnel over IPv4 has nothing to ride on', async (t) => {
  t.match(await run(['-6']), { result: 'skip', reason: 'has tunnels over ipv4' });
});
