import ipaddr from 'ipaddr.js';
import { trackedAddresses } from '../counters/connection-tracking.ts';
import { MachineError } from '../system/machine-error.ts';
import { elapsed } from '../system/until.ts';
import type { AddressMapping, TaygaSettings } from '../../words/lab/tayga-configuration.ts';
import { answerDevice } from './answer-device.ts';
import { batched } from './batched.ts';
import { listenForQueries } from './dns-listener.ts';
import type { AnswerQuery, DnsListener } from './dns-listener.ts';
import { LeasePool } from './lease-pool.ts';
import { prepareDevice } from './prepare-device.ts';
import { TaygaProcess } from './tayga-process.ts';
import { upstreamResolver } from './upstream-resolver.ts';
import type { NameServer } from './upstream-resolver.ts';

/** What a daemon is started with. */
export interface DaemonSettings {
  /** The path of tayga.conf(5), with the mappings of leases that an earlier daemon made. */
  readonly file: string;
  readonly tayga: TaygaSettings;
  readonly listen: readonly NameServer[];
  readonly upstream: NameServer;
  /** The prefix of the pool, which leads to the device of tayga. */
  readonly pool: string;
  /** The addresses in it that are leased. */
  readonly addresses: readonly string[];
  /** Seconds: the most for which a device may keep an address, and how long a lease lasts after each answer. */
  readonly ttl: number;
  readonly lease: number;
}

/** What a daemon reports. */
export interface DaemonLog {
  event(event: LeaseEvent): void;
  line(line: string): void;
}

export type LeaseEvent =
  | ({ readonly event: 'lease'; readonly name: string } & AddressMapping)
  | { readonly event: 'refused'; readonly name: string }
  | { readonly event: 'restart'; readonly mappings: number; readonly ms: number };

/** Leases addresses to devices until the signal aborts; rejects with a MachineError when tayga ends, or an address is in use. */
export const runLeaseDaemon = async (settings: DaemonSettings, log: DaemonLog, signal: AbortSignal): Promise<void> => {
  const { file, tayga, pool: prefix, addresses, lease, ttl, listen, upstream } = settings;
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const isLeased = ({ ipv4 }: AddressMapping): boolean => addresses.includes(ipv4);
  const normalized = tayga.map.map(({ ipv4, ipv6 }) => ({ ipv4, ipv6: normalize(ipv6) }));
  const pool = new LeasePool({
    addresses,
    fixed: normalized.filter((mapping) => !isLeased(mapping)),
    leases: normalized.filter(isLeased),
    leaseMs: lease * 1000,
    now: () => performance.now(),
  });
  const translator = new TaygaProcess(file, tayga, (error) => failed.abort(error));
  const restart = async (): Promise<void> => {
    const { mappings } = pool;
    const beganMs = performance.now();
    await translator.restart(mappings, ended).catch((error: unknown) => {
      failed.abort(error); // what it was to translate from now on, it may not
      throw error;
    });
    log.event({ event: 'restart', mappings: mappings.length, ms: Math.round(performance.now() - beganMs) });
  };
  const restarts = batched(restart, { everyMs: restartsEveryMs, pause: (ms) => elapsed(ms, ended) });
  /** The addresses whose mapping a restart has not yet brought to tayga. */
  const pending = new Map<string, Promise<void>>();
  const leaseTo = async (name: string, candidates: readonly string[]): Promise<string | undefined> => {
    const found = candidates.map(normalize);
    const known = pool.renew(found);
    const ipv4 = known ?? pool.take(found[0]!, () => trackedAddresses(ownNamespace));
    if (ipv4 === undefined) {
      log.event({ event: 'refused', name });
      log.line(
        `no address is left for ${name}: each of the ${addresses.length} in the pool has a lease that lasts, or a flow`,
      );
      return undefined;
    }
    if (known === undefined) {
      log.event({ event: 'lease', name, ipv4, ipv6: found[0]! });
      const translated = restarts().finally(() => pending.get(ipv4) === translated && pending.delete(ipv4));
      pending.set(ipv4, translated);
    }
    await pending.get(ipv4);
    return pool.renew(found); // the lease begins with the answer
  };
  const codec = await import('dns-packet');
  const ask = upstreamResolver(upstream, ended);
  const answers = { codec, prefix: tayga.prefix, ttl, ask, lease: leaseTo, log: log.line };
  const ready = deferred();
  const answer: AnswerQuery = (query, protocol) => ready.promise.then(() => answerDevice(query, protocol, answers));
  const listeners: DnsListener[] = [];
  let undo = async (): Promise<void> => {};
  try {
    for (const server of listen) listeners.push(await listenForQueries(server, answer));
    undo = await prepareDevice({ tayga, pool: prefix }, ended);
    await restart();
    ready.resolve();
    await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
    if (failed.signal.aborted) throw failed.signal.reason;
  } finally {
    failed.abort(new MachineError({ what: 'the daemon has ended' }));
    listeners.forEach((listener) => listener.close());
    await translator.close();
    await undo();
  }
};

const deferred = (): { readonly promise: Promise<void>; resolve(): void } => {
  let resolve = (): void => {};
  const promise = new Promise<void>((resolved) => (resolve = resolved));
  return { promise, resolve: () => resolve() };
};

/** As tayga compares it, and as names have it. */
const normalize = (ipv6: string): string => ipaddr.IPv6.parse(ipv6).toRFC5952String();

/** Packets are lost for 3 ms of each restart (measured), so that tayga translates for at least nine tenths of the time. */
const restartsEveryMs = 50;

const ownNamespace = '/proc/self/ns/net';
