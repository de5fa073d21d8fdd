import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import type { CaptureFile } from '../../src/wire/formats/capture-file.ts';
import { readCapture } from '../../src/wire/formats/read-capture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const { NODE_EXTRA_CA_CERTS, MTULAB_NAME, NODE_OPTIONS, ...env } = process.env;
const options = { cwd: root, env: { ...env, NO_COLOR: '1' }, encoding: 'utf8', timeout: 60_000 } as const;
const mtulab = (args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], options);

const mtu: Readonly<Record<string, number>> = { 'edge:to-transit': 1500, 'transit:to-edge': 1500 };
const links = ['client edge', 'edge transit', 'transit firewall', 'firewall server'].map((link) => link.split(' '));
const places = links.flatMap(([a, b]) => [`${a}:to-${b}`, `${b}:to-${a}`]);

/** Every packet that left one end of a link arrived at the other, in both directions, and none exceeds the MTU of its link. */
const checkCapture = (t: Test, { packets }: CaptureFile): void => {
  const at = (place: string, direction: string) =>
    packets.filter((packet) => packet.place.name === place && packet.direction === direction);
  for (const place of places) {
    const [, from, to] = /^(.+):to-(.+)$/.exec(place)!;
    const [sent, received] = [at(place, 'out').length, at(`${to}:to-${from}`, 'in').length];
    t.ok(sent > 3 && sent === received, `${sent} packets left ${place} and ${received} arrived at the other end`);
    const longest = Math.max(...at(place, 'out').map(({ originalLength }) => originalLength));
    t.ok(longest <= (mtu[place] ?? 9000) + 18, `${place} carried ${longest} bytes at most`);
  }
};

const checkArtifacts = (t: Test, command: readonly string[], folder: string): void => {
  const [program, ...args] = command;
  const { status, stderr } = spawnSync(
    program!,
    [...args, cli, 'run', 'scenarios/ptb/ptb-dropped.yaml', '--artifacts', folder],
    options,
  );
  if (!t.equal(status, 0, stderr)) return;
  const files = join(folder, 'ptb-dropped');
  t.strictSame(readdirSync(files).sort(), ['README.md', 'events.ndjson', 'packets.pcapng', 'script.sh']);
  const events = readFileSync(join(files, 'events.ndjson'), 'utf8').trim().split('\n');
  const kinds = events.map((line) => (JSON.parse(line) as { readonly kind: string }).kind);
  t.match([kinds[0], kinds.at(-1)], ['scenario', 'scenario-end']);
  t.notOk(kinds.includes('note'), 'the kernel dropped nothing, and no packet is too long');
  const capture = readCapture(readFileSync(join(files, 'packets.pcapng')));
  t.strictSame(
    capture.interfaces.map(({ name }) => name),
    [...places, 'events'],
  );
  checkCapture(t, capture);
  const comments = capture.packets.flatMap(({ comment }) => comment ?? []);
  for (const annotation of [
    'step 2 begins: the first large',
    'verdict of step 2: cause (ipv6) met',
    'changed: edge: ipv6: SYNs',
  ])
    t.ok(
      comments.some((comment) => comment.startsWith(annotation)),
      `annotation: ${annotation}`,
    );
};

t.test('run --artifacts keeps every packet of every interface in wire size, with annotations', async (t) => {
  checkArtifacts(t, [process.execPath], t.testdir());
});

const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
// tap adds its loader to every program that a test starts, and this user cannot write its files
const nobody = ['env', '-u', 'NODE_OPTIONS', ...setpriv, process.execPath];
const isRoot = process.getuid?.() === 0;
const probe = ['unshare', '-Urn', 'test', '-r', cli];
const rootless = isRoot && spawnSync(setpriv[0]!, [...setpriv.slice(1), ...probe]).status === 0;
t.test(
  'an ordinary user gets the same files',
  { skip: !rootless && 'needs root, setpriv, user namespaces, and a clone that everyone can read' },
  async (t) => {
    const folder = t.testdir();
    chmodSync(folder, 0o777);
    checkArtifacts(t, nobody, join(folder));
    t.equal(statSync(join(folder, 'ptb-dropped', 'packets.pcapng')).uid, 65534, 'owned by that user');
  },
);

t.test('a folder that is hidden from a run is refused with the reason', async (t) => {
  t.match(mtulab(['run', 'scenarios/ptb/ptb-dropped.yaml', '--artifacts', '/proc/self']), {
    status: 2,
    stderr: /\/run and \/proc of its own/,
  });
});

const name = `t${process.pid}-capture`;
const hasTshark = spawnSync('tshark', ['-v']).status === 0;
t.test('capture prints packets of a running lab, and Wireshark reads its interface names', async (t) => {
  t.teardown(() => mtulab(['down', name]));
  t.equal(mtulab(['up', 'scenarios/ptb/ptb-dropped.yaml', '--name', name]).status, 0);
  t.match(mtulab(['capture', 'unknown', '--name', name]), { status: 2, stderr: /unknown/ });
  const file = join(t.testdir(), 'live.pcapng');
  const all = start(['-w', file]);
  const some = start(['client', 'edge:to-transit']);
  await Promise.all([all.ready, some.ready]);
  t.equal(mtulab(['do', 'fetch: {from: client, to: server, bytes: 1000}', '--name', name]).status, 0);
  const [written, shown] = await Promise.all([all.stop(), some.stop()]);
  t.match(written.err, /^\d+ packets, 0 dropped by the kernel$/m);
  checkCapture(t, readCapture(readFileSync(file)));
  t.match(shown.out, /client:to-edge out 2001:db8:1::1 \d+ → 2001:db8:5::1 80 SYN seq \d+ mss 8940 \(94 bytes\)/);
  t.notMatch(shown.out, 'transit:to-edge ', 'only the requested interfaces');
  if (!hasTshark) return;
  const { stdout } = spawnSync('tshark', ['-r', file, '-T', 'fields', '-e', 'frame.interface_name'], options);
  t.strictSame([...new Set(stdout.trim().split('\n'))].sort(), [...places].sort());
});

/** A capture that runs until it is stopped as by Ctrl-C. */
const start = (args: readonly string[]) => {
  const child = spawn(process.execPath, [cli, 'capture', '--name', name, ...args], { cwd: root, env: options.env });
  const output = { out: '', err: '' };
  child.stdout.on('data', (piece: Buffer) => (output.out += piece.toString()));
  const ready = new Promise<void>((resolve) =>
    child.stderr.on('data', (piece: Buffer) => {
      output.err += piece.toString();
      if (output.err.includes('capturing')) resolve();
    }),
  );
  const stop = async () => {
    child.kill('SIGINT');
    await once(child, 'close');
    return output;
  };
  return { ready, stop };
};
