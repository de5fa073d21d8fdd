/** An IPv4 address, and the IPv6 address that a translator makes of it (an explicit address mapping, RFC 7757). */
export interface AddressMapping {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** The settings of a translator, as in tayga.conf(5). */
export interface TaygaSettings {
  readonly device: string;
  /** An IPv4 address of tayga itself. */
  readonly address: string;
  /** The IPv6 prefix of 96 bits in which IPv4 addresses appear. */
  readonly prefix: string;
  readonly map: readonly AddressMapping[];
}

/** Formats tayga.conf(5). */
export const formatTayga = ({ device, prefix, address, map }: TaygaSettings): string =>
  [
    `tun-device ${device}`,
    `ipv4-addr ${address}`,
    `prefix ${prefix}`,
    ...map.map(({ ipv4, ipv6 }) => mappingLine({ ipv4, ipv6 })),
  ].join('\n');

/** Formats one mapping as a line of tayga.conf(5). */
export const mappingLine = ({ ipv4, ipv6 }: AddressMapping): string => `map ${ipv4} ${ipv6}`;

/** Parses tayga.conf(5); what a file lacks is absent. */
export const parseTayga = (text: string): Partial<TaygaSettings> & Pick<TaygaSettings, 'map'> => {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const valueOf = (key: string): string | undefined => lines.find(([first]) => first === key)?.[1];
  const [device, address, prefix] = ['tun-device', 'ipv4-addr', 'prefix'].map(valueOf);
  return {
    ...(device !== undefined && { device }),
    ...(address !== undefined && { address }),
    ...(prefix !== undefined && { prefix }),
    map: lines.flatMap(([key, ipv4, ipv6]) =>
      key === 'map' && ipv4 !== undefined && ipv6 !== undefined ? [{ ipv4, ipv6 }] : [],
    ),
  };
};
