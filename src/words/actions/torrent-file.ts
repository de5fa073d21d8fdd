import { createHash, randomUUID } from 'node:crypto';
import { bencode } from '../services/bencode.ts';

/** Returns a torrent file (BEP 3) of zeros with pieces of 1 MiB, under a name of its own, which gives it a hash of its own. */
export const torrentOf = ({ bytes, announce }: Torrent): Buffer => {
  const whole = hashOfZeros(pieceBytes);
  const rest = bytes % pieceBytes;
  const pieces = [
    ...Array.from({ length: Math.floor(bytes / pieceBytes) }, () => whole),
    ...(rest > 0 ? [hashOfZeros(rest)] : []),
  ];
  return bencode({
    announce,
    info: { length: bytes, name: randomUUID(), 'piece length': pieceBytes, pieces: Buffer.concat(pieces), private: 1 },
  });
};

interface Torrent {
  readonly bytes: number;
  readonly announce: string;
}

const pieceBytes = 1_048_576;

const hashOfZeros = (bytes: number): Buffer => createHash('sha1').update(Buffer.alloc(bytes)).digest();
