import type { Family } from '../../evidence/family.ts';
import { destinationOf } from '../lab/destination.ts';
import type { NodeViews } from '../lab/node-view.ts';
import { byType, duration, fields, list, mapOf, optional, reference, text } from '../language/shape.ts';
import type { Shape, ValueOf } from '../language/shape.ts';
import { inMs } from '../language/amount.ts';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** A literal address, or the name of a node or a shared address: what is no address has to be a name that exists. */
const addressOrName: Shape<string> = {
  schema: {
    title: 'a node, a shared address or an IP address',
    description: 'a node or a shared address, which has addresses of both families, or an IP address',
    type: 'string',
    if: { pattern: '[.:]' },
    then: text('an IP address', /^([0-9a-f:]{2,39}|[0-9.]{7,15})$/, '2001:db8::1').schema,
    else: reference('destination', 'a node or a shared address').schema,
  },
};

const addresses = list('what the name stands for, in this order', addressOrName);

/** The settings of a zone. */
export const zoneShape = fields('a zone and its records', {
  zone: optional(text('its name', new RegExp(`^${label}(\\.${label}){0,10}$`), 'lab.test'), 'lab.test'),
  ttl: optional(duration('how long its answers may be cached'), '300s'),
  records: optional(
    mapOf(
      'further names in the zone, besides those of nodes and shared addresses',
      byType(
        'its addresses',
        addresses,
        fields('its addresses by family', { a: optional(addresses), aaaa: optional(addresses) }),
      ),
      text('a name, without that of the zone', new RegExp(`^${label}(\\.${label}){0,10}$`), 'www'),
    ),
  ),
});

export type ZoneSettings = ValueOf<typeof zoneShape>;

/** A zone as it is served. */
export interface Zone {
  /** In lower case, without a final dot. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  /** The addresses of each name, which includes that of the zone. */
  readonly addresses: ReadonlyMap<string, Readonly<Record<Family, readonly string[]>>>;
}

export const defaultZone = 'lab.test';

/** Returns the zone with the names of all nodes and shared addresses of a lab, at their own addresses, and its own records; a record replaces the name of a node. */
export const zoneOf = ({ zone = defaultZone, ttl = '300s', records = {} }: ZoneSettings, nodes: NodeViews): Zone => {
  const own = [...nodes.values()].filter(({ bridges }) => !bridges);
  const names = new Set(own.flatMap(({ name, shares = [] }) => [name, ...shares.map((shared) => shared.name)]));
  const addressesOf = (name: string) =>
    byFamily((family) => [(nodes.get(name) ?? destinationOf(nodes, name))?.address[family] ?? '']);
  return {
    ...{ name: zone, ttl: Math.round(inMs(ttl) / 1000) },
    addresses: new Map([
      ...[...names].map((name) => [`${name}.${zone}`, addressesOf(name)] as const),
      ...Object.entries(records).map(([name, record]) => [`${name}.${zone}`, recordAddresses(record, nodes)] as const),
    ]),
  };
};

type ZoneRecord = NonNullable<ZoneSettings['records']>[string];

const recordAddresses = (record: ZoneRecord, nodes: NodeViews) => {
  const listed = (family: Family): readonly string[] => {
    if (isList(record)) return record;
    return (family === 'ipv6' ? record.aaaa : record.a) ?? [];
  };
  return byFamily((family) => listed(family).map((item) => addressIn(item, family, nodes)));
};

const isList = (record: ZoneRecord): record is readonly string[] => Array.isArray(record);

/** Empty for an item without an address of the family; a translator may have one for the node. */
const addressIn = (item: string, family: Family, nodes: NodeViews): string => {
  if (!/[.:]/.test(item)) return destinationOf(nodes, item)?.address[family] ?? '';
  return item.includes(':') === (family === 'ipv6') ? item : '';
};

const byFamily = (of: (family: Family) => readonly string[]): Readonly<Record<Family, readonly string[]>> => {
  const given = (family: Family) => of(family).filter((address) => address !== '');
  return { ipv6: given('ipv6'), ipv4: given('ipv4') };
};
