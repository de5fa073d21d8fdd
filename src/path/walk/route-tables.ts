import { addressBytes, isIn, networkOf } from '../../evidence/address-bytes.ts';
import type { Network } from '../../evidence/address-bytes.ts';
import type { Family } from '../../evidence/family.ts';
import type { Route } from '../../plan/model/plan.ts';

/** The planned routes, looked up by longest prefix as in the kernel. */
export class RouteTables {
  readonly #routes = new Map<string, Route[]>();
  readonly #tables = new Map<string, readonly Prefix[]>();
  readonly #addresses = new Map<string, readonly number[]>();
  readonly #networks = new Map<string, Network>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const key = `${route.in} ${route.family}`;
      const known = this.#routes.get(key);
      if (known) known.push(route);
      else this.#routes.set(key, [route]);
    }
  }

  /** Returns the next hops of a node to an address: several under ECMP, none where it has no route or refuses it. */
  nextHops(node: string, family: Family, address: string): Route['via'] {
    const bytes = this.#bytesOf(address);
    return this.#tableOf(`${node} ${family}`).find((prefix) => isIn(prefix, bytes))?.via ?? [];
  }

  /** The hops of a packet ask for the same few addresses. */
  #bytesOf(address: string): readonly number[] {
    const known = this.#addresses.get(address);
    if (known) return known;
    const bytes = addressBytes(address);
    this.#addresses.set(address, bytes);
    return bytes;
  }

  /** Most nodes have routes to the same networks. */
  #networkOf(to: string): Network {
    const known = this.#networks.get(to);
    if (known) return known;
    const network = to === 'default' ? { bytes: [], bits: 0 } : networkOf(to);
    this.#networks.set(to, network);
    return network;
  }

  /** The table of a node, longest prefixes first; parsed when the first packet comes by. */
  #tableOf(key: string): readonly Prefix[] {
    const known = this.#tables.get(key);
    if (known) return known;
    const table = (this.#routes.get(key) ?? [])
      .map(({ to, via }) => ({ ...this.#networkOf(to), via }))
      .toSorted((a, b) => b.bits - a.bits);
    this.#tables.set(key, table);
    return table;
  }
}

interface Prefix extends Network {
  readonly via: Route['via'];
}
