import { setMaxListeners } from 'node:events';
import { Socket } from 'node:net';
import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';

/** What the outer process writes on the control pipe, one JSON line each. The end of the pipe means: die at once. */
export type ControlMessage = { readonly job: Job } | { readonly stop: true } | { readonly keep: true };

/** `run` performs scenarios and ends; `up` performs one up to and with a step (none without it) and keeps the lab standing. */
export type Job =
  | { readonly run: { readonly scenarios: readonly Scenario[]; readonly options?: unknown } }
  | { readonly up: { readonly source: ScenarioText; readonly until?: string; readonly options?: unknown } };

/** The inner process's end of the pipes. */
export interface ControlPipe {
  readonly job: Promise<Job>;
  /** Aborts when the outer process asks to stop. */
  readonly signal: AbortSignal;
  /** Resolves when the outer process hands the sandbox over and will go away. */
  readonly handedOver: Promise<void>;
  /** One event to the outer process. */
  send(event: unknown): void;
}

/** Opens the pipes of an inner process; to be called once, first of all, since the end of descriptor 3 must be seen at any moment. */
export const openControlPipe = (): ControlPipe => {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // every lab of the run listens
  let duties: Duties = { job: () => {}, stop: () => stop.abort(new Error('stopped')), kept: () => {} };
  const job = new Promise<Job>((resolve) => (duties = { ...duties, job: resolve }));
  const kept = new Promise<void>((resolve) => (duties = { ...duties, kept: resolve }));
  void obey(duties);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}); // nobody reads after a hand-over
  return { job, signal: stop.signal, handedOver: kept, send: (event) => void process.stdout.write(jsonLine(event)) };
};

const obey = async ({ job, stop, kept }: Duties): Promise<void> => {
  let keep = false;
  const control = new Socket({ fd: 3 });
  try {
    for await (const order of jsonLines(control) as AsyncIterable<ControlMessage>) {
      if ('job' in order) {
        control.unref(); // a job that is done ends the process, although the outer one still holds the pipe
        job(order.job);
      }
      if ('stop' in order) stop();
      if ('keep' in order) {
        keep = true;
        kept();
      }
    }
  } finally {
    if (!keep) process.exit(orphaned);
  }
};

/** The code of an inner process whose outer one is gone; nobody reads it but a person with strace. */
const orphaned = 5;

interface Duties {
  job(job: Job): void;
  stop(): void;
  kept(): void;
}
