import { netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { listInterfaces } from '../system/list-interfaces.ts';
import { loadRuleset } from '../system/load-ruleset.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';
import type { TaygaSettings } from '../../words/lab/tayga-configuration.ts';

interface Preparation {
  readonly tayga: TaygaSettings;
  /** The prefix of the addresses that are leased. */
  readonly pool: string;
}

/**
 * Prepares the namespace of this process for leases: makes the device of tayga with its routes, unless it is there, leads the pool to it, and has the
 * flows of the pool tracked. Returns what undoes that. Rejects with a MachineError that has the message of the program that failed.
 */
export const prepareDevice = async (
  { tayga, pool }: Preparation,
  signal: AbortSignal,
): Promise<() => Promise<void>> => {
  const { device, address, prefix } = tayga;
  const ip = async (...args: readonly string[]): Promise<void> =>
    void (await runInNamespace({ namespace, argv: ['ip', ...args] }, signal));
  const isThere = netlinkIn({ namespace, protocol: netlinkProtocols.route }, listInterfaces).some(
    ({ name }) => name === device,
  );
  if (!isThere) {
    await ip('tuntap', 'add', 'dev', device, 'mode', 'tun');
    await ip('link', 'set', 'dev', device, 'up', 'mtu', '65535'); // only links decide what is too big
    await ip('route', 'replace', `${address}/32`, 'dev', device);
    await ip('-6', 'route', 'replace', prefix, 'dev', device);
  }
  await ip('route', 'replace', pool, 'dev', device);
  await loadRuleset({ namespace, ruleset: trackingRules(pool) }, signal);
  return async () => {
    const { signal: never } = new AbortController();
    await loadRuleset({ namespace, ruleset: `delete table ip ${table}` }, never);
    if (isThere) await runInNamespace({ namespace, argv: ['ip', 'route', 'del', pool, 'dev', device] }, never);
    else await runInNamespace({ namespace, argv: ['ip', 'link', 'del', device] }, never);
  };
};

/** The kernel tracks the connections of a namespace as soon as a rule asks for their state. */
const trackingRules = (pool: string): string =>
  [
    `table ip ${table} {`,
    '}',
    `delete table ip ${table}`,
    `table ip ${table} {`,
    ' chain prerouting {',
    '  type filter hook prerouting priority 0; policy accept;',
    `  ip daddr ${pool} ct state new accept comment "flows keep leases"`,
    ' }',
    '}',
  ].join('\n');

const table = 'mtulab-leases';
const namespace = '/proc/self/ns/net';
