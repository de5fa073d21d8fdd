import { viewOf } from './block-reader.ts';
import { padded } from './pcapng-constants.ts';

/** Encodes a little-endian pcapng block: type, length, parts padded to 32 bits, and the length again. */
export const encodeBlock = (type: number, parts: readonly Uint8Array[]): Uint8Array => {
  const length = 12 + parts.reduce((sum, part) => sum + padded(part.length), 0);
  return concatBytes([uint32(type), uint32(length), ...parts.map(pad), uint32(length)]);
};

/** Encodes an option: code, length of the value without padding, and the padded value. */
export const encodeOption = (code: number, value: Uint8Array = new Uint8Array()): Uint8Array =>
  concatBytes([uint16s(code, value.length), pad(value)]);

/** Encodes an option's text as UTF-8, truncated to what its 16-bit length can express. */
export const encodeText = (value: string): Uint8Array => new TextEncoder().encode(value).subarray(0, maxTextBytes);

/** Encodes two 16-bit numbers, which pcapng always has in pairs. */
export const uint16s = (first: number, second: number): Uint8Array => uint32(first | (second << 16));

/** Encodes a 32-bit number, modulo 2^32. */
export const uint32 = (value: number): Uint8Array => encode(4, (view) => view.setUint32(0, value >>> 0, true));

/** Encodes a 64-bit number. */
export const uint64 = (value: bigint): Uint8Array => encode(8, (view) => view.setBigUint64(0, value, true));

/** Concatenates arrays of bytes. */
export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const maxTextBytes = 0xffff;

const encode = (length: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length);
  write(viewOf(bytes));
  return bytes;
};

const pad = (part: Uint8Array): Uint8Array =>
  part.length % 4 === 0 ? part : concatBytes([part, new Uint8Array(padded(part.length) - part.length)]);
