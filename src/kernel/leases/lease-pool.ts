import type { AddressMapping } from '../../words/lab/tayga-configuration.ts';

/** What a pool starts with. */
export interface PoolSettings {
  /** The IPv4 addresses that it leases, in this order. */
  readonly addresses: readonly string[];
  /** Mappings of the translator that are nobody's lease. */
  readonly fixed: readonly AddressMapping[];
  /** Leases of an earlier daemon: a device may still use them. */
  readonly leases?: readonly AddressMapping[];
  /** How long a lease lasts after its address was last given to a device. */
  readonly leaseMs: number;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

/**
 * Leases of IPv4 addresses to IPv6 addresses. Names with one IPv6 address share its lease, since a translator needs to know which IPv4 address
 * to give to what comes from there. A lease that is over stays until its address is needed for another one, so that the translator is
 * restarted as seldom as possible; then those that ended first go first, and none whose address a flow uses.
 */
export class LeasePool {
  readonly #settings: PoolSettings;
  readonly #leases = new Map<string, Lease>();

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    const { addresses, leases = [] } = settings;
    for (const { ipv4, ipv6 } of leases) if (addresses.includes(ipv4)) this.#lease(ipv4, ipv6);
  }

  /** Returns the address of the first of these IPv6 addresses that has one, and prolongs its lease; undefined where none has. */
  renew(candidates: readonly string[]): string | undefined {
    const fixed = this.#settings.fixed.find(({ ipv6 }) => candidates.includes(ipv6));
    if (fixed) return fixed.ipv4;
    const ipv6 = candidates.find((each) => this.#leases.has(each));
    return ipv6 === undefined ? undefined : this.#lease(this.#leases.get(ipv6)!.ipv4, ipv6);
  }

  /** Leases an address to an IPv6 address that has none; undefined when each address has a lease that lasts, or is used by a flow. */
  take(ipv6: string, addressesInUse: () => ReadonlySet<string>): string | undefined {
    const leased = new Set([...this.#leases.values()].map(({ ipv4 }) => ipv4));
    const free = this.#settings.addresses.find((address) => !leased.has(address));
    return this.#lease(free ?? this.#reclaim(addressesInUse), ipv6);
  }

  /** All mappings that the translator needs, in an order that new leases do not change. */
  get mappings(): readonly AddressMapping[] {
    const leases = [...this.#leases].map(([ipv6, { ipv4 }]) => ({ ipv4, ipv6 }));
    const order = new Map(this.#settings.addresses.map((address, index) => [address, index]));
    return [...this.#settings.fixed, ...leases.sort((a, b) => order.get(a.ipv4)! - order.get(b.ipv4)!)];
  }

  #lease<Address extends string | undefined>(ipv4: Address, ipv6: string): Address {
    const { leaseMs, now } = this.#settings;
    if (ipv4 !== undefined) this.#leases.set(ipv6, { ipv4, untilMs: now() + leaseMs });
    return ipv4;
  }

  /** Ends a lease and returns its address. */
  #reclaim(addressesInUse: () => ReadonlySet<string>): string | undefined {
    const over = [...this.#leases].filter(([, { untilMs }]) => untilMs <= this.#settings.now());
    if (over.length === 0) return undefined;
    const used = addressesInUse();
    const [first] = over.filter(([, { ipv4 }]) => !used.has(ipv4)).sort(([, a], [, b]) => a.untilMs - b.untilMs);
    if (!first) return undefined;
    this.#leases.delete(first[0]);
    return first[1].ipv4;
  }
}

interface Lease {
  readonly ipv4: string;
  readonly untilMs: number;
}
