import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { getPriority, setPriority } from 'node:os';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { readChunks } from '../../src/kernel/system/input-file.ts';
import { decodeTcpInfo } from '../../src/evidence/sockets/tcp-info.ts';
import { descriptorOf } from '../../src/kernel/system/descriptor.ts';
import { interfaceIndex } from '../../src/kernel/system/interface-index.ts';
import { ipRequest } from '../../src/kernel/system/ip-request.ts';
import { writeSysctl } from '../../src/kernel/system/write-sysctl.ts';
import { interfaceNames } from '../../src/kernel/system/list-interfaces.ts';
import { jsonLine, jsonLines } from '../../src/kernel/system/json-lines.ts';
import { checkResult, int32s, libc } from '../../src/kernel/system/libc.ts';
import { loadRuleset } from '../../src/kernel/system/load-ruleset.ts';
import { withoutSignals } from '../../src/kernel/system/without-signals.ts';
import { MachineError } from '../../src/kernel/system/machine-error.ts';
import { netlinkIn } from '../../src/kernel/system/netlink-socket.ts';
import { encodeAttribute, parseAttributeList, parseAttributes } from '../../src/kernel/system/netlink.ts';
import {
  NetlinkError,
  endsAnswer,
  netlinkProtocols,
  requestChange,
  requestChanges,
  requestDump,
  sendRequest,
} from '../../src/kernel/system/netlink.ts';
import { inNamespace, ownNamespace } from '../../src/kernel/system/network-namespace.ts';
import { childProcessIds, processStartTime } from '../../src/kernel/system/processes.ts';
import { lateOptimization, optimizeLate } from '../../src/kernel/system/optimize-late.ts';
import { runFirst } from '../../src/kernel/system/run-first.ts';
import { runInNamespace } from '../../src/kernel/system/run-in-namespace.ts';
import { exitCodeOf } from '../../src/kernel/system/posix-spawn.ts';
import { spawnProgram } from '../../src/kernel/system/spawn-program.ts';
import { getsockopt, socket } from '../../src/kernel/system/socket-calls.ts';
import { addressFamilies, SOCK_CLOEXEC, SOCK_DGRAM, SOL_SOCKET } from '../../src/kernel/system/socket-constants.ts';
import {
  listenerIn,
  localEndOf,
  resetOnClose,
  setKeepaliveProbes,
  unboundTcpSocketIn,
} from '../../src/kernel/system/tcp-sockets.ts';
import { tcpInfoOf, tcpSocketIn } from '../../src/kernel/system/tcp-sockets.ts';
import { inThreadPool } from '../../src/kernel/system/thread-pool.ts';
import { takeTerminal } from '../../src/kernel/system/take-terminal.ts';
import { until } from '../../src/kernel/system/until.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';
import { cString, done, failed, message, uint32 } from './fixtures/netlink.ts';

const signal = new AbortController().signal;
const skip = noNamespaces;

t.test('a machine error lists what failed, the purpose and the command, its output, and a remedy', async (t) => {
  const details = { what: 'could not build', why: 'to route', command: 'ip route', remedy: 'retry', cause: 'timeout' };
  const error = new MachineError({ ...details, output: 'no\nroute\n' });
  t.equal(
    error.message,
    'could not build\n  purpose: to route\n  command: ip route\n  output: no\n    route\n  remedy: retry',
  );
  t.equal(error.cause, 'timeout');
  t.match(error.details, details);
  t.equal(new MachineError({ what: 'no memory', output: ' \n' }).message, 'no memory', 'empty output is left out');
});

t.test(
  'until resolves with the first truthy value, times out with a machine error, and obeys its signal',
  async (t) => {
    let calls = 0;
    t.equal(await until('the third call', () => ++calls === 3 && 'seen', { everyMs: 1, withinMs: 1000 }), 'seen');
    const timeout = until('a reply', () => false, { everyMs: 1, withinMs: 5 });
    await t.rejects(timeout, new MachineError({ what: 'timed out after 5 ms waiting for a reply' }));
    const stop = AbortSignal.abort(new Error('enough'));
    await t.rejects(
      until('a reply', () => false, { withinMs: 1000 }, stop),
      { message: 'enough' },
    );
  },
);

