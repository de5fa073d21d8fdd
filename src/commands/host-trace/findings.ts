import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { TracedHop } from '../../words/lab/trace.ts';
import type { Leg, LocalPolicy, PathReadings } from './path-readings.ts';
import { aboutProbes, ignoresMessages, ownMessage } from './probe-messages.ts';
import { echoSize, limitOf, pathMtuSeen, vanishingHop } from './path-size.ts';

/** One thing that the readings of this host show, and no more than they show. */
export interface Finding {
  readonly kind: FindingKind;
  readonly family: Family;
  /** The interface, where the route has several. */
  readonly leg?: string;
  readonly text: string;
}

export type FindingKind =
  | 'path-carries-first-hop'
  | 'path-mtu-learned'
  | 'no-packet-too-big'
  | 'first-link-drops'
  | 'packet-too-big-wrong'
  | 'packet-too-big-ignored'
  | 'packet-too-big-dropped-here'
  | 'packet-too-big-not-used'
  | 'no-answer'
  | 'answers-vanish'
  | 'route-above-link'
  | 'mtu-locked'
  | 'fragments-allowed'
  | 'learned-elsewhere'
  | 'mss-above-path';

/** Returns what the readings show: of the path of each leg, of the messages that arrived, and of this host itself. */
export const findingsOf = (readings: PathReadings, policy: Pick<LocalPolicy, 'rules'>): readonly Finding[] => {
  const ofLegs = readings.legs.flatMap((leg) => findingsOfLeg(leg, readings));
  return [...ofLegs, ...findingsOfMessages(readings, policy, ofLegs), ...findingsOfHost(readings)];
};

/** What becomes of packets of the first hop's size on one leg. */
const findingsOfLeg = (leg: Leg, readings: PathReadings): readonly Finding[] => {
  const { hops = [], mtu, device } = leg;
  const found = (kind: FindingKind, text: string): Finding => ({
    ...{ kind, family: readings.family, text },
    ...(readings.legs.length > 1 && { leg: device }),
  });
  if (hops.length === 0) return [];
  const at = vanishingHop(leg, readings);
  if (at !== undefined) {
    const { unanswered = 0, tooBig } = hops[at]!;
    const before = nodeText(nodeBefore(hops, at));
    const to = nodeText(hops[at]!.node);
    const limit = limitText(limitOf(leg, readings));
    if (tooBig?.mtu === unanswered)
      return [
        found(
          'packet-too-big-wrong',
          `the Packet Too Big of ${nodeText(tooBig.node)} has MTU ${tooBig.mtu}, and packets of ${unanswered} bytes get no answer from ${to} either${limit}`,
        ),
      ];
    if (at === 0)
      return [
        found(
          'first-link-drops',
          `packets of ${unanswered} bytes vanish on the link of ${device}, before ${to}, where no router could send a Packet Too Big${limit}`,
        ),
      ];
    if (ignoresMessages(readings) && ownMessage(readings)) return [];
    return [
      found(
        'no-packet-too-big',
        `packets of ${unanswered} bytes vanish between ${before} and ${to}, and no Packet Too Big takes effect here${limit}`,
      ),
    ];
  }
  const last = hops.at(-1)!;
  if (last.node !== 'there') return findingsWithoutEnd(leg, readings, found);
  const size = readings.legs.length > 1 ? last.bytes! : Math.max(last.bytes!, echoSize(readings) ?? 0);
  const limit = limitOf(leg, readings);
  if (limit && readings.legs.length === 1 && size > limit.answered)
    return [
      found(
        'answers-vanish',
        `packets of ${size} bytes reach the destination, and its echo replies of more than ${limit.answered} bytes do not come back`,
      ),
    ];
  if (size >= mtu)
    return [found('path-carries-first-hop', `packets of ${mtu} bytes, the MTU of ${device}, reach the destination`)];
  const narrowest = hops.findLast(({ tooBig }) => tooBig !== undefined)?.tooBig;
  return [
    found(
      'path-mtu-learned',
      narrowest
        ? `the path carries ${size} bytes, and the Packet Too Big of ${nodeText(narrowest.node)} arrives here`
        : `the path carries ${size} bytes of the ${mtu} of ${device}, and a Packet Too Big about echo requests arrives here`,
    ),
  ];
};

/** Where the trace does not get to the destination, and only echo requests may. */
const findingsWithoutEnd = (
  { hops = [] }: Leg,
  readings: PathReadings,
  found: (kind: FindingKind, text: string) => Finding,
): readonly Finding[] => {
  const answering = hops.findLast(({ node }) => node !== undefined)?.node;
  const where = answering === undefined ? 'nobody on the way answers' : `nobody answers behind ${nodeText(answering)}`;
  if (readings.limit)
    return [
      found(
        'no-packet-too-big',
        `packets of ${readings.limit.unanswered} bytes vanish on the way, and no Packet Too Big takes effect here${limitText(readings.limit)}; ${where}`,
      ),
    ];
  const echoed = readings.legs.length === 1 ? echoSize(readings) : undefined;
  if (echoed !== undefined)
    return [
      echoed < readings.legs[0]!.mtu
        ? found(
            'path-mtu-learned',
            `echo requests of ${echoed} bytes are answered, and a Packet Too Big about larger ones arrives here; ${where}`,
          )
        : found('path-carries-first-hop', `echo requests of ${echoed} bytes are answered; ${where}`),
    ];
  return [found('no-answer', `${where}, whatever the size: the path MTU cannot be seen`)];
};

