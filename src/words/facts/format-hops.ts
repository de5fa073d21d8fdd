import type { TracedHop } from '../lab/trace.ts';

/** What a hop answered, and what led there. */
export const formatAnswer = ({ bytes, unreachable, tooBig, unanswered }: TracedHop): string => {
  const notes = [
    ...(tooBig ? [`Packet Too Big from ${tooBig.node}, MTU ${tooBig.mtu}`] : []),
    ...(unanswered === undefined ? [] : [`no answer to ${unanswered} bytes`]),
    ...(unreachable ? ['the destination is unreachable from there'] : []),
  ];
  const answered = bytes === undefined ? 'no answer' : `${bytes} bytes`;
  return notes.length > 0 ? `${answered} (${notes.join('; ')})` : answered;
};