t.test('JSON lines survive any division into chunks, and an unfinished last line is dropped', async (t) => {
  const values = [{ a: 'é\n' }, [1, null], 'x'];
  const bytes = Buffer.from(`${values.map(jsonLine).join('\n')}{"unfinished":`);
  for (const size of [1, 3, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const parsed: unknown[] = [];
    for await (const value of jsonLines(Readable.from(chunks, { objectMode: false }))) parsed.push(value);
    t.strictSame(parsed, values, `chunks of ${size} bytes`);
  }
});

t.test('a connection has a descriptor only while it is open', async (t) => {
  const withHandle = (handle: unknown) => ({ _handle: handle }) as unknown as Socket;
  t.equal(descriptorOf(withHandle({ fd: 0 })), 0);
  t.equal(descriptorOf(withHandle({ fd: -1 })), undefined, 'closing');
  t.equal(descriptorOf(withHandle(null)), undefined, 'closed');
  t.equal(descriptorOf(new Socket()), undefined, 'never connected');
});

t.test('a program is started with pipes, and nothing else of this process but its environment', async (t) => {
  const script =
    'read line; echo "$line $PATH"; grep -E "^Sig(Ign|Blk)" /proc/self/status; ls /proc/self/fd; echo odd >&2; exit 7';
  const argv = ['sh', '-c', script];
  const program = spawnProgram(argv);
  program.stdin.end('typed\n');
  const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
  t.match(stdout, `typed ${process.env['PATH']}\nSigBlk:\t${'0'.repeat(16)}\nSigIgn:\t${'0'.repeat(16)}\n0\n1\n2\n`);
  t.equal(stdout, spawnSync(argv[0]!, argv.slice(1), { input: 'typed\n', encoding: 'utf8' }).stdout, 'as Node does');
  t.strictSame([stderr, await program.exited], ['odd\n', 7]);
  program.kill();
  const waiting = spawnProgram(['cat']);
  waiting.stdout.resume();
  waiting.kill();
  t.equal(await waiting.exited, 128 + 9);
  const open = readdirSync('/proc/self/fd').length;
  t.throws(() => spawnProgram(['/no/program']), { message: 'cannot start /no/program: no such file or directory' });
  t.equal(readdirSync('/proc/self/fd').length, open);
  await t.rejects(exitCodeOf(process.pid), /^waitpid failed for process/);
});

t.test('netlink attributes are padded to four bytes, and flags are removed from their type', async (t) => {
  const encoded = Buffer.concat([encodeAttribute(1, Buffer.from('abcde')), encodeAttribute(0x8000 | 2, uint32(7))]);
  t.equal(encoded.length, 12 + 8);
  t.strictSame(parseAttributeList(encoded), [
    [1, Buffer.from('abcde')],
    [2, uint32(7)],
  ]);
  t.strictSame(parseAttributes(encoded).get(2), uint32(7));
  t.strictSame(parseAttributeList(Buffer.from([3, 0, 1, 0, 0, 0])), [], 'a length below the header ends the list');
  t.strictSame(parseAttributeList(Buffer.alloc(2)), []);
});

t.test('a dump returns its messages over all datagrams, and throws the errno of the kernel', async (t) => {
  const requests: Buffer[] = [];
  const exchange = (request: Buffer) => {
    requests.push(request);
    return [Buffer.concat([message(24, uint32(1)), message(24, Buffer.from('odd'))]), message(25), done];
  };
  t.strictSame(requestDump(exchange, 26, uint32(9)), [
    { type: 24, payload: uint32(1) },
    { type: 24, payload: Buffer.from('odd') },
    { type: 25, payload: Buffer.alloc(0) },
  ]);
  t.equal(requests[0]!.toString('hex'), '140000001a0001030000000000000000' + '09000000', 'NLM_F_REQUEST | NLM_F_DUMP');
  t.throws(() => requestDump(() => [failed(2)], 26, uint32(9)), new NetlinkError(2));
  sendRequest((request) => (requests.push(request), [failed(101)]), 26, Buffer.alloc(0));
  t.equal(
    requests[1]!.toString('hex'),
    '100000001a0005000000000000000000',
    'NLM_F_REQUEST | NLM_F_ACK, errors ignored',
  );
});

t.test('a change is acknowledged, or refused with the errno and the words of the kernel', async (t) => {
  const requests: Buffer[] = [];
  const change = { type: 24, flags: 0x600, body: uint32(9) };
  requestChange((request) => (requests.push(request), [failed(0)]), change);
  t.equal(requests[0]!.toString('hex'), '1400000018000506000000000000000009000000');
  const refusal = (answer: Buffer) => t.throws(() => requestChange(() => [answer], change));
  t.match(refusal(failed(17)), { errno: 17, reason: 'file already exists' });
  const reason = encodeAttribute(1, cString('Nexthop id does not exist'));
  const refused = message(2, uint32(-22 >>> 0), message(24, uint32(9)), reason);
  t.match(refusal(refused), { errno: 22, reason: 'Nexthop id does not exist' });
  requestChanges((request) => (requests.push(request), [failed(0)]), [change, change]);
  t.equal(
    requests[1]!.toString('hex'),
    '1400000018000106000000000000000009000000' + '1400000018000506000000000000000009000000',
    'the last of several is acknowledged',
  );
  t.match(
    t.throws(() => requestChanges(() => [failed(17)], [change, change])),
    { errno: 17 },
  );
});

/** What ip sends after `struct nlmsghdr`, as strace shows it: type, flags besides those of every request, and the rest. */
const sentByIp: Readonly<Record<string, string>> = {
  'link set dev x up': '16 000 00000000030000000100000001000000',
  'addr add 2001:db8:1::1/128 dev x nodad':
    '20 600 0a800200030000001400020020010db80001000000000000000000011400010020010db8000100000000000000000001',
  'addr add 192.0.2.2/31 dev x': '20 600 021f00000300000008000200c000020208000100c0000202',
  'neigh replace 2001:db8:2::2 lladdr 02:00:00:01:00:01 nud permanent router dev x':
    '28 500 0a00000003000000800080001400010020010db80002000000000000000000020a0002000200000100010000',
  'neigh replace 192.0.2.3 lladdr 02:00:00:01:00:01 nud permanent dev x':
    '28 500 02000000030000008000000008000100c00002030a0002000200000100010000',
  'nexthop add id 600002 via 2001:db8:2::2 dev x':
    '104 600 0a0000000000000008000100c22709001400060020010db80002000000000000000000020800050003000000',
  'nexthop add id 600004 group 600002/600003':
    '104 600 000000000000000008000100c427090014000200c227090000000000c327090000000000',
  'route add 2001:db8::/45 nhid 600004':
    '24 600 0a2d0000fe030001000000001400010020010db800000000000000000000000008001e00c4270900',
  'route add ::/0 via 2001:db8:2::2 dev x src 2001:db8:1::1':
    '24 600 0a000000fe03000100000000140001000000000000000000000000000000000014000500' +
    '20010db80002000000000000000000021400070020010db80001000000000000000000010800040003000000',
  'route add 0.0.0.0/0 via 192.0.2.3 dev x src 192.0.2.2':
    '24 600 02000000fe03000100000000080001000000000008000500c000020308000700c00002020800040003000000',
  'route add 2001:db8:1::1/128 via 2001:db8:2::2 dev x src 2001:db8:3::1 metric 2048':
    '24 600 0a800000fe030001000000001400010020010db80001000000000000000000011400050020010db8000200000000000000000002' +
    '1400070020010db800030000000000000000000108000600000800000800040003000000',
  'route add 192.0.2.1/32 nhid 400004 src 192.0.2.2 metric 2048':
    '24 600 02200000fe0300010000000008000100c000020108001e00841a060008000700c00002020800060000080000',
  'route add unreachable 192.0.2.0/24': '24 600 02180000fe0300070000000008000100c0000200',
};

t.test('commands become the netlink messages that ip sends', async (t) => {
  const index = (name: string) => (name === 'x' ? 3 : Number.NaN);
  for (const [text, sent] of Object.entries(sentByIp)) {
    const { type, flags, body } = ipRequest(text.split(' '), index);
    t.equal(`${type} ${flags.toString(16).padStart(3, '0')} ${body.toString('hex')}`, sent, text);
  }
  for (const text of ['link set dev x mtu 1400', 'route add ::/0 dev x', 'addr add 192.0.2.2/31 dev x brd +'])
    t.throws(() => ipRequest(text.split(' '), index), new TypeError(`no netlink message is known for: ip ${text}`));
});

t.test('interfaces have an index, and sysctls are written, in the namespace alone', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t, 'ip link add name a index 77 type veth peer name b');
  const indexes = netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) =>
    ['a', 'nowhere'].map((name) => interfaceIndex(exchange, name)),
  );
  t.strictSame(indexes, [77, undefined]);
  const ttl = 'net/ipv4/ip_default_ttl';
  const outside = readFileSync(`/proc/sys/${ttl}`, 'utf8');
  inNamespace(namespace, () => writeSysctl(ttl, '33'));
  t.equal(await runInNamespace({ namespace, argv: ['cat', `/proc/sys/${ttl}`] }, signal), '33\n');
  t.equal(readFileSync(`/proc/sys/${ttl}`, 'utf8'), outside);
  t.throws(() => writeSysctl('net/ipv4/no_such_setting', '1'), { code: 'ENOENT' });
});

