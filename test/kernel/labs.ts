import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import t from 'tap';
import { statelessTranslations } from '../../src/kernel/labs/stateless-translations.ts';
import type { FlowId } from '../../src/evidence/flows/flow-id.ts';
import { serviceAt } from '../../src/words/lab/destination.ts';
import { nodesByAddress } from '../../src/words/lab/nodes-by-address.ts';
import type { NodeView } from '../../src/words/lab/node-view.ts';
import { advanceRouteGeneration } from '../../src/kernel/labs/advance-route-generation.ts';
import { applyChange } from '../../src/kernel/labs/apply-change.ts';
import { buildNetwork } from '../../src/kernel/labs/build-network.ts';
import { buildLab } from '../../src/kernel/labs/build-lab.ts';
import { leaseReader } from '../../src/kernel/labs/leased-addresses.ts';
import { ownCommandLine } from '../../src/kernel/labs/own-command-line.ts';
import { labNetwork } from '../../src/kernel/labs/lab-network.ts';
import { endPrograms, namespaceIds } from '../../src/kernel/labs/end-programs.ts';
import { keepOutput } from '../../src/kernel/system/kept-output.ts';
import { hostsFileText, writeHostsFile } from '../../src/kernel/labs/hosts-file.ts';
import { nodeFilesFolder, ScriptError, startLabProcess } from '../../src/kernel/labs/lab-process.ts';
import type { LabProcess, ScriptResult } from '../../src/kernel/labs/lab-process.ts';
import { coveredRoutes, forgetPathMtus } from '../../src/kernel/labs/forget-path-mtus.ts';
import { learnedPathMtus } from '../../src/kernel/labs/learned-path-mtus.ts';
import { localRoutes } from '../../src/kernel/labs/local-routes.ts';
import { performCommands } from '../../src/kernel/labs/perform-commands.ts';
import { hasFiles, nsenterArguments, runInNode } from '../../src/kernel/labs/run-in-node.ts';
import { startServiceProgram } from '../../src/kernel/labs/service-program.ts';
import { startServices } from '../../src/kernel/labs/start-services.ts';
import { netlinkIn } from '../../src/kernel/system/netlink-socket.ts';
import { netlinkProtocols } from '../../src/kernel/system/netlink.ts';
import { until } from '../../src/kernel/system/until.ts';
import { disableSegmentationOffload } from '../../src/kernel/system/segmentation-offload.ts';
import type { HeldFramesCommand } from '../../src/kernel/emulation/link-emulation.ts';
import type { BuildRound } from '../../src/plan/script/build-rounds.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import type { NumberedCommand } from '../../src/plan/script/batches.ts';
import { chain, impaired, leasing, planText } from '../plan/fixtures/labs.ts';
import { node } from './fixtures/flow.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';
import { bundleProcess, noSandbox, start } from './fixtures/sandbox.ts';

/** Routers in a ring. */
const ringOf = (size: number): string => `
title: A ring
topology:
  nodes: { ${Array.from({ length: size }, (_, index) => `n${index}: router`).join(', ')} }
  links: [${Array.from({ length: size }, (_, index) => `{ between: [n${index}, n${(index + 1) % size}], mtu: 1500 }`).join(', ')}]
steps: [{ do: { ping: { from: n0, to: n1, bytes: 100 } } }]`;

const { signal } = new AbortController();
const stopped = AbortSignal.abort(new Error('stopped'));

/** A lab with one namespace. */
const at = (namespace: string) => ({ namespace: () => namespace, filesFolder: () => '/nowhere' });

const served = (...nodes: readonly NodeView[]) => ({
  nodes: new Map(nodes.map((each) => [each.name, each])),
  traitOf: () => undefined,
});

