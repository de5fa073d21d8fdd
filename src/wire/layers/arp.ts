import { addressText, macText } from './address-text.ts';
import { available, bytesAt, tooShort, type DecodeLayer } from './packet-bytes.ts';

/** ARP for IPv4 over Ethernet (RFC 826); other address types are reported as malformed. */
export const arp: DecodeLayer = (bytes) => {
  if (available(bytes) < 8) return { layers: tooShort(bytes, 'arp') };
  if (bytes.view.getUint32(bytes.at + 4) >>> 16 !== 0x0604) return { layers: { malformed: 'arp is not for IPv4' } };
  if (available(bytes) < 28) return { layers: tooShort(bytes, 'arp') };
  return {
    layers: {
      arp: {
        operation: bytes.view.getUint16(bytes.at + 6),
        senderMac: macText(bytesAt(bytes, 8, 6)),
        sender: addressText(bytesAt(bytes, 14, 4)),
        targetMac: macText(bytesAt(bytes, 18, 6)),
        target: addressText(bytesAt(bytes, 24, 4)),
      },
    },
  };
};
