import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getuid } from 'node:process';
import { readProbeResults, probeScript } from './missing-capabilities.ts';
import type { ProbeResult } from './missing-capabilities.ts';
import { openKernelLog } from './kernel-log.ts';
import { probes } from './capability-probes.ts';
import { toolProbes } from './tool-probes.ts';

/** One thing that mtulab needs of a machine; without an essential one no scenario runs. */
export interface Finding extends ProbeResult {
  readonly essential: boolean;
}

/** Tries everything that mtulab may need, each in namespaces that are gone afterwards; rejects only when the signal aborts. */
export const runDoctorChecks = async (signal: AbortSignal): Promise<readonly Finding[]> => {
  const rootless = await trySandbox(ordinary, signal);
  const privileged = getuid?.() === 0 ? [await trySandbox(root, signal)] : [];
  const mode = privileged[0]?.present ? root : ordinary;
  const inside = { ...toolProbes, ...probes };
  const stdout = await runIn(mode, probeScript(inside), signal).catch(() => '');
  signal.throwIfAborted();
  const usable = privileged.some(({ present }) => present) || rootless.present;
  return [
    ...privileged.map((found) => ({ ...found, essential: true })),
    { ...rootless, essential: !usable || mode === ordinary },
    ...readProbeResults(stdout, inside).map((found) => ({ ...found, essential: essential.has(found.word) })),
    { ...kernelLog(), essential: false },
  ];
};

/** Without these there is no lab or no verdict; a scenario that needs any other one is skipped with the reason. */
const essential = new Set(['veth', 'nft', 'sockets']);

interface Mode {
  readonly word: string;
  readonly argv: readonly string[];
}

const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
const root: Mode = { word: 'sandbox', argv: ['unshare', ...namespaces] };

/** Root must give its rights up to try what an ordinary user may: 65534 is nobody. */
const ordinary: Mode = {
  word: 'rootless-sandbox',
  argv: [
    ...(getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []),
    ...['unshare', '--user', '--map-root-user', ...namespaces],
  ],
};

const trySandbox = async (mode: Mode, signal: AbortSignal): Promise<ProbeResult> => {
  const said = await runIn(mode, 'exit 0', signal).then(() => undefined, lastLine);
  signal.throwIfAborted();
  return {
    word: mode.word,
    present: said === undefined,
    said: said ?? '',
    missing: mode === root ? 'no lab at all' : 'no lab for an ordinary user',
    remedy: mode === root ? inContainer : userNamespaces(),
  };
};

/** The private /run keeps the lock of iptables away from the host's. */
const runIn = async ({ argv: [file, ...args] }: Mode, script: string, signal: AbortSignal): Promise<string> => {
  const { execa } = await import('execa');
  const { stdout } = await execa(file!, [...args, 'sh', '-s'], {
    input: `mount -t tmpfs tmpfs /run || exit 1\n${script}`,
    cwd: '/',
    cancelSignal: signal,
    env: {
      PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`,
      NODE_EXTRA_CA_CERTS: undefined,
      MTULAB_NODE: process.execPath,
      MTULAB_KOFFI: koffi(),
    },
  });
  return stdout;
};

const koffi = (): string => {
  try {
    return createRequire(import.meta.url).resolve('koffi');
  } catch {
    return 'koffi';
  }
};

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
  return (stderr || message).trim().split('\n').at(-1)!;
};

const inContainer =
  'in a container, start it with --privileged, or with --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined';

/** Names the settings that stand in the way, each with the value that opens it. */
const userNamespaces = (): string => {
  const closed = [
    { name: 'kernel.apparmor_restrict_unprivileged_userns', bad: '1', good: '0' },
    { name: 'kernel.unprivileged_userns_clone', bad: '0', good: '1' },
    { name: 'user.max_user_namespaces', bad: '0', good: '15000' },
  ].filter(({ name, bad }) => setting(name) === bad);
  if (closed.length === 0) return `no setting forbids user namespaces; ${inContainer}; or run mtulab as root`;
  return `sudo sysctl -w ${closed.map(({ name, good }) => `${name}=${good}`).join(' ')}; or run mtulab as root`;
};

const setting = (name: string): string | undefined => {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const kernelLog = (): ProbeResult => {
  const log = openKernelLog();
  log.close();
  return {
    word: 'kernel-log',
    present: log.unreadable === undefined,
    said: log.unreadable ?? '',
    missing: 'a warning of the kernel is not seen, only its taint',
    remedy: 'run as root, or set kernel.dmesg_restrict=0',
  };
};
