import type { Episode } from '../../evidence/stalls/episode.ts';
import { formatDuration, formatSeconds } from '../../text/format-duration.ts';
import type { Observation } from '../lab/transfer.ts';

/** Formats the result of a transfer in one line: `completed: 200000 of 200000 bytes in 9 ms`. */
export const formatTransfer = ({ outcome, why, reason, received, total, elapsedMs, episodes }: Observation): string => {
  if (outcome === 'not-judged') return `not judged: ${reason}`;
  const word = why ? `${outcome} (${why})` : outcome;
  const bytes = `${received} of ${total} bytes`;
  const healed = episodes.filter(({ untilMs }) => untilMs !== undefined).length;
  const after = healed > 0 ? `, after ${healed === 1 ? 'a stall' : `${healed} stalls`} that healed` : '';
  if (outcome === 'stalled') return `${word}: ${bytes} as of ${formatSeconds(elapsedMs)}${after}`;
  if (outcome === 'completed' || outcome === 'unfinished')
    return `${word}: ${bytes} in ${formatDuration(elapsedMs)}${after}`;
  return word;
};

/** Formats why and where a flow stalled: `packet-too-big-lost at firewall`. */
export const formatCause = ({ cause: { word, place } }: Episode): string => (place ? `${word} at ${place}` : word);
