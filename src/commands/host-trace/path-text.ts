import { familyNames } from '../../evidence/family.ts';
import type { CapturedPtb } from '../../evidence/ledger/captured-ptbs.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { facts } from '../../words/facts/facts.ts';
import { formatAnswer } from '../../words/facts/format-hops.ts';
import { devicesOf, learnedMtu } from '../../words/lab/ip-route-output.ts';
import type { IpRoute } from '../../words/lab/ip-route-output.ts';
import { familyFlag } from '../../words/lab/shell-text.ts';
import type { TracedHop } from '../../words/lab/trace.ts';
import type { LocalPolicy, PathReadings } from './path-readings.ts';

/** Formats the readings of one family: the six steps of an investigation in their order. */
export const pathText = (readings: PathReadings, policy: LocalPolicy, width?: number): string => {
  const { family, address } = readings;
  const title = `${familyNames[family]} to ${address}`;
  const steps: readonly (readonly [string, readonly Item[]])[] = [
    ['1 the path and its MTU', hopLines(readings)],
    ['2 Packet Too Big', messageLines(readings)],
    ['3 the route, and what is used of it', routeLines(readings)],
    ['4 learned path MTU for each leg', legLines(readings)],
    ['5 MSS on the wire', mssLines(readings)],
    ['6 the policy of this host', policyLines(readings, policy)],
  ];
  return [
    title,
    ...steps.flatMap(([name, items]) => [`  ${name}`, ...items.flatMap((item) => linesOf(item, width))]),
    '',
  ].join('\n');
};

/** A sentence, or the rows of a table, below the name of a step. */
type Item = string | readonly (readonly string[])[];

const linesOf = (item: Item, width?: number): readonly string[] =>
  typeof item === 'string'
    ? wrapUnder('    ', item, width)
    : alignColumns(item, width === undefined ? undefined : width - 4).map((line) => `    ${line}`);

const hopLines = ({ legs, address }: PathReadings): readonly Item[] =>
  legs.flatMap(({ device, gateway, mtu, hops }) => [
    ...(legs.length > 1 || hops === undefined
      ? [
          `over ${device}${gateway === undefined ? '' : ` via ${gateway}`}${hops ? '' : ': no packet of this host was seen to go there, whatever its port'}`,
        ]
      : []),
    ...(hops
      ? [
          [
            ['0', 'this host', `${mtu} bytes (MTU of ${device})`],
            ...hops.map((hop, index) => [
              `${index + 1}`,
              shown(hop.node, address) ?? '*',
              formatAnswer(withAddress(hop, address)),
            ]),
          ],
        ]
      : []),
  ]);

const shown = (node: string | undefined, address: string): string | undefined => (node === 'there' ? address : node);

const withAddress = (hop: TracedHop, address: string): TracedHop => ({
  ...hop,
  ...(hop.tooBig && { tooBig: { ...hop.tooBig, node: shown(hop.tooBig.node, address)! } }),
});

const messageLines = ({ pings, limit, arrived }: PathReadings): readonly string[] => [
  ...(typeof pings === 'string'
    ? [`ping: ${pings}`]
    : pings.map(({ bytes, reply }) => `echo request of ${bytes} bytes: ${facts.reply.format(reply).join('')}`)),
  ...(limit ? [`answered up to ${limit.answered} bytes, and from ${limit.unanswered} on not`] : []),
  ...(arrived === undefined
    ? ['which messages reach the interface is not known: this user may not capture']
    : arrived.length === 0
      ? ['no such message reached an interface of this host']
      : arrivedLines(arrived)),
];

const arrivedLines = (arrived: readonly CapturedPtb[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { from, mtu, packets, quoted } of arrived) {
    const about = `from ${from ?? 'an unknown router'} with MTU ${mtu}, about packets of ${quoted[0]?.sourceAddress ?? 'an unknown host'}`;
    counts.set(about, (counts.get(about) ?? 0) + packets);
  }
  return [...counts].map(([about, packets]) => `reached an interface: ${packets} ${about}`);
};

const routeLines = ({ routes }: PathReadings): readonly Item[] => [
  Object.entries(routes).map(([kind, route]) => [kind, routeText(route)]),
];

