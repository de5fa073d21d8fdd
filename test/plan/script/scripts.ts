import { spawnSync } from 'node:child_process';
import t from 'tap';
import { buildScript, changeScript } from '../../../src/plan/script/build-script.ts';
import { explainFailure } from '../../../src/plan/script/explain-failure.ts';
import { failFunction } from '../../../src/plan/script/shell-lines.ts';
import { standaloneScript } from '../../../src/plan/script/standalone-script.ts';
import type { NodeCommand } from '../../../src/words/lab/node-command.ts';
import { shellText } from '../../../src/words/lab/shell-text.ts';
import { chain, oneSwitch, planText, threeNodes, twoLegs } from '../fixtures/labs.ts';

t.test('input that a shell could misread is refused or quoted', async (t) => {
  const evil: readonly NodeCommand[] = [
    { in: 'a', ip: ['link', 'set', 'dev', 'x\nnetns del a'], why: '' },
    { in: 'a', ip: ['addr', 'add', '$(reboot)'], why: '' },
    { in: 'a', sysctl: 'net/../vm/swappiness', value: '1', why: '' },
    { in: 'a', sysctl: 'vm.swappiness', value: '1', why: '' },
    { in: 'a', sysctl: 'net..ipv4', value: '1', why: '' },
    { in: 'a', nft: 'table x {\nINPUT\nreboot\n}', why: '' },
    { in: 'a', nft: 'JOB\nreboot', why: '' },
    { in: 'a', nft: 'table é', why: '' },
  ];
  for (const command of evil) t.throws(() => changeScript([command]), TypeError, JSON.stringify(command));
  const quoted = changeScript([
    { in: 'a', argv: ['echo', "'; reboot; '", '$(reboot)'], why: '' },
    { in: 'a', sysctl: 'net.ipv4.tcp_rmem', value: "1 2'; reboot", why: '' },
  ]);
  t.equal(
    quoted,
    [
      "nsenter --net=/run/netns/a sh <<'JOB' || exit 1",
      failFunction,
      '{',
      'cd /proc/sys',
      "echo ''\\''; reboot; '\\''' '$(reboot)' </dev/null || fail 1",
      "echo '1 2'\\''; reboot' >net/ipv4/tcp_rmem || fail 2",
      '}',
      'JOB',
      '',
    ].join('\n'),
  );
});

t.test('a change is one job per node, in the order of its commands', async (t) => {
  const commands: readonly NodeCommand[] = [
    { in: 'a', argv: ['tc', 'x'], why: '' },
    { in: 'b', ip: ['link', 'set', 'dev', 'x', 'up'], why: '' },
    { in: 'a', argv: ['tc', 'y'], why: '' },
  ];
  t.strictSame(changeScript(commands).match(/^nsenter .*$/gm), [
    "nsenter --net=/run/netns/a sh <<'JOB' || exit 1",
    "nsenter --net=/run/netns/b sh <<'JOB' || exit 1",
  ]);
  t.match(changeScript(commands), 'tc x </dev/null || fail 1\ntc y </dev/null || fail 3\n');
  t.match(changeScript(commands, '/elsewhere'), '--net=/elsewhere/a ');
  t.equal(changeScript([]), '');
});

const jobsOf = (script: string, prefix = ''): ReadonlyMap<string, string> =>
  new Map(
    [
      ...script.replaceAll(`/${prefix}`, '/').matchAll(/^nsenter --net=\/run\/netns\/(\S+) sh <<'JOB'[^]*?\nJOB$/gm),
    ].map(([job, node]) => [node!, job]),
  );

t.test('the build script makes namespaces and links, then runs all nodes in parallel', async (t) => {
  const script = buildScript(planText(twoLegs));
  t.ok(
    script.startsWith(
      `${failFunction}\nfiles=/run/mtulab-$$\nexport files\nip -batch - <<'INPUT' || fail 1-12\nnetns add client\n`,
    ),
  );
  t.match(script, '\nnetns add lb\nlink add name to-r1 mtu 9000 ');
  const jobs = jobsOf(script);
  t.strictSame([...jobs.keys()], ['client', 'r1', 'r2', 'server', 'la', 'lb']);
  t.strictSame(
    [...jobs].filter(([, job]) => job.includes('\nread _ <&6\n')).map(([node]) => node),
    ['r1', 'r2', 'la', 'lb'],
  );
  t.match(jobs.get('client'), /^ip -batch - <<'INPUT' \|\| fail 32-33,\d+-\d+$/m);
  t.equal(
    script.slice(script.lastIndexOf('\nJOB\n')),
    [
      '\nJOB',
      'jobs="$jobs $!"',
      'exec 7>&- 5<$files-up 9>&-',
      'failed=',
      'read failed <&5 && kill $jobs 2>/dev/null',
      'exec 8>&-',
      'for job in $jobs; do wait $job || failed=1; done',
      'exec 5<&- 6<&-',
      '[ -z "$failed" ] || { cat $files-stderr-* >&2; rm -f $files-*; exit 1; }',
      'rm -f $files-*',
      '',
    ].join('\n'),
  );
});

