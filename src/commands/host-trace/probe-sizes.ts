import type { PathReadings, SizedReply } from './path-readings.ts';

type Ask = (bytes: number) => Promise<SizedReply['reply']>;

/**
 * Sends echo requests of the largest size, and follows what answers them to smaller ones. Where nothing answers it asks with the smallest, and
 * then searches for the size at which packets vanish, by several requests at a time, since each that is lost takes a second.
 */
export const probeSizes = async (ask: Ask, largest: number, smallest: number): Promise<ProbedSizes> => {
  const pings: SizedReply[] = [];
  const send = async (bytes: number): Promise<SizedReply> => {
    const answered = { bytes, reply: await ask(bytes) };
    pings.push(answered);
    return answered;
  };
  let last = await send(largest);
  while (last.reply.word === 'too-big' && last.reply.mtu < last.bytes && last.reply.mtu >= smallest)
    last = await send(last.reply.mtu);
  // A message with an MTU that does not help is no better than none.
  if (!['lost', 'too-big'].includes(last.reply.word) || last.bytes <= smallest) return { pings };
  const unanswered = last.bytes;
  const { reply } = await send(smallest);
  if (reply.word !== 'answered') return { pings };
  return { pings, limit: await searchLimit(ask, { answered: smallest, unanswered }) };
};

type ProbedSizes = Pick<PathReadings, 'limit'> & { readonly pings: readonly SizedReply[] };
type Limit = NonNullable<PathReadings['limit']>;

/** Narrows the interval to one byte; a size between two that were judged is asked for once. */
const searchLimit = async (ask: Ask, limit: Limit): Promise<Limit> => {
  let { answered, unanswered } = limit;
  while (unanswered - answered > 1) {
    const width = unanswered - answered;
    const sizes = Array.from({ length: Math.min(perRound, width - 1) }, (_, index) =>
      Math.floor(answered + (width * (index + 1)) / (Math.min(perRound, width - 1) + 1)),
    );
    const replies = await Promise.all(sizes.map(async (bytes) => ({ bytes, reply: await ask(bytes) })));
    const firstLost = replies.find(({ reply }) => reply.word !== 'answered')?.bytes ?? unanswered;
    answered = Math.max(answered, ...sizes.filter((bytes) => bytes < firstLost));
    unanswered = firstLost;
  }
  return { answered, unanswered };
};

/** Four rounds find one of 7720 sizes. */
const perRound = 9;
