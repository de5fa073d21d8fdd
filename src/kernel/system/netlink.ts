/** Sends one netlink request and returns every datagram of the answer; `sockets.ts` opens one inside a namespace. */
export type NetlinkExchange = (request: Buffer) => readonly Buffer[];

/** Netlink protocols (include/uapi/linux/netlink.h). */
export const netlinkProtocols = { route: 0, netfilter: 12 } as const;

/** One netlink message of a dump: its type and what follows `struct nlmsghdr`. */
export interface Message {
  readonly type: number;
  readonly payload: Buffer;
}

/** Asks for a dump (NLM_F_REQUEST | NLM_F_DUMP) and returns its messages; throws with the kernel's errno (include/uapi/linux/netlink.h). */
export const dump = (exchange: NetlinkExchange, type: number, body: Buffer): readonly Message[] => {
  const messages = exchange(request(type, requestAndDump, body)).flatMap(messagesIn);
  for (const { type, payload } of messages) if (type === errorType) refuse(payload);
  return messages.filter(({ type }) => type >= firstRealType);
};

/** Asks one question (NLM_F_REQUEST | NLM_F_ACK: the ACK is the end of the answer) for what the kernel does on the way; whatever it answers. */
export const sendRequest = (exchange: NetlinkExchange, type: number, body: Buffer): void =>
  void exchange(request(type, requestAndAck, body));

/** Attributes (`struct nlattr`) by their type; the flags for nesting and byte order are taken off. */
export const attributes = (payload: Buffer): ReadonlyMap<number, Buffer> => new Map(attributeList(payload));

/** Attributes in their order, for lists in which all have one type. */
export const attributeList = (payload: Buffer): readonly (readonly [number, Buffer])[] => {
  const found: [number, Buffer][] = [];
  for (let at = 0; at + 4 <= payload.length;) {
    const length = payload.readUInt16LE(at);
    if (length < 4) break;
    found.push([payload.readUInt16LE(at + 2) & typeMask, payload.subarray(at + 4, at + length)]);
    at += aligned(length);
  }
  return found;
};

/** One attribute for a request. */
export const attribute = (type: number, value: Buffer): Buffer => {
  const attr = Buffer.alloc(aligned(4 + value.length));
  attr.writeUInt16LE(4 + value.length, 0);
  attr.writeUInt16LE(type, 2);
  value.copy(attr, 4);
  return attr;
};

const request = (type: number, flags: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes + body.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(flags, 6);
  return Buffer.concat([header, body]);
};

const messagesIn = (datagram: Buffer): readonly Message[] => {
  const messages: Message[] = [];
  for (let at = 0; at + headerBytes <= datagram.length;) {
    const length = datagram.readUInt32LE(at);
    if (length < headerBytes) break;
    messages.push({
      type: datagram.readUInt16LE(at + 4),
      payload: datagram.subarray(at + headerBytes, at + length),
    });
    at += aligned(length);
  }
  return messages;
};

const refuse = (payload: Buffer): never => {
  throw new Error(`netlink answered with errno ${-payload.readInt32LE(0)}`);
};

const aligned = (length: number): number => (length + 3) & ~3;

const headerBytes = 16;
const requestAndDump = 0x301;
const requestAndAck = 0x5;
const errorType = 2;
const firstRealType = 16;
const typeMask = 0x3fff;
