import { promisify } from 'node:util';
import pLimit from 'p-limit';

/** A function of a C library as koffi declares it: call it in this thread, or its `async` in Node's thread pool. */
export type ForeignCall<Arguments extends readonly unknown[]> = ((...args: Arguments) => number) & {
  readonly async: (...args: never[]) => unknown;
};

/** Returns the call as one that runs in Node's thread pool. koffi refuses the 257th concurrent call, so calls queue here. */
export const inThreadPool = <Arguments extends readonly unknown[]>({ async: call }: ForeignCall<Arguments>) => {
  const callAsync = promisify(call as unknown as (...args: unknown[]) => void) as unknown as (
    ...args: Arguments
  ) => Promise<number>;
  return (...args: Arguments): Promise<number> => limit(() => callAsync(...args));
};

const limit = pLimit(64);
