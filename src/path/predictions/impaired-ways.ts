import type { PredictedEnd } from '../../words/lab/network.ts';
import type { Way } from '../walk/way.ts';
import type { Body } from './body.ts';

/** How a transfer may also end whose packets get through: some are lost by chance, or each round takes long. */
export const impairedTransfer = (
  { bytes, mss }: Pick<Body, 'bytes' | 'mss'>,
  ways: readonly Pick<Way, 'delayMs' | 'chances'>[],
): readonly PredictedEnd[] => {
  const [chance] = ways.flatMap(({ chances = [] }) => chances);
  const roundMs = roundTripMs(ways);
  const rounds = 2 + Math.max(0, Math.log2(bytes / (initialWindow * mss))); // the handshake, and one for each time that the window doubles
  return [
    ...(chance === undefined
      ? []
      : (['unfinished', 'stalled', 'unreachable'] as const).map((outcome) => ({ outcome, because: chance }))),
    ...(chance === undefined && roundMs * rounds > quickMs
      ? [{ outcome: 'unfinished', because: `each round takes ${roundMs} ms` } as const]
      : []),
  ];
};

/** Whether an answer may be missed: it is lost by chance, or comes when nobody waits for it any more. */
export const missedAnswer = (ways: readonly Pick<Way, 'delayMs' | 'chances'>[]): readonly PredictedEnd[] => {
  const [chance] = ways.flatMap(({ chances = [] }) => chances);
  if (chance !== undefined) return [{ outcome: 'lost', because: chance }];
  const roundMs = roundTripMs(ways);
  return roundMs >= patienceMs ? [{ outcome: 'lost', because: `an answer takes ${roundMs} ms` }] : [];
};

const roundTripMs = (ways: readonly Pick<Way, 'delayMs'>[]): number =>
  ways.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0);

/** Segments (RFC 6928). */
const initialWindow = 10;
/** No step waits for less. */
const quickMs = 1000;
/** ping and the datagrams of mtulab wait a second. */
const patienceMs = 900;
