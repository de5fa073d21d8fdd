import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { guestInit } from './guest-init.ts';
import { guestScript } from './guest-script.ts';

/** A kernel in a guest: how it is booted, and how long it may be silent. */
export interface Guest {
  /** Shell commands that prepare the boot in /run, and then start the guest: its PID in `$guest`, its console in /run/console. */
  readonly boot: string;
  /** Shell commands that mount the folder of the host's /run/work at /run/work of the guest. */
  readonly mountWork: string;
  /** Folder of the kernel's modules. */
  readonly modules: string;
  /** Shell command that ends the guest from inside. */
  readonly powerOff: string;
  readonly deadlines: GuestDeadlines;
}

export interface GuestDeadlines {
  /** From the start of the guest until its first sign of life, in seconds. */
  readonly boot: number;
  /** Between two signs of life, in seconds. */
  readonly silence: number;
}

/**
 * A guest beside this kernel: it is started inside a sandbox, so that the same namespaces and death signals remove it, its folder and its
 * file servers, however any process ends. The inner process writes its events to a file that both kernels see.
 */
export const guestHost = (guest: Guest): SandboxHost => ({
  start: ({ entry, canOutlive: _, ...request }) =>
    startSandbox({ ...request, entry: ['sh', '-c', guestScript(guest), 'sh', guestInit(guest, entry)] }),
});
