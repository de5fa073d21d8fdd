import { readFileSync } from 'node:fs';
import type { AddressPair } from '../../words/lab/family-translator.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';
import { nodesByAddress } from '../../words/lab/nodes-by-address.ts';
import { parseTayga } from '../../words/lab/tayga-configuration.ts';

/** The network of a lab, and the folders with the files of its nodes. */
export interface LeasingNetwork {
  readonly nodes: NodeViews;
  filesFolder(node: string): string;
  /** Records the addresses that a translator has for other nodes. */
  setMappings(node: string, map: readonly AddressPair[]): void;
}

/**
 * Returns a function that reads which addresses the translators of a lab lease now. It reads them from the file of the translator itself, which has a
 * lease before any device gets to know it: so no flow is seen before its lease. In a lab without leases it reads nothing.
 */
export const leaseReader = ({ nodes, filesFolder, setMappings }: LeasingNetwork): (() => void) => {
  const leasing = [...nodes.values()].filter(({ translates }) => translates?.leases);
  const names = nodesByAddress(nodes);
  return () => {
    for (const node of leasing) {
      const text = readFileSync(`${filesFolder(node.name)}/tayga.conf`, 'utf8');
      setMappings(node.name, [...node.translates!.map, ...leasesIn(text, node, names)]);
    }
  };
};

/** An address outside the lab has no node that a flow could be observed at. */
const leasesIn = (text: string, { translates }: NodeView, names: ReadonlyMap<string, string>): readonly AddressPair[] =>
  parseTayga(text)
    .map.filter(({ ipv4 }) => !translates!.map.some((pair) => pair.ipv4 === ipv4))
    .flatMap(({ ipv4, ipv6 }) => {
      const node = names.get(ipv6);
      return node === undefined ? [] : [{ node, has: 'ipv6' as const, ipv6, ipv4 }];
    });
