import koffi from 'koffi';

/**
 * `struct sock_fprog` of a socket filter (linux/filter.h) that accepts 512 bytes of each Packet Too Big and Fragmentation Needed, also inside
 * IPv6 in IPv6 with or without a routing header (SRv6), and drops every other packet. It begins at the IP header, as with SOCK_DGRAM.
 */
export const ptbFilter = (): Buffer => {
  const program = Buffer.alloc(16);
  program.writeUInt16LE(instructions.length, 0);
  program.writeBigUInt64LE(koffi.address(encoded), 8);
  return program;
};

/** BPF_LD, BPF_LDX, BPF_ALU, BPF_JMP, BPF_RET and BPF_MISC with their modes (linux/bpf_common.h). */
const loadByte = 0x30;
const [loadByteAt, loadHalfAt, ipv4HeaderLength, setIndex, toIndex] = [0x50, 0x48, 0xb1, 0x01, 0x07];
const [and, add, shiftLeft, jump, jumpIfEqual, accept] = [0x54, 0x04, 0x64, 0x05, 0x15, 0x06];

/** Each: operation, how many instructions to skip if equal and if not, operand. */
const instructions: readonly (readonly [number, number, number, number])[] = [
  [loadByte, 0, 0, 0],
  [and, 0, 0, 0xf0],
  [jumpIfEqual, 0, 5, 0x40], // IPv4, else 8
  [loadByte, 0, 0, 9],
  [jumpIfEqual, 0, 21, 1], // ICMP, else drop
  [ipv4HeaderLength, 0, 0, 0],
  [loadHalfAt, 0, 0, 0],
  [jumpIfEqual, 17, 18, 0x0304], // destination unreachable, fragmentation needed
  [jumpIfEqual, 0, 17, 0x60], // 8: IPv6, else drop
  [setIndex, 0, 0, 0],
  [loadByte, 0, 0, 6],
  [jumpIfEqual, 0, 5, 43], // a routing header, else 17
  [loadByte, 0, 0, 41],
  [add, 0, 0, 1],
  [shiftLeft, 0, 0, 3],
  [toIndex, 0, 0, 0], // its length in bytes
  [loadByte, 0, 0, 40],
  [jumpIfEqual, 3, 0, 58], // 17: ICMPv6: 21
  [jumpIfEqual, 0, 7, 41], // IPv6 in IPv6, else drop
  [loadByteAt, 0, 0, 46],
  [jumpIfEqual, 2, 5, 58], // inner ICMPv6: 23, else drop
  [loadByteAt, 0, 0, 40], // 21: its type
  [jump, 0, 0, 1],
  [loadByteAt, 0, 0, 80], // 23: the type of the inner one
  [jumpIfEqual, 0, 1, 2], // packet too big
  [accept, 0, 0, 512],
  [accept, 0, 0, 0],
];

/** `struct sock_filter`: 16 bits of operation, two jumps of 8 bits, 32 bits of operand. */
const encoded = Buffer.concat(
  instructions.map(([operation, ifEqual, ifNot, operand]) => {
    const instruction = Buffer.alloc(8);
    instruction.writeUInt16LE(operation, 0);
    instruction.writeUInt8(ifEqual, 2);
    instruction.writeUInt8(ifNot, 3);
    instruction.writeUInt32LE(operand, 4);
    return instruction;
  }),
);