t.test('the first megabyte of a stream is kept, and the rest is counted', async (t) => {
  const stream = new PassThrough();
  const output = keepOutput(stream);
  for (let chunk = 0; chunk < 15; chunk += 1) stream.write(Buffer.alloc(100_000, 'x'));
  await output.drained();
  t.strictSame([output.text().length, output.omitted()], [1_000_000, 500_000]);
  stream.end();
});

t.test('namespaces that do not exist have no id, and without ids no process is ended', async (t) => {
  t.strictSame(namespaceIds(['/proc/self/no-such']), new Set());
  t.strictSame([...namespaceIds(['/proc/self/ns/net'])].length, 1);
  endPrograms(new Set());
});

t.test('the operations of a lab', { skip: noSandbox }, async (t) => {
  const sandbox = await start(bundleProcess(t, 'inner-lab.ts'), {});
  const results: Record<string, { readonly result?: unknown; readonly error?: string }> = {};
  for await (const event of sandbox.events as AsyncIterable<{ kind: string; result?: unknown; error?: string }>)
    results[event.kind] = event;
  t.strictSame(await sandbox.ended, { code: 0, stderr: '' });
  const result = (kind: string) => results[kind]?.result;

  t.test('a program runs in its node, where node names resolve', async (t) => {
    t.match(result('run'), {
      code: 3,
      stderr: 'client, /run/mtulab-nstat\n',
      stdout: /^127\.0\.0\.1 localhost$[^]* server$/m,
    });
    const machineHas = existsSync('/etc/nsswitch.conf');
    if (machineHas) t.strictSame(result('name resolution'), { stdout: 'hosts: files\n', stderr: '', code: 2 });
    t.match(result('unknown destinations'), {
      stdout: /From 192\.0\.2\.3 .*Unreachable[^]*From 2001:db8:1:1::2 .*[Uu]nreachable/,
    });
    t.strictSame(result('run with a child'), { stdout: 'left running\n', stderr: '', code: 0 });
    t.match(results['run past the deadline'], { error: /timeout/ });
    t.strictSame(result('run with much output'), { stderr: 'end\n', code: 0, omitted: 29_000_000, kept: 1_000_000 });
    t.equal(result('no program after the lab'), true);
    t.equal(result('no socket after the lab'), true, 'a socket would keep its namespace');
    const notRun = /^could not run (\S+) in client\n {2}command: \1\n {2}output: /;
    for (const [kind, reason] of [
      ['run a missing program', /no such program in this node: no-such-program$/],
      ['run what is no program', /Permission denied$/],
    ] as const) {
      t.match(results[kind], { error: notRun });
      t.match(results[kind], { error: reason });
    }
  });

  t.test('ip runs in the lab process, and its stderr is read when it fails', async (t) => {
    t.match(result('ip'), { code: 0, stdout: /^to-edge/, stderr: '' });
    t.match(result('ip that fails'), { code: 1, stdout: '', stderr: /"nowhere" does not exist/ });
  });

  t.test('a source port is found for a leg of a host', async (t) => t.equal(result('port of a leg'), 20_000));

  const offloads = result('offloads') as { readonly code: number; readonly stdout: string };
  t.test('packets leave interfaces segmented', { skip: offloads.code !== 0 && 'no ethtool here' }, async (t) =>
    t.match(offloads.stdout, /^\ttx-tcp-segmentation: off$[^]*^\ttx-tcp6-segmentation: off$/m),
  );

  t.test('transfers complete over both families, and only to nodes that serve', async (t) => {
    t.match(result('download'), { outcome: 'completed', received: 200_000, episodes: [] });
    t.match(result('upload'), { outcome: 'completed', received: 200_000, episodes: [] });
    t.match(results['refused'], { error: /^edge runs no HTTP server\n.*`host: \{ serve: http \}`/ });
  });

  t.test('learned path MTUs are inherited until they are flushed', async (t) => {
    t.match(result('inherited'), [
      /^client remembers a path MTU of 1500 to \S+ by to-edge$/,
      /^server remembers a path MTU of 1500 to \S+ by to-firewall$/,
    ]);
    t.strictSame(result('inherited nothing'), []);
  });

  t.test('a change that fails names its command', async (t) =>
    t.match(results['a change that fails'], {
      error: /^could not change the lab\n[^]*ip -n edge link set nowhere up[^]*Cannot find device "nowhere"/,
    }),
  );

  t.test('a lost Packet Too Big stalls a flow, which recovers when the drop is removed', async (t) => {
    t.match(result('stall'), {
      outcome: 'stalled',
      episodes: [{ cause: { word: 'packet-too-big-lost', place: 'firewall' } }],
      evidence: [/^stalled from \d\.\d\d s, still open: packet-too-big-lost at firewall$/],
    });
    t.match(result('open flows'), ['the flow victim is still open (ipv6)']);
    t.match(result('recovery'), { outcome: 'completed', episodes: [{ healedBy: 'packet-too-big' }], recovery: {} });
    t.match(result('another transfer over the same connection'), {
      ...{ outcome: 'completed', received: 1000 },
      ports: (result('stall') as { ports: object }).ports,
    });
  });

  t.test('every pending call rejects when the lab is killed', async (t) =>
    t.match(results['a killed lab'], { error: 'the lab process was killed, which ended the lab' }),
  );
});

