import type { Episode } from '../../evidence/stalls/episode.ts';
import { formatDuration, formatSeconds } from '../../text/format-duration.ts';
import type { Observation } from '../lab/transfer.ts';

/** Formats the result of a transfer in one line: `completed: 200000 of 200000 bytes in 9 ms`. */
export const formatTransfer = ({ outcome, why, reason, received, total, elapsedMs, episodes }: Observation): string => {
  if (outcome === 'not-judged') return `not judged: ${reason}`;
  const word = why ? `${outcome} (${why})` : outcome;
  const bytes = total === undefined ? `${received} bytes received` : `${received} of ${total} bytes`;
  const after = formatHealed(episodes.filter(({ untilMs }) => untilMs !== undefined));
  if (outcome === 'stalled') return `${word}: ${bytes} as of ${formatSeconds(elapsedMs)}${after}`;
  if (outcome === 'completed' || outcome === 'unfinished')
    return `${word}: ${bytes} in ${formatDuration(elapsedMs)}${after}`;
  return word;
};

/** `, after a stall that packet-too-big healed`: a flow that stalled and went on was not stalled to the end. */
const formatHealed = (healed: readonly Episode[]): string => {
  if (healed.length === 0) return '';
  const healers = [...new Set(healed.flatMap(({ healedBy }) => healedBy ?? []))].join(' and ');
  const stalls = healed.length === 1 ? 'a stall' : `${healed.length} stalls`;
  return `, after ${stalls} that ${healers ? `${healers} healed` : 'healed'}`;
};

/** Formats why and where a flow stalled: `packet-too-big-lost at firewall`. */
export const formatCause = ({ cause: { word, place } }: Episode): string => (place ? `${word} at ${place}` : word);
