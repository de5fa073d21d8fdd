import type { StoredCapture } from '../formats/stored-capture.ts';
import { indexByAddress } from './address-index.ts';
import { addressOwners } from './address-owners.ts';
import { conversations, endsOfKey, type Conversation } from './conversations.ts';
import { followPackets } from './follow-packets.ts';
import { isSighted, sightingsOf } from './sighting.ts';

/** The conversations of a capture file, and the nodes of its addresses. */
export interface CapturedConversations {
  /** Returns the first conversations that are wanted, and how many more there are. */
  readonly first: (count: number, isWanted?: IsWanted) => FirstConversations;
  /** The node of each address, as far as it is known. */
  readonly addressOwners: ReadonlyMap<string, string>;
  /** Whether the file names no places, and the nodes are short names of the addresses. */
  readonly isByAddress: boolean;
}

export interface FirstConversations {
  readonly conversations: readonly Conversation[];
  readonly more: number;
}

export type IsWanted = (conversation: Pick<Conversation, 'family' | 'ends'>) => boolean;

/** Follows the packets of a file; if it names no places or directions, each address is taken as a node. */
export const capturedConversations = ({ packets }: StoredCapture): CapturedConversations => {
  for (const packet of packets) if (isSighted(packet)) return conversationsByPlace({ packets });
  return conversationsByAddress({ packets });
};

const conversationsByPlace = ({ packets }: StoredCapture): CapturedConversations => {
  const journeys = followPackets(sightingsOf({ packets }));
  const all = conversations(journeys);
  return {
    first: (count, isWanted = () => true) => firstOf(all.filter(isWanted), count),
    addressOwners: addressOwners(journeys),
    isByAddress: false,
  };
};

/** Follows only the conversations that are asked for, and those with fragments to count them. */
const conversationsByAddress = ({ packets }: StoredCapture): CapturedConversations => {
  const { names, bundles, sightingsOf } = indexByAddress(packets);
  const first: CapturedConversations['first'] = (count, isWanted = () => true) => {
    const wanted = bundles.filter(({ key, isFragmented }) => !isFragmented && isWanted(endsOfKey(key)));
    const followed = [...wanted.slice(0, count), ...bundles.filter(({ isFragmented }) => isFragmented)];
    const found = firstOf(conversations(followPackets(sightingsOf(followed))).filter(isWanted), count);
    return { ...found, more: found.more + Math.max(0, wanted.length - count) };
  };
  return { first, addressOwners: names, isByAddress: true };
};

const firstOf = (all: readonly Conversation[], count: number): FirstConversations => ({
  conversations: all.slice(0, count),
  more: Math.max(0, all.length - count),
});
