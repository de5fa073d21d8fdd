import { spawnSync } from 'node:child_process';
import t from 'tap';
import { explainFailure } from '../../src/plan/script/explain-failure.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import { changeScript } from '../../src/plan/script/change-script.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { emulator } from '../../src/words/lab/impairment.ts';
import { shellQuote } from '../../src/text/shell-quote.ts';
import { bundleProcess } from '../kernel/fixtures/sandbox.ts';
import { chain, traitSettings } from '../words/fixtures/trait-settings.ts';

const skip = process.getuid?.() === 0 ? false : 'only root may make network namespaces here';

const buildNetwork = bundleProcess(t, '../../lab/fixtures/build-network.ts').map(shellQuote).join(' ');

const planned = (text: string): Plan => {
  const { scenarios } = readScenario({ file: 'lab.yaml', text }, dictionary, validate);
  return makePlan(scenarios[0]!, dictionary).plan!;
};

const canonical = planned(`
title: Two legs between two routers, it's $(reboot) \`quoted\`
topology:
  nodes: { client: host, r1: { edge: { clamp: { mss: 1396 } } }, r2: router, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, r2], legs: [{ via: la, mtu: 9000 }, { via: lb, mtu: 1500, drop: [packet-too-big] }] }
    - { between: [r2, server], mtu: 9000 }
steps: [{ do: { ping: { from: client, to: server, bytes: 100 } } }]
`);

const switched = `
title: Switches and routers
topology:
  nodes: { a: { host: { routes: [{ to: b, via: r2, mtu: 1500 }] } }, s1: switch, s2: switch, other: host, r1: router, r2: router, far: switch, b: host }
  links:
    - { between: [a, s1], mtu: 9000 }
    - { between: [s1, s2], mtu: 9000 }
    - { between: [s2, other], mtu: 9000 }
    - { between: [s2, r1], mtu: 9000 }
    - { between: [r2, s2], mtu: 9000 }
    - { between: [r1, far], mtu: 1500 }
    - { between: [r2, far], mtu: 1500 }
    - { between: [far, b], mtu: 1500 }
steps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]
`;

const tunnelled = planned(`
title: A tunnel over two cables between the same nodes, one of which refuses what the other carries
topology:
  nodes: { a: { host: { routes: [{ to: b, via: b }] } }, r1: { router: { srv6: [{ to: b, through: [r2], mode: encap.red }] } }, r2: router, b: host }
  links:
    - { between: [a, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 9000 }
    - { between: [r1, r2], name: second, mtu: { r1: 1500, r2: 9000 } }
    - { between: [r2, b], mtu: 9000 }
    - { between: [a, b], name: overlay, tunnel: { vxlan: { over: ipv6 } } }
steps: [{ do: { ping: { from: a, to: b, bytes: 100 } } }]
`);

const translated = planned(`
title: A NAT that publishes a port, a prefix translation, and an address of two servers
topology:
  nodes:
    client: host
    r: { router: { urpf: loose, packet-too-big: { mtu: 1400 } } }
    nat: { firewall: { nat: { towards: r, ports: 40000-40100, publish: [{ port: 8080, to: s1, to-port: 80 }] } } }
    npt: { edge: { prefix-translation: { of: s2, towards: r } } }
    s1: { host: { serve: [http, echo] } }
    s2: { host: { serve: [http, echo] } }
  addresses: { vip: { at: [s1, s2] } }
  links:
    - { between: [client, r], mtu: 9000 }
    - { between: [r, nat], mtu: 1500 }
    - { between: [r, npt], mtu: 1500 }
    - { between: [nat, s1], mtu: 9000 }
    - { between: [npt, s2], mtu: 9000 }
steps: [{ do: { ping: { from: client, to: vip, bytes: 100 } } }]
`);

