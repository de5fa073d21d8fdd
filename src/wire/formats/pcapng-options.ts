import type { PacketDirection } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { viewOf } from './block-reader.ts';
import { optionCodes, padded } from './pcapng-constants.ts';

/** A whole block of a pcapng file, and where the file has it. */
export interface PcapngBlock {
  readonly view: DataView;
  readonly offset: number;
  readonly little: boolean;
  /** Where the body ends and the repeated length begins. */
  readonly end: number;
}

/** The options from a place of a block to its end; lengths that run past it are errors. */
export function* readOptions(
  { view, little, end, offset }: PcapngBlock,
  from: number,
): Generator<readonly [number, Uint8Array]> {
  for (let at = from; at + 4 <= end;) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === optionCodes.end) return;
    if (at + 4 + length > end) throw new CaptureError('an option runs past its block', offset + at);
    yield [code, new Uint8Array(view.buffer, view.byteOffset + at + 4, length)];
    at += 4 + padded(length);
  }
}

/** UTF-8; what is none becomes replacement characters. */
export const decodeText = (value: Uint8Array | undefined): string | undefined =>
  value && new TextDecoder().decode(value);

/** The two lowest bits of the packet flags. */
export const packetDirection = (flags: Uint8Array | undefined, little: boolean): PacketDirection | undefined => {
  const bits = flags?.length === 4 ? viewOf(flags).getUint32(0, little) & 3 : 0;
  return ([undefined, 'in', 'out', undefined] as const)[bits];
};
