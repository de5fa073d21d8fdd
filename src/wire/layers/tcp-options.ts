import type { Layers, SackBlock, TcpOptions } from './decoded-packet.ts';
import type { PacketBytes } from './packet-bytes.ts';

/** Reads the options of a TCP header that fills `bytes`; `failure` is why they could not be read to their end. */
export const readTcpOptions = ({ view, at, end, originalEnd }: PacketBytes): ReadOptions => {
  let options: TcpOptions | undefined;
  for (let next = at + 20; next < end;) {
    const kind = view.getUint8(next);
    if (kind === endOfList) break;
    if (kind === noOperation) {
      next++;
      continue;
    }
    const length = next + 1 < end ? view.getUint8(next + 1) : 2;
    const isValid = length >= 2 && next + length <= originalEnd;
    if (!isValid) return { ...(options && { options }), failure: { malformed: lengthError(length) } };
    if (next + Math.max(length, 2) > end) return { ...(options && { options }), failure: { cut: 'tcp' } };
    options = { ...options, ...readOption({ view, kind, next, length, before: options }) };
    next += length;
  }
  return { ...(options && { options }), ...(end < originalEnd && { failure: { cut: 'tcp' } }) };
};

interface ReadOptions {
  readonly options?: TcpOptions;
  readonly failure?: Layers;
}

interface Option {
  readonly view: DataView;
  readonly kind: number;
  readonly next: number;
  readonly length: number;
  readonly before: TcpOptions | undefined;
}

const endOfList = 0;
const noOperation = 1;

const lengthError = (length: number): string =>
  length < 2 ? `tcp option of ${length} bytes` : 'tcp options run past the header';

const readOption = (option: Option): TcpOptions =>
  optionReaders[option.kind]?.(option) ?? { others: [...(option.before?.others ?? []), option.kind] };

/** By kind (IANA); an option of an unexpected length is listed in `others`. */
const optionReaders: Readonly<Record<number, (option: Option) => TcpOptions | undefined>> = {
  2: ({ view, next, length }) => (length === 4 ? { mss: view.getUint16(next + 2) } : undefined),
  3: ({ view, next, length }) => (length === 3 ? { windowScale: view.getUint8(next + 2) } : undefined),
  4: ({ length }) => (length === 2 ? { sackPermitted: true } : undefined),
  5: ({ view, next, length }) =>
    (length - 2) % 8 === 0 ? { sack: readSackBlocks(view, next + 2, next + length) } : undefined,
  8: ({ view, next, length }) =>
    length === 10 ? { timestamps: { value: view.getUint32(next + 2), echo: view.getUint32(next + 6) } } : undefined,
};

const readSackBlocks = (view: DataView, start: number, end: number): readonly SackBlock[] =>
  Array.from({ length: (end - start) / 8 }, (_, index) => ({
    left: view.getUint32(start + index * 8),
    right: view.getUint32(start + index * 8 + 4),
  }));
