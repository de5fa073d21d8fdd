import { addressText, macText } from './address-text.ts';
import { available, bytesAt, tooShort, type DecodeLayer } from './packet-bytes.ts';

/** ARP for IPv4 over Ethernet (RFC 826); of other pairs only their existence is told. */
export const arp: DecodeLayer = (part) => {
  if (available(part) < 8) return { layers: tooShort(part, 'arp') };
  if (part.view.getUint32(part.at + 4) >>> 16 !== 0x0604) return { layers: { malformed: 'arp is not of IPv4' } };
  if (available(part) < 28) return { layers: tooShort(part, 'arp') };
  return {
    layers: {
      arp: {
        operation: part.view.getUint16(part.at + 6),
        senderMac: macText(bytesAt(part, 8, 6)),
        sender: addressText(bytesAt(part, 14, 4)),
        targetMac: macText(bytesAt(part, 18, 6)),
        target: addressText(bytesAt(part, 24, 4)),
      },
    },
  };
};
