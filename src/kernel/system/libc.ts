import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';
import { MachineError } from './machine-error.ts';

/** The C library of this process. */
export const libc = koffi.load(null);

/** Returns the result of a libc call; throws a MachineError with the name of its errno when it is negative. */
export const checkResult = (call: string, result: number, what: string): number => {
  if (result >= 0) return result;
  throw new MachineError({ what: `${call} failed for ${what}: ${getSystemErrorName(-koffi.errno())}` });
};

/** Encodes 32-bit C integers in host byte order. */
export const int32s = (...values: readonly number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