const routeText = (route: IpRoute): string => {
  const hops = route.nexthops?.map(({ gateway, dev }) => hopText(gateway, dev)) ?? [hopText(route.gateway, route.dev)];
  const mtu = route.metrics?.find((metric) => metric.mtu !== undefined)?.mtu;
  const learned = learnedMtu(route);
  const metrics = learned !== null ? ` learned mtu ${learned}` : mtu === undefined ? '' : ` mtu ${mtu}`;
  return `${route.dst} ${hops.join(' or ')}${route.prefsrc === undefined ? '' : ` src ${route.prefsrc}`}${metrics}`;
};

const hopText = (gateway: string | undefined, device = 'no interface'): string =>
  `${gateway === undefined ? '' : `via ${gateway} `}dev ${device}`;

const legLines = ({ learned, legs, family, address, source, routes, sysctls }: PathReadings): readonly string[] => {
  const mtuText = (mtu: number | null | undefined): string => (mtu === null || mtu === undefined ? 'none' : `${mtu}`);
  const names = Object.keys(learned.after);
  const changed = names.some((leg) => learned.before[leg] !== learned.after[leg]);
  const seconds = sysctls[`net.${family}.route.mtu_expires`];
  const prefix = family === 'ipv6' ? 128 : 32;
  return [
    ...names.map((leg) => `${leg}: ${mtuText(learned.before[leg])} before, ${mtuText(learned.after[leg])} after`),
    ...(changed
      ? [
          `the kernel learned this by the packets of this command, and forgets it${seconds === undefined ? '' : ` after ${seconds} s`}; until then the SYNs of this host offer a smaller MSS`,
        ]
      : []),
    ...(legs.length > 1
      ? [
          `read by ${family === 'ipv6' && routes.fibmatch.nhid !== undefined ? 'route show cache: the kernel ignores oif for next-hop objects' : 'route get with oif: the cache does not show all legs'}`,
          'to see one leg by itself, pin the destination to it (not done here):',
          ...legs.map(
            ({ gateway, device }) =>
              `ip ${familyFlag(family)} route add ${address}/${prefix} ${hopText(gateway, device)} src ${source}`,
          ),
        ]
      : []),
  ];
};

const mssLines = ({ handshake }: PathReadings): readonly string[] => {
  const { outcome, error, synMss, synAckMss, seenBy, noCapture } = handshake;
  const mss = (value: number | undefined): string => (value === undefined ? 'no MSS seen' : `MSS ${value}`);
  const outcomes = {
    established: 'established',
    refused: 'refused',
    unanswered: 'unanswered',
    failed: error ?? 'failed',
  };
  return [
    `handshake ${outcomes[outcome]}; SYN: ${mss(synMss)}; SYN-ACK: ${mss(synAckMss)}; seen by ${seenBy === 'capture' ? 'a capture on this host' : `the socket (${noCapture ?? 'no capture'})`}`,
    'what a clamp on the way makes of this SYN, only a capture behind it shows',
  ];
};

const policyLines = (
  { family, legs, sysctls, routes }: PathReadings,
  { rules, unread, offload }: LocalPolicy,
): readonly string[] => {
  const own = rules.filter((rule) => (rule.family ?? family) === family);
  const devices = new Set([...legs.map(({ device }) => device), ...devicesOf(routes.plain)]);
  const offloading = offload.filter((device) => devices.has(device));
  return [
    ...legs.map(
      ({ device, mtu }) =>
        `${device}: MTU ${mtu}${offloading.includes(device) ? ', segments TCP on the card: captures here show larger packets than the wire' : ''}`,
    ),
    Object.entries(sysctls)
      .map(([name, value]) => `${name.replace(/^net\./, '')} ${value}`)
      .join(', '),
    ...own.map(
      ({ effect, place, text }) => `${effect === 'drops' ? 'drops messages' : 'changes the MSS'}: ${place}: ${text}`,
    ),
    ...(own.length === 0 && unread.length === 0
      ? ['no rule of this host names Packet Too Big, ICMP as a whole, or the MSS']
      : []),
    ...unread.map((reason) => `not read: ${reason}`),
  ];
};
