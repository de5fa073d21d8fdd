import { connect } from 'node:net';
import { once } from 'node:events';
import type { Event } from '../../events/events.ts';
import type { StepMessage } from '../../kernel/sandbox/lab-server.ts';
import { jsonLine, jsonLines } from '../../kernel/system/json-lines.ts';
import { socketOf } from '../../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';

/** Sends one typed step to the server of a running lab, which performs it and answers with events or with a failure. */
export const sendStep = async (
  lab: Pick<RunningLabRecord, 'pid'>,
  message: StepMessage,
  signal: AbortSignal,
): Promise<StepConnection> => {
  const connection = connect(socketOf(lab));
  await once(connection, 'connect', { signal });
  // The lab server ends the step when the client closes its end of the connection, so this end stays open.
  const close = (): void => void connection.destroy();
  signal.addEventListener('abort', close, { once: true });
  connection.write(jsonLine(message));
  return {
    answers: jsonLines(connection) as AsyncIterable<Answer>,
    close: () => {
      signal.removeEventListener('abort', close);
      close();
    },
  };
};

export interface StepConnection {
  readonly answers: AsyncIterable<Answer>;
  close(): void;
}

/** What the lab server sends: the events of the step, or why it was not performed. */
export type Answer = Event | Failure;

export interface Failure {
  readonly kind: 'problems' | 'machine-error';
  readonly text: string;
}

export const isFailure = (answer: Answer): answer is Failure => ['problems', 'machine-error'].includes(answer.kind);
