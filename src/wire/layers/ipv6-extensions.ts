import type { ExtensionName, Fragment, Layers } from './decoded-packet.ts';
import { skip, available, tooShort, type PacketBytes } from './packet-bytes.ts';

/** The extension headers before the payload, and why they could not be read to their end. */
export interface Extensions {
  readonly names: readonly ExtensionName[];
  readonly bytes: number;
  readonly protocol: number;
  readonly fragment?: Fragment;
  readonly stopped?: Layers;
}

/** Walks the chain of extension headers; behind the header of a later fragment there is only payload. */
export const extensionsOf = (part: PacketBytes, first: number): Extensions => {
  const names: ExtensionName[] = [];
  let bytes = 0;
  let protocol = first;
  let fragment: Fragment | undefined;
  for (
    let name = extensionNames[protocol];
    name && !(fragment && fragment.offset > 0);
    name = extensionNames[protocol]
  ) {
    const rest = skip(part, bytes);
    const length = lengthOf(rest, name);
    if (available(rest) < length)
      return { names, bytes, protocol, ...(fragment && { fragment }), stopped: tooShort(rest, 'ipv6') };
    names.push(name);
    if (name === 'fragment') fragment = fragmentOf(rest);
    protocol = rest.view.getUint8(rest.at);
    bytes += length;
  }
  return { names, bytes, protocol, ...(fragment && { fragment }) };
};

const extensionNames: Readonly<Record<number, ExtensionName>> = {
  0: 'hop-by-hop',
  43: 'routing',
  44: 'fragment',
  60: 'destination',
};

/** The fragment header has no length field, the others count in units of 8 bytes beyond the first. */
const lengthOf = (rest: PacketBytes, name: ExtensionName): number =>
  available(rest) < 8 || name === 'fragment' ? 8 : 8 + rest.view.getUint8(rest.at + 1) * 8;

const fragmentOf = ({ view, at }: PacketBytes): Fragment => {
  const bits = view.getUint16(at + 2);
  return { id: view.getUint32(at + 4), offset: bits & 0xfff8, more: (bits & 1) !== 0 };
};