const fewerFamilies = planned(`
title: Nodes and links with one family, and IPv6 in a tunnel across a router without it
topology:
  nodes:
    old: { host: { families: [ipv4] } }
    lan: switch
    a: { router: { routes: [{ to: b, via: r }] } }
    r4: { router: { families: [ipv4] } }
    r: router
    b: { host: { families: [ipv6] } }
  links:
    - { between: [old, lan], mtu: 1500 }
    - { between: [lan, a], mtu: 1500 }
    - { between: [a, r4], mtu: 1500 }
    - { between: [r4, r], mtu: 1000, families: [ipv4] }
    - { between: [a, r], name: overlay, families: [ipv6], mtu: 1400, tunnel: { vxlan: { over: ipv4 } } }
    - { between: [r, b], mtu: 1500 }
steps: [{ do: { ping: { from: old, to: r, bytes: 100 } } }]
`);

const impairedLinks = planned(`
title: Links that are impaired, by themselves and by a node
topology:
  nodes: { a: host, b: { router: { impairment: { to-c: { loss: 1%, duplicate: { ipv4: 2% } } } } }, c: switch, d: host }
  links:
    - { between: [a, b], mtu: { a: 9000, b: 1500 }, delay: { ipv6: 10ms }, passes: 1400 }
    - { between: [b, c], mtu: 9000 }
    - { between: [c, d], mtu: 9000, passes: 1500 }
steps: [{ do: { ping: { from: a, to: d, bytes: 100 } } }]
`);

/** Runs a shell script in namespaces of its own, which end with the shell. */
const runIsolated = (text: string) =>
  spawnSync('unshare', ['-m', '-n', '-p', '-f', '--mount-proc', 'sh', '-s'], {
    input: `mount -t tmpfs tmpfs /run && mkdir /run/netns || exit 9\n${text}`,
    encoding: 'utf8',
  });

/** Shell text that builds a lab as the engine does. */
const engineBuild = (plan: Plan): string =>
  `${saved(`${JSON.stringify(plan)}\n`, 'plan')}${buildNetwork} </run/plan >&2 || exit 8\n`;

/** Shell text that saves the output of plan --script as /run/NAME. */
const saved = (text: string, name: string) => `cat >/run/${name} <<'SCRIPT'\n${text}SCRIPT\n`;

const views = [
  'addr',
  'route show table all',
  '-6 route show table all',
  'nexthop',
  'neigh',
  '-6 neigh',
  'rule',
  'link',
];

/** The output of `ip -j` and nft for every namespace, once the kernel has been asked for each link by name: only then are its flags up to date. */
const dump = (names: readonly string[], prefix = ''): string =>
  names
    .map((name) =>
      [
        `echo '@ ${name}'`,
        `ip netns exec ${prefix}${name} sh -c 'for device in /sys/class/net/*; do ip link show dev \${device##*/}; done >/dev/null'`,
        ...views.map((view) => `ip -n ${prefix}${name} -j ${view}`),
        `ip netns exec ${prefix}${name} nft -s list ruleset`,
        `ip netns exec ${prefix}${name} sh -c 'cd /proc/sys/net && grep -rs . ipv4/tcp_* ipv4/fib_* ipv4/ip_* ipv6/conf ipv4/conf ipv6/*_* ipv6/icmp core' | grep -v -e tcp_fastopen_key -e stable_secret -e uid`,
      ].join('\n'),
    )
    .join('\n');

/** Lines of a dump; a JSON list becomes one line per entry, sorted: the kernel lists entries in the order in which links came up. */
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith('[') ? (JSON.parse(line) as object[]).map(withoutVolatile).sort() : [line]));

const withoutVolatile = (entry: object): string =>
  JSON.stringify(entry, (key, value: unknown) => (volatile.test(key) ? undefined : value)).replace(
    /fe80::[0-9a-f:]+/g,
    'fe80::',
  );

const volatile = /^(ifindex|link_index|link_netnsid|(valid|preferred)_life_time|last|updated|used|confirmed)$/;

