/** A capture file that cannot be read on: what is wrong with it, and at which byte. */
export class CaptureError extends Error {
  readonly what: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} (at byte ${offset})`);
    this.name = 'CaptureError';
    this.what = what;
    this.offset = offset;
  }
}
