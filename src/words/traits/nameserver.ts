import { families } from '../../evidence/family.ts';
import { addressOf, sharedFamilies } from '../lab/destination.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { reference } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { answersDns } from '../services/answers-dns.ts';

/** The word `nameserver`: what resolv.conf(5) of the node names. */
export const nameserver: Trait<string> = {
  about:
    'Makes the programs of a node ask this node for names; those without a dot that are names of nodes go on to be found in /etc/hosts.',
  shape: reference('node', 'a node that serves DNS'),
  example: 'resolver',
  conflict: (node, server, nodes) => {
    if (node.bridges) return `${node.name} forwards frames and runs no programs; use a router or a host`;
    if (!nodes.has(server)) return undefined;
    const others = [...nodes.values()].filter(answersDns).map(({ name }) => name);
    const instead = others.length > 0 ? `, or name one that does: ${others.join(', ')}` : '';
    if (!answersDns(nodes.get(server)!))
      return `${server} answers no DNS queries; add \`serve: resolver\` or \`serve: dns\` to ${server}${instead}`;
    return sharedFamilies(nodes, node.name, server).length > 0
      ? undefined
      : `${node.name} and ${server} have no family in common; give both one`;
  },
  label: (server) => `asks ${server}`,
  commands: (node, now, before, nodes) => {
    if (now === undefined && before === undefined) return [];
    const why = now === undefined ? `${node.name} asks nobody for names` : `${node.name} asks ${now} for names`;
    return [
      { in: node.name, file: 'resolv.conf', text: now === undefined ? null : resolvConf(node, now, nodes), why },
      { in: node.name, file: 'nsswitch.conf', text: now === undefined ? null : nsswitch, why },
    ] satisfies readonly NodeCommand[];
  },
};

const resolvConf = (node: NodeView, server: string, nodes: NodeViews): string =>
  families
    .filter((family) => node.families.includes(family) && addressOf(nodes, server, family) !== '')
    .map((family) => `nameserver ${addressOf(nodes, server, family)}`)
    .join('\n');

/** First /etc/hosts, which has the names of nodes, then DNS. */
const nsswitch = ['passwd: files', 'group: files', 'hosts: files dns', 'services: files', 'protocols: files'].join(
  '\n',
);
