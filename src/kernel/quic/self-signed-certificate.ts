import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A server's certificate and its private key, both in PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * Makes a new key of the curve P-256 and a certificate that it signs itself (X.509 version 1, RFC 5280), valid for a day: TLS 1.3 needs one, and
 * clients of a lab check none.
 */
export const selfSignedCertificate = (commonName: string, now = new Date()): KeyAndCertificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectIds.ecdsaWithSha256);
  const name = sequence(
    element(tags.set, sequence(objectIds.commonName, element(tags.utf8String, Buffer.from(commonName)))),
  );
  const validity = sequence(utcTime(new Date(now.getTime() - dayMs)), utcTime(new Date(now.getTime() + dayMs)));
  const serialNumber = element(tags.integer, Buffer.concat([Buffer.of(1), randomBytes(8)])); // positive
  const subjectKey = publicKey.export({ type: 'spki', format: 'der' });
  const toBeSigned = sequence(serialNumber, algorithm, name, validity, name, subjectKey);
  const signature = element(tags.bitString, Buffer.concat([Buffer.of(0), sign('sha256', toBeSigned, privateKey)]));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pem(sequence(toBeSigned, algorithm, signature)),
  };
};

const dayMs = 86_400_000;

/** Tags of ASN.1 (X.690 section 8). */
const tags = {
  integer: 0x02,
  bitString: 0x03,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
};

/** An element in DER; its length has one to three bytes, which is enough for any certificate of this kind. */
const element = (tag: number, content: Uint8Array): Buffer => {
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...bytes), content]);
};

const sequence = (...contents: readonly Uint8Array[]): Buffer => element(tags.sequence, Buffer.concat(contents));

const objectIds = {
  /** 1.2.840.10045.4.3.2 (RFC 5758) */
  ecdsaWithSha256: element(tags.objectId, Buffer.from('2a8648ce3d040302', 'hex')),
  /** 2.5.4.3 */
  commonName: element(tags.objectId, Buffer.from('550403', 'hex')),
};

/** `YYMMDDhhmmssZ` */
const utcTime = (date: Date): Buffer =>
  element(tags.utcTime, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
