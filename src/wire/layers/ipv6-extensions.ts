import type { ExtensionName, Fragment, Layers } from './decoded-packet.ts';
import { skip, available, tooShort, type PacketBytes } from './packet-bytes.ts';

/** The extension headers before the payload; `length` is their total in bytes. */
export interface Extensions {
  readonly names: readonly ExtensionName[];
  readonly length: number;
  readonly protocol: number;
  readonly fragment?: Fragment;
  /** Why the chain could not be read to its end. */
  readonly failure?: Layers;
}

/** Reads the chain of extension headers; after the fragment header of a later fragment there is only payload. */
export const readExtensions = (bytes: PacketBytes, firstProtocol: number): Extensions => {
  const names: ExtensionName[] = [];
  let length = 0;
  let protocol = firstProtocol;
  let fragment: Fragment | undefined;
  for (
    let name = extensionNames[protocol];
    name && !(fragment && fragment.offset > 0);
    name = extensionNames[protocol]
  ) {
    const rest = skip(bytes, length);
    const headerLength = extensionLength(rest, name);
    if (available(rest) < headerLength)
      return { names, length, protocol, ...(fragment && { fragment }), failure: tooShort(rest, 'ipv6') };
    names.push(name);
    if (name === 'fragment') fragment = readFragment(rest);
    protocol = rest.view.getUint8(rest.at);
    length += headerLength;
  }
  return { names, length, protocol, ...(fragment && { fragment }) };
};

const extensionNames: Readonly<Record<number, ExtensionName>> = {
  0: 'hop-by-hop',
  43: 'routing',
  44: 'fragment',
  60: 'destination',
};

/** The fragment header has no length field; the others count units of 8 bytes after the first 8. */
const extensionLength = (bytes: PacketBytes, name: ExtensionName): number =>
  available(bytes) < 8 || name === 'fragment' ? 8 : 8 + bytes.view.getUint8(bytes.at + 1) * 8;

const readFragment = ({ view, at }: PacketBytes): Fragment => {
  const bits = view.getUint16(at + 2);
  return { id: view.getUint32(at + 4), offset: bits & 0xfff8, more: (bits & 1) !== 0 };
};
