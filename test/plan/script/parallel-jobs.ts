import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { groupBatches } from '../../../src/plan/script/batches.ts';
import { firstPhase, jobLines, parallelLines } from '../../../src/plan/script/parallel-jobs.ts';
import {
  failFunction,
  hereDocument,
  ipBatchLines,
  pinFunction,
  renderBatch,
  nftRuleset,
} from '../../../src/plan/script/shell-lines.ts';
import { sharedRulesets, writeRulesets } from '../../../src/plan/script/shared-rulesets.ts';

const ip = (number: number, text: string, node = 'a') => ({
  in: node,
  ip: text.split(' '),
  why: `reason ${number}`,
  number,
});
const nft = (number: number, text: string) => ({ in: 'a', nft: text, why: `reason ${number}`, number });
const sysctl = (number: number, value: string | null, name = 'net.ipv4.tcp_sack') => ({
  ...{ in: 'a', sysctl: name, value, why: `reason ${number}`, number },
});
const program = (number: number, ...argv: string[]) => ({ in: 'a', argv, why: `reason ${number}`, number });

t.test('consecutive commands of a kind share a batch, in order, except for other programs', async (t) => {
  const commands = [
    ip(1, 'link'),
    ip(2, 'addr'),
    nft(3, 'x'),
    nft(4, 'y'),
    sysctl(5, '1'),
    sysctl(6, '0'),
    program(7, 'tc'),
    program(8, 'tc'),
    ip(9, 'route'),
  ];
  t.strictSame(
    groupBatches(commands).map(({ kind, commands }) => `${kind} ${commands.map(({ number }) => number).join()}`),
    ['ip 1,2', 'nft 3,4', 'sysctl 5,6', 'argv 7', 'argv 8', 'ip 9'],
  );
  t.strictSame(groupBatches([]), []);
});

t.test('a batch becomes shell text that reports the numbers of its commands', async (t) => {
  const render = (...commands: Parameters<typeof groupBatches>[0]) =>
    groupBatches(commands).map((batch) => renderBatch(batch, { comment: ({ why }) => [`# ${why}`] }));
  t.strictSame(render(ip(1, 'link set dev x up'), ip(2, 'link set dev y up'), ip(5, 'route add ::/0 dev x')), [
    "ip -batch - <<'INPUT' || fail 1-2,5\n# reason 1\nlink set dev x up\n# reason 2\nlink set dev y up\n# reason 5\nroute add ::/0 dev x\nINPUT",
  ]);
  t.strictSame(render(nft(3, 'table inet a {\n}')), [
    "nft -f - <<'INPUT' || fail 3\n# reason 3\ntable inet a {\n}\nINPUT",
  ]);
  t.strictSame(render(sysctl(4, '1 2')), ["# reason 4\necho '1 2' >net/ipv4/tcp_sack || fail 4"]);
  t.strictSame(render({ ...sysctl(4, '1'), ifPresent: true }), ['# reason 4\npin 4 1 net/ipv4/tcp_sack']);
  t.strictSame(render(program(6, 'tc', 'a b')), ["# reason 6\ntc 'a b' </dev/null || fail 6"]);
  t.equal(renderBatch({ kind: 'argv', commands: [program(6, 'tc')] }), 'tc </dev/null || fail 6');
});

t.test('rulesets that several nodes load are files, written as they are', async (t) => {
  const [once, often] = [nft(1, 'table inet a {\n}'), nft(2, `table inet b {\n # it's 100 % \\n $(reboot)\n}`)];
  const batches = [[once], [often], [often, once], [often]].map((commands) => ({ kind: 'nft' as const, commands }));
  const files = sharedRulesets(batches, '$files/');
  t.strictSame([...files], [[nftRuleset([often]), '$files/rules-1']]);
  t.strictSame(
    batches.map((batch) => renderBatch(batch, { rulesets: files }).split('\n')[0]),
    [
      "nft -f - <<'INPUT' || fail 1",
      'nft -f - <$files/rules-1 || fail 2',
      "nft -f - <<'INPUT' || fail 2,1",
      'nft -f - <$files/rules-1 || fail 2',
    ],
  );
  const env = { ...process.env, files: t.testdir() };
  t.equal(spawnSync('sh', ['-c', writeRulesets(files).join('\n')], { env }).status, 0);
  t.equal(readFileSync(join(env.files, 'rules-1'), 'utf8'), `${often.nft}\n`);
});

