import { everywhere, host, router } from '../words/pinned.ts';
import type { Pin } from '../words/pinned.ts';

/** What a report prints of the pinned settings: values by name; where hosts and routers differ both are told. */
export const pinned: Readonly<Record<string, string>> = Object.fromEntries([
  ...everywhere.map(({ sysctl, value }) => [sysctl, value]),
  ...[...new Set([...host, ...router].map(({ sysctl }) => sysctl))].map((sysctl) => [sysctl, both(sysctl)]),
]);

function both(sysctl: string): string {
  const value = (pins: readonly Pin[]) => pins.find((pin) => pin.sysctl === sysctl)?.value;
  const [onHosts, onRouters] = [value(host), value(router)];
  return [onHosts && `${onHosts} on hosts`, onRouters && `${onRouters} on routers`].filter(Boolean).join(', ');
}
