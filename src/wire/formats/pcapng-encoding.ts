import { viewOf } from './block-reader.ts';
import { padded } from './pcapng-constants.ts';

/** A pcapng block in little-endian order: its type, its length before and after, and its parts padded to 32 bits. */
export const encodeBlock = (type: number, parts: readonly Uint8Array[]): Uint8Array => {
  const length = 12 + parts.reduce((sum, part) => sum + padded(part.length), 0);
  return concatBytes([uint32(type), uint32(length), ...parts.map(pad), uint32(length)]);
};

/** An option: code, length of the value without padding, value. */
export const encodeOption = (code: number, value: Uint8Array = new Uint8Array()): Uint8Array =>
  concatBytes([uint16s(code, value.length), pad(value)]);

/** The UTF-8 bytes of an option's text, as many as its 16-bit length can tell. */
export const encodeText = (value: string): Uint8Array => new TextEncoder().encode(value).subarray(0, longestText);

/** Two numbers of 16 bits, which pcapng always has in pairs. */
export const uint16s = (first: number, second: number): Uint8Array => uint32(first | (second << 16));

/** A number of 32 bits, taken modulo. */
export const uint32 = (value: number): Uint8Array => written(4, (view) => view.setUint32(0, value >>> 0, true));

/** A number of 64 bits. */
export const uint64 = (value: bigint): Uint8Array => written(8, (view) => view.setBigUint64(0, value, true));

/** One array out of many. */
export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const longestText = 0xffff;

const written = (length: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length);
  write(viewOf(bytes));
  return bytes;
};

const pad = (part: Uint8Array): Uint8Array =>
  part.length % 4 === 0 ? part : concatBytes([part, new Uint8Array(padded(part.length) - part.length)]);
