/** The kernel's `struct tcp_info` of one socket (include/uapi/linux/tcp.h); fields that an older kernel lacks are absent. */
export interface TcpInfo {
  /** TCP_ESTABLISHED is 1, SYN_SENT 2 (include/net/tcp_states.h). */
  readonly state: number;
  readonly caState: number;
  readonly retransmits: number;
  readonly probes: number;
  /**
   * Consecutive timeouts. When the local device refuses the retransmission (a veth whose peer has a smaller MTU), the kernel counts it and
   * retries after 0.5 s without backing off (tcp_retransmit_timer, net/ipv4/tcp_timer.c); a first segment that is refused counts as unsent,
   * and each attempt is a probe (tcp_send_probe0). So this is the largest of the three counts.
   */
  readonly backoff: number;
  readonly timestamps: boolean;
  /** Milliseconds, backoff included. */
  readonly rtoMs: number;
  readonly sndMss: number;
  readonly unacked: number;
  readonly sacked: number;
  readonly lost: number;
  readonly retrans: number;
  /** Milliseconds since the last ACK from the peer, on any segment. */
  readonly lastAckRecvMs: number;
  readonly pmtu: number;
  readonly sndCwnd: number;
  readonly totalRetrans: number;
  readonly bytesAcked: number;
  readonly bytesReceived: number;
  readonly segsOut?: number;
  readonly segsIn?: number;
  /** Bytes of data sent, retransmissions included. */
  readonly bytesSent?: number;
  readonly bytesRetrans?: number;
  readonly notsentBytes?: number;
  readonly dataSegsIn?: number;
  readonly delivered?: number;
  readonly sndWnd?: number;
  readonly rehash?: number;
  readonly totalRto?: number;
}

/**
 * Decodes the result of getsockopt(TCP_INFO), of any length; undefined when it ends before `bytes_received` (Linux 4.1).
 * The kernel writes host byte order; this reads the little-endian order of x86-64, arm64 and riscv64, as netlink.ts does.
 */
export const decodeTcpInfo = (raw: Buffer): TcpInfo | undefined => {
  if (raw.length < 136) return undefined;
  return { ...requiredFields(raw), ...optionalFields(raw) };
};

/** Buffer size for every field decoded here; the kernel writes the fields that it has and returns their length. */
export const tcpInfoBytes = 256;

const requiredFields = (raw: Buffer) => ({
  state: raw[0]!,
  caState: raw[1]!,
  retransmits: raw[2]!,
  probes: raw[3]!,
  backoff: Math.max(raw[4]!, raw[2]!, raw[3]!),
  timestamps: (raw[5]! & 1) === 1, // TCPI_OPT_TIMESTAMPS
  rtoMs: raw.readUInt32LE(8) / 1000,
  sndMss: raw.readUInt32LE(16),
  unacked: raw.readUInt32LE(24),
  sacked: raw.readUInt32LE(28),
  lost: raw.readUInt32LE(32),
  retrans: raw.readUInt32LE(36),
  lastAckRecvMs: raw.readUInt32LE(56),
  pmtu: raw.readUInt32LE(60),
  sndCwnd: raw.readUInt32LE(80),
  totalRetrans: raw.readUInt32LE(100),
  bytesAcked: Number(raw.readBigUInt64LE(120)),
  bytesReceived: Number(raw.readBigUInt64LE(128)),
});

/** Offset of each 32-bit field added after Linux 4.1, in the order of kernel versions. */
const optionalOffsets = {
  segsOut: 136,
  segsIn: 140,
  notsentBytes: 144,
  dataSegsIn: 152,
  delivered: 192,
  sndWnd: 228,
  rehash: 236,
} as const;

const optionalFields = (raw: Buffer): OptionalFields => {
  const decoded: { -readonly [field in keyof OptionalFields]: OptionalFields[field] } = {};
  for (const [field, offset] of offsetEntries) if (raw.length >= offset + 4) decoded[field] = raw.readUInt32LE(offset);
  if (raw.length >= 216) {
    decoded.bytesSent = Number(raw.readBigUInt64LE(200));
    decoded.bytesRetrans = Number(raw.readBigUInt64LE(208));
  }
  if (raw.length >= 242) decoded.totalRto = raw.readUInt16LE(240);
  return decoded;
};

type OptionalFields = Pick<TcpInfo, keyof typeof optionalOffsets | 'bytesSent' | 'bytesRetrans' | 'totalRto'>;

const offsetEntries = Object.entries(optionalOffsets) as readonly (readonly [keyof typeof optionalOffsets, number])[];

/** The MSS that this end advertises in bytes, less the timestamp option where both ends use it (`tcpi_advmss`). */
export const advertisedMss = (raw: Buffer): number => raw.readUInt32LE(84);