t.test('an answer ends with a datagram that contains NLMSG_DONE or NLMSG_ERROR, or is empty', async (t) => {
  t.notOk(endsAnswer(Buffer.concat([message(24, Buffer.from('odd')), message(25)])));
  t.ok(endsAnswer(Buffer.concat([message(24, Buffer.from('odd')), done])));
  t.ok(endsAnswer(failed(0)));
  t.ok(endsAnswer(Buffer.alloc(0)));
});

t.test('interface names are read by index', async (t) => {
  const link = (index: number, ...attributes: readonly Buffer[]) =>
    message(16, uint32(0), uint32(index), uint32(0), uint32(0), ...attributes);
  const answer = [link(1, encodeAttribute(3, cString('lo'))), link(7, uint32(4), encodeAttribute(3, cString('to-b')))];
  t.strictSame([...interfaceNames(() => [answer[0]!, done])], [[1, 'lo']]);
  t.strictSame([...interfaceNames(() => [link(9), done])], [[9, '']], 'without IFLA_IFNAME');
});

t.test('a process has a start time and children until it ends, whatever its name', async (t) => {
  const program = join(t.testdir({ 'a) R (b': '#!/bin/sh\nread end\n' }), 'a) R (b');
  chmodSync(program, 0o755);
  const child = spawn(program, { stdio: ['pipe', 'ignore', 'inherit'] });
  await once(child, 'spawn');
  t.ok(
    Number(processStartTime(child.pid!)) >= Number(processStartTime(process.pid)),
    `${processStartTime(child.pid!)} ticks`,
  );
  t.ok(childProcessIds(process.pid).includes(child.pid!));
  child.stdin.end();
  await once(child, 'close');
  t.equal(processStartTime(child.pid!), undefined);
  t.strictSame(childProcessIds(child.pid!), []);
});

