import { startSandbox } from './start-sandbox.ts';
import type { Sandbox, SandboxRequest } from './start-sandbox.ts';

/** Where an inner process runs: in namespaces of this kernel, or in a guest that has a kernel of its own. */
export interface SandboxHost {
  /** Starts the inner process. The returned sandbox ends it; rejects with a MachineError when the host cannot start it. */
  start(request: SandboxRequest): Promise<Sandbox>;
}

/** The kernel of this machine. Only its sandboxes can be entered and can outlive the command. */
export const ownKernel: SandboxHost = { start: startSandbox };
