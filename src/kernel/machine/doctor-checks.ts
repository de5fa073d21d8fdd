import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getuid } from 'node:process';
import { linkProbe } from '../../plan/links/link-probes.ts';
import { dictionary } from '../../words/dictionary.ts';
import { probeOf, readProbeResults, probeScript } from './missing-capabilities.ts';
import type { ProbeResult } from './missing-capabilities.ts';
import { openKernelLog } from './kernel-log.ts';
import { capabilityProbes } from './capability-probes.ts';
import type { Probe } from './capability-probes.ts';
import { guestProbes } from './guest-probes.ts';
import { toolProbes } from './tool-probes.ts';

/** One requirement of mtulab; without an essential one no scenario runs. */
export interface Finding extends ProbeResult {
  readonly essential: boolean;
}

/** Probes everything that mtulab may need, each in temporary namespaces; rejects only when the signal aborts. */
export const runDoctorChecks = async (signal: AbortSignal): Promise<readonly Finding[]> => {
  const rootless = await trySandbox(rootlessSandbox, signal);
  const privileged = getuid?.() === 0 ? [await trySandbox(rootSandbox, signal)] : [];
  const sandbox = privileged[0]?.present ? rootSandbox : rootlessSandbox;
  const probes = { ...toolProbes, ...capabilityProbes, ...tunnelProbes, ...guestProbes };
  const stdout = await runIn(sandbox, probeScript(probes), signal).catch(() => '');
  signal.throwIfAborted();
  const usable = privileged.some(({ present }) => present) || rootless.present;
  return [
    ...privileged.map((result) => ({ ...result, essential: true })),
    { ...rootless, essential: !usable || sandbox === rootlessSandbox },
    ...readProbeResults(stdout, probes).map((result) => ({ ...result, essential: essential.has(result.word) })),
    { ...checkKernelLog(), essential: false },
  ];
};

/** A tunnel of each kind, with the settings of its example. */
const tunnelProbes: Readonly<Record<string, Probe>> = Object.fromEntries(
  Object.entries(dictionary.links)
    .filter(([, { underlay }]) => underlay)
    .map(([word, kind]) => [word, probeOf(linkProbe(word, kind, kind.example))]),
);

/** Without these there is no lab or no verdict; a scenario that needs any other one is skipped with the reason. */
const essential = new Set(['death-signal', 'veth', 'nft', 'sockets']);

interface Sandbox {
  readonly word: string;
  readonly argv: readonly string[];
}

const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
const rootSandbox: Sandbox = { word: 'sandbox', argv: ['unshare', ...namespaces] };

/** Root drops its privileges to test what an ordinary user may do: 65534 is nobody. */
const rootlessSandbox: Sandbox = {
  word: 'rootless-sandbox',
  argv: [
    ...(getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []),
    ...['unshare', '--user', '--map-root-user', ...namespaces],
  ],
};

const trySandbox = async (sandbox: Sandbox, signal: AbortSignal): Promise<ProbeResult> => {
  const failure = await runIn(sandbox, 'exit 0', signal).then(() => undefined, lastLine);
  signal.throwIfAborted();
  return {
    word: sandbox.word,
    present: failure === undefined,
    output: failure ?? '',
    missing: sandbox === rootSandbox ? 'no labs can be built' : 'ordinary users cannot build labs',
    remedy: sandbox === rootSandbox ? containerRemedy : userNamespaceRemedy(),
  };
};

/** Runs a shell script in a sandbox; a private /run keeps the lock of iptables separate from the host's. */
const runIn = async ({ argv: [file, ...args] }: Sandbox, script: string, signal: AbortSignal): Promise<string> => {
  const { execa } = await import('execa');
  const { stdout } = await execa(file!, [...args, 'sh', '-s'], {
    input: `mount -t tmpfs tmpfs /run || exit 1\n${script}`,
    cwd: '/',
    cancelSignal: signal,
    env: {
      PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`,
      NODE_EXTRA_CA_CERTS: undefined,
      MTULAB_NODE: process.execPath,
      MTULAB_KOFFI: koffiPath(),
    },
  });
  return stdout;
};

const koffiPath = (): string => {
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

const containerRemedy =
  'if this is a container, start it with --privileged, or with --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined';

/** Names the settings that forbid user namespaces, each with the value that allows them. */
const userNamespaceRemedy = (): string => {
  const wrong = [
    { name: 'kernel.apparmor_restrict_unprivileged_userns', bad: '1', good: '0' },
    { name: 'kernel.unprivileged_userns_clone', bad: '0', good: '1' },
    { name: 'user.max_user_namespaces', bad: '0', good: '15000' },
  ].filter(({ name, bad }) => readSetting(name) === bad);
  if (wrong.length === 0) return `no setting forbids user namespaces; ${containerRemedy}; or run mtulab as root`;
  return `sudo sysctl -w ${wrong.map(({ name, good }) => `${name}=${good}`).join(' ')}; or run mtulab as root`;
};

const readSetting = (name: string): string | undefined => {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const checkKernelLog = (): ProbeResult => {
  const log = openKernelLog();
  log.close();
  return {
    word: 'kernel-log',
    present: log.unreadable === undefined,
    output: log.unreadable ?? '',
    missing: 'warnings of the kernel are not seen, only its taint',
    remedy: 'run as root, or set kernel.dmesg_restrict=0',
  };
};
