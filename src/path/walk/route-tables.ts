import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import type { Route } from '../../plan/model/plan.ts';

/** The planned routes, looked up by longest prefix as in the kernel. */
export class RouteTables {
  readonly #routes = new Map<string, Route[]>();
  readonly #tables = new Map<string, readonly Prefix[]>();
  readonly #addresses = new Map<string, readonly number[]>();

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
    return this.#tableOf(`${node} ${family}`).find((prefix) => contains(prefix, bytes))?.via ?? [];
  }

  /** The hops of a packet ask for the same few addresses. */
  #bytesOf(address: string): readonly number[] {
    const known = this.#addresses.get(address);
    if (known) return known;
    const bytes = ipaddr.parse(address).toByteArray();
    this.#addresses.set(address, bytes);
    return bytes;
  }

  /** The table of a node, longest prefixes first; parsed when the first packet comes by. */
  #tableOf(key: string): readonly Prefix[] {
    const known = this.#tables.get(key);
    if (known) return known;
    const table = (this.#routes.get(key) ?? []).map(parsed).toSorted((a, b) => b.bits - a.bits);
    this.#tables.set(key, table);
    return table;
  }
}

interface Prefix {
  readonly bytes: readonly number[];
  readonly bits: number;
  readonly via: Route['via'];
}

const parsed = ({ to, via }: Route): Prefix => {
  if (to === 'default') return { bytes: [], bits: 0, via };
  const [network, bits] = ipaddr.parseCIDR(to);
  return { bytes: network.toByteArray(), bits, via };
};

const contains = ({ bytes, bits }: Prefix, address: readonly number[]): boolean => {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index++) if (bytes[index] !== address[index]) return false;
  const rest = bits & 7;
  return rest === 0 || bytes[whole]! >> (8 - rest) === address[whole]! >> (8 - rest);
};
