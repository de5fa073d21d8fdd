import type { CapturedPtb } from '../../evidence/ledger/captured-ptbs.ts';
import { PtbCapture } from '../captures/ptb-capture.ts';
import { ownNamespace } from '../system/network-namespace.ts';

/** The Packet Too Big messages that reach the interfaces of this host, whether or not its kernel takes them. */
export interface ArrivedMessages {
  /** What has arrived until now; undefined where this host may not capture. */
  read(): readonly CapturedPtb[] | undefined;
  close(): Promise<void>;
}

/** Captures them from now on, where this user may (CAP_NET_RAW). */
export const watchArrivedMessages = (): ArrivedMessages => {
  const capture = new PtbCapture(() => ownNamespace);
  try {
    capture.begin(['here']);
  } catch {
    return { read: () => undefined, close: async () => {} };
  }
  return {
    read: () => capture.read().ptbs.filter(({ direction }) => direction === 'in'),
    close: () => capture.close(),
  };
};