/** Whether this user may order programs to run before others. */
const mayRunFirst = (): boolean => {
  const nice = getPriority();
  try {
    setPriority(0, nice - 1);
    return true;
  } catch {
    return false;
  } finally {
    setPriority(0, nice);
  }
};

t.test('what is timed runs before others until its last user has ended', async (t) => {
  const nice = getPriority();
  const session = (pid: number | 'self'): string | undefined => {
    const path = `/proc/${pid}/autogroup`;
    return existsSync(path) ? /nice .*/.exec(readFileSync(path, 'utf8'))?.[0] : undefined;
  };
  // A process that has never been in a session of its own, as a descendant of init may be, has no autogroup, and a new session has one.
  const before = session('self');
  const ofProgram = existsSync('/proc/self/autogroup') ? (mayRunFirst() ? 'nice -20' : 'nice 0') : undefined;
  const timed = mayRunFirst() ? { nice: -20, session: before && 'nice -20' } : { nice, session: before };
  const [one, other] = [runFirst(), runFirst()];
  const program = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
  t.teardown(() => program.kill());
  one.program(program.pid!);
  one.program(2 ** 22 + 1); // it has ended
  t.strictSame([getPriority(program.pid), session(program.pid!)], [timed.nice, ofProgram]);
  one.end();
  t.strictSame([getPriority(), session('self')], [timed.nice, timed.session], 'another still needs it');
  other.end();
  t.strictSame([getPriority(), session('self')], [nice, before]);
});