t.test('a sysctl of an interface is reset to the default of a new namespace', async (t) => {
  const reset = (name: string) => renderBatch({ kind: 'sysctl', commands: [sysctl(1, null, name)] });
  t.equal(
    reset('net.ipv4.conf.to-b.rp_filter'),
    'unshare -n cat /proc/sys/net/ipv4/conf/default/rp_filter >net/ipv4/conf/to-b/rp_filter || fail 1',
  );
  t.equal(reset('net.ipv4.tcp_sack'), 'unshare -n cat /proc/sys/net/ipv4/tcp_sack >net/ipv4/tcp_sack || fail 1');
});

t.test('a prefix precedes each name of a namespace and nothing else', async (t) => {
  const lines = ipBatchLines(
    [ip(1, 'netns add r'), ip(2, 'link add name to-r netns r type veth peer name to-s netns s')],
    undefined,
    '${p}',
  );
  t.strictSame(lines, ['netns add ${p}r', 'link add name to-r netns ${p}r type veth peer name to-s netns ${p}s']);
  const feed = { program: 'ip -batch -', commands: [ip(1, 'netns add r')], text: ['netns add ${p}r'] };
  t.match(hereDocument({ ...feed, expands: true }), /<<INPUT /);
  t.match(hereDocument(feed), /<<'INPUT' /);
});

const style = { comment: () => [], prefix: '', netns: '/ns', files: '/f/', etc: '/e' };

t.test('one process creates all namespaces and links', async (t) => {
  const lines = firstPhase([ip(1, 'netns add a'), ip(2, 'netns add b'), ip(3, 'link add x')], style);
  t.equal(lines, "ip -batch - <<'INPUT' || fail 1-3\nnetns add a\nnetns add b\nlink add x\nINPUT");
});

t.test('a job defines pin only if it pins', async (t) => {
  const job = (command: Parameters<typeof groupBatches>[0][number]) =>
    jobLines({ node: 'a', parts: groupBatches([command]), style, ending: '&' });
  t.notMatch(job(sysctl(1, '1')), pinFunction);
  t.match(job({ ...sysctl(1, '1'), ifPresent: true }), `${failFunction}\n${pinFunction}\n{\ncd /proc/sys\n`);
});

t.test('only nodes with next hops or ports wait until every link is up', async (t) => {
  const job = (...third: Parameters<typeof groupBatches>[0]) =>
    parallelLines([ip(1, 'link set dev x up')], third, style).find((line) => line.startsWith('nsenter'))!;
  const inputs = (text: string) => text.match(/^(ip -batch .*|exec .*|read .*|tc .*)$/gm);
  t.strictSame(inputs(job(ip(2, 'addr add'), program(3, 'tc'))), [
    "ip -batch - <<'INPUT' || fail 1-2",
    'exec 7>&-',
    'tc </dev/null || fail 3',
  ]);
  const barrier = ["ip -batch - <<'INPUT' || fail 1", 'exec 7>&-', 'read _ <&6'];
  t.strictSame(inputs(job(ip(2, 'nexthop add'))), [...barrier, "ip -batch - <<'INPUT' || fail 2"]);
  t.strictSame(inputs(job({ ...program(2, 'tc'), afterUp: true })), [...barrier, 'tc </dev/null || fail 2']);
  t.match(job(), '{ echo failed >&7; } 2>/dev/null; exit 1; }', 'a failure aborts the build');
  t.match(job(), /^nsenter --net=\/ns\/a sh <<'JOB' 2>\/f\/stderr-a 8>&- 9>&- &$/m);
});
