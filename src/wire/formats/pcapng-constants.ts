/** Block types of pcapng (draft-ietf-opsawg-pcapng); only those that mtulab reads or writes. */
export const blockTypes = { section: 0x0a0d0d0a, interface: 1, simplePacket: 3, statistics: 5, packet: 6 } as const;

/** Option codes of pcapng; only those that mtulab reads or writes. */
export const optionCodes = {
  end: 0,
  comment: 1,
  // In an interface block:
  name: 2,
  description: 3,
  timeResolution: 9,
  timeOffset: 14,
  // In a packet block; the lowest two bits are the direction:
  flags: 2,
  // In a section block:
  application: 4,
  // In a statistics block:
  received: 4,
  dropped: 5,
} as const;

export const byteOrderMagic = 0x1a2b3c4d;

/** Rounds a length in bytes up to a multiple of 4, as pcapng pads everything to 32 bits. */
export const padded = (bytes: number): number => (bytes + 3) & ~3;
