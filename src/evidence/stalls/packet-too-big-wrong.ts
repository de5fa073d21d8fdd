import { lossText } from './loss-text.ts';
import type { Cause } from './episode.ts';
import type { FlowReading, LinkEnd, SilentFlow } from './flow-reading.ts';
import { ptbsOfFlow } from './flow-ptbs.ts';
import { commonPlace } from './loss-points.ts';
import type { LossPoint } from './loss-points.ts';

/** Returns the cause of a sender that follows a Packet Too Big and still loses its packets: it was given too large an MTU. */
export const packetTooBigWrong = (silent: SilentFlow, losses: readonly LossPoint[]): Cause | undefined => {
  const { flow, before, after } = silent;
  const followed = ptbsOfFlow(flow, after, before).find(
    ({ node, hook, flowMtu }) => node === flow.from && hook === 'taken' && flowMtu === after.sender!.pmtu,
  );
  if (!followed) return undefined;
  const { mtu, from } = followed;
  return {
    word: 'packet-too-big-wrong',
    ...commonPlace(losses),
    evidence: [
      `${flow.from} accepted a Packet Too Big (MTU ${mtu})${from ? ` from ${from}` : ''} and follows it`,
      ...losses.map((loss) => lossText(loss, 'large', flow)),
      ...losses.flatMap(({ linkEnd }) => (linkEnd ? linkMtuText(linkEnd, after.mtus ?? {}) : [])),
    ],
  };
};

/** The smaller MTU of the two ends: a veth drops what is longer than the MTU of the other end (is_skb_forwardable). */
const linkMtuText = ({ node, interface: name, place, peer, peerInterface, isTunnel }: LinkEnd, mtus: LinkMtus) => {
  if (isTunnel) return [`${place} is a tunnel: what it carries depends on the links below it`];
  const carried = Math.min(mtus[`${node} ${name}`] ?? Infinity, mtus[`${peer} ${peerInterface}`] ?? Infinity);
  return carried < Infinity ? [`the link at ${place} carries packets of at most ${carried} bytes`] : [];
};

type LinkMtus = NonNullable<FlowReading['mtus']>;
