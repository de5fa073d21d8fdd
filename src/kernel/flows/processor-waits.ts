import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessorWait } from '../../words/lab/lab.ts';

/** How long the threads of processes were ready to run and waited for a processor: /proc/PID/task/TID/schedstat (CONFIG_SCHED_INFO). */
export class ProcessorWaits {
  /** Oldest first; empty on a kernel that does not account for it. */
  readonly samples: ProcessorWait[] = [];
  /** The names of the threads, by id. */
  readonly names = new Map<number, string>();
  /** Milliseconds by thread; those of threads that have ended stay. */
  readonly #byThread = new Map<number, number>();

  /** Call at each tick of the sampling clock. */
  update(pids: Iterable<number>): void {
    for (const pid of pids) this.#read(pid);
    if (this.#byThread.size === 0) return;
    this.samples.push({ atMs: Date.now(), waitedMs: new Map(this.#byThread) });
  }

  /** Nothing is read of a process that has ended. */
  #read(pid: number): void {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`).map(Number)) {
        const folder = `/proc/${pid}/task/${thread}`;
        this.#byThread.set(thread, waitedMs(folder));
        // A thread has the name of the one that started it until it takes its own.
        const known = this.names.get(thread);
        if (known === undefined || known === this.names.get(pid)) this.names.set(thread, nameOf(folder));
      }
    } catch {
      // it has ended
    }
  }
}

/** The second field, in nanoseconds. */
const waitedMs = (folder: string): number => Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[1]) / 1e6;

const nameOf = (folder: string): string => readFileSync(`${folder}/comm`, 'utf8').trimEnd();