/** Milliseconds; a lost solicitation, a tentative address or a port that does not forward yet costs about a second. */
const retryMs = 900;

/** The lines that only one of two dumps has; empty when they are equal. */
const difference = (first: readonly string[], second: readonly string[]): readonly string[] => [
  ...first.filter((line) => !second.includes(line)).map((line) => `- ${line}`),
  ...second.filter((line) => !first.includes(line)).map((line) => `+ ${line}`),
  ...(first.length === second.length ? [] : [`${first.length} and ${second.length} lines`]),
];

/** The state of the bridge device itself changes up to a second later; it has no part in forwarding. */
const ports = (dumped: string): readonly string[] =>
  linesOf(dumped).filter((line) => !line.includes('"ifname":"bridge"'));

const namespacesOf = ({ nodes, commands }: Plan): readonly string[] => [
  ...nodes.map(({ name }) => name),
  ...(commands.some((command) => command.in === emulator) ? [emulator] : []),
];

const networks: Readonly<Record<string, Plan>> = {
  ...{
    'two legs': canonical,
    'a tunnel': tunnelled,
    'translation and a shared address': translated,
    'fewer families': fewerFamilies,
    'impaired links': impairedLinks,
  },
};

for (const [network, plan] of Object.entries(networks))
  t.test(`the engine and plan --script build the same network with ${network}, and it works`, { skip }, async (t) => {
    const names = namespacesOf(plan);
    const engine = runIsolated(`${engineBuild(plan)}${dump(names)}`);
    const alone = runIsolated(
      `${saved(standaloneScript(plan), 's')}dash /run/s up --prefix x- 2>/dev/null || exit 1\n${dump(names, 'x-')}`,
    );
    t.equal(engine.status, 0, engine.stderr);
    t.equal(alone.status, 0, alone.stderr);
    const [one, other] = [linesOf(engine.stdout), linesOf(alone.stdout)];
    t.ok(one.length > 1000, 'the dump is not empty');
    t.strictSame(difference(one, other), []);
  });

t.test('the first packet of each family is answered at once', { skip }, async (t) => {
  const { address } = canonical.nodes.find(({ name }) => name === 'server')!;
  const ping = (to: string) => `nsenter --net=/run/netns/client ping -c1 -W2 ${to} | grep -o 'time=[0-9.]*'`;
  const { stdout, stderr } = runIsolated(`${engineBuild(canonical)}${ping(address.ipv6)}\n${ping(address.ipv4)}`);
  const times = [...stdout.matchAll(/time=([0-9.]+)/g)].map(([, ms]) => Number(ms));
  t.equal(times.length, 2, stderr);
  t.ok(
    times.every((ms) => ms < retryMs),
    times.join(' '),
  );
});

t.test(
  'switches forward the first frame at once, and the engine and the script build the same network',
  { skip },
  async (t) => {
    const made = planned(switched);
    const all = made.nodes.map(({ name }) => name);
    const { address } = made.nodes.find(({ name }) => name === 'b')!;
    const ping = (to: string) => `nsenter --net=/run/netns/a ping -M do -s 1400 -c1 -W2 ${to} | grep -o 'time=[0-9.]*'`;
    const pings = Object.values(address).map(ping).join('\n');
    const engine = runIsolated(`${engineBuild(made)}${pings}\necho '@@'\n${dump(all)}`);
    const alone = runIsolated(
      `${saved(standaloneScript(made), 's')}dash /run/s up 2>/dev/null || exit 1\n${dump(all)}`,
    );
    t.equal(alone.status, 0, alone.stderr);
    const [used, built] = engine.stdout.split('@@\n');
    const times = [...used!.matchAll(/time=([0-9.]+)/g)].map(([, ms]) => Number(ms));
    t.equal(times.length, 2, engine.stderr);
    t.ok(
      times.every((ms) => ms < retryMs),
      times.join(' '),
    );
    t.strictSame(difference(ports(built!), ports(alone.stdout)), []);
  },
);