t.test('a function is optimized later than usual, and still is', async (t) => {
  const count = `const sum = new Function('n', 'let total = 0; for (let i = 0; i < n; i++) total += i % 7; return total');
    let calls = 0;
    while ((%GetOptimizationStatus(sum) & 16) === 0 && calls < 1e6) (sum(10), calls++);
    console.log(calls);`;
  const callsBefore = (prelude = ''): number => {
    const flags = ['--allow-natives-syntax', '--no-concurrent-recompilation'];
    const { stdout } = spawnSync(process.execPath, [...flags, '-e', `${prelude}${count}`], {
      encoding: 'utf8',
      env: {},
    });
    return Number(stdout);
  };
  const [usual, late] = [callsBefore(), callsBefore(`require('node:v8').setFlagsFromString('${lateOptimization}');`)];
  t.ok(usual > 0 && late > 4 * usual && late < 1e6, `${late} calls instead of ${usual}`);
  t.doesNotThrow(optimizeLate);
});

t.test('a zombie has no start time', async (t) => {
  // The child lives until its parent is a cat: a shell may reap a child that has ended before.
  const script = 'sh -c "read line" <&3 & echo $!; exec cat 3<&-';
  const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
  t.teardown(() => parent.stdin!.end());
  const pid = Number(String((await once(parent.stdout!, 'data'))[0]));
  const isCat = () => readFileSync(`/proc/${parent.pid!}/comm`, 'utf8') === 'cat\n';
  await until('the parent becomes a cat', isCat, { withinMs: 10_000 });
  (parent.stdio[3] as Writable).end();
  const becomesZombie = until('a zombie', () => processStartTime(pid) === undefined, { withinMs: 10_000 });
  await t.resolves(becomesZombie);
  t.ok(childProcessIds(parent.pid!).includes(pid), 'it was not reaped');
});

t.test('a failed libc call throws the name of its errno', async (t) => {
  const close: (fd: number) => number = libc.func('int close(int fd)');
  t.throws(
    () => checkResult('close', close(-1), 'no file'),
    new MachineError({ what: 'close failed for no file: EBADF' }),
  );
  t.equal(checkResult('close', 0, 'a file'), 0);
  t.strictSame([...new Int32Array(new Uint8Array(int32s(1, -2)).buffer)], [1, -2]);
});

t.test('more calls than koffi runs at once queue for the thread pool', async (t) => {
  const getpid = inThreadPool<[]>(libc.func('int getpid()'));
  const results = await Promise.all(Array.from({ length: 600 }, () => getpid()));
  t.strictSame([...new Set(results)], [process.pid]);
});

t.test('a call that fails in the thread pool has the reason of the kernel', async (t) => {
  const closeLater = inThreadPool<[fd: number]>(libc.func('int close(int fd)'));
  for (let run = 0; run < 3; run++) {
    t.throws(() => checkResult('socket', socket(-1, 0, 0), 'a family'), { message: /EAFNOSUPPORT/ });
    const result = await closeLater(-1);
    t.throws(() => checkResult('close', result, 'no file'), { message: 'close failed for no file: EBADF' });
  }
});

