import ipaddr from 'ipaddr.js';
import { commandInNode } from '../lab/shell-text.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Service } from '../language/word.ts';
import type { DnsAnswers } from './answer-settings.ts';
import { answerQuery } from './answer-query.ts';
import { zoneOf, zoneShape } from './zone.ts';
import type { Zone, ZoneSettings } from './zone.ts';

const port = 53;

/** `isIP` of Node would load the sockets of Node with every scenario file that is read. */
const isAddress = (text: string): boolean => ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text);

/** The word `dns`: a name server with authority; how it answers is the trait `dns-answers`, which changes while the lab runs. */
export const dns: Service<ZoneSettings> = {
  about:
    'Serves a DNS zone with the names of all nodes and shared addresses, and further records; no name exists outside the zone.',
  shape: zoneShape,
  example: { zone: 'lab.test', records: { www: ['server'] } },
  listens: () => [
    { protocol: 'udp', port },
    { protocol: 'tcp', port },
  ],
  conflict: ({ records = {} }) => {
    const literals = Object.values(records).flatMap((record) => Object.values(record).flat());
    const wrong = literals.find((item) => /[.:]/.test(item) && !isAddress(item));
    return wrong === undefined
      ? undefined
      : `${wrong} is not an IP address; write one such as 2001:db8::1, or the name of a node`;
  },
  start: async (settings, host) => {
    const codec = await import('dns-packet');
    const zone = zoneOf(settings, host.nodes);
    const answerOver = (protocol: 'udp' | 'tcp') => (request: Uint8Array) =>
      answerQuery(request, { zone, codec, protocol, answers: host.traitOf('dns-answers') as DnsAnswers | undefined });
    host.answerDatagrams(port, answerOver('udp'));
    host.answerMessages(port, answerOver('tcp'));
  },
  byHand: (settings, node, nodes) => [
    `echo ${shellQuote(`${unboundSettings} ${unboundZone(zoneOf(settings, nodes))}`)} | ${commandInNode(node, ['unbound', '-d', '-c', '/dev/stdin'])}`,
  ],
};

/** unbound reads its settings from one line too. */
const unboundSettings = [
  'server: do-daemonize: no chroot: "" username: "" pidfile: "" use-syslog: no',
  'interface: 0.0.0.0 interface: ::0 access-control: 0.0.0.0/0 allow access-control: ::/0 allow',
].join(' ');

const unboundZone = ({ name, ttl, addresses }: Zone): string =>
  [
    `local-zone: "." static local-zone: "${name}." static`,
    ...[...addresses].flatMap(([owner, { ipv6, ipv4 }]) => [
      ...ipv6.map((address) => `local-data: "${owner}. ${ttl} AAAA ${address}"`),
      ...ipv4.map((address) => `local-data: "${owner}. ${ttl} A ${address}"`),
    ]),
  ].join(' ');
