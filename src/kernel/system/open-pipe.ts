import { checkResult, libc } from './libc.ts';

/** pipe2(2): the read and the write end of a new pipe. Node's own pipes are socket pairs, of which this process holds the other end. */
export const openPipe = (): readonly [readEnd: number, writeEnd: number] => {
  const ends = new Int32Array(2);
  checkResult('pipe2', pipe2(ends, O_CLOEXEC), 'a pipe');
  return [ends[0]!, ends[1]!];
};

const pipe2: (ends: Int32Array, flags: number) => number = libc.func('int pipe2(void *ends, int flags)');

/** include/uapi/asm-generic/fcntl.h */
const O_CLOEXEC = 0o2000000;
