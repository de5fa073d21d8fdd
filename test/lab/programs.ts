import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/**
 * Real programs behind the failure of ptb-dropped.yaml: what they do gets the outcome and the cause that a fetch of the engine gets in the same
 * lab. Each program is also the server of another one where it can be.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const { NODE_OPTIONS, MTULAB_NAME, ...env } = process.env;

const python = (script: string): readonly string[] => ['python3', '-c', script];
const url = (bytes: number): string => `http://server/bytes/${bytes}`;

/** How each program fetches this many bytes from the engine's server. */
const programs: Readonly<Record<string, (bytes: number) => readonly string[]>> = {
  curl: (bytes) => ['curl', '-s', '-o', '/dev/null', url(bytes)],
  python3: (bytes) => python(`import urllib.request as u; u.urlopen("${url(bytes)}").read()`),
  socat: (bytes) => [
    'sh',
    '-c',
    `printf 'GET /bytes/${bytes} HTTP/1.1\\r\\nhost: server\\r\\nconnection: close\\r\\n\\r\\n' | socat -t 30 - TCP6:server:80 >/dev/null`,
  ],
};

/** A server of each kind for 300000 bytes, and a sink, in the background of its node. */
const servers: Readonly<Record<string, readonly string[]>> = {
  python3: python(
    'import os, socket; s = socket.create_server(("::", 7000), family=socket.AF_INET6)\nif os.fork() == 0:\n  os.setsid(); os.close(1); os.close(2)\n  while True:\n    c, _ = s.accept()\n    if os.fork() == 0: c.sendall(bytes(300000)); os._exit(0)\n    c.close()',
  ),
  socat: [
    'sh',
    '-c',
    'socat -u OPEN:/dev/zero,readbytes=300000 TCP6-LISTEN:7000,fork,reuseaddr >/dev/null 2>&1 & until ss -tlnH | grep -q :7000; do :; done',
  ],
};

/** The MTU of each link, from the client to the server. */
const topologyOf = (mtus: readonly number[]) => ({
  nodes: {
    client: 'host',
    edge: 'router',
    transit: 'router',
    firewall: { firewall: { drop: ['packet-too-big'] } },
    server: { host: { serve: ['http', 'echo'] } },
  },
  links: [
    ['client', 'edge'],
    ['edge', 'transit'],
    ['transit', 'firewall'],
    ['firewall', 'server'],
  ].map((between, index) => ({ between, mtu: mtus[index] })),
});

const lost = { outcome: 'stalled', cause: { 'packet-too-big-lost': { at: 'firewall' } } };
const command = (at: string, run: readonly string[], expect?: object) => ({
  do: { command: { at, run } },
  ...(expect && { expect }),
});
const engine = { do: { fetch: { from: 'client', to: 'server', bytes: '200kB' } }, expect: lost };

interface Report {
  readonly scenarios: readonly {
    readonly result: string;
    readonly steps: readonly {
      readonly verdicts: readonly { readonly met: boolean | null; readonly saw: string; readonly place?: string }[];
    }[];
  }[];
}

const run = async (
  folder: string,
  steps: readonly object[],
  { program = [process.execPath], mtus = [9000, 1500, 9000, 9000] } = {},
) => {
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, JSON.stringify({ title: 'Programs', topology: topologyOf(mtus), steps }));
  const [name, ...args] = [...program, cli, 'run', file, '--report', 'json'];
  const child = spawn(name!, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return (JSON.parse(stdout) as Report).scenarios[0]!;
};

const isMissing = (program: string): string | false =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0 && `${program} is missing`;

for (const [name, fetch] of Object.entries(programs))
  t.test(
    `${name} stalls as a fetch does, for the same cause, and completes where its packets fit`,
    {
      skip: isMissing(name),
    },
    async (t) => {
      const steps = [
        engine,
        command('client', fetch(200_000), lost),
        command('client', fetch(1000), { outcome: 'completed' }),
      ];
      const { result, steps: seen } = await run(t.testdir(), steps);
      t.equal(result, 'pass', JSON.stringify(seen));
      const [ofEngine, ofProgram] = seen.map(({ verdicts }) => [...new Set(verdicts.map(({ place }) => place))]);
      t.strictSame(ofProgram, ofEngine);
    },
  );

for (const [name, serve] of Object.entries(servers))
  t.test(
    `a server of ${name} is the end of a flow like that of the engine`,
    {
      skip: isMissing(name) || isMissing('socat'),
    },
    async (t) => {
      const sink = ['socat', '-u', 'TCP6:server:7000', 'OPEN:/dev/null,wronly'];
      const heal = { do: { change: { firewall: { drop: 'none' } } } };
      const steps = [
        command('server', serve),
        command('client', sink, lost),
        heal,
        command('client', sink, { outcome: 'completed' }),
      ];
      const { result, steps: seen } = await run(t.testdir(), steps);
      t.equal(result, 'pass', JSON.stringify(seen));
    },
  );

t.test(
  'a program chooses the family, and its Packet Too Big messages are counted',
  { skip: isMissing('curl') },
  async (t) => {
    const ptb = { transit: { made: '>= 1' }, server: { taken: 0 } };
    const fetch = ['curl', '-s4', '-o', '/dev/null', url(200_000)];
    const { result, steps: seen } = await run(t.testdir(), [command('client', fetch, { ...lost, ptb })]);
    t.equal(result, 'pass', JSON.stringify(seen));
  },
);

