import { readlinkSync, statSync } from 'node:fs';
import { processesOf, processIds } from '../system/processes-of-program.ts';

/** The programs that this process runs in the nodes of a lab, so that the sockets of two in one node are not confused. */
export class NodePrograms {
  readonly #running = new Set<NodeProgram>();

  /** Call before a program starts. */
  start(node: string, namespace: string): NodeProgram {
    const others = [...this.#running].filter((program) => program.node === node);
    const program: NodeProgram = {
      node,
      isShared: others.length > 0,
      end: () => void this.#running.delete(program),
      hasCompany: (pid) => program.isShared || hasOtherProcess(namespace, pid),
    };
    for (const other of others) other.isShared = true;
    this.#running.add(program);
    return program;
  }
}

export interface NodeProgram {
  readonly node: string;
  /** Whether another program of this process ran in the node at the same time. */
  isShared: boolean;
  /** Call when the program has ended. */
  end(): void;
  /** Whether any program runs in the node besides the one with this PID and its processes, or ran at the same time. */
  hasCompany(pid: number | undefined): boolean;
}

const hasOtherProcess = (namespace: string, pid: number | undefined): boolean => {
  const id = statSync(namespace).ino;
  const own = pid === undefined ? new Set() : processesOf(pid);
  return processIds().some((other) => !own.has(other) && namespaceOf(other) === `net:[${id}]`);
};

/** Undefined for a process that has ended. */
const namespaceOf = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
};
