import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { guestHost } from '../../kernel/guests/guest-host.ts';
import { packagedKernel, unpackPackage } from '../../kernel/guests/kernel-package.ts';
import { qemuGuest } from '../../kernel/guests/qemu-guest.ts';
import { umlGuest } from '../../kernel/guests/uml-guest.ts';
import { ownKernel } from '../../kernel/sandbox/sandbox-host.ts';
import type { SandboxHost } from '../../kernel/sandbox/sandbox-host.ts';
import type { Target } from './read-targets.ts';
import type { TargetKind } from './target-kinds.ts';

/** Returns the host of a target, and fetches its kernel if need be; rejects with a MachineError if it cannot. */
export const openTarget = (target: Target, signal: AbortSignal): Promise<SandboxHost> =>
  hosts[target.kind](target, signal);

const hosts: Readonly<Record<TargetKind, (target: Target, signal: AbortSignal) => Promise<SandboxHost>>> = {
  native: async () => ownKernel,
  qemu: async ({ kernel = '', modules = '', load }) =>
    guestHost({ ...qemuGuest({ kernel, modules }), ...(load && { load }) }),
  deb: async ({ package: name, load }, signal) =>
    guestHost({ ...qemuGuest(await packagedKernel(name!, signal)), ...(load && { load }) }),
  uml: async ({ load }, signal) => {
    const folder = existsSync('/usr/bin/linux.uml') ? '/' : await unpackPackage('user-mode-linux', signal);
    const modules = join(folder, 'usr/lib/uml/modules');
    const kernel = { program: join(folder, 'usr/bin/linux.uml'), modules: join(modules, readdirSync(modules)[0]!) };
    return guestHost({ ...umlGuest(kernel), ...(load && { load }) });
  },
};
