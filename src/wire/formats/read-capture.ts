import type { CaptureFile, CapturedPacket } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { viewOf, type BlockReader } from './block-reader.ts';
import { isPcap, pcapReader } from './read-pcap.ts';
import { isPcapng, pcapngReader } from './read-pcapng.ts';

/** Reads a whole pcap or pcapng file, whichever it is; anything else or broken throws a CaptureError. */
export const readCapture = (file: Uint8Array): CaptureFile => {
  const reader = readerFor(file);
  const packets: readonly CapturedPacket[] = reader.push(file);
  reader.end();
  return { places: reader.places(), packets };
};

/** The reader for a file that begins with these bytes (four are enough). */
export const readerFor = (beginning: Uint8Array): BlockReader => {
  const magic = viewOf(beginning);
  if (magic.byteLength >= 4 && isPcapng(magic)) return pcapngReader();
  if (magic.byteLength >= 4 && isPcap(magic)) return pcapReader();
  throw new CaptureError('this is neither a pcap nor a pcapng file', 0);
};