const nodeBefore = (hops: readonly TracedHop[], at: number): string =>
  hops.slice(0, at).findLast(({ node }) => node !== undefined)?.node ?? 'this host';

const nodeText = (node = 'nobody'): string => (node === 'there' ? 'the destination' : node);

const limitText = (limit: PathReadings['limit']): string =>
  limit ? `; echo requests are answered up to ${limit.answered} bytes` : '';

/** Messages that reached an interface and did not help. */
const findingsOfMessages = (
  readings: PathReadings,
  { rules }: Pick<LocalPolicy, 'rules'>,
  ofLegs: readonly Finding[],
): readonly Finding[] => {
  const { family, source, sysctls } = readings;
  const found = (kind: FindingKind, text: string): Finding => ({ kind, family, text });
  const drops = rules
    .filter(
      ({ effect, hook = '', ...rule }) =>
        effect === 'drops' && (rule.family ?? family) === family && arriving.has(hook),
    )
    .map(({ place, text }) =>
      found('packet-too-big-dropped-here', `this host itself drops Packet Too Big: ${place}: ${text}`),
    );
  const [own, foreign] = [
    ownMessage(readings),
    aboutProbes(readings).find(({ quoted }) => quoted[0]!.sourceAddress !== source),
  ];
  const vanishes = ofLegs.some(({ kind }) => kind === 'no-packet-too-big' || kind === 'first-link-drops');
  const [isIgnored, setting] = [ignoresMessages(readings), sysctls['net.ipv4.ip_no_pmtu_disc']];
  return [
    ...drops,
    ...(foreign
      ? [
          found(
            'packet-too-big-ignored',
            `a Packet Too Big from ${foreign.from ?? 'a router'} with MTU ${foreign.mtu} reaches this host and quotes a packet of ${foreign.quoted[0]!.sourceAddress}, which is not its address: its sockets cannot use it`,
          ),
        ]
      : []),
    ...(own && (isIgnored || (vanishes && drops.length === 0))
      ? [
          found(
            'packet-too-big-not-used',
            `a Packet Too Big from ${own.from ?? 'a router'} with MTU ${own.mtu} reaches the interface, and this host does not use it${isIgnored ? `: ip_no_pmtu_disc is ${setting}` : ''}`,
          ),
        ]
      : []),
    ...(isIgnored
      ? [
          found(
            'fragments-allowed',
            `ip_no_pmtu_disc is ${setting}: this host sends without DF, and routers fragment what is too big`,
          ),
        ]
      : []),
  ];
};

const arriving: ReadonlySet<string> = new Set(['input', 'prerouting']);

/** What this host decides itself, and what it offers to the other end. */
const findingsOfHost = (readings: PathReadings): readonly Finding[] => {
  const { family, routes, legs, isLocked, handshake, learned } = readings;
  const found = (kind: FindingKind, text: string): Finding => ({ kind, family, text });
  const routeMtu = routes.fibmatch.metrics?.find(({ mtu }) => mtu !== undefined)?.mtu;
  const narrow = routeMtu === undefined ? undefined : legs.find(({ mtu }) => mtu < routeMtu);
  const path = pathMtuSeen(readings);
  const offered = handshake.synMss === undefined ? undefined : handshake.synMss + tcpIpHeaderBytes(family);
  const used = routes.tuple.dev;
  const legsWithout = Object.entries(learned.after).filter(([, mtu]) => mtu === null);
  return [
    ...(narrow
      ? [
          found(
            'route-above-link',
            `the route has MTU ${routeMtu}, and its interface ${narrow.device} only ${narrow.mtu}`,
          ),
        ]
      : []),
    ...(isLocked
      ? [found('mtu-locked', `the MTU of the route is locked to ${routeMtu}: Packet Too Big does not change it`)]
      : []),
    ...(legs.length > 1 && legsWithout.length > 0 && legsWithout.length < legs.length
      ? [
          found(
            'learned-elsewhere',
            `a path MTU was learned for some legs only; ${legsWithout.map(([leg]) => leg).join(', ')} ${legsWithout.length > 1 ? 'have' : 'has'} none${used !== undefined && legsWithout.some(([leg]) => leg === used) ? `, and the TCP flow takes ${used}` : ''}`,
          ),
        ]
      : []),
    ...(offered !== undefined && path !== undefined && offered > path
      ? [
          found(
            'mss-above-path',
            `the SYN of this host offers MSS ${handshake.synMss}, packets of ${offered} bytes, and those that it sends reach the other end with ${path} bytes at most; if the way back is as narrow, answers depend on Packet Too Big, or on a clamp`,
          ),
        ]
      : []),
  ];
};
