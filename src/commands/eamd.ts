import { readFileSync } from 'node:fs';
import { isIP, isIPv4 } from 'node:net';
import { addressesOfPool } from '../kernel/leases/addresses-of-pool.ts';
import { runLeaseDaemon } from '../kernel/leases/lease-daemon.ts';
import type { NameServer } from '../kernel/leases/upstream-resolver.ts';
import { systemErrorText } from '../kernel/system/system-error-text.ts';
import { printableLine } from '../text/printable.ts';
import { parseTayga } from '../words/lab/tayga-configuration.ts';
import type { TaygaSettings } from '../words/lab/tayga-configuration.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';

/**
 * `mtulab eamd`: the name server of devices that have only IPv4, and the tayga that translates for them, in the network that it is started in. A name with
 * IPv6 gets an IPv4 address for as long as devices use it (explicit address mappings, RFC 7757). Standard output has a line of JSON for each
 * lease and each restart of tayga.
 */
export const perform: Perform = async (_, options, io, signal) => {
  const settings = settingsOf(options);
  if (typeof settings === 'string') {
    io.err(`error: ${printableLine(settings)}\n`);
    return exitCode({ invalidInput: true });
  }
  const log = {
    event: (event: object) => io.out(`${JSON.stringify(event)}\n`),
    line: (line: string) => io.err(`${printableLine(line)}\n`),
  };
  await runLeaseDaemon(settings, log, signal);
  signal.throwIfAborted();
  return 0;
};

/** A sentence on what is wrong, where something is. */
const settingsOf = (options: Options): Parameters<typeof runLeaseDaemon>[0] | string => {
  const text = (name: string): string => String(options[name] ?? '');
  const [ttl, lease, size] = ['ttl', 'lease', 'poolSize'].map((name) => options[name] as number);
  const [pool, upstream] = [text('pool'), serverOf(text('upstream'))];
  const listen = (options['listen'] as readonly string[]).map(serverOf);
  const missing =
    ['pool', 'upstream'].find((name) => text(name) === '') ?? (listen.length === 0 ? 'listen' : undefined);
  if (missing) return `--${missing} is missing; \`mtulab eamd --help\` has an example`;
  const wrong = [...listen, upstream].findIndex((server) => server === undefined);
  if (wrong >= 0 || !upstream)
    return `${[...(options['listen'] as readonly string[]), text('upstream')][wrong]} is no address of a DNS server; write one such as 192.0.2.1, or 192.0.2.1@5353 with its port`;
  const addresses = addressesOfPool(pool, size);
  if (!addresses) return `${pool} is no pool; write a prefix of IPv4 with 16 to 30 bits, such as 203.0.113.0/28`;
  if (ttl! > lease!) return `a TTL of ${ttl} s is longer than a lease of ${lease} s; make the lease as long at least`;
  const tayga = readTayga(text('config'));
  if (typeof tayga === 'string') return tayga;
  return {
    ...{ file: text('config'), tayga, pool, addresses, upstream, ttl: ttl!, lease: lease! },
    listen: listen.filter((server) => server !== undefined),
  };
};

/** As unbound writes it: `ADDRESS` or `ADDRESS@PORT`. */
const serverOf = (text: string): NameServer | undefined => {
  const [address = '', port = '53'] = text.split('@');
  return isIP(address) && /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536
    ? { address, port: Number(port) }
    : undefined;
};

const readTayga = (file: string): TaygaSettings | string => {
  try {
    const { device, address = '', prefix, map } = parseTayga(readFileSync(file, 'utf8'));
    if (device === undefined || prefix === undefined || !isIPv4(address))
      return `${file} lacks tun-device, ipv4-addr or prefix; add them, as tayga.conf(5) describes`;
    return { device, address, prefix, map };
  } catch (error) {
    return `cannot read ${file}: ${systemErrorText(error as NodeJS.ErrnoException)}`;
  }
};
