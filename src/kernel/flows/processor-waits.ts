import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessorWait } from '../../words/lab/lab.ts';

/** How long the threads of processes were ready to run and waited for a processor: /proc/PID/task/TID/schedstat (CONFIG_SCHED_INFO). */
export class ProcessorWaits {
  /** Oldest first; empty on a kernel that does not account for it. */
  readonly samples: ProcessorWait[] = [];
  /** Milliseconds by thread; those of threads that have ended stay. */
  readonly #byThread = new Map<number, number>();

  /** Call at each tick of the sampling clock. */
  update(pids: Iterable<number>): void {
    for (const pid of pids) for (const [thread, waitedMs] of waitsOf(pid)) this.#byThread.set(thread, waitedMs);
    if (this.#byThread.size === 0) return;
    this.samples.push({ atMs: Date.now(), waitedMs: new Map(this.#byThread) });
  }
}

/** None for a process that has ended. */
const waitsOf = (pid: number): readonly (readonly [thread: number, waitedMs: number])[] => {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => [Number(thread), waitedMs(`/proc/${pid}/task/${thread}`)]);
  } catch {
    return [];
  }
};

/** The second field, in nanoseconds. */
const waitedMs = (folder: string): number => Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
