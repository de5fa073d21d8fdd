import { getSystemErrorName } from 'node:util';
import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import { protocols } from '../../evidence/flows/flow-id.ts';
import { decodeTcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import { MachineError } from './machine-error.ts';
import { NetlinkError, netlinkProtocols, parseAttributes, requestDump, requestObject } from './netlink.ts';
import type { NetlinkExchange, NetlinkMessage } from './netlink.ts';
import { netlinkIn } from './netlink-socket.ts';
import { addressFamilies } from './socket-constants.ts';

/** A TCP or UDP socket of any program in a namespace, as sock_diag(7) describes it. */
export interface DiagnosedSocket extends SocketEnds {
  /** TCP_ESTABLISHED is 1, LISTEN 10 (include/net/tcp_states.h). */
  readonly state: number;
  /** The number in /proc/PID/fd; 0 once no program holds the socket. */
  readonly inode: number;
  /** Identifies the socket for as long as the machine runs. */
  readonly cookie: string;
  /** Absent for a listening socket, and for one of UDP. */
  readonly info?: TcpInfo;
}

/** The addresses and ports of a connected socket. */
export interface SocketEnds {
  readonly family: Family;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/**
 * Returns the TCP sockets of all programs in the namespace at a path, without those not accepted yet, and without what the kernel keeps of a
 * closed connection in TIME_WAIT, or in FIN_WAIT2 until the other end closes too (tcp_time_wait): it has the ends of a socket that was
 * destroyed, and a cookie of its own where nobody had asked for that of the socket. It alone has no TCP_INFO (inet_twsk_diag_fill).
 */
export const readTcpSockets = (namespace: string): readonly DiagnosedSocket[] =>
  netlinkIn({ namespace, protocol: netlinkProtocols.sockDiag }, (exchange) =>
    families.flatMap((family) => dump(exchange, family)).map(decodeSocket),
  ).filter(({ state, info }) => info ?? state === LISTEN);

/** Returns the UDP sockets of all programs in the namespace at a path that have a port; undefined where the kernel does not describe them. */
export const readUdpSockets = (namespace: string): readonly DiagnosedSocket[] | undefined => {
  try {
    return netlinkIn({ namespace, protocol: netlinkProtocols.sockDiag }, (exchange) =>
      families
        .flatMap((family) => requestDump(exchange, SOCK_DIAG_BY_FAMILY, dumpRequest(family, IPPROTO_UDP)))
        .map(decodeSocket),
    );
  } catch (error) {
    if (error instanceof NetlinkError) return undefined; // it lacks the module udp_diag
    throw error;
  }
};

/** Returns the connected TCP socket with these ends in the namespace at a path; undefined when it does not exist. */
export const findTcpSocket = (namespace: string, ends: SocketEnds): DiagnosedSocket | undefined => {
  const found = netlinkIn({ namespace, protocol: netlinkProtocols.sockDiag }, (exchange) =>
    requestObject(exchange, SOCK_DIAG_BY_FAMILY, exactRequest(ends)),
  );
  const socket = found && decodeSocket(found);
  return socket?.info && endsText(socket) === endsText(ends) ? socket : undefined;
};

/** Decodes `struct inet_diag_msg` and its attributes; an IPv4 connection of an IPv6 socket has the family of its packets. */
export const decodeSocket = ({ payload }: NetlinkMessage): DiagnosedSocket => {
  const raw = parseAttributes(payload.subarray(messageBytes)).get(INET_DIAG_INFO);
  const info = raw && decodeTcpInfo(raw);
  const width = payload[0] === addressFamilies.ipv4 ? 4 : 16;
  const address = (at: number): string => addressText(payload.subarray(at, at + width));
  const localAddress = address(8);
  return {
    family: localAddress.includes(':') ? 'ipv6' : 'ipv4',
    ...{ localAddress, localPort: payload.readUInt16BE(4) },
    ...{ remoteAddress: address(24), remotePort: payload.readUInt16BE(6) },
    state: payload[1]!,
    inode: payload.readUInt32LE(68),
    cookie: payload.subarray(44, 52).toString('hex'),
    ...(info && { info }),
  };
};

/** The same ends have the same text. */
export const endsText = ({ localAddress, localPort, remoteAddress, remotePort }: SocketEnds): string =>
  `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;

const addressText = (bytes: Buffer): string => {
  if (bytes.length === 4) return bytes.join('.');
  const address = new ipaddr.IPv6([...bytes]);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
};

const dump = (exchange: NetlinkExchange, family: number): readonly NetlinkMessage[] => {
  try {
    return requestDump(exchange, SOCK_DIAG_BY_FAMILY, dumpRequest(family));
  } catch (error) {
    if (!(error instanceof NetlinkError)) throw error;
    throw new MachineError({
      what: `sock_diag does not describe TCP sockets: ${getSystemErrorName(-error.errno)}`,
      remedy: 'the kernel needs the modules tcp_diag and inet_diag (modprobe tcp_diag)',
    });
  }
};

const dumpRequest = (family: number, protocol: number = IPPROTO_TCP): Buffer => {
  const request = Buffer.alloc(requestBytes);
  request.set([family, protocol, askForInfo]);
  request.writeUInt32LE(wantedStates, 4);
  return request;
};

/** The lookup for IPv4 finds IPv6 sockets with mapped addresses too. */
const exactRequest = ({ family, localAddress, localPort, remoteAddress, remotePort }: SocketEnds): Buffer => {
  const request = dumpRequest(addressFamilies[family]);
  request.writeUInt16BE(localPort, 8);
  request.writeUInt16BE(remotePort, 10);
  request.set(ipaddr.parse(localAddress).toByteArray(), 12);
  request.set(ipaddr.parse(remoteAddress).toByteArray(), 28);
  request.fill(0xff, 48, 56); // INET_DIAG_NOCOOKIE
  return request;
};

/** include/net/tcp_states.h */
export const LISTEN = 10;

const families = Object.values(addressFamilies);

// include/uapi/linux: sock_diag.h, inet_diag.h, in.h
export const SOCK_DIAG_BY_FAMILY = 20;
const INET_DIAG_INFO = 2;
const { tcp: IPPROTO_TCP, udp: IPPROTO_UDP } = protocols;
const askForInfo = 1 << (INET_DIAG_INFO - 1);
/** Sizes of `struct inet_diag_req_v2` and `struct inet_diag_msg`. */
const [requestBytes, messageBytes] = [56, 72];
/** ESTABLISHED, SYN_SENT, FIN_WAIT1, FIN_WAIT2, CLOSE, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING. */
const wantedStates = [1, 2, 4, 5, 7, 8, 9, 10, 11].reduce((states, state) => states | (1 << state), 0);