t.test('socket options are read back with their length', async (t) => {
  const [SO_DOMAIN, SO_TYPE] = [39, 3];
  const fd = checkResult('socket', socket(addressFamilies.ipv6, SOCK_DGRAM | SOCK_CLOEXEC, 0), 'a test');
  t.teardown(() => closeSync(fd));
  for (const [option, expected] of [[SO_DOMAIN, addressFamilies.ipv6] as const, [SO_TYPE, SOCK_DGRAM] as const]) {
    const [value, length] = [Buffer.alloc(8), [8]];
    t.equal(getsockopt(fd, SOL_SOCKET, option, value, length), 0);
    t.strictSame([value.readInt32LE(0), length], [expected, [4]]);
  }
});

t.test('TCP_INFO exists only for a TCP socket', async (t) => {
  const file = openSync('/dev/null', 'r');
  t.equal(tcpInfoOf(file), undefined);
  closeSync(file);
  t.equal(tcpInfoOf(file), undefined, 'closed');
});

t.test('the thread is inside a namespace only while the function runs, even if it throws', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const current = () => readlinkSync('/proc/thread-self/ns/net');
  const own = current();
  t.equal(inNamespace(namespace, current), readlinkSync(namespace));
  t.not(readlinkSync(namespace), own);
  t.equal(current(), own);
  t.throws(
    () =>
      inNamespace(namespace, () => {
        throw new Error('inside');
      }),
    { message: 'inside' },
  );
  t.equal(current(), own);
  t.throws(() => inNamespace('/dev/null', current), { message: /^setns failed for \/dev\/null: EINVAL/ });
});

t.test('a program runs in a namespace with its input, and its failure is a machine error', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  t.match(
    await runInNamespace({ namespace, argv: ['cat', '/proc/self/net/dev', '-'], input: 'typed' }, signal),
    /lo:.*typed$/s,
  );
  const failing = (argv: readonly string[]) => runInNamespace({ namespace: ownNamespace, argv }, signal);
  await t.rejects(failing(['sh', '-c', 'echo broken >&2; exit 3']), {
    message: /^sh failed\n  command: sh .*\n  output: broken$/s,
  });
  await t.rejects(failing(['sh', '-c', 'exit 3']), { message: /output: 3$/ });
  await t.rejects(failing(['/no/program']), { message: 'cannot start /no/program: no such file or directory' });
  const aborted = AbortSignal.abort(new Error('enough'));
  await t.rejects(runInNamespace({ namespace, argv: ['true'] }, aborted), { message: 'enough' });
});

for (const library of ['libnftables.so.1', 'libnothing.so'])
  t.test(`a ruleset is loaded in a namespace, or nft explains why not (${library})`, { skip }, async (t) => {
    const namespace = await temporaryNamespace(t, 'ip link add name to-b type veth peer name b');
    const load = (ruleset: string) => loadRuleset({ namespace, ruleset, library }, signal);
    await load(
      'table inet counted {\n chain arrived {\n  type filter hook input priority 0;\n  iif "to-b" counter\n }\n}',
    );
    const list = (where: string) => runInNamespace({ namespace: where, argv: ['nft', 'list', 'ruleset'] }, signal);
    t.match(await list(namespace), /^table inet counted \{[^]*\siif "to-b" counter/);
    t.notMatch(await list(ownNamespace), 'counted');
    await t.rejects(load('add rule inet nowhere arrived accept'), {
      message: /^nft failed\n[^]*No such file or directory[^]*\n\s+add rule inet nowhere/,
    });
    const aborted = AbortSignal.abort(new Error('enough'));
    await t.rejects(loadRuleset({ namespace, ruleset: '', library }, aborted), { message: 'enough' });
  });

const ignore = (): void => {};

t.test('signals do not interrupt the library of nft', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  process.on('SIGURG', ignore);
  const storm = spawn('sh', ['-c', `while kill -URG ${process.pid}; do :; done`]);
  t.teardown(() => {
    storm.kill();
    process.off('SIGURG', ignore);
  });
  for (let turn = 0; turn < 100; turn++) await loadRuleset({ namespace, ruleset: `add table inet t${turn}` }, signal);
  t.equal(
    withoutSignals(() => 7),
    7,
  );
});

