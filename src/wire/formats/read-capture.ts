import type { CaptureFile, CapturedPacket } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { viewOf, type BlockReader } from './block-reader.ts';
import { isPcap, pcapReader } from './read-pcap.ts';
import { isPcapng, pcapngReader } from './read-pcapng.ts';

/** Reads a complete pcap or pcapng file; throws a CaptureError if it is broken or of another format. */
export const readCapture = (file: Uint8Array): CaptureFile => {
  const reader = readerFor(file);
  const packets: readonly CapturedPacket[] = reader.push(file);
  reader.end();
  return { interfaces: reader.places(), packets };
};

/** Returns the reader for a file that starts with these bytes (four suffice); other formats throw a CaptureError. */
export const readerFor = (start: Uint8Array): BlockReader => {
  const magic = viewOf(start);
  if (magic.byteLength >= 4 && isPcapng(magic)) return pcapngReader();
  if (magic.byteLength >= 4 && isPcap(magic)) return pcapReader();
  throw new CaptureError('neither a pcap nor a pcapng file', 0);
};
