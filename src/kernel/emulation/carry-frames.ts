import { closeSync, writeSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import { openPipe } from '../system/open-pipe.ts';
import { MachineError } from '../system/machine-error.ts';
import type { CarrierAnswer, CarrierRequest, CarrierStart } from './carrier-thread.ts';
import { faultText } from './link-emulation.ts';
import type { LinkEmulation } from './link-emulation.ts';
import { loadRuleset } from '../system/load-ruleset.ts';
import { threadScript } from './thread-script.ts';

/** Carries the frames of impaired links in a thread of this process: it ends with the process, and with `close`. */
export const carryFrames = (options: Pick<CarrierStart, 'namespace' | 'longest'>): LinkEmulation => {
  let thread: CarrierThread | undefined;
  return {
    hold: async (commands, signal) => {
      if (commands.length === 0) return;
      thread ??= startThread(options);
      await thread.ask({ directions: commands.map(({ netem }) => netem) });
      for (const { netem } of commands)
        await loadRuleset({ namespace: options.namespace, ruleset: takeAll(netem.from) }, signal);
    },
    faults: async () => {
      const answer = await thread?.ask({ faults: true });
      return answer && 'faults' in answer && answer.faults ? faultText(answer.faults) : undefined;
    },
    close: async () => {
      await thread?.end();
      thread = undefined;
    },
  };
};

/** The thread has seen a frame before this rule drops it, so that the kernel does not look at it. */
const takeAll = (device: string): string =>
  `table netdev emulation { chain ingress-${device} { type filter hook ingress device "${device}" priority 0; policy drop; }; }`;

/** Room for the short-lived objects of 100,000 frames: to collect them the thread waits for others, which have no priority. */
const youngGenerationMb = 64;

interface CarrierThread {
  /** Rejects with a MachineError when the thread has failed. */
  ask(request: Request): Promise<CarrierAnswer>;
  end(): Promise<void>;
}

type Request = CarrierRequest extends infer R ? (R extends unknown ? Omit<R, 'number'> : never) : never;

const startThread = (options: Pick<CarrierStart, 'namespace' | 'longest'>): CarrierThread => {
  const { port1: port, port2 } = new MessageChannel();
  const [wakeEnd, wake] = openPipe();
  const workerData: CarrierStart = { ...options, port: port2, wake: wakeEnd };
  const resourceLimits = { maxYoungGenerationSizeMb: youngGenerationMb };
  const thread = new Worker(threadScript, { workerData, transferList: [port2], resourceLimits });
  const waiting = new Map<number, PromiseWithResolvers<CarrierAnswer>>();
  let failure: MachineError | undefined;
  let asked = 0;
  const fail = (reason: string): void => {
    failure = new MachineError({ what: `the thread that carries the frames of impaired links has ended: ${reason}` });
    for (const { reject } of waiting.values()) reject(failure);
  };
  port.on('message', (answer: CarrierAnswer) => {
    const { resolve, reject } = waiting.get(answer.number)!;
    waiting.delete(answer.number);
    if ('error' in answer) reject(new MachineError({ what: `cannot impair links: ${answer.error}` }));
    else resolve(answer);
  });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  thread.once('error', (error: Error) => fail(error.message));
  thread.once('exit', () => fail('it was stopped'));
  const ask = async (request: Request): Promise<CarrierAnswer> => {
    if (failure) throw failure;
    asked += 1;
    const answer = withResolvers<CarrierAnswer>();
    waiting.set(asked, answer);
    port.postMessage({ number: asked, ...request });
    writeSync(wake, '.');
    return answer.promise;
  };
  return {
    ask,
    end: async () => {
      await ask({ end: true }).catch(() => {});
      await ended;
      port.close();
      for (const fd of [wakeEnd, wake]) closeSync(fd);
    },
  };
};

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/** As Promise.withResolvers of newer versions of Node. */
const withResolvers = <T>(): PromiseWithResolvers<T> => {
  let [resolve, reject]: [(value: T) => void, (reason: unknown) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((resolveIt, rejectIt) => ([resolve, reject] = [resolveIt, rejectIt]));
  return { promise, resolve, reject };
};