t.test('a lab is not built after its run was stopped', async (t) => {
  const plan = { commands: [], nodes: [] } as unknown as Plan;
  await t.rejects(buildLab(plan, stopped), { message: 'stopped' });
  await t.rejects(startLabProcess('exit 0', stopped), { message: 'stopped' });
});

t.test('a failed build script explains itself by its stderr or its exit code', async (t) => {
  t.match(new ScriptError('no such device\n', 1), { message: 'no such device', stderr: 'no such device\n', code: 1 });
  t.equal(new ScriptError('\n', 5).message, 'the build script exited with code 5');
});

t.test(
  'a command that the engine performs fails a build with the reason of the kernel',
  { skip: noNamespaces },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const folder = t.testdir();
    const perform = (...commands: readonly object[]) =>
      performCommands(
        commands.map((command, index) => ({ in: 'a', why: 'test', number: index + 1, ...command }) as NumberedCommand),
        { namespace: () => namespace, filesFolder: (node) => `${folder}/${node}` },
        signal,
      );
    const ip = (text: string) => ({ ip: text.split(' '), netlink: true });
    const sysctl = (sysctl: string, value: string) => ({ sysctl, value });
    await perform(sysctl('net.ipv4.tcp_sack', '0'), ip('link set dev lo up'), { nft: 'table inet fine {\n}' });
    await perform({ ...sysctl('net.ipv4.no_such_setting', '1'), ifPresent: true });
    await perform({ file: 'unbound/unbound.conf', text: 'server:' }, { file: 'resolv.conf', text: null });
    t.equal(readFileSync(`${folder}/a/unbound/unbound.conf`, 'utf8'), 'server:\n');
    const failures: readonly (readonly [object, string, RegExp])[] = [
      [
        { nft: 'flush table inet other' },
        `printf '%s\\n' 'flush table inet other' | ip netns exec a nft -f -`,
        /^Error: .*No such file or directory/,
      ],
      [
        sysctl('net.ipv4.no_such_setting', '1'),
        'ip netns exec a sysctl -w net.ipv4.no_such_setting=1',
        /^this kernel has no net.ipv4.no_such_setting in a network namespace$/,
      ],
      [
        sysctl('net.ipv4.tcp_sack', 'many'),
        'ip netns exec a sysctl -w net.ipv4.tcp_sack=many',
        /^the kernel refuses many for net.ipv4.tcp_sack$/,
      ],
      [ip('link set dev nowhere up'), 'ip -n a link set dev nowhere up', /^there is no interface nowhere$/],
      [
        ip('route add 2001:db8::/32 via 2001:db8:9::1 dev lo'),
        'ip -n a route add 2001:db8::/32 via 2001:db8:9::1 dev lo',
        /^(No route to host|no route to host|host is unreachable)$/,
      ],
      [ip('nexthop add id 7 group 1/2'), 'ip -n a nexthop add id 7 group 1/2', /^Invalid nexthop id$/],
    ];
    for (const [command, line, output] of failures)
      await t.rejects(perform(sysctl('net.ipv4.tcp_sack', '1'), command), {
        name: 'MachineError',
        details: { what: 'could not build the lab', why: 'test', command: line, output },
      });
    await t.rejects(performCommands([{ in: 'a', nft: '', why: '', number: 1 }], at('/nowhere/a'), signal), {
      code: 'ENOENT',
    });
    await t.rejects(performCommands([{ in: 'a', nft: '', why: '', number: 1 }], at(namespace), stopped), {
      message: 'stopped',
    });
  },
);

