import type { Family } from '../../evidence/family.ts';

// include/linux/socket.h
export const [AF_INET, AF_INET6, AF_NETLINK, AF_PACKET] = [2, 10, 16, 17] as const;

/** The address family of each IP family. */
export const addressFamilies: Readonly<Record<Family, number>> = { ipv4: AF_INET, ipv6: AF_INET6 };

// include/linux/net.h
export const [SOCK_STREAM, SOCK_DGRAM, SOCK_RAW] = [1, 2, 3] as const;
export const [SOCK_NONBLOCK, SOCK_CLOEXEC] = [0o4000, 0o2000000] as const;

/** The level of the options that every socket has (include/uapi/asm-generic/socket.h). */
export const SOL_SOCKET = 1;
