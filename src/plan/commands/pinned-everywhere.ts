import { pinnedInEveryNode, pinnedOnHosts, pinnedOnRouters } from '../../words/traits/pinned-sysctls.ts';
import type { PinnedSysctl } from '../../words/traits/pinned-sysctls.ts';

/** The pinned sysctls as a report prints them: values by name, one per node kind where hosts and routers differ. */
export const pinnedEverywhere: Readonly<Record<string, string>> = Object.fromEntries([
  ...pinnedInEveryNode.map(({ sysctl, value }) => [sysctl, value]),
  ...[...new Set([...pinnedOnHosts, ...pinnedOnRouters].map(({ sysctl }) => sysctl))].map((sysctl) => [
    sysctl,
    valueByKind(sysctl),
  ]),
]);

function valueByKind(sysctl: string): string {
  const value = (pins: readonly PinnedSysctl[]) => pins.find((pin) => pin.sysctl === sysctl)?.value;
  const [onHosts, onRouters] = [value(pinnedOnHosts), value(pinnedOnRouters)];
  return [onHosts && `${onHosts} on hosts`, onRouters && `${onRouters} on routers`].filter(Boolean).join(', ');
}
