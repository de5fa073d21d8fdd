import { readFileSync } from 'node:fs';
import type { Family } from '../../evidence/family.ts';
import { linkMtus } from '../counters/link-mtus.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { withSegmentationOffload } from '../system/segmentation-offload.ts';

/** The values of the sysctls that decide what this host makes of a path MTU; one that the kernel lacks is left out. */
export const pathMtuSysctls = (family: Family): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...bothFamilies, ...ofFamily[family]].flatMap((name) => {
      const value = readSysctl(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** For TCP over IPv6 too. */
const bothFamilies = ['net.ipv4.tcp_mtu_probing', 'net.ipv4.tcp_base_mss'];

const ofFamily: Readonly<Record<Family, readonly string[]>> = {
  ipv6: ['net.ipv6.fib_multipath_hash_policy', 'net.ipv6.route.mtu_expires'],
  ipv4: ['net.ipv4.ip_no_pmtu_disc', 'net.ipv4.fib_multipath_hash_policy', 'net.ipv4.route.mtu_expires'],
};

const readSysctl = (name: string): string | undefined => {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/** The MTUs in bytes of all interfaces by name. */
export const interfaceMtus = (): Readonly<Record<string, number>> => linkMtus(ownNamespace);

/** Those of the interfaces that leave the segmentation of TCP to their network card; their captures show larger packets than the wire. */
export const interfacesWithOffload = async (names: readonly string[]): Promise<readonly string[]> => [
  ...(await withSegmentationOffload(
    ownNamespace,
    names.map((name) => ({ name })),
  )),
];
