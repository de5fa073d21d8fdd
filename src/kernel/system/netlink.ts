import { systemErrorText } from './system-error-text.ts';

/** Sends one netlink request and returns every datagram of the answer; `netlink-socket.ts` opens one inside a namespace. */
export type NetlinkExchange = (request: Buffer) => readonly Buffer[];

/** Netlink protocols (include/uapi/linux/netlink.h). */
export const netlinkProtocols = { route: 0, sockDiag: 4, netfilter: 12 } as const;

/** One netlink message: its type and the payload after `struct nlmsghdr`. */
export interface NetlinkMessage {
  readonly type: number;
  readonly payload: Buffer;
}

/** Requests a dump (NLM_F_REQUEST | NLM_F_DUMP) and returns its messages; throws with the kernel's errno (include/uapi/linux/netlink.h). */
export const requestDump = (exchange: NetlinkExchange, type: number, body: Buffer): readonly NetlinkMessage[] => {
  const messages = exchange(encodeRequest(type, requestAndDump, body)).flatMap(parseMessages);
  for (const { type, payload } of messages) if (type === NLMSG_ERROR) throwErrno(payload);
  return messages.filter(({ type }) => type >= NLMSG_MIN_TYPE);
};

/** The kernel refused a request; `errno` as in errno(3), `reason` in the words of the kernel. */
export class NetlinkError extends Error {
  readonly errno: number;
  readonly #message: string | undefined;

  constructor(errno: number, message?: string) {
    super(`the netlink request failed with errno ${errno}`);
    this.errno = errno;
    this.#message = message;
  }

  get reason(): string {
    return this.#message ?? systemErrorText({ errno: -this.errno });
  }
}

/** Sends one change (NLM_F_REQUEST | NLM_F_ACK and its own flags); throws a NetlinkError when the kernel refuses it. */
export const requestChange = (exchange: NetlinkExchange, change: NetlinkChange): void =>
  requestChanges(exchange, [change]);

/** Sends changes in one datagram, in their order; the ACK of the last ends the answer. Throws a NetlinkError when the kernel refuses any. */
export const requestChanges = (exchange: NetlinkExchange, changes: readonly NetlinkChange[]): void => {
  const requests = changes.map(({ type, flags, body }, index) =>
    encodeRequest(type, flags | (index === changes.length - 1 ? requestAndAck : request), body),
  );
  const answer = exchange(Buffer.concat(requests)).flatMap(parseMessages);
  const refused = answer.find(({ type, payload }) => type === NLMSG_ERROR && payload.readInt32LE(0) !== 0);
  if (refused) throwErrno(refused.payload);
};

/** A request that changes something: its type, its flags besides those of every request, and what follows `struct nlmsghdr`. */
export interface NetlinkChange {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
}

/** Sends one request (NLM_F_REQUEST | NLM_F_ACK: the ACK ends the answer) for its side effect in the kernel; ignores the answer, also an error. */
export const sendRequest = (exchange: NetlinkExchange, type: number, body: Buffer): void =>
  void exchange(encodeRequest(type, requestAndAck, body));

/** Requests one object (NLM_F_REQUEST | NLM_F_ACK) and returns its message; undefined when the kernel does not have it. */
export const requestObject = (exchange: NetlinkExchange, type: number, body: Buffer): NetlinkMessage | undefined =>
  exchange(encodeRequest(type, requestAndAck, body))
    .flatMap(parseMessages)
    .find(({ type }) => type >= NLMSG_MIN_TYPE);

/** Whether a datagram contains the message that ends an answer: NLMSG_ERROR or NLMSG_DONE. An empty datagram ends it too. */
export const endsAnswer = (datagram: Buffer): boolean => {
  for (let at = 0; at + headerBytes <= datagram.length; at += aligned(datagram.readUInt32LE(at)))
    if ([NLMSG_ERROR, NLMSG_DONE].includes(datagram.readUInt16LE(at + 4))) return true;
  return datagram.length === 0;
};

/** Attributes (`struct nlattr`) by type, without the flags for nesting and byte order. */
export const parseAttributes = (payload: Buffer): ReadonlyMap<number, Buffer> => new Map(parseAttributeList(payload));

/** Attributes in their order, for lists whose members all have the same type. */
export const parseAttributeList = (payload: Buffer): readonly (readonly [number, Buffer])[] => {
  const parsed: [number, Buffer][] = [];
  for (let at = 0; at + 4 <= payload.length;) {
    const length = payload.readUInt16LE(at);
    if (length < 4) break;
    parsed.push([payload.readUInt16LE(at + 2) & NLA_TYPE_MASK, payload.subarray(at + 4, at + length)]);
    at += aligned(length);
  }
  return parsed;
};

/** Encodes one attribute of a request. */
export const encodeAttribute = (type: number, value: Buffer): Buffer => {
  const encoded = Buffer.alloc(aligned(4 + value.length));
  encoded.writeUInt16LE(4 + value.length, 0);
  encoded.writeUInt16LE(type, 2);
  value.copy(encoded, 4);
  return encoded;
};

const encodeRequest = (type: number, flags: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes + body.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(flags, 6);
  return Buffer.concat([header, body]);
};

/** Splits a datagram into its messages. */
export const parseMessages = (datagram: Buffer): readonly NetlinkMessage[] => {
  const messages: NetlinkMessage[] = [];
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

/** `struct nlmsgerr`: the errno, the refused request, and attributes of the extended acknowledgement if the socket asked for them. */
const throwErrno = (payload: Buffer): never => {
  const requestBytes = payload.length >= 8 ? payload.readUInt32LE(4) : 0;
  const message = parseAttributes(payload.subarray(4 + aligned(requestBytes))).get(NLMSGERR_ATTR_MSG);
  throw new NetlinkError(-payload.readInt32LE(0), message?.toString('latin1').replace(/\0.*$/s, ''));
};

const aligned = (length: number): number => (length + 3) & ~3;

const headerBytes = 16;
const request = 0x1;
const requestAndDump = 0x301;
const requestAndAck = 0x5;
const [NLMSG_ERROR, NLMSG_DONE, NLMSG_MIN_TYPE] = [2, 3, 16];
const NLMSGERR_ATTR_MSG = 1;
const NLA_TYPE_MASK = 0x3fff;
