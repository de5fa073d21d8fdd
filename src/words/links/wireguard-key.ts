import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** The keys of one end of a WireGuard tunnel in base64, as wg(8) reads them: 32 bytes each, of Curve25519 (RFC 7748). */
export interface WireguardKeys {
  readonly private: string;
  readonly public: string;
}

/**
 * Derives the keys of an end from its name, so that a plan is the same each time and its script works by itself. Such a key
 * protects nothing, since the name is no secret; the packets of a lab need no protection.
 */
export const wireguardKeys = (end: string): WireguardKeys => {
  const seed = createHash('sha256').update(`mtulab ${end}`).digest();
  seed[0]! &= 248;
  seed[31] = (seed[31]! & 127) | 64;
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from(pkcs8Header, 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { private: seed.toString('base64'), public: Buffer.from(x!, 'base64url').toString('base64') };
};

/** What precedes the 32 bytes of an X25519 key in PKCS #8 (RFC 8410, 7), in hexadecimal. */
const pkcs8Header = '302e020100300506032b656e04220420';
