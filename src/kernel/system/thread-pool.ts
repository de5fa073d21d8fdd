import { promisify } from 'node:util';
import pLimit from 'p-limit';

/** A function of a C library as koffi declares it: call it in this thread, or its `async` in Node's thread pool. */
export type ForeignCall<Arguments extends readonly unknown[]> = ((...args: Arguments) => number) & {
  readonly async: (...args: never[]) => unknown;
};

/**
 * Returns the call as one that runs in Node's thread pool. One that fails there is repeated in this thread, since each thread has its own errno:
 * use it for calls that may be repeated. koffi refuses the 257th concurrent call, so calls queue here.
 */
export const inThreadPool = <Arguments extends readonly unknown[]>(call: ForeignCall<Arguments>) => {
  const callAsync = promisify(call.async as unknown as (...args: unknown[]) => void) as unknown as (
    ...args: Arguments
  ) => Promise<number>;
  return async (...args: Arguments): Promise<number> => {
    const result = await limit(() => callAsync(...args));
    return result < 0 ? call(...args) : result;
  };
};

const limit = pLimit(64);
