import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { PredictedEnd } from '../../words/lab/network.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import type { Way } from '../walk/way.ts';
import type { Body } from './body.ts';
import { impairedTransfer } from './impaired-ways.ts';
import type { PossibleEnds } from './possible-ends.ts';

/** How a transfer may end whose body arrives: the acknowledgments may not. */
export const endsOfDelivered = (
  network: NetworkView,
  body: Body,
  { way, narrowest }: { readonly way: Way; readonly narrowest: number },
): PossibleEnds => {
  const { sender, bytes, mss, optionBytes } = body;
  const back = acksOf(network, body);
  const unknown = back.flatMap(({ end }) => (end.kind === 'unknown' ? [end.why] : []))[0];
  const isSlow = [...way.nodes, ...back.flatMap((way) => way.nodes)].some((node) => network.traits.queuesAt(node));
  const ends = back.flatMap((wayBack): readonly PredictedEnd[] => {
    const { end } = wayBack;
    if (end.kind === 'unknown') return [];
    if (end.kind === 'delivered') {
      const because = `packets of ${narrowest} bytes get through`;
      return [
        { outcome: 'completed', because },
        ...(isSlow ? [{ outcome: 'unfinished', because: 'a queue makes the path slow' } as const] : []),
        ...impairedTransfer(body, [way, wayBack]),
      ];
    }
    const place = end.kind === 'lost-in-node' ? end.node : undefined;
    return [
      ...(bytes <= segmentsWithoutAcks * (mss - optionBytes)
        ? [{ outcome: 'completed', because: 'the body fits into what is sent before any acknowledgment' } as const]
        : []),
      {
        ...{ outcome: 'stalled', cause: 'acks-lost' },
        ...(place !== undefined && { place }),
        because: `acknowledgments are lost at ${'place' in end ? end.place : end.node}`,
      },
    ];
  });
  return { ends, learned: [sender.learned], ...(unknown !== undefined && { unknown }) };
};

const acksOf = (
  network: NetworkView,
  { receiverFamily: family, receiver, packets, optionBytes, legBack }: Body,
): readonly Way[] => {
  const bytes = tcpIpHeaderBytes(family) + optionBytes;
  return walk(network, {
    ...{ from: receiver, leg: legBack },
    packet: { family, kind: 'ack', bytes, ...packets.ofReceiver },
  });
};

/** Whether no acknowledgment of a body gets through. */
export const areAcksLost = (network: NetworkView, body: Body): boolean =>
  acksOf(network, body).every(({ end }) => end.kind !== 'delivered');

/** Ten are the initial window (RFC 6928), and a tail loss probe is one more (RFC 8985 section 7). */
const segmentsWithoutAcks = 11;
