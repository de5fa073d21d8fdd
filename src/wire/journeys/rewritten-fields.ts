import { familyNames } from '../../evidence/family.ts';
import type { Layers, TcpFlags } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/** A field that was rewritten between two sightings of a packet: `mss` 8940 → 1396. */
export interface RewrittenField {
  readonly field: string;
  readonly from: string | number | boolean | undefined;
  readonly to: string | number | boolean | undefined;
}

/** Lists the fields that changed, without hop limit, checksums and MAC addresses, which change at every hop. */
export const rewrittenFields = (before: Layers, after: Layers): readonly RewrittenField[] => {
  if (before === after) return none;
  const compared = isTranslated(before, after) ? fieldsOfBoth : fields;
  const rewritten = compared.filter(([, valueOf]) => valueOf(before) !== valueOf(after));
  return rewritten.length === 0
    ? none
    : rewritten.map(([field, valueOf]) => ({ field, from: valueOf(before), to: valueOf(after) }));
};

/** Shared by the many packets that were not rewritten. */
const none: readonly RewrittenField[] = [];

const isTranslated = (before: Layers, after: Layers): boolean =>
  (before.ipv6 === undefined) !== (after.ipv6 === undefined);

const fieldValues: Readonly<Record<string, (packet: Layers) => RewrittenField['from']>> = {
  family: ({ ipv6, ipv4 }) => (ipv6 ? familyNames.ipv6 : ipv4 && familyNames.ipv4),
  vlan: ({ ethernet }) => ethernet?.vlans?.join(','),
  'traffic-class': (packet) => ipOf(packet)?.trafficClass,
  'flow-label': ({ ipv6 }) => ipv6?.flowLabel,
  extensions: ({ ipv6 }) => ipv6?.extensions?.join(','),
  'dont-fragment': ({ ipv4 }) => ipv4?.dontFragment,
  'header-length': (packet) => ipOf(packet)?.headerLength,
  window: ({ tcp }) => tcp?.window,
  flags: ({ tcp }) => tcp?.flags && flagsText(tcp.flags),
  mss: ({ tcp }) => tcp?.options?.mss,
  'window-scale': ({ tcp }) => tcp?.options?.windowScale,
  'sack-permitted': ({ tcp }) => tcp?.options?.sackPermitted,
  sack: ({ tcp }) => tcp?.options?.sack?.map(({ left, right }) => `${left}-${right}`).join(','),
  'timestamp-value': ({ tcp }) => tcp?.options?.timestamps?.value,
  'timestamp-echo': ({ tcp }) => tcp?.options?.timestamps?.echo,
};

const fields = Object.entries(fieldValues);

/** A packet that was translated between the families has another IP header. */
const ofOneFamily: ReadonlySet<string> = new Set(['flow-label', 'extensions', 'dont-fragment', 'header-length']);
const fieldsOfBoth = fields.filter(([field]) => !ofOneFamily.has(field));

const flagsText = (flags: TcpFlags): string => {
  const known = flagTexts.get(flags);
  if (known !== undefined) return known;
  const text = Object.entries(flags)
    .flatMap(([name, isSet]) => (isSet ? [name] : []))
    .join(' ');
  flagTexts.set(flags, text);
  return text;
};

/** Decoded packets with the same flags share one set of them. */
const flagTexts = new WeakMap<TcpFlags, string>();
