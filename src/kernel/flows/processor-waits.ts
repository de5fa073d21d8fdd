import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessorWait } from '../../words/lab/lab.ts';

/** How long the threads of a process were ready to run and waited for a processor: /proc/PID/task/TID/schedstat (CONFIG_SCHED_INFO). */
export class ProcessorWaits {
  /** Oldest first; empty on a kernel that does not account for it. */
  readonly samples: ProcessorWait[] = [];
  /** Milliseconds by thread; those of threads that have ended stay. */
  readonly #byThread = new Map<string, number>();

  /** Call at each tick of the sampling clock. */
  update(pid: number | undefined): void {
    const before = this.#byThread.size;
    for (const [thread, waitedMs] of pid === undefined ? [] : waitsOf(pid)) this.#byThread.set(thread, waitedMs);
    if (before === 0 && this.#byThread.size === 0) return;
    const waitedMs = [...this.#byThread.values()].reduce((sum, each) => sum + each, 0);
    this.samples.push({ atMs: Date.now(), waitedMs });
  }
}

/** None for a process that has ended. */
const waitsOf = (pid: number): readonly (readonly [string, number])[] => {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => [thread, waitedMs(`/proc/${pid}/task/${thread}`)] as const);
  } catch {
    return [];
  }
};

/** The second field, in nanoseconds. */
const waitedMs = (folder: string): number => Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
