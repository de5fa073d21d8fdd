import { readdirSync, statSync } from 'node:fs';

/**
 * Kills the processes in the network namespaces of a lab: what its programs left running in the background would keep the
 * namespaces alive after the lab.
 */
export const endPrograms = (namespaces: NamespaceIds): void => {
  const members = (): readonly number[] =>
    processIds().filter((pid) => pid !== process.pid && namespaces.has(inodeOf(`/proc/${pid}/ns/net`) ?? 0));
  // A process may start another while the list is read.
  for (let found = members(), passes = 0; found.length > 0 && passes < maxPasses; found = members(), passes += 1)
    found.forEach(kill);
};

/** The inodes that identify network namespaces; they have to be read while the lab process lives. */
export const namespaceIds = (paths: readonly string[]): NamespaceIds =>
  new Set(paths.flatMap((path) => inodeOf(path) ?? []));

type NamespaceIds = ReadonlySet<number>;

const maxPasses = 10;

const processIds = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Undefined for a process that has ended. */
const inodeOf = (path: string): number | undefined => {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
};
