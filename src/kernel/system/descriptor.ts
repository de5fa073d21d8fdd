import type { Socket } from 'node:net';

/** The file descriptor under a connection; undefined once it is closed, so that a number used again is never mistaken for it. */
export const descriptorOf = (socket: Socket): number | undefined => {
  const fd = (socket as unknown as { readonly _handle?: { readonly fd: number } | null })._handle?.fd;
  return fd !== undefined && fd >= 0 ? fd : undefined;
};