/** Datagrams of 3000 bytes that a router refuses: of python, whose socket is connected, and of socat, whose socket is not. */
const senders: Readonly<Record<string, { readonly argv: readonly string[]; readonly pmtu: number | null }>> = {
  python3: {
    argv: python(
      'import socket as k, time; s = k.socket(k.AF_INET6, k.SOCK_DGRAM); s.setsockopt(41, 23, 2); s.connect(("server", 7)); s.send(bytes(3000)); time.sleep(0.5)',
    ),
    pmtu: 1500,
  },
  socat: {
    argv: ['sh', '-c', 'head -c 3000 /dev/zero | socat -b 3000 -t 0.5 - UDP6-SENDTO:server:7'],
    pmtu: null,
  },
};

for (const [name, { argv, pmtu }] of Object.entries(senders))
  t.test(`the UDP sockets of ${name} are named and not judged`, { skip: isMissing(name) }, async (t) => {
    const ptb = { edge: { made: 1, mtu: 1500 }, client: { taken: 1 }, transit: { made: 0 } };
    const steps = [command('client', argv, { outcome: 'completed', cause: 'blackout', pmtu: 1500, ptb })];
    const { result, steps: seen } = await run(t.testdir(), steps);
    t.equal(result, 'error');
    const [outcome, cause, path, messages] = seen.at(-1)!.verdicts;
    const ofUdp = new RegExp(`^not observed: .*no TCP connection of .*; it had UDP sockets \\(port \\d+`);
    t.match(outcome, { met: null, saw: ofUdp });
    t.match(cause, { met: null, saw: ofUdp });
    if (pmtu) t.match(path, { met: true, saw: `path MTU of the socket ${pmtu}` });
    else t.match(path, { met: null, saw: 'not observed: path MTU: the socket is not connected' });
    t.match(messages, { met: true });
  });

/** With a host key and a key of the client that exist for this test only; the server ends with the lab. */
t.test('a large file over ssh stalls as a fetch does', { skip: isMissing('ssh') || isMissing('sshd') }, async (t) => {
  const folder = t.testdir();
  for (const key of ['host', 'user'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  const options = [
    ...['UsePAM=no', 'StrictModes=no', 'PidFile=none', `AuthorizedKeysFile=${join(folder, 'user.pub')}`],
  ].flatMap((option) => ['-o', option]);
  const sshd = `mkdir -p /run/sshd; $(command -v sshd) -p 2222 -h ${join(folder, 'host')} ${options.join(' ')} >/dev/null 2>&1; until ss -tlnH | grep -q :2222; do :; done`;
  const known = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  const fetch = (bytes: number) => [
    ...['ssh', '-p', '2222', '-i', join(folder, 'user'), ...known, 'server', `head -c ${bytes} /dev/zero`],
  ];
  const steps = [
    command('server', ['sh', '-c', sshd]),
    command('client', fetch(300_000), lost),
    { do: { change: { firewall: { drop: 'none' } } } },
    command('client', fetch(300_000), { outcome: 'completed' }),
  ];
  const { result, steps: seen } = await run(folder, steps);
  t.equal(result, 'pass', JSON.stringify(seen));
});

t.test('TCP is judged beside UDP', { skip: isMissing('socat') || isMissing('curl') }, async (t) => {
  const both = ['sh', '-c', `echo | socat -t 0.2 - UDP6:server:7; curl -s -o /dev/null ${url(1000)}`];
  const { result, steps: seen } = await run(t.testdir(), [command('client', both, { outcome: 'completed' })]);
  t.equal(result, 'pass', JSON.stringify(seen));
});

t.test('the small packet of a program proves a silent drop', { skip: isMissing('socat') }, async (t) => {
  const drop =
    'add table inet t; add chain inet t f { type filter hook forward priority 0; }; add rule inet t f meta length > 1300 drop';
  const sink =
    'socat -u TCP6-LISTEN:7000,fork,reuseaddr OPEN:/dev/null,wronly >/dev/null 2>&1 & until ss -tlnH | grep -q :7000; do :; done';
  const upload = ['sh', '-c', 'head -c 300000 /dev/zero | socat -u - TCP6:server:7000'];
  const expect = { outcome: 'stalled', cause: { 'silent-drop': { at: 'transit' } } };
  const steps = [
    command('transit', ['nft', drop]),
    command('server', ['sh', '-c', sink]),
    { ...command('client', upload, expect), within: '20s' },
  ];
  const { result, steps: seen } = await run(t.testdir(), steps, { mtus: [1500, 1500, 1500, 1500] });
  t.equal(result, 'pass', JSON.stringify(seen));
});

t.test('a program without a TCP connection is not judged, with the reason', async (t) => {
  const { result, steps } = await run(t.testdir(), [command('client', ['ip', 'link'], { outcome: 'completed' })]);
  t.equal(result, 'error');
  t.match(steps[0]?.verdicts, [
    {
      met: null,
      saw: 'not observed: a transfer or a reply, since no TCP connection of ip from client to another node was seen',
    },
  ]);
});

const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;
const rootless =
  isRoot && spawnSync(setpriv[0]!, [...setpriv.slice(1), 'unshare', '-Urn', 'test', '-r', cli]).status === 0;
t.test(
  'an ordinary user gets the same verdicts',
  {
    skip:
      (!rootless && 'needs root, setpriv, user namespaces, and a clone that everyone can read') || isMissing('curl'),
  },
  async (t) => {
    const fetch = programs['curl']!;
    const steps = [command('client', fetch(200_000), lost), command('client', fetch(1000), { outcome: 'completed' })];
    const { result, steps: seen } = await run(t.testdir(), steps, {
      program: ['env', '-u', 'NODE_OPTIONS', ...setpriv, process.execPath],
    });
    t.equal(result, 'pass', JSON.stringify(seen));
  },
);
