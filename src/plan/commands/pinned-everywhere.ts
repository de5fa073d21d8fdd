import { everywhere, host, router } from '../../words/traits/pinned-sysctls.ts';
import type { PinnedSysctl } from '../../words/traits/pinned-sysctls.ts';

/** What a report prints of the pinned settings: values by name; where hosts and routers differ both are told. */
export const pinnedEverywhere: Readonly<Record<string, string>> = Object.fromEntries([
  ...everywhere.map(({ sysctl, value }) => [sysctl, value]),
  ...[...new Set([...host, ...router].map(({ sysctl }) => sysctl))].map((sysctl) => [sysctl, both(sysctl)]),
]);

function both(sysctl: string): string {
  const value = (pins: readonly PinnedSysctl[]) => pins.find((pin) => pin.sysctl === sysctl)?.value;
  const [onHosts, onRouters] = [value(host), value(router)];
  return [onHosts && `${onHosts} on hosts`, onRouters && `${onRouters} on routers`].filter(Boolean).join(', ');
}
