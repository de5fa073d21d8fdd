import type { Layers, SackBlock, TcpOptions } from './decoded-packet.ts';
import type { PacketBytes } from './packet-bytes.ts';

/** The options of a TCP header that ends where the part ends, and why they could not be read to their end. */
export const tcpOptions = ({ view, at, end, until }: PacketBytes): { options?: TcpOptions; stopped?: Layers } => {
  let options: TcpOptions | undefined;
  for (let next = at + 20; next < end;) {
    const kind = view.getUint8(next);
    if (kind === endOfList) break;
    if (kind === noOperation) {
      next++;
      continue;
    }
    const length = next + 1 < end ? view.getUint8(next + 1) : 2;
    const whole = length >= 2 && next + length <= until;
    if (!whole) return { ...(options && { options }), stopped: { malformed: wrong(length) } };
    if (next + Math.max(length, 2) > end) return { ...(options && { options }), stopped: { cut: 'tcp' } };
    options = { ...options, ...read({ view, kind, next, length, before: options }) };
    next += length;
  }
  return { ...(options && { options }), ...(end < until && { stopped: { cut: 'tcp' } }) };
};

interface Option {
  readonly view: DataView;
  readonly kind: number;
  readonly next: number;
  readonly length: number;
  readonly before: TcpOptions | undefined;
}

const endOfList = 0;
const noOperation = 1;

const wrong = (length: number): string =>
  length < 2 ? `tcp option of ${length} bytes` : 'tcp options run past the header';

const read = (option: Option): TcpOptions =>
  readers[option.kind]?.(option) ?? { others: [...(option.before?.others ?? []), option.kind] };

/** By kind (IANA); an option of an unexpected length counts among the others. */
const readers: Readonly<Record<number, (option: Option) => TcpOptions | undefined>> = {
  2: ({ view, next, length }) => (length === 4 ? { mss: view.getUint16(next + 2) } : undefined),
  3: ({ view, next, length }) => (length === 3 ? { windowScale: view.getUint8(next + 2) } : undefined),
  4: ({ length }) => (length === 2 ? { sackPermitted: true } : undefined),
  5: ({ view, next, length }) => ((length - 2) % 8 === 0 ? { sack: blocks(view, next + 2, next + length) } : undefined),
  8: ({ view, next, length }) =>
    length === 10 ? { timestamps: { value: view.getUint32(next + 2), echo: view.getUint32(next + 6) } } : undefined,
};

const blocks = (view: DataView, from: number, to: number): readonly SackBlock[] =>
  Array.from({ length: (to - from) / 8 }, (_, index) => ({
    left: view.getUint32(from + index * 8),
    right: view.getUint32(from + index * 8 + 4),
  }));