t.test('the engine loads the rulesets itself, so the build script has none', async (t) => {
  const plan = planText(threeNodes);
  t.ok(plan.commands.some((command) => 'nft' in command));
  t.notMatch(buildScript(plan), /nft|table /);
});

t.test('the standalone script writes a ruleset that several nodes load once, and any other into its job', async (t) => {
  const script = standaloneScript(planText(threeNodes.replace('server: 9000', 'server: 1500')));
  const jobs = jobsOf(script, '${p}');
  const [ledger, ...others] = script.match(/^table inet mtulab \{$|^printf .*table inet mtulab \{$/gm)!;
  t.equal(ledger, "printf '%s\\n' 'table inet mtulab {");
  t.equal(others.length, 1, 'the router loads the ledger with the rules of its filter');
  t.match(script, /^\}' >\$files\/rules-1 \|\| exit 1$/m);
  for (const node of ['client', 'server']) t.match(jobs.get(node), /^nft -f - <\$files\/rules-1 \|\| fail \d+$/m);
  t.match(jobs.get('router'), /^nft -f - <<'INPUT' \|\| fail \d+-\d+\n# \d+ .*\ntable inet mtulab \{$/m);
});

t.test('a switch bridges its links before the barrier and opens its ports after it', async (t) => {
  const job = jobsOf(buildScript(planText(oneSwitch))).get('lan')!;
  const [before, after] = job.split('\nexec 7>&-\nread _ <&6\n');
  t.match(before, '\nlink add name bridge type bridge ');
  t.match(before, '\nlink set dev bridge up\n');
  t.match(after, /^sh -c .* sh to-a <\/dev\/null \|\| fail \d+$/m);
});

/** The engine loads them itself. */
const withoutRulesets = (script: string): string =>
  script.replace(/^nft -f - <<'INPUT'[^]*?\nINPUT\n|^nft -f - <.*\n|^printf '%s\\n' 'table [^]*?' >.*\n/gm, '');

t.test('the standalone script builds the same network and adds a prefix, comments and offloads', async (t) => {
  const plan = planText(threeNodes);
  const offloads = / ethtool -K|^ethtool -K /;
  const lines = withoutRulesets(standaloneScript(plan))
    .replaceAll('${p}', '')
    .replaceAll('$files/', () => '$files-')
    .replaceAll('<<INPUT', "<<'INPUT'")
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !offloads.test(line));
  const built = buildScript(plan).trim().split('\n');
  const [fail, , , ...commands] = built; // the standalone script makes a folder for its files
  const start = lines.indexOf(fail!);
  t.strictSame(lines.slice(start, start + 1 + commands.length), [fail, ...commands]);
  t.strictSame(lines.slice(start + 1 + commands.length), [
    'built=1',
    'echo "up: ${names}; enter one with: ip netns exec client sh" >&2',
  ]);
});

t.test('the standalone script comments every command with its number and reason', async (t) => {
  const plan = planText(threeNodes);
  const script = standaloneScript(plan);
  for (const { number, why } of plan.commands) t.match(script, `# ${number} ${why}\n`);
  const count = plan.commands.length;
  t.strictSame(script.match(/^ethtool -K .*$/gm), [
    `ethtool -K to-router tso off </dev/null || fail ${count + 1}`,
    `ethtool -K to-client tso off </dev/null || fail ${count + 2}`,
    `ethtool -K to-server tso off </dev/null || fail ${count + 3}`,
    `ethtool -K to-router tso off </dev/null || fail ${count + 4}`,
  ]);
  const offloaded = standaloneScript(
    planText(threeNodes.replace('client: host', 'client: { host: { offloads: enabled } }')),
  );
  t.equal(offloaded.match(/^ethtool -K .* tso off /gm)!.length, 3, 'a node that keeps offloads is left alone');
});

t.test('the standalone script takes up or down and a prefix', async (t) => {
  const script = standaloneScript(planText(threeNodes));
  t.match(script, /^#!\/bin\/sh\n# A router that drops Packet Too Big\n/);
  t.match(script, "\nnames='client router server'\n");
  const run = (...args: string[]) => spawnSync('sh', ['-s', ...args], { input: script, encoding: 'utf8' });
  for (const args of [[], ['sideways'], ['up', '--prefix'], ['up', '--other']])
    t.match(run(...args), { status: 2, stderr: /^usage: .* up\|down \[--prefix PREFIX\]\n$/ }, args.join(' '));
  t.match(run('up', '--prefix', 'A b'), { status: 2, stderr: 'a prefix consists of a-z, 0-9 and -\n' });
  t.match(run('up', '--prefix=../x'), { status: 2, stderr: 'a prefix consists of a-z, 0-9 and -\n' });
});

t.test('titles and reasons cannot leave their comments', async (t) => {
  const plan = planText(threeNodes);
  const commands = plan.commands.map((command) => ({ ...command, why: 'a\nreboot `reboot` $(reboot) \\' }));
  const script = standaloneScript({
    ...plan,
    commands,
    scenario: { ...plan.scenario, title: 'x\u2028\r\nreboot $(reboot)' },
  });
  t.match(script, '\n# x reboot (reboot)\n');
  t.match(script, '\n# 1 a reboot reboot (reboot) \n');
  t.notMatch(script, /^reboot|\$\(reboot|`/m);
});

t.test('both scripts are valid for sh', async (t) => {
  for (const lab of [threeNodes, chain, twoLegs, oneSwitch])
    for (const script of [buildScript(planText(lab)), standaloneScript(planText(lab))])
      t.match(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }), { status: 0, stderr: '' });
});

t.test('a failure is explained by its command, its reason and its path in the scenario', async (t) => {
  const { commands } = planText(chain);
  const find = (wanted: (command: NodeCommand) => boolean) => commands.find(wanted)!;
  const link = find((command) => 'ip' in command && command.ip[0] === 'link').number;
  const clamp = find((command) => 'argv' in command);
  const drop = find((command) => 'nft' in command && command.nft.includes('mtulab-drop'));
  const pin = find((command) => 'sysctl' in command && command.in === 'edge');
  const explain = (output: string, numbers: string) =>
    explainFailure(commands, `${output}\nmtulab: command ${numbers} failed\n`);
  const secondLink = {
    ...{ why: 'link edge and transit' },
    command: /^ip link add name to-transit mtu 1500 .* netns edge type veth peer name to-edge .* netns transit$/,
  };
  const links = `${link}-${link + 3}`;
  const refused = 'RTNETLINK answers: File exists\nCommand failed -:2';
  t.match(explain(refused, links), { ...secondLink, output: refused });
  t.match(explain(`Command failed -:1\n${refused}`, links), secondLink, 'the last line belongs to the failed job');
  t.match(explain('Error: argument "to-transit" is wrong: name', links), secondLink);
  t.match(explain(refused, `${link},${link + 2}`), { why: 'link transit and firewall' });
  const ledgerLines = (commands[drop.number - 2] as { nft: string }).nft.split('\n').length;
  t.strictSame(explain(`/dev/stdin:${ledgerLines + 3}:3-9: Error: syntax error`, `${drop.number - 1}-${drop.number}`), {
    ...{ command: shellText(drop), why: drop.why },
    output: `/dev/stdin:${ledgerLines + 3}:3-9: Error: syntax error`,
  });
  t.strictSame(explain('iptables: No chain/target/match by that name.', `${clamp.number}`), {
    ...{ command: shellText(clamp), why: clamp.why },
    output: 'iptables: No chain/target/match by that name.',
  });
  t.strictSame(explain('sh: 7: cannot create net/x: Directory nonexistent', `${pin.number}`), {
    ...{ command: 'ip netns exec edge sysctl -w net.ipv4.ip_forward=1', why: pin.why },
    output: 'this kernel has no net.ipv4.ip_forward in a network namespace',
  });
  t.match(explain('sh: 7: echo: echo: I/O error', `${pin.number}`), {
    output: 'the kernel refuses 1 for net.ipv4.ip_forward',
  });
});

t.test('a failure without a known command keeps its output', async (t) => {
  const { commands } = planText(chain);
  const output = 'nsenter: cannot open /run/netns/edge: No such file or directory\n';
  t.strictSame(explainFailure(commands, output), { output: output.trim() });
  t.strictSame(explainFailure(commands, 'odd\nmtulab: command 1-9 failed\n'), { output: 'odd' });
});

t.test('commands of a change are counted from 1', async (t) => {
  const commands: readonly NodeCommand[] = [
    { in: 'a', argv: ['tc', 'x'], why: 'first' },
    { in: 'a', ip: ['link', 'set', 'dev', 'x', 'up'], why: 'second' },
  ];
  t.strictSame(explainFailure(commands, 'no device\nmtulab: command 2 failed'), {
    ...{ command: 'ip -n a link set dev x up', why: 'second', output: 'no device' },
  });
});
