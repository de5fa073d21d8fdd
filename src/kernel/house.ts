import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { Inside } from './inside.ts';
import { jsonLine, jsonLines } from './json-lines.ts';

/**
 * Keeps a lab standing for `up`: tells the outer process how to enter it, waits to be handed over, and from then on performs the steps
 * that `do` sends, one at a time, until the sandbox is killed. Returns only when it was asked to stop, or rejects when the lab was lost.
 */
export const keepHouse = async ({ inside, lab, perform }: House): Promise<void> => {
  const server = createServer({ allowHalfOpen: true }, (client) => void answer(client, perform, lab.lost)).listen(
    socketPath,
  );
  await once(server, 'listening');
  inside.say({ kind: 'standing', keeper: lab.keeper, nodes: [...lab.nodes.keys()] } satisfies StandingEvent);
  void inside.kept.then(() => inside.say({ kind: 'kept' } satisfies KeptEvent));
  await new Promise<void>((resolve, reject) => {
    inside.signal.addEventListener('abort', () => resolve(), { once: true });
    lab.lost.addEventListener('abort', () => reject(lab.lost.reason as Error), { once: true });
  });
  server.close();
};

/** What the house tells the outer process, beside the events of a run. */
export interface StandingEvent {
  readonly kind: 'standing';
  readonly keeper: number;
  readonly nodes: readonly string[];
}
export interface KeptEvent {
  readonly kind: 'kept';
}

export interface House {
  readonly inside: Inside;
  readonly lab: { readonly keeper: number; readonly lost: AbortSignal; readonly nodes: ReadonlyMap<string, unknown> };
  /** Reads, checks and performs one step that was typed; says problems, events and verdicts as values that a report of `do` understands. */
  perform(step: string, signal: AbortSignal): AsyncIterable<unknown>;
}

/** One request of `do`, as one JSON line; the answer is events, a line each, until the end of the connection. */
export interface DoRequest {
  readonly step: string;
}

const socketPath = '/run/mtulab.sock';

const answer = async (client: Socket, perform: House['perform'], lost: AbortSignal): Promise<void> => {
  const gone = new AbortController();
  client.on('error', () => gone.abort(new Error('the client left')));
  try {
    for await (const request of jsonLines(client) as AsyncIterable<DoRequest>) {
      const signal = AbortSignal.any([gone.signal, lost]);
      for await (const event of perform(request.step, signal)) client.write(jsonLine(event));
    }
  } catch (error) {
    client.write(jsonLine({ kind: 'machine-error', text: error instanceof Error ? error.message : String(error) }));
  }
  client.end();
};
