/** Returns the first message of a byte stream in which two bytes before each are its length (RFC 7766 section 8); undefined until all of it has arrived. */
export const firstMessage = (received: Buffer): Buffer | undefined => {
  const length = received.length < 2 ? Infinity : received.readUInt16BE(0);
  return received.length < 2 + length ? undefined : received.subarray(2, 2 + length);
};

/** Puts its length before a message. */
export const framed = (payload: Uint8Array): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length);
  return Buffer.concat([length, payload]);
};