const timing = { delayMs: 5, duplicate: 0, reorder: 0 };
const heldFrames: HeldFramesCommand = {
  ...{ in: 'link.emulator', why: 'late' },
  netem: { from: 'l0-0', to: 'l0-1', rules: '', timing: { ipv6: timing, ipv4: timing, other: timing } },
};

t.test('rounds of a build follow each other, until a script fails', async (t) => {
  const scripts: string[] = [];
  const lab = {
    ...at('/nowhere'),
    runScript: async (script: string) => {
      scripts.push(script);
      return { code: script === 'fail' ? 1 : 0, stdout: '', stderr: 'broken' };
    },
  };
  const round = (script: string, performed: BuildRound['performed'] = []) => ({ script, performed });
  const held: HeldFramesCommand[] = [];
  const hold = async (commands: readonly HeldFramesCommand[]): Promise<void> => void held.push(...commands);
  const netem = { ...heldFrames, phase: 3, number: 1 } as const;
  await buildNetwork([round('one'), round('', [netem]), round('two')], lab, hold, signal);
  t.strictSame(scripts, ['one', 'two']);
  t.strictSame(held, [netem]);
  await t.rejects(buildNetwork([round('fail'), round('three')], lab, hold, signal), { stderr: 'broken', code: 1 });
  t.equal(scripts.at(-1), 'fail');
});

t.test('a change runs as one script, and none without commands', async (t) => {
  const scripts: string[] = [];
  const processOf = (result: ScriptResult) =>
    ({ runScript: async (script: string) => (scripts.push(script), result) }) as unknown as LabProcess;
  const held: HeldFramesCommand[] = [];
  const hold = async (commands: readonly HeldFramesCommand[]): Promise<void> => void held.push(...commands);
  const changed = (result: ScriptResult) => ({ labProcess: processOf(result), emulation: { hold } });
  const change = [{ in: 'a', ip: ['link', 'set', 'to-b', 'mtu', '1400'], why: 'narrow' }];
  await applyChange(changed({ code: 0, stdout: '', stderr: '' }), [], signal);
  t.strictSame(scripts, []);
  await applyChange(changed({ code: 0, stdout: '', stderr: '' }), change, signal);
  t.match(scripts, [/link set to-b mtu 1400/]);
  await applyChange(changed({ code: 0, stdout: '', stderr: '' }), [heldFrames], signal);
  t.equal(scripts.length, 1, 'frames are held back by no script');
  t.strictSame(held, [heldFrames]);
  const refused = 'RTNETLINK answers: Invalid argument\nmtulab: command 1 failed\n';
  await t.rejects(applyChange(changed({ code: 1, stdout: '', stderr: refused }), change, signal), {
    name: 'MachineError',
    details: { what: 'could not change the lab', command: 'ip -n a link set to-b mtu 1400', why: 'narrow' },
  });
  await t.rejects(applyChange(changed({ code: 7, stdout: '', stderr: '' }), change, signal), /7/);
});

