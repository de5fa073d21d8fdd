import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { CaptureRequest } from '../../words/lab/lab.ts';
import type { ControlPipe } from './control-pipe.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';

/**
 * Keeps a lab standing for `up`: tells the outer process how to enter it, waits to be handed over, and from then on performs the steps
 * that `do` sends, one at a time, until the sandbox is killed. Returns only when it was asked to stop, or rejects when the lab was lost.
 */
export const serveLab = async ({ inside, lab, perform, capture }: LabServices): Promise<void> => {
  const open = (client: Socket) => void answer(client, { perform, capture }, lab.lost);
  const server = createServer({ allowHalfOpen: true }, open).listen(socketPath);
  await once(server, 'listening');
  inside.send({ kind: 'standing', processId: lab.processId, nodes: [...lab.nodes.keys()] } satisfies LabReadyEvent);
  void inside.handedOver.then(() => inside.send({ kind: 'kept' } satisfies HandedOverEvent));
  await new Promise<void>((resolve, reject) => {
    inside.signal.addEventListener('abort', () => resolve(), { once: true });
    lab.lost.addEventListener('abort', () => reject(lab.lost.reason as Error), { once: true });
  });
  server.close();
};

/** What the house tells the outer process, beside the events of a run. */
export interface LabReadyEvent {
  readonly kind: 'standing';
  readonly processId: number;
  readonly nodes: readonly string[];
}
export interface HandedOverEvent {
  readonly kind: 'kept';
}

export interface LabServices {
  readonly inside: ControlPipe;
  readonly lab: {
    readonly processId: number;
    readonly lost: AbortSignal;
    readonly nodes: ReadonlyMap<string, unknown>;
  };
  /** Reads, checks and performs one step that was typed; says problems, events and verdicts as values that a report of `do` understands. */
  perform(step: string, signal: AbortSignal): AsyncIterable<unknown>;
  /** Captures until `over` aborts, and says packets and counts as values that `mtulab capture` understands. */
  capture(request: CaptureRequest, over: AbortSignal, signal: AbortSignal): AsyncIterable<unknown>;
}

/** One request of `do`, as one JSON line; the answer is events, a line each, until the end of the connection. A client that leaves before ends the step. */
export interface StepMessage {
  readonly step: string;
}

/** One request of `capture`; it goes on until the client says `{ over: true }`, or is gone. */
export interface CaptureMessage {
  readonly capture: CaptureRequest;
}

const socketPath = '/run/mtulab.sock';

const answer = async (
  client: Socket,
  duties: Pick<LabServices, 'perform' | 'capture'>,
  lost: AbortSignal,
): Promise<void> => {
  const gone = new AbortController();
  client.on('error', () => gone.abort(new Error('the client left')));
  const signal = AbortSignal.any([gone.signal, lost]);
  const requests = jsonLines(client) as AsyncGenerator<StepMessage | CaptureMessage, void>;
  try {
    const { value: request } = await requests.next();
    const over = endOf(requests);
    const said =
      request && 'capture' in request
        ? duties.capture(request.capture, over, signal)
        : request && duties.perform(request.step, AbortSignal.any([over, signal]));
    for await (const event of said ?? []) client.write(jsonLine(event));
  } catch (error) {
    client.write(jsonLine({ kind: 'machine-error', text: error instanceof Error ? error.message : String(error) }));
  }
  client.end();
};

/** Aborts when the client says anything more, or nothing ever again. */
const endOf = (requests: AsyncGenerator<unknown, void>): AbortSignal => {
  const over = new AbortController();
  void requests.next().then(
    () => over.abort(),
    () => over.abort(),
  );
  return over.signal;
};
