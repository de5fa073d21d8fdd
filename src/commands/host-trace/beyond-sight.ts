import { familyNames } from '../../evidence/family.ts';
import type { Finding } from './findings.ts';
import type { LocalPolicy, PathReadings } from './path-readings.ts';

/** What the readings of this host cannot show, with the reason and what would show it. */
export const beyondSight = (
  all: readonly PathReadings[],
  { unread }: Pick<LocalPolicy, 'unread'>,
  findings: readonly Finding[],
): readonly string[] => {
  const vanishes = findings.some(({ kind }) => ['no-packet-too-big', 'packet-too-big-wrong'].includes(kind));
  return [
    'the other direction: what the destination sends, and whether Packet Too Big reaches it; start this command there, too',
    'what a clamp on the way does to the MSS: capture behind it',
    ...(vanishes
      ? ['why no message helps: whether one is sent, and which node loses it; look at the nodes between']
      : []),
    ...all.flatMap(({ family, legs }) =>
      legs
        .filter(({ hops }) => hops === undefined)
        .map(({ device }) => `${familyNames[family]} over ${device}: no source port leads there`),
    ),
    ...(all.some(({ arrived }) => arrived === undefined)
      ? ['whether a message reaches an interface and is lost in this host: this user may not capture (CAP_NET_RAW)']
      : []),
    ...(unread.length > 0 ? ['the firewall rules of this host: this user may not read them (CAP_NET_ADMIN)'] : []),
  ];
};
