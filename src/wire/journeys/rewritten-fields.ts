import type { Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/** A field that was rewritten between two sightings of a packet: `mss` 8940 → 1396. */
export interface RewrittenField {
  readonly field: string;
  readonly from: string | number | boolean | undefined;
  readonly to: string | number | boolean | undefined;
}

/** Lists the fields that changed, without hop limit, checksums and MAC addresses, which change at every hop. */
export const rewrittenFields = (before: Layers, after: Layers): readonly RewrittenField[] =>
  Object.entries(fieldValues)
    .map(([field, valueOf]) => ({ field, from: valueOf(before), to: valueOf(after) }))
    .filter(({ from, to }) => from !== to);

const fieldValues: Readonly<Record<string, (packet: Layers) => RewrittenField['from']>> = {
  vlan: ({ ethernet }) => ethernet?.vlans?.join(','),
  'traffic-class': (packet) => ipOf(packet)?.trafficClass,
  'flow-label': ({ ipv6 }) => ipv6?.flowLabel,
  extensions: ({ ipv6 }) => ipv6?.extensions?.join(','),
  'dont-fragment': ({ ipv4 }) => ipv4?.dontFragment,
  'header-length': (packet) => ipOf(packet)?.headerLength,
  window: ({ tcp }) => tcp?.window,
  flags: ({ tcp }) =>
    tcp?.flags &&
    Object.entries(tcp.flags)
      .filter(([, isSet]) => isSet)
      .map(([name]) => name)
      .join(' '),
  mss: ({ tcp }) => tcp?.options?.mss,
  'window-scale': ({ tcp }) => tcp?.options?.windowScale,
  'sack-permitted': ({ tcp }) => tcp?.options?.sackPermitted,
  sack: ({ tcp }) => tcp?.options?.sack?.map(({ left, right }) => `${left}-${right}`).join(','),
  'timestamp-value': ({ tcp }) => tcp?.options?.timestamps?.value,
  'timestamp-echo': ({ tcp }) => tcp?.options?.timestamps?.echo,
};
