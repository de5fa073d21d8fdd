import type { Answer } from '../../words/lab/service-host.ts';
import { elapsed } from '../system/until.ts';

/** Sends an answer of a service when its time has come: at once without a delay, and never once the service has ended. */
export const answerLater = (
  answer: Answer | undefined,
  send: (payload: Uint8Array) => void,
  signal: AbortSignal,
): void => {
  if (!answer) return;
  const { payload, afterMs = 0 } = answer;
  if (afterMs === 0) send(payload);
  else
    elapsed(afterMs, signal).then(
      () => send(payload),
      () => {},
    );
};
