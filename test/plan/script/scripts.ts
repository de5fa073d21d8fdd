import { spawnSync } from 'node:child_process';
import t from 'tap';
import { buildRounds, isPerformed } from '../../../src/plan/script/build-rounds.ts';
import { changeScript } from '../../../src/plan/script/change-script.ts';
import { explainFailure } from '../../../src/plan/script/explain-failure.ts';
import { failFunction } from '../../../src/plan/script/shell-lines.ts';
import { standaloneScript } from '../../../src/plan/script/standalone-script.ts';
import type { Plan } from '../../../src/plan/model/plan.ts';
import type { NodeCommand } from '../../../src/words/lab/node-command.ts';
import { shellText } from '../../../src/words/lab/shell-text.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import { chain, oneSwitch, oneTunnel, planText, threeNodes, twoLegs } from '../fixtures/labs.ts';

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

t.test('the commands of every kind of tunnel are words that a script can hold', async (t) => {
  for (const [kind, { underlay, example }] of Object.entries(dictionary.links).filter(([, { underlay }]) => underlay)) {
    const text = oneTunnel.replace('{ vxlan: { over: ipv6, id: 7 } }', JSON.stringify({ [kind]: example }));
    t.match(standaloneScript(planText(text)), 'overlay', `${kind} over ${underlay!(example)}`);
  }
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

t.test(
  'a build makes namespaces and links by one program, and performs the rest of most nodes in the engine',
  async (t) => {
    const plan = planText(twoLegs);
    const [first, second, third, ...more] = buildRounds(plan);
    t.strictSame(more, []);
    t.ok(first.script.startsWith(`${failFunction}\nip -batch - <<'INPUT' || fail 1-12\nnetns add client\n`));
    t.match(first.script, '\nnetns add lb\nlink add name to-r1 mtu 9000 ');
    t.strictSame([first.performed, second!.script, third!.script], [[], '', '']);
    const performed = [...second!.performed, ...third!.performed];
    t.strictSame(
      performed.map(({ number }) => number),
      plan.commands.slice(12).map(({ number }) => number),
      'each command once, in the order of the plan',
    );
    t.ok(second!.performed.every((command) => 'sysctl' in command || command.why.startsWith('bring up ')));
  },
);

t.test('the engine performs what is sent by netlink, sysctls with a value, and rulesets', async (t) => {
  const performed: readonly NodeCommand[] = [
    { in: 'a', ip: ['link', 'set', 'dev', 'x', 'up'], netlink: true, why: '' },
    { in: 'a', sysctl: 'net.ipv4.tcp_sack', value: '0', why: '' },
    { in: 'a', nft: 'table inet x {\n}', why: '' },
  ];
  const started: readonly NodeCommand[] = [
    { in: 'a', ip: ['link', 'set', 'dev', 'x', 'up'], why: '' },
    { in: 'a', sysctl: 'net.ipv4.tcp_sack', value: null, why: '' },
    { in: 'a', argv: ['tc', 'x'], why: '' },
  ];
  t.strictSame([...performed, ...started].map(isPerformed), [true, true, true, false, false, false]);
});

const planned = (node: string, number: number, rest: object) =>
  ({ in: node, why: '', phase: 3, number, ...rest }) as Plan['commands'][number];

t.test('what a round leaves of a node is done in the next, so that each node keeps its order', async (t) => {
  const commands = [
    planned('a', 1, { argv: ['tc', 'x'] }),
    planned('a', 2, { nft: 'one' }),
    planned('a', 3, { argv: ['tc', 'y'] }),
    planned('b', 4, { nft: 'two' }),
    planned('b', 5, { argv: ['tc', 'z'] }),
  ];
  const [, ...rounds] = buildRounds({ commands });
  t.strictSame(
    rounds.map(({ script, performed }) => [script.match(/^tc \w/gm), performed.map(({ number }) => number)]),
    [
      [['tc x'], [2, 4]],
      [['tc y', 'tc z'], []],
    ],
  );
});

t.test('the jobs of several nodes run at the same time, and each has a file for its errors', async (t) => {
  const tc = (node: string, number: number) => planned(node, number, { argv: ['tc', 'x'] });
  const [, one] = buildRounds({ commands: [tc('a', 1)] });
  t.strictSame(one!.script.match(/^nsenter .*$/gm), ["nsenter --net=/run/netns/a sh <<'JOB' || exit 1"]);
  const [, two] = buildRounds({ commands: [tc('a', 1), tc('b', 2)] });
  t.equal(
    two!.script.replace(/^nsenter [^]*?^JOB$/gm, (job) => job.split('\n')[0]!),
    [
      'files=/run/mtulab-$$',
      'jobs=',
      "nsenter --net=/run/netns/a sh <<'JOB' 2>$files-stderr-a &",
      'jobs="$jobs $!"',
      "nsenter --net=/run/netns/b sh <<'JOB' 2>$files-stderr-b &",
      'jobs="$jobs $!"',
      'failed=',
      'for job in $jobs; do wait $job || failed=1; done',
      '[ -z "$failed" ] || { cat $files-stderr-* >&2; rm -f $files-*; exit 1; }',
      'rm -f $files-*',
      '',
    ].join('\n'),
  );
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

t.test('a switch bridges its links before the engine brings them up, and opens its ports after it', async (t) => {
  const [, bridged, opened] = buildRounds(planText(oneSwitch)).filter(({ script }) => script !== '');
  t.match(bridged!.script, '\nlink add name bridge type bridge ');
  t.match(bridged!.performed.at(-1), { in: 'lan', ip: ['link', 'set', 'dev', 'bridge', 'up'] });
  t.match(opened!.script, /^sh -c .* sh to-a <\/dev\/null \|\| fail \d+$/m);
});

t.test('only nodes with next hops or ports wait in the standalone script until all links are up', async (t) => {
  const waiting = (text: string) =>
    [...jobsOf(standaloneScript(planText(text)), '${p}')]
      .filter(([, job]) => job.includes('\nexec 7>&-\nread _ <&6\n'))
      .map(([node]) => node);
  t.strictSame(waiting(twoLegs), ['r1', 'r2', 'la', 'lb']);
  t.strictSame(waiting(oneSwitch), ['lan']);
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

t.test('the standalone script of a small network', async (t) =>
  t.matchSnapshot(standaloneScript(planText(threeNodes))),
);

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
    for (const script of [...buildRounds(planText(lab)).map((round) => round.script), standaloneScript(planText(lab))])
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
