/** Thrown for a broken capture file: what is wrong, and at which byte. */
export class CaptureError extends Error {
  readonly what: string;
  /** Bytes from the start of the file. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} (at byte ${offset})`);
    this.name = 'CaptureError';
    this.what = what;
    this.offset = offset;
  }
}