t.test('traits have the settings of the scenario until they change', async (t) => {
  const settings = { mss: 1396 };
  const traits = labNetwork(planText(chain));
  t.match(traits.traitOf('edge', 'clamp'), settings);
  t.equal(traits.traitOf('edge', 'drop'), undefined);
  t.equal(traits.traitOf('nowhere', 'clamp'), undefined);
  traits.setTrait('edge', 'drop', ['acks']);
  traits.setTrait('edge', 'clamp', undefined);
  traits.setTrait('nowhere', 'clamp', settings);
  t.strictSame(traits.traitOf('edge', 'drop'), ['acks']);
  t.equal(traits.traitOf('edge', 'clamp'), undefined);
  t.equal(traits.traitOf('nowhere', 'clamp'), undefined);
});

t.test('the delay of links is that of the changes so far', async (t) => {
  const network = labNetwork(planText(impaired));
  const delay = (): number => network.delayOfLinks({ from: 'a', to: 'd', family: 'ipv6' });
  t.equal(delay(), 200);
  network.setTrait('a', 'impairment', { 'to-b': {} });
  t.equal(delay(), 100, 'that of the other direction');
});

t.test('nodes publish the ports that the changes so far leave them', async (t) => {
  const network = labNetwork(planText(chain));
  const { nodes } = network;
  const names = [...nodes.keys()];
  const edge = nodes.get('edge')!;
  network.setTrait('edge', 'nat', { towards: 'client', publish: [{ port: 8080, to: 'server', 'to-port': 80 }] });
  t.strictSame(serviceAt(nodes, 'edge', 'http'), { port: 8080, servers: ['server'] });
  network.setTrait('edge', 'drop', ['acks']);
  t.strictSame(nodes.get('edge'), { ...edge, publishes: [{ port: 8080, node: 'server', nodePort: 80 }] });
  network.setTrait('edge', 'nat', { towards: 'client' });
  t.strictSame(nodes.get('edge'), edge);
  t.equal(serviceAt(nodes, 'edge', 'http'), undefined);
  network.setTrait('nowhere', 'nat', { towards: 'client' });
  t.strictSame([...nodes.keys()], names);
});

t.test('all nodes of a small lab are watched, and those near the ways of a flow in a large one', async (t) => {
  const network = labNetwork(planText(ringOf(66)));
  const [near, far] = [
    { from: 'n1', to: 'n5' },
    { from: 'n1', to: 'n32' },
  ];
  t.equal(labNetwork(planText(ringOf(64))).watchedNodes(near).length, 64);
  t.strictSame(network.watchedNodes(near), ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6'], 'one hop beyond the way');
  t.notOk(network.watchedNodes(far).includes('n40'));
  network.setTrait('n1', 'routes', [{ to: 'n32', via: 'n0' }]);
  network.setTrait('n0', 'routes', [{ to: 'n32', via: 'n65' }]);
  t.ok(network.watchedNodes(far).includes('n40'), 'static routes lead round the other side');
  network.mayDiffer();
  t.equal(network.watchedNodes(near).length, 66);
});

t.test('a lab is ready once every node has the local routes of its addresses', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, 'ip -6 addr add 2001:db8:1::1 dev lo nodad');
  const ip = (...args: readonly string[]) => spawnSync('nsenter', [`--net=${namespace}`, 'ip', '-6', ...args]);
  const waitFor = (ipv6: string, shared: string, over = signal) => {
    const shares = [{ name: 'vip', address: { ipv6: shared, ipv4: '' } }];
    return localRoutes([{ name: 'a', address: { ipv6, ipv4: '192.0.2.1' }, shares }], () => namespace, over);
  };
  await waitFor('2001:db8:1::1', '');
  await waitFor('', '2001:db8:9::1'); // a node that has lost the address has no route to wait for
  ip('addr', 'add', '2001:db8:2::1', 'dev', 'lo', 'nodad');
  await waitFor('2001:db8:1::1', '2001:db8:2::1');
  const local = ['local', '2001:db8:2::1', 'dev', 'lo', 'table', 'local'];
  ip('route', 'del', ...local);
  let isReady = false;
  const waiting = waitFor('2001:db8:1::1', '2001:db8:2::1').then(() => (isReady = true));
  await t.rejects(waitFor('2001:db8:1::1', '2001:db8:2::1', AbortSignal.timeout(20)));
  t.equal(isReady, false, 'the route of the shared address is missing');
  ip('route', 'add', ...local);
  await waiting;
  t.equal(isReady, true);
});

