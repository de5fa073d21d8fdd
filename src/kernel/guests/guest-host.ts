import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import type { Guest } from './guest.ts';
import { guestInit } from './guest-init.ts';
import { guestScript } from './guest-script.ts';

/**
 * A guest beside this kernel: it is started inside a sandbox, so that the same namespaces and death signals remove it, its folder and its
 * file servers, however any process ends. The inner process writes its events to a file that both kernels see.
 */
export const guestHost = (guest: Guest): SandboxHost => ({
  start: ({ entry, canOutlive: _, ...request }) =>
    startSandbox({ ...request, entry: ['sh', '-c', guestScript(guest), 'sh', guestInit(guest, entry)] }),
});