t.test('the script refuses existing names, and down removes everything', { skip }, async (t) => {
  const file = saved(standaloneScript(canonical), 's');
  const { stdout, stderr } = runIsolated(`${file}sh /run/s up 2>/dev/null; echo up $?
sh /run/s up; echo again $?
sh /run/s up --prefix y- 2>/dev/null; echo beside $?
ls /run/netns | wc -l
sh /run/s down; sh /run/s down --prefix=y-; echo down $?
ls /run/netns | wc -l; ls -d /tmp/tmp.*/client 2>/dev/null
sh /run/s sideways 2>/dev/null; echo wrong $?
sh /run/s up --prefix 'a;b' 2>/dev/null; echo prefix $?`);
  t.strictSame(
    stdout.trim().split('\n'),
    ['up 0', 'again 1', 'beside 0', '12', 'down 0', '0', 'wrong 2', 'prefix 2'],
    stderr,
  );
  t.match(stderr, 'a namespace client exists');
});

t.test('a failed build names its command, and the script removes what it created', { skip }, async (t) => {
  const withMtu = (text: string, mtu: number): Plan =>
    ({
      ...canonical,
      commands: canonical.commands.map((each) =>
        'ip' in each && each.why.includes(text)
          ? { ...each, ip: [...each.ip, 'mtu', `${mtu}`], netlink: undefined }
          : each,
      ),
    }) as Plan;
  const broken = withMtu('bring up to-lb', 99999999);
  const { status, stderr } = runIsolated(engineBuild(broken));
  t.equal(status, 8);
  t.match(explainFailure(broken.commands, stderr), {
    why: 'bring up to-lb',
    output: /mtu greater than device maximum|Invalid argument/,
  });
  const alone = runIsolated(`${saved(standaloneScript(broken), 's')}sh /run/s up; ls /run/netns | wc -l`);
  t.match(alone.stdout, /^0$/m);
  t.match(alone.stderr, /command \d+-\d+ failed/);
});

t.test('a setting that the kernel lacks fails a build only if the scenario sets it', { skip }, async (t) => {
  const setting = { in: 'client', sysctl: 'net.ipv4.no_such_setting', value: '1', why: 'a test' };
  const pinned = { ...setting, ifPresent: true as const };
  const changed = (command: typeof setting) => runIsolated(`${engineBuild(chain)}${changeScript([command])}`);
  t.equal(changed(pinned).status, 0);
  const asked = changed(setting);
  t.equal(asked.status, 1);
  t.equal(
    explainFailure([setting], asked.stderr).output,
    'this kernel has no net.ipv4.no_such_setting in a network namespace',
  );
});

for (const [name, { on, also = [], settings }] of Object.entries(traitSettings))
  t.test(`the kernel accepts all settings of ${name}, and removing them leaves nothing`, { skip }, async (t) => {
    const nodes = new Map(chain.nodes.map((node) => [node.name, node]));
    const target = nodes.get(on)!;
    const trait = dictionary.traits[name]!;
    const changes = [...settings, undefined].map((now, index) =>
      trait.commands(target, now, settings[index - 1], nodes),
    );
    const all = changes.map((commands) => changeScript(commands)).join('');
    const { status, stdout, stderr } = runIsolated(
      `${engineBuild(chain)}${dump([on, ...also])}\necho '@@'\n${all}${dump([on, ...also])}`,
    );
    t.equal(status, 0, stderr);
    const [before, after] = stdout.split('@@\n').map(withoutEmptyChains);
    t.ok(before!.length > 200, 'the dump is not empty');
    t.strictSame(difference(before!, after!), []);
  });

/** iptables leaves its empty chains behind. */
const withoutEmptyChains = (text: string): readonly string[] =>
  linesOf(text.replace(/table ip6? mangle \{\n(\tchain \w+ \{\n\t\ttype [^\n]*\n\t\}\n\n?)*\}\n/g, ''));