t.test('a trait without connection tracking gives what it makes of a flow', async (t) => {
  const node = (name: string, ipv6: string): NodeView => ({
    ...{ name, forwards: true, families: ['ipv6'], interfaces: [], address: { ipv6, ipv4: '' } },
  });
  const nodes = new Map([node('pod', '2001:db8:1::1'), node('edge', '2001:db8:2::1')].map((each) => [each.name, each]));
  const before: FlowId = {
    ...{ family: 'ipv6', protocol: 6, source: 20_000, destination: 80 },
    ...{ sourceAddress: '2001:db8:1::1', destinationAddress: '2001:db8:9::1' },
  };
  const settings = { of: 'pod', towards: 'sw' };
  const traitOf = (name: string, trait: string) =>
    name === 'edge' && trait === 'prefix-translation' ? settings : undefined;
  t.strictSame(statelessTranslations(nodes, traitOf, before), [
    { node: 'edge', before, after: { ...before, sourceAddress: '2001:db8:2:fffe::1' } },
  ]);
  t.strictSame(
    statelessTranslations(nodes, () => undefined, before),
    [],
  );
});

t.test('a hosts file lists every address of every node', async (t) => {
  const nodes = [
    { name: 'client', address: { ipv6: '2001:db8::1', ipv4: '192.0.2.1' } },
    { name: 'switch', address: { ipv6: '', ipv4: '' } },
    { name: 'six', address: { ipv6: '2001:db8::6', ipv4: '' } },
  ];
  t.equal(
    hostsFileText(nodes),
    '127.0.0.1 localhost\n::1 localhost\n2001:db8::1 client\n192.0.2.1 client\n2001:db8::6 six\n',
  );
  const vip = { name: 'vip', address: { ipv6: '2001:db8::7', ipv4: '' } };
  const holders = nodes.map((node) => ({ ...node, shares: [vip] }));
  t.match(hostsFileText(holders), /2001:db8::6 six\n2001:db8::7 vip\n$/, 'a shared address once');
  t.equal(hostsFileText([]), '127.0.0.1 localhost\n::1 localhost\n');
  await t.resolves(writeHostsFile(0, nodes), 'a lab that has ended is no error');
});

t.test('a program in a node enters the mount namespace of the lab first', async (t) => {
  t.strictSame(nsenterArguments({ labProcessId: 7, node: 'edge', argv: ['ping', '-c1', 'a b'], mayHaveFiles: false }), [
    '--mount=/proc/7/ns/mnt',
    '--root=/proc/7/root',
    ...['ip', 'netns', 'exec', 'edge', 'ping', '-c1', 'a b'],
  ]);
  await t.rejects(runInNode({ labProcessId: 7, node: 'edge', argv: ['true'] }, stopped), { message: 'stopped' });
});

