import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { openPipe } from './open-pipe.ts';
import { exitCodeOf, startProgram } from './posix-spawn.ts';

/** A program with pipes for its standard streams. */
export interface SpawnedProgram {
  readonly pid: number;
  readonly stdin: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** Resolves with its exit code when it has ended, its stdout was read, and nothing else holds that; 128 + signal if a signal ended it. */
  readonly exited: Promise<number>;
  /** Ends it by SIGKILL, unless it has ended. */
  kill(): void;
}

/**
 * Starts a program that shares the memory of this process until it runs. The fork of Node copies its page tables, and then both copy
 * the pages that they write: of thirty labs that was a tenth of the processor time (measured).
 */
export const spawnProgram = (argv: readonly string[]): SpawnedProgram => {
  const [input, output, errors] = [openPipe(), openPipe(), openPipe()];
  const [inside, outside] = [
    [input[0], output[1], errors[1]],
    [input[1], output[0], errors[0]],
  ] as const;
  try {
    return programOf(startProgram(argv, inside), outside);
  } catch (error) {
    for (const fd of outside) closeSync(fd);
    throw error;
  } finally {
    for (const fd of inside) closeSync(fd);
  }
};

const programOf = (pid: number, [stdin, stdout, stderr]: readonly [number, number, number]): SpawnedProgram => {
  const readable = (fd: number) => new Socket({ fd, readable: true, writable: false });
  const output = readable(stdout);
  let isOurs = true;
  const exited = new Promise<number>((resolve, reject) => {
    output.once('close', () => {
      isOurs = false; // once it was waited for, its pid may be that of another process
      exitCodeOf(pid).then(resolve, reject);
    });
  });
  return {
    ...{ pid, stdout: output, stderr: readable(stderr), exited },
    stdin: new Socket({ fd: stdin, readable: false, writable: true }),
    kill: () => void (isOurs && process.kill(pid, 'SIGKILL')),
  };
};
