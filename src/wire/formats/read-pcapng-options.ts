import type { PacketDirection } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { viewOf } from './block-reader.ts';
import { optionCodes, padded } from './pcapng-constants.ts';

/** A complete block of a pcapng file. */
export interface PcapngBlock {
  readonly view: DataView;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly little: boolean;
  /** Where in `view` the body ends and the repeated length starts. */
  readonly end: number;
}

/** Reads the options from `start` to the end of a block; throws a CaptureError if one runs past it. */
export function* readOptions(
  { view, little, end, offset }: PcapngBlock,
  start: number,
): Generator<readonly [number, Uint8Array]> {
  for (let at = start; at + 4 <= end;) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === optionCodes.end) return;
    if (at + 4 + length > end) throw new CaptureError('an option runs past its block', offset + at);
    yield [code, new Uint8Array(view.buffer, view.byteOffset + at + 4, length)];
    at += 4 + padded(length);
  }
}

/** Decodes UTF-8; invalid bytes become replacement characters. */
export const decodeText = (value: Uint8Array | undefined): string | undefined =>
  value && new TextDecoder().decode(value);

/** The direction in the two lowest bits of the packet flags. */
export const packetDirection = (flags: Uint8Array | undefined, little: boolean): PacketDirection | undefined => {
  const bits = flags?.length === 4 ? viewOf(flags).getUint32(0, little) & 3 : 0;
  return ([undefined, 'in', 'out', undefined] as const)[bits];
};