t.test('a node with files of its own has them mounted first', { skip: noSandbox }, async (t) => {
  const [, , unshare, mount, shell, , script, folder, ...rest] = nsenterArguments({
    ...{ labProcessId: 7, node: 'edge', argv: ['ping'], mayHaveFiles: true },
  });
  t.strictSame([unshare, mount, shell, folder], ['unshare', '--mount', 'sh', '/run/mtulab-etc-7/edge']);
  t.strictSame(rest, ['ip', 'netns', 'exec', 'edge', 'ping']);
  const files = t.testdir({ 'no-such-file': '' });
  const allowed = process.getuid!() === 0 ? [] : ['--map-root-user'];
  const run = (folder: string) =>
    spawnSync(
      'unshare',
      [...allowed, '--mount', 'sh', '-ec', script!, folder, 'echo', 'netns', 'exec', 'edge', 'ping'],
      {
        encoding: 'utf8',
      },
    );
  t.match(run(files), { status: 255, stderr: /^exec of "ping" failed: mount: \/etc\/no-such-file: .*does not exist/ });
  t.match(run('/nowhere'), { status: 0, stdout: 'netns exec edge ping\n' });
  t.notOk(hasFiles(process.pid, 'edge'));
  t.equal(nodeFilesFolder(7, 'edge'), folder);
});

t.test(
  'a program of a service that ends before it answers fails with what it printed',
  { skip: noNamespaces },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const lab = { pid: process.pid, namespace: () => namespace };
    const program = { argv: ['unbound', '-d'], probe: { port: 53, payload: Buffer.alloc(1) } };
    const local = { ...node('no-such-node', []), address: { ipv6: '', ipv4: '127.0.0.1' } };
    await t.rejects(startServiceProgram(program, { node: local, lab }, signal), {
      message: /^unbound in no-such-node ended with exit code \d+ before it answered[^]*Cannot open network namespace/,
    });
    await t.rejects(startServiceProgram(program, { node: local, lab }, stopped), { message: 'stopped' });
  },
);

t.test('nodes without interfaces have learned nothing, and a stopped run does not read them', async (t) => {
  const lab = { nodes: [], namespace: (name: string) => `/nowhere/${name}` };
  t.strictSame(await learnedPathMtus(lab, signal), []);
  await t.resolves(forgetPathMtus([], signal));
  await t.rejects(learnedPathMtus(lab, stopped), { message: 'stopped' });
  await t.rejects(forgetPathMtus(['/nowhere/a'], stopped), { message: 'stopped' });
});

t.test('the routes that a more specific one covers are written as the command reads them', async (t) => {
  const printed = [
    '2001:db8:3::1 via 2001:db8:1:1::2 dev a src 2001:db8:1::1 metric 1024 pref medium',
    '2001:db8:3::/48 src 2001:db8:1::1 metric 1024 pref medium',
    '\tnexthop via 2001:db8:1:1::2 dev a weight 1 ',
    '\tnexthop via 2001:db8:1:2::2 dev b weight 1 ',
    '2001:db8::/32 encap seg6 mode encap segs 1 [ fd99::1 ] dev a metric 1024 pref medium',
    'default nhid 600003 src 2001:db8:1::1 metric 1024 pref medium',
    '\tnexthop via 2001:db8:1:1::2 dev a weight 1 ',
    '',
  ];
  t.strictSame(coveredRoutes(printed.join('\n')), [
    '2001:db8:3::/48 src 2001:db8:1::1 metric 1024 pref medium nexthop via 2001:db8:1:1::2 dev a weight 1 nexthop via 2001:db8:1:2::2 dev b weight 1',
    'default nhid 600003 src 2001:db8:1::1 metric 1024 pref medium',
  ]);
  t.strictSame(coveredRoutes(''), []);
});

t.test('segmentation offload of a namespace that is gone cannot be disabled', async (t) => {
  await t.rejects(disableSegmentationOffload('/nowhere/a', node('a', ['b']).interfaces), { code: 'ENOENT' });
});

