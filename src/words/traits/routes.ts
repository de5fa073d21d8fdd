import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { neighboursOf } from '../lab/node-view.ts';
import { fields, flag, list, maybe, named, oneOf, whole } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = list(
  'routes of this node that go before the shortest ways',
  fields('one way', {
    to: named('node', 'the node whose address is reached by it'),
    via: named('node', 'the neighbour that it leads over'),
    mtu: maybe(whole('path MTU in bytes that the route tells', 68, 65535)),
    lock: maybe(flag('the MTU is not to be learned anew; IPv4 then sends without the DF bit')),
    advmss: maybe(whole('MSS in bytes that SYNs over it advertise', 88, 65495)),
    family: maybe(oneOf('only this family; without it both', ...families)),
  }),
);

type Routes = Typed<typeof shape>;

/** The word `routes`: static ways to single nodes, in this direction only. */
export const routes: Trait<Routes> = {
  about:
    'Leads to single nodes over a chosen neighbour, in this direction only, with an MTU or MSS of its own if wanted.',
  shape,
  example: [{ to: 'server', via: 'transit', mtu: 1400 }],
  misfit: (place, settings) =>
    switchConflict(place) ?? settings.map((way) => misfit(place, way)).find((sentence) => sentence !== undefined),
  commands: (place, now = [], before = []) => [...change(place, before, 'del'), ...change(place, now, 'replace')],
};

const misfit = (place: NodeView, { to, via, mtu, lock }: Routes[number]): string | undefined => {
  if (place.neighbour(to)?.bridges) return `${to} has no address to lead to; name a node`;
  if (!hop(place, via)) return notBeside(place, via);
  if (to === place.name) return `${place.name} is no way to itself`;
  return lock && mtu === undefined ? '`lock` locks an `mtu`, and there is none' : undefined;
};

const change = (place: NodeView, ways: Routes, act: 'del' | 'replace'): readonly NodeCommand[] =>
  ways.flatMap((way) =>
    families
      .filter((family) => place.families.includes(family) && (way.family ?? family) === family)
      .map((family) => ({
        in: place.name,
        ip: ['route', act, ...path(place, way, family), ...(act === 'del' ? [] : metrics(place, way, family))],
        why: act === 'del' ? `the shortest way to ${way.to} again` : `${way.to} is reached over ${way.via}`,
      })),
  );

const path = (place: NodeView, { to, via }: Routes[number], family: Family): readonly string[] => {
  const { dev, gateway } = hop(place, via)!;
  const address = place.neighbour(to)!.address[family];
  return [`${address}/${family === 'ipv6' ? 128 : 32}`, 'via', gateway[family], 'dev', dev];
};

/** A neighbour may be the other end of a link, or stand beyond a bridge. */
const hop = (place: NodeView, via: string): Hop | undefined =>
  place.interfaces
    .flatMap((one) => neighboursOf(one).map(({ node, address }) => ({ node, dev: one.name, gateway: address })))
    .find(({ node }) => node === via);

interface Hop {
  readonly dev: string;
  readonly gateway: Readonly<Record<Family, string>>;
}

const notBeside = (place: NodeView, via: string): string => {
  const beyond = place.interfaces.find(({ peer }) => peer === via)?.beyond;
  return beyond
    ? `${via} has no address; name a node beyond it: ${beyond.map(({ node }) => node).join(', ')}`
    : `${place.name} has no link to ${via}`;
};

const metrics = (place: NodeView, { mtu, lock, advmss }: Routes[number], family: Family): readonly string[] => [
  ...(place.forwards ? [] : ['src', place.address[family]]),
  ...(mtu === undefined ? [] : ['mtu', ...(lock ? ['lock'] : []), `${mtu}`]),
  ...(advmss === undefined ? [] : ['advmss', `${advmss}`]),
];
