import type { Dictionary } from '../../words/dictionary.ts';
import type { Problem } from '../problems/problem.ts';
import type { SharedAddress } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds shared addresses with the name of a node, and holders that are listed twice or can have no address. */
export const checkAddresses = (
  { addresses, nodes }: Pick<Topology, 'addresses' | 'nodes'>,
  { nodes: kinds }: Pick<Dictionary, 'nodes'>,
): readonly Problem[] => {
  const bridges = new Set(nodes.filter(({ kind }) => kinds[kind]?.bridges).map(({ name }) => name));
  return addresses.flatMap((address) => [
    ...(nodes.some(({ name }) => name === address.name) ? [namedLikeNode(address)] : []),
    ...address.holders.flatMap((holder, index) => [
      ...(address.holders.indexOf(holder) < index ? [holderTwice(address, index)] : []),
      ...(bridges.has(holder) ? [withoutAddress(address, index)] : []),
    ]),
  ]);
};

const namedLikeNode = ({ name, at }: SharedAddress): Problem => ({
  ...{ at, part: 'key', what: `${name} is a node and a shared address` },
  right: 'choose another name for the address: steps name both in the same place',
});

const holderTwice = ({ name, holders, at }: SharedAddress, index: number): Problem => ({
  ...{ at: [...at, 'at', index], part: 'value', what: `${holders[index]} holds ${name} twice` },
  right: 'list each node once',
});

const withoutAddress = ({ holders, at }: SharedAddress, index: number): Problem => ({
  ...{ at: [...at, 'at', index], part: 'value', what: `${holders[index]} bridges frames and has no address` },
  right: 'use a host or a router',
});