t.test('netlink answers from inside the namespace', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t, 'ip link add name a type veth peer name b');
  const names = netlinkIn({ namespace, protocol: netlinkProtocols.route }, interfaceNames);
  t.strictSame([...names.values()].sort(), ['a', 'b', 'lo']);
});

t.test('TCP sockets connect inside a namespace, over both families, and can be reset', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const server = createServer();
  server.listen({ fd: listenerIn(namespace, 8080) });
  t.teardown(() => server.close());
  for (const [family, address] of [['ipv6', '::1'] as const, ['ipv4', '127.0.0.1'] as const]) {
    const fd = tcpSocketIn({ namespace, family, address, port: 20_000 });
    const client = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0]);
    const accepted = once(server, 'connection');
    client.connect({ host: address, port: 8080 });
    const [peer] = (await accepted) as [Socket];
    t.equal(peer.remotePort, 20_000, family);
    t.equal(decodeTcpInfo(tcpInfoOf(fd)!)?.state, 1, 'established');
    setKeepaliveProbes(fd, true);
    t.equal(tcpOption(fd, TCP_KEEPCNT), 127);
    t.equal(tcpOption(fd, TCP_KEEPINTVL), 1);
    resetOnClose(descriptorOf(peer)!);
    const reset = once(client, 'error').catch((error: Error) => [error]);
    client.resume();
    peer.destroy();
    t.match(await reset, [{ code: 'ECONNRESET' }]);
  }
  const taken = { namespace, family: 'ipv4', address: '127.0.0.1', port: 8080 } as const;
  t.throws(() => tcpSocketIn(taken), { message: /^bind failed for 127\.0\.0\.1 port 8080: EADDRINUSE/ });
});

t.test('an unbound socket gets its port when it connects', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const server = createServer((peer) => peer.on('error', () => {}));
  server.listen({ fd: listenerIn(namespace, 8080) });
  t.teardown(() => server.close());
  for (const [family, address] of [['ipv6', '::1'] as const, ['ipv4', '127.0.0.1'] as const]) {
    const fd = unboundTcpSocketIn(namespace, family);
    t.equal(localEndOf(fd)?.port, 0, `${family}: none before`);
    const client = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0]);
    client.connect({ host: address, port: 8080 });
    await new Promise((resolve) => setImmediate(resolve));
    const { port } = localEndOf(descriptorOf(client))!;
    t.ok(port > 1023, 'chosen although the connection is not yet established');
    await once(client, 'connect');
    t.equal(client.localPort, port);
    client.destroy();
    t.equal(localEndOf(descriptorOf(client)), undefined, 'none after it is closed');
  }
});

const [TCP_KEEPINTVL, TCP_KEEPCNT] = [5, 6];
const tcpOption = (fd: number, option: number): number => {
  const value = Buffer.alloc(4);
  getsockopt(fd, 6, option, value, [4]);
  return value.readInt32LE(0);
};

t.test('a file is read in chunks, a directory is refused, and an aborted read ends', async (t) => {
  const folder = t.testdir({ file: 'x'.repeat(600_000) });
  const { signal } = new AbortController();
  const chunksOf = (chunks: AsyncIterable<Uint8Array>) => Readable.from(chunks).toArray() as Promise<Uint8Array[]>;
  const lengths = (await chunksOf(readChunks(`${folder}/file`, signal))).map(({ length }) => length);
  t.strictSame(lengths, [262_144, 262_144, 75_712]);
  await t.rejects(chunksOf(readChunks(folder, signal)), { message: 'it is a directory' });
  await t.rejects(chunksOf(readChunks(`${folder}/nowhere`, signal)), { code: 'ENOENT' });
  await t.rejects(chunksOf(readChunks('/dev/zero', AbortSignal.abort())), { name: 'AbortError' });
});

t.test('a descriptor that is no terminal has no foreground group', async (t) => {
  const file = openSync('/dev/null', 'r');
  t.teardown(() => closeSync(file));
  t.equal(takeTerminal(file), false);
});
