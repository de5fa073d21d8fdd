import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { CaptureRequest } from '../../words/lab/lab.ts';
import type { ControlPipe } from './control-pipe.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';

/**
 * Serves a running lab for `up`: sends the outer process what it needs to enter the lab, waits for the hand-over, and then performs
 * the steps that `do` sends, one at a time, until the sandbox is killed. Resolves when asked to stop; rejects when the lab is lost.
 */
export const serveLab = async ({ pipe, lab, perform, capture }: LabServices): Promise<void> => {
  const serve = (client: Socket) => void serveClient(client, { perform, capture }, lab.lost);
  const server = createServer({ allowHalfOpen: true }, serve).listen(socketPath);
  await once(server, 'listening');
  pipe.send({ kind: 'ready', processId: lab.processId, nodes: [...lab.nodes.keys()] } satisfies LabReadyEvent);
  void pipe.handedOver.then(() => pipe.send({ kind: 'handed-over' } satisfies HandedOverEvent));
  try {
    await new Promise<void>((resolve, reject) => {
      pipe.signal.addEventListener('abort', () => resolve(), { once: true });
      lab.lost.addEventListener('abort', () => reject(lab.lost.reason as Error), { once: true });
    });
  } finally {
    server.close(); // else the inner process would keep running without its lab
  }
};

/** Events to the outer process in addition to those of a run: the lab is running, and the lab server has taken it over. */
export interface LabReadyEvent {
  readonly kind: 'ready';
  readonly processId: number;
  readonly nodes: readonly string[];
}
export interface HandedOverEvent {
  readonly kind: 'handed-over';
}

export interface LabServices {
  readonly pipe: ControlPipe;
  readonly lab: {
    readonly processId: number;
    readonly lost: AbortSignal;
    readonly nodes: ReadonlyMap<string, unknown>;
  };
  /** Reads, checks and performs one typed step; yields the problems and events that `do` reports. */
  perform(request: StepMessage, signal: AbortSignal): AsyncIterable<unknown>;
  /** Captures until `over` aborts; yields the packets and counts that `mtulab capture` prints. */
  capture(request: CaptureRequest, over: AbortSignal, signal: AbortSignal): AsyncIterable<unknown>;
}

/**
 * A request of `do`, as one JSON line; the reply is one event per line until the end of the connection. The step ends early when
 * the client closes the connection.
 */
export interface StepMessage {
  readonly step: string;
  /** The factor of `within`, in place of that of `up`. */
  readonly timeScale?: number;
  /** Later steps are read as if this one had not been performed: it checks the lab and keeps no flow. */
  readonly aside?: true;
}

/** A request of `capture`; it lasts until the client sends `{ stop: true }` or closes the connection. */
export interface CaptureMessage {
  readonly capture: CaptureRequest;
}

const socketPath = '/run/mtulab.sock';

const serveClient = async (
  client: Socket,
  { perform, capture }: Pick<LabServices, 'perform' | 'capture'>,
  lost: AbortSignal,
): Promise<void> => {
  const disconnected = new AbortController();
  client.on('error', () => disconnected.abort(new Error('the client disconnected')));
  const signal = AbortSignal.any([disconnected.signal, lost]);
  const requests = jsonLines(client) as AsyncGenerator<StepMessage | CaptureMessage, void>;
  try {
    const { value: request } = await requests.next();
    const over = nextRequest(requests);
    const events =
      request && 'capture' in request
        ? capture(request.capture, over, signal)
        : request && perform(request, AbortSignal.any([over, signal]));
    for await (const event of events ?? []) client.write(jsonLine(event));
  } catch (error) {
    client.write(jsonLine({ kind: 'machine-error', text: error instanceof Error ? error.message : String(error) }));
  }
  client.end();
};

/** Aborts when the client sends another line or closes the connection. */
const nextRequest = (requests: AsyncGenerator<unknown, void>): AbortSignal => {
  const over = new AbortController();
  void requests.next().then(
    () => over.abort(),
    () => over.abort(),
  );
  return over.signal;
};
