import { linkTypes, refusedComment, type CaptureInterface, type PacketDirection } from './capture-file.ts';
import { viewOf } from './block-reader.ts';
import { annotationPacket } from './annotation-packet.ts';
import { blockTypes, byteOrderMagic, optionCodes, padded } from './pcapng-constants.ts';
import { encodeBlock, concatBytes, encodeOption, encodeText, uint16s, uint32, uint64 } from './pcapng-encoding.ts';

/** Encodes a pcapng file piece by piece: write the header first, then the other blocks in any order. */
export interface PcapngWriter {
  readonly header: Uint8Array;
  readonly packet: (packet: PacketToWrite) => Uint8Array;
  /** A note on the pseudo-interface `events`: see annotation-packet.ts. */
  readonly annotation: (annotation: { readonly time: bigint; readonly text: string }) => Uint8Array;
  /** How many packets an interface received, and how many the kernel dropped because they were not read in time. */
  readonly statistics: (statistics: CaptureStatistics) => Uint8Array;
}

export interface PacketToWrite {
  /** The name of one of the interfaces. */
  readonly place: string;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  readonly direction?: PacketDirection;
  readonly comment?: string;
  /** The interface did not send it, as its comment states. */
  readonly refused?: true;
}

export interface CaptureStatistics {
  readonly place: string;
  readonly time: bigint;
  readonly received: number;
  readonly dropped: number;
}

export interface PcapngSettings {
  readonly places: readonly (CaptureInterface & { readonly name: string })[];
  /** The capturing program, shown by Wireshark. */
  readonly application: string;
  readonly comment?: string;
}

/** Returns a writer of one section with named interfaces and nanoseconds; an unknown place throws a RangeError. */
export const pcapngWriter = ({ places, application, comment }: PcapngSettings): PcapngWriter => {
  const interfaces = [...places, eventsInterface(places[0]?.snapLength ?? 0)];
  const indices = new Map(interfaces.map(({ name }, index) => [name, index]));
  const indexOf = (place: string): number => {
    const index = indices.get(place);
    if (index === undefined) throw new RangeError(`the capture has no interface named ${place}`);
    return index;
  };
  const encodePacket = (packet: PacketToWrite): Uint8Array => packetBlock(packet, indexOf(packet.place));
  return {
    header: concatBytes([sectionBlock(application, comment), ...interfaces.map(interfaceBlock)]),
    packet: encodePacket,
    annotation: ({ time, text }) => {
      const bytes = annotationPacket(text);
      return encodePacket({ place: eventsName, time, comment: text, bytes, originalLength: bytes.length });
    },
    statistics: (statistics) => statisticsBlock(statistics, indexOf(statistics.place)),
  };
};

const eventsName = 'events';

/** Has the link type and snap length of the others: tcpdump refuses a file whose interfaces differ in either. */
const eventsInterface = (snapLength: number): PcapngSettings['places'][number] => ({
  name: eventsName,
  description: 'notes written during the capture; these packets were not on the wire',
  linkType: linkTypes.ethernet,
  snapLength,
});

const sectionBlock = (application: string, comment?: string): Uint8Array =>
  encodeBlock(blockTypes.section, [
    uint32(byteOrderMagic),
    uint16s(1, 0),
    uint64(0xffff_ffff_ffff_ffffn),
    ...(comment ? [encodeOption(optionCodes.comment, encodeText(comment))] : []),
    encodeOption(optionCodes.application, encodeText(application)),
    encodeOption(optionCodes.end),
  ]);

const interfaceBlock = ({ name, description, linkType, snapLength }: PcapngSettings['places'][number]): Uint8Array =>
  encodeBlock(blockTypes.interface, [
    uint16s(linkType, 0),
    uint32(snapLength),
    encodeOption(optionCodes.name, encodeText(name)),
    ...(description ? [encodeOption(optionCodes.description, encodeText(description))] : []),
    encodeOption(optionCodes.timeResolution, Uint8Array.of(9)),
    encodeOption(optionCodes.end),
  ]);

/** Writes into a single array, since there are thousands of packets. */
const packetBlock = (packet: PacketToWrite, index: number): Uint8Array => {
  const { time, bytes, originalLength, direction, refused, comment = refused && refusedComment } = packet;
  const commentOption = comment ? encodeOption(optionCodes.comment, encodeText(comment)) : noBytes;
  const optionsAt = 28 + padded(bytes.length);
  const length = optionsAt + (direction ? 8 : 0) + commentOption.length + 8;
  const block = new Uint8Array(length);
  const view = viewOf(block);
  view.setUint32(0, blockTypes.packet, true);
  view.setUint32(4, length, true);
  view.setUint32(8, index, true);
  view.setUint32(12, Number(time >> 32n), true); // the upper half comes first, whatever the byte order
  view.setUint32(16, Number(time & 0xffff_ffffn), true);
  view.setUint32(20, bytes.length, true);
  view.setUint32(24, originalLength, true);
  block.set(bytes, 28);
  if (direction) {
    view.setUint32(optionsAt, optionCodes.flags | (4 << 16), true);
    view.setUint32(optionsAt + 4, direction === 'in' ? 1 : 2, true);
  }
  block.set(commentOption, length - 8 - commentOption.length);
  view.setUint32(length - 4, length, true);
  return block;
};

const noBytes = new Uint8Array();

const statisticsBlock = ({ time, received, dropped }: CaptureStatistics, index: number): Uint8Array =>
  encodeBlock(blockTypes.statistics, [
    uint32(index),
    ...splitTime(time),
    encodeOption(optionCodes.received, uint64(BigInt(received))),
    encodeOption(optionCodes.dropped, uint64(BigInt(dropped))),
    encodeOption(optionCodes.end),
  ]);

/** The upper half comes first, whatever the byte order. */
const splitTime = (time: bigint): readonly Uint8Array[] => [
  uint32(Number((time >> 32n) & 0xffff_ffffn)),
  uint32(Number(time & 0xffff_ffffn)),
];
