import type { Socket } from 'node:net';

/** The file descriptor of a connection; undefined after it is closed, so that a reused number is never mistaken for it. */
export const descriptorOf = (socket: Socket): number | undefined => {
  const fd = (socket as unknown as { readonly _handle?: { readonly fd: number } | null })._handle?.fd;
  return fd !== undefined && fd >= 0 ? fd : undefined;
};
