import { setMaxListeners } from 'node:events';
import { Socket } from 'node:net';
import type { Plan } from '../../plan/model/plan.ts';
import type { ScenarioSource } from '../../scenario/read-scenario.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';

/** A message of the outer process on the control pipe, as one JSON line. The end of the pipe means: exit at once. */
export type ControlMessage = { readonly job: Job } | { readonly stop: true } | { readonly handOver: true };

/**
 * `run` performs the scenarios of these plans and ends; `up` performs the steps of one through `until` (default: none) and
 * keeps the lab running: later steps are read against the text of its scenario.
 */
export type Job =
  { readonly run: { readonly plans: readonly Plan[]; readonly options?: unknown } } | { readonly up: UpJob };

export interface UpJob {
  readonly plan: Plan;
  readonly source: ScenarioSource;
  readonly until?: string;
  /** The factor of every `within`, also of the steps of `do`. */
  readonly timeScale?: number;
}

/** The inner process's end of the pipes. */
export interface ControlPipe {
  readonly job: Promise<Job>;
  /** Aborts when the outer process asks to stop. */
  readonly signal: AbortSignal;
  /** Resolves when the outer process hands the sandbox over, before it exits. */
  readonly handedOver: Promise<void>;
  /** Sends one event to the outer process. */
  send(event: unknown): void;
}

/** Opens the pipes of an inner process. Call it once and first of all, since the end of descriptor 3 must be noticed at any time. */
export const openControlPipe = (): ControlPipe => {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // every lab of the run adds a listener
  let handlers: MessageHandlers = { job: () => {}, stop: () => stop.abort(new Error('stopped')), handOver: () => {} };
  const job = new Promise<Job>((resolve) => (handlers = { ...handlers, job: resolve }));
  const handedOver = new Promise<void>((resolve) => (handlers = { ...handlers, handOver: resolve }));
  void handleMessages(handlers);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}); // the outer process is gone after a hand-over
  return { job, signal: stop.signal, handedOver, send: (event) => void process.stdout.write(jsonLine(event)) };
};

const handleMessages = async ({ job, stop, handOver }: MessageHandlers): Promise<void> => {
  let isHandedOver = false;
  const control = new Socket({ fd: 3 });
  try {
    for await (const message of jsonLines(control) as AsyncIterable<ControlMessage>) {
      if ('job' in message) {
        control.unref(); // the process ends when its job is done, although the outer process still holds the pipe
        job(message.job);
      }
      if ('stop' in message) stop();
      if ('handOver' in message) {
        isHandedOver = true;
        handOver();
      }
    }
  } finally {
    if (!isHandedOver) process.exit(outerProcessGone);
  }
};

/** Exit code of an inner process whose outer process is gone; only strace shows it. */
const outerProcessGone = 5;

interface MessageHandlers {
  job(job: Job): void;
  stop(): void;
  handOver(): void;
}
