import type { Layers, SackBlock, TcpOptions } from './decoded-packet.ts';
import type { PacketBytes } from './packet-bytes.ts';

/** Reads the options of a TCP header that fills `bytes`; `failure` is why they could not be read to their end. */
export const readTcpOptions = ({ view, at, end, originalEnd }: PacketBytes): ReadOptions => {
  let options: Draft | undefined;
  for (let next = at + 20; next < end;) {
    const kind = view.getUint8(next);
    if (kind === endOfList) break;
    if (kind === noOperation) {
      next++;
      continue;
    }
    const length = next + 1 < end ? view.getUint8(next + 1) : 2;
    const isValid = length >= 2 && next + length <= originalEnd;
    if (!isValid) return { options, failure: { malformed: lengthError(length) } };
    if (next + Math.max(length, 2) > end) return { options, failure: { cut: 'tcp' } };
    readOption((options ??= {}), { view, kind, next, length });
    next += length;
  }
  return { options, failure: end < originalEnd ? { cut: 'tcp' } : undefined };
};

interface ReadOptions {
  readonly options: TcpOptions | undefined;
  readonly failure: Layers | undefined;
}

type Draft = { -readonly [Key in keyof TcpOptions]: TcpOptions[Key] };

interface Option {
  readonly view: DataView;
  readonly kind: number;
  readonly next: number;
  readonly length: number;
}

const endOfList = 0;
const noOperation = 1;

const lengthError = (length: number): string =>
  length < 2 ? `tcp option of ${length} bytes` : 'tcp options run past the header';

/** Adds an option; one of an unknown kind or an unexpected length is listed in `others`. */
const readOption = (options: Draft, { view, kind, next, length }: Option): void => {
  if (kind === 2 && length === 4) options.mss = view.getUint16(next + 2);
  else if (kind === 3 && length === 3) options.windowScale = view.getUint8(next + 2);
  else if (kind === 4 && length === 2) options.sackPermitted = true;
  else if (kind === 5 && length % 8 === 2) options.sack = readSackBlocks(view, next + 2, next + length);
  else if (kind === 8 && length === 10)
    options.timestamps = { value: view.getUint32(next + 2), echo: view.getUint32(next + 6) };
  else options.others = [...(options.others ?? []), kind];
};

const readSackBlocks = (view: DataView, start: number, end: number): readonly SackBlock[] =>
  Array.from({ length: (end - start) / 8 }, (_, index) => ({
    left: view.getUint32(start + index * 8),
    right: view.getUint32(start + index * 8 + 4),
  }));
