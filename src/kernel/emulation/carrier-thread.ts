import { readSync } from 'node:fs';
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { HeldFrames } from '../../words/lab/node-command.ts';
import { libc } from '../system/libc.ts';
import { FrameCarrier } from './frame-carrier.ts';
import type { Faults } from './frame-carrier.ts';
import { nowUs } from './frame-clock.ts';
import { openFrameInput, openFrameOutput } from './frame-port.ts';

// A thread that carries the frames of impaired links. It waits in the kernel and never in Node's event loop, so that nothing else holds it up.

/** What the thread gets when it starts. */
export interface CarrierStart {
  /** Path of the namespace of the devices. */
  readonly namespace: string;
  /** Bytes of the longest frame. */
  readonly longest: number;
  readonly port: MessagePort;
  /** The read end of a pipe: a byte in it means that there is a message. */
  readonly wake: number;
}

/** A message to the thread; it answers each with its number. */
export type CarrierRequest = { readonly number: number } & (
  | { readonly directions: readonly Pick<HeldFrames, 'from' | 'to' | 'timing'>[] }
  | { readonly faults: true }
  | { readonly end: true }
);

export type CarrierAnswer = { readonly number: number } & ({ readonly faults?: Faults } | { readonly error: string });

const { namespace, longest, port, wake } = workerData as CarrierStart;
const carrier = new FrameCarrier(nowUs, Math.random);
const inputs: number[] = [wake];

const perform = async (request: CarrierRequest): Promise<Faults | undefined> => {
  if ('faults' in request) return carrier.takeFaults();
  if ('directions' in request)
    for (const { from, to, timing } of request.directions) {
      if (!carrier.has(to)) {
        const input = await openFrameInput(namespace, from, longest);
        inputs.push(input.fd);
        carrier.add(to, input, openFrameOutput(namespace, to));
      }
      carrier.setTiming(to, timing);
    }
  return undefined;
};

const answer = async (request: CarrierRequest): Promise<void> => {
  const { number } = request;
  try {
    const faults = await perform(request);
    port.postMessage({ number, ...(faults && { faults }) } satisfies CarrierAnswer);
  } catch (error) {
    port.postMessage({ number, error: error instanceof Error ? error.message : String(error) } satisfies CarrierAnswer);
  }
};

/** ppoll(2): waits until a frame arrives, a message comes or the time is over; `struct pollfd` is a descriptor and 16 bits each for events. */
const waitFor = (us: number): void => {
  const descriptors = Buffer.alloc(8 * inputs.length);
  for (const [index, fd] of inputs.entries()) {
    descriptors.writeInt32LE(fd, 8 * index);
    descriptors.writeInt16LE(POLLIN, 8 * index + 4);
  }
  const timeout = Buffer.alloc(16);
  timeout.writeBigInt64LE(BigInt(Math.floor(us / 1e6)), 0);
  timeout.writeBigInt64LE(BigInt(Math.floor((us % 1e6) * 1e3)), 8);
  ppoll(descriptors, inputs.length, timeout, null);
  if ((descriptors.readInt16LE(6) & POLLIN) !== 0) readSync(wake, Buffer.alloc(64));
};

const ppoll: (descriptors: Buffer, count: number, timeout: Buffer, signals: null) => number = libc.func(
  'int ppoll(void *descriptors, unsigned long count, const void *timeout, const void *signals)',
);
const scheduler: (pid: number, policy: number, parameters: Buffer) => number = libc.func(
  'int sched_setscheduler(int pid, int policy, const void *parameters)',
);

/** Node ends a thread only between two calls: none may wait for longer. */
const longestWaitUs = 50_000;
// include/uapi/asm-generic/poll.h, linux/sched.h
const [POLLIN, SCHED_FIFO, SCHED_RESET_ON_FORK] = [1, 1, 0x4000_0000];

// This thread before others, where the user may ask for that, but not the threads that it starts.
scheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, Buffer.from(Int32Array.of(1).buffer));

const run = async (): Promise<void> => {
  for (;;) {
    const nextUs = carrier.advance();
    const message = receiveMessageOnPort(port) as { readonly message: CarrierRequest } | undefined;
    if (message) {
      await answer(message.message);
      if ('end' in message.message) break;
    } else waitFor(Math.min(longestWaitUs, Math.max(0, nextUs - nowUs())));
  }
  carrier.close();
  port.close();
};

void run();
