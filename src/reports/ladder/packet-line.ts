import { decode } from '../../wire/layers/decode.ts';
import type { Icmp, Ip, Layers, Tcp } from '../../wire/layers/decoded-packet.ts';
import { icmpName } from '../../wire/summary/icmp-name.ts';
import { tunnelName } from '../../wire/summary/tunnel-name.ts';
import { printableLine } from '../../text/printable.ts';
import { wrapUnder } from '../../text/wrap.ts';
import type { CapturedFrame } from '../../words/lab/lab.ts';

/**
 * Formats one captured packet as a line, with the time in UTC:
 * `11:42:07.123456 client:to-edge out 2001:db8:1::1 20000 → 2001:db8:5::1 80 SYN seq 1 mss 8940 (94 bytes)`;
 * one that is longer than `width` continues under its place.
 */
export const packetLine = (
  { place, direction, time, bytes, originalLength, refused }: CapturedFrame,
  width = Infinity,
): string => {
  const seconds = new Date(Number(time / 1_000_000n)).toISOString().slice(11, 19);
  const micros = `${(time / 1000n) % 1_000_000n}`.padStart(6, '0');
  const packet = decode({ bytes, originalLength });
  const clock = `${seconds}.${micros} `;
  const size = `(${originalLength} bytes${refused ? '; not sent: longer than the MTU' : ''})`;
  const text = `${printableLine(place)} ${direction.padEnd(3)} ${packetText(packet)} ${size}`;
  return clock.length + text.length > width ? wrapUnder(clock, text, width).join('\n') : clock + text;
};

const packetText = (packet: Layers): string => {
  const { arp } = packet;
  if (arp) return `ARP ${arp.operation === 1 ? `who has ${arp.target}` : `${arp.sender} is at ${arp.senderMac}`}`;
  return ipText(packet) ?? `Ethernet type 0x${(packet.ethernet?.etherType ?? 0).toString(16)}`;
};

const ipText = (packet: Layers): string | undefined => {
  const ip = packet.ipv6 ?? packet.ipv4;
  if (!ip) return undefined;
  const ports = packet.tcp ?? packet.udp;
  const [from, to] = ports ? [` ${ports.source}`, ` ${ports.destination}`] : ['', ''];
  return `${ip.source}${from} → ${ip.destination}${to}${payloadText(packet, ip)}${fragmentText(ip)}`;
};

const payloadText = (packet: Layers, { protocol }: Ip): string => {
  const { tcp, udp, icmp, icmpv6 } = packet;
  if (packet.inner) return ` ${tunnelName(packet)}: ${packetText(packet.inner)}`;
  if (tcp) return ` ${segmentText(tcp)}`;
  if (udp) return ' UDP';
  const message = icmpv6 ?? icmp;
  return message ? ` ${icmpText(message, packet, icmpv6 ? 'ICMPv6' : 'ICMP')}` : ` protocol ${protocol}`;
};

const segmentText = ({ flags, sequence, acknowledgement, payloadLength = 0, options }: Tcp): string =>
  [
    ...Object.entries(flags ?? {}).flatMap(([flag, set]) => (set && flag !== 'ack' ? [flag.toUpperCase()] : [])),
    `seq ${sequence}`,
    ...(flags?.ack ? [`ack ${acknowledgement}`] : []),
    ...(payloadLength > 0 ? [`${payloadLength} bytes`] : []),
    ...(options?.mss ? [`mss ${options.mss}`] : []),
    ...(options?.sack ? [`sack ${options.sack.map(({ left, right }) => `${left}-${right}`).join()}`] : []),
  ].join(' ');

/** Packet Too Big is type 2 of ICMPv6 (RFC 4443 3.2), and type 3 code 4 of ICMP (RFC 1191). */
const icmpText = (message: Icmp, { quoted }: Layers, protocol: 'ICMPv6' | 'ICMP'): string => {
  const { type, code, mtu } = message;
  const isTooBig = protocol === 'ICMPv6' ? type === 2 : type === 3 && code === 4;
  const name = isTooBig ? `Packet Too Big mtu ${mtu}` : icmpName(protocol, type, code);
  return quoted ? `${name} for ${ipText(quoted)}` : name;
};

const fragmentText = ({ fragment }: Ip): string =>
  fragment ? ` fragment at ${fragment.offset}${fragment.more ? ', more follow' : ''}` : '';