t.test(
  'services listen until they are closed, and a node without one has no server',
  { skip: noNamespaces },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const nodes = [node('a', []), node('server', [], 8080)];
    const lab = { pid: process.pid, namespace: () => namespace };
    const services = await startServices(served(...nodes), lab, signal);
    t.equal(services.transferServer('server').port, 8080);
    t.throws(() => services.transferServer('a'), /^a runs no HTTP server\n.*`host: \{ serve: http \}`/);
    const taken = startServices(served(node('c', [], 81), node('b', [], 8080)), lab, signal);
    await t.rejects(taken, { message: 'bind failed for :: port 8080: EADDRINUSE' });
    services.close();
    const again = await startServices(served(node('c', [], 81), node('b', [], 8080)), lab, signal);
    again.close();
  },
);

t.test('leases are read from the file of the translator, and known to all who look up a node', async (t) => {
  const network = labNetwork(planText(leasing));
  const folder = t.testdir({ siit: { 'tayga.conf': '' } });
  const write = (...lines: readonly string[]): void => writeFileSync(`${folder}/siit/tayga.conf`, lines.join('\n'));
  const read = leaseReader({ ...network, filesFolder: (node) => `${folder}/${node}` });
  const { map } = network.nodes.get('siit')!.translates!;
  const { ipv6 } = network.nodes.get('server')!.address;
  write(`map ${map[0]!.ipv4} ${map[0]!.ipv6}`, `map 192.0.2.97 ${ipv6}`, 'map 192.0.2.98 2a00::1');
  read();
  t.strictSame(network.nodes.get('siit')!.translates!.map, [
    ...map,
    { node: 'server', has: 'ipv6', ipv6, ipv4: '192.0.2.97' },
  ]);
  t.equal(nodesByAddress(network.nodes).get('192.0.2.97'), 'server');
  t.equal(nodesByAddress(network.nodes).get('192.0.2.98'), undefined, 'a host outside the lab');
  write(`map ${map[0]!.ipv4} ${map[0]!.ipv6}`);
  read();
  t.strictSame(network.nodes.get('siit')!.translates!.map, map, 'a lease that has ended is gone');
  leaseReader({ ...labNetwork(planText(chain)), filesFolder: () => 'nowhere' })();
  t.strictSame(ownCommandLine, [process.execPath, process.argv[1]]);
});

t.test(
  'nodes with IPv6 next-hop objects begin with a later generation of routes',
  { skip: noNamespaces },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const monitor = spawn('nsenter', [`--net=${namespace}`, 'ip', '-6', 'monitor', 'route']);
    t.teardown(() => monitor.kill());
    let seen = '';
    monitor.stdout.on('data', (data: Buffer) => (seen += String(data)));
    const ip = (...args: readonly string[]) => spawnSync('nsenter', [`--net=${namespace}`, 'ip', '-6', ...args]);
    const listens = () => (ip('route', 'replace', 'unreachable', '2001:db8:f::/48'), seen.includes('2001:db8:f::/48'));
    await until('the monitor to listen', listens, { withinMs: 10_000 });
    const before = String(ip('route').stdout);
    const why = 'because';
    const commands = [
      { in: 'a', ip: ['nexthop', 'add', 'id', '1', 'via', '2001:db8::1', 'dev', 'lo'], why },
      { in: 'a', ip: ['nexthop', 'add', 'id', '2', 'via', '2001:db8::2', 'dev', 'lo'], why },
      { in: 'b', ip: ['route', 'add', '2001:db8:1::/48', 'via', '2001:db8::1', 'dev', 'lo'], why },
      { in: 'c', ip: ['nexthop', 'add', 'id', '1', 'via', '192.0.2.1', 'dev', 'lo'], why },
    ];
    const advance = (node: string) =>
      netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) =>
        advanceRouteGeneration(
          commands.filter((command) => command.in === node),
          exchange,
        ),
      );
    for (const node of ['b', 'c', 'a']) advance(node);
    await until('the last change', () => seen.includes('Deleted unreachable 100::/64'), { withinMs: 10_000 });
    t.equal(seen.match(/^unreachable 100::\/64/gm)?.length, 250, 'of one node, once');
    t.equal(String(ip('route').stdout), before, 'no route is left');
  },
);
