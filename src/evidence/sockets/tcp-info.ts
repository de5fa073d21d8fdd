/** What the kernel says of one TCP socket (`struct tcp_info`, include/uapi/linux/tcp.h); fields that an older kernel lacks are absent. */
export interface TcpInfo {
  /** TCP_ESTABLISHED is 1, SYN_SENT 2 (include/net/tcp_states.h). */
  readonly state: number;
  readonly caState: number;
  readonly retransmits: number;
  readonly probes: number;
  /**
   * Timeouts in a row. Where the own device refuses the retransmission (a veth whose far end is narrower) the kernel counts it and tries
   * again after 0.5 s without backing off (tcp_retransmit_timer, net/ipv4/tcp_timer.c), so this is the larger of both counts.
   */
  readonly backoff: number;
  readonly timestamps: boolean;
  /** Milliseconds, with the backoff in it. */
  readonly rtoMs: number;
  readonly sndMss: number;
  readonly unacked: number;
  readonly sacked: number;
  readonly lost: number;
  readonly retrans: number;
  /** Milliseconds since the peer's last ACK, on any segment. */
  readonly lastAckRecvMs: number;
  readonly pmtu: number;
  readonly sndCwnd: number;
  readonly totalRetrans: number;
  readonly bytesAcked: number;
  readonly bytesReceived: number;
  readonly segsOut?: number;
  readonly notsentBytes?: number;
  readonly dataSegsIn?: number;
  readonly delivered?: number;
  readonly sndWnd?: number;
  readonly rehash?: number;
  readonly totalRto?: number;
}

/**
 * Decodes what getsockopt(TCP_INFO) gave, of whatever length; undefined when it ends before `bytes_received` (Linux 4.1).
 * The kernel writes it in the order of the machine; this reads the little-endian one of x86-64, arm64 and riscv64, as netlink.ts does.
 */
export const decodeTcpInfo = (raw: Buffer): TcpInfo | undefined => {
  if (raw.length < 136) return undefined;
  return { ...counted(raw), ...later(raw) };
};

/** Room for every field known here; the kernel writes what it has and tells the length. */
export const tcpInfoBytes = 256;

const counted = (raw: Buffer) => ({
  state: raw[0]!,
  caState: raw[1]!,
  retransmits: raw[2]!,
  probes: raw[3]!,
  backoff: Math.max(raw[4]!, raw[2]!),
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

/** Offset of each later field, in the order in which kernels gained them. */
const offsets = { segsOut: 136, notsentBytes: 144, dataSegsIn: 152, delivered: 192, sndWnd: 228, rehash: 236 } as const;

const later = (raw: Buffer): Later => {
  const found: { -readonly [field in keyof Later]: Later[field] } = {};
  for (const [field, at] of laterFields) if (raw.length >= at + 4) found[field] = raw.readUInt32LE(at);
  if (raw.length >= 242) found.totalRto = raw.readUInt16LE(240);
  return found;
};

type Later = Pick<TcpInfo, keyof typeof offsets | 'totalRto'>;

const laterFields = Object.entries(offsets) as readonly (readonly [keyof typeof offsets, number])[];
