import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A descriptor of a process. */
export interface HeldSocket {
  readonly pid: number;
  readonly fd: number;
}

/** Returns the processes of a program: the one that was started, its session, and the descendants of all of these. */
export const processesOf = (program: number): ReadonlySet<number> => {
  const processes = processIds().map((pid) => ({ pid, ...parentAndSession(pid) }));
  const members = new Set([program, ...processes.filter(({ session }) => session === program).map(({ pid }) => pid)]);
  for (let before = 0; before < members.size;) {
    before = members.size;
    for (const { pid, parent } of processes) if (parent !== undefined && members.has(parent)) members.add(pid);
  }
  return members;
};

/** Returns the inodes of the sockets that these processes hold. */
export const socketInodesOf = (pids: Iterable<number>): ReadonlySet<number> =>
  new Set([...pids].flatMap((pid) => socketsOf(pid).map(({ inode }) => inode)));

/** Returns a process that holds the socket with this inode; undefined when none does. */
export const holderOf = (inode: number): HeldSocket | undefined => {
  for (const pid of processIds()) {
    const held = socketsOf(pid).find((socket) => socket.inode === inode);
    if (held) return { pid, fd: held.fd };
  }
  return undefined;
};

/** The pids of every process in this PID namespace. */
export const processIds = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Fields 4 and 6 of /proc/PID/stat, counted from the parenthesis behind the name; none for a process that has ended. */
const parentAndSession = (pid: number): { readonly parent?: number; readonly session?: number } =>
  orElse<ReturnType<typeof parentAndSession>>({}, () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return { parent: Number(fields[1]), session: Number(fields[3]) };
  });

/** None for a process that has ended, or that this one may not inspect. */
const socketsOf = (pid: number): readonly { readonly fd: number; readonly inode: number }[] =>
  orElse([], () =>
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const link = orElse('', () => readlinkSync(`/proc/${pid}/fd/${fd}`));
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      return inode === undefined ? [] : [{ fd: Number(fd), inode: Number(inode) }];
    }),
  );

const orElse = <T>(otherwise: T, read: () => T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};
