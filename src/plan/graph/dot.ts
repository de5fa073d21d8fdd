import { wrapUnder } from '../../text/wrap.ts';
import type { Topology, TopologyLink, TopologyNode } from './graph-topology.ts';

/**
 * Writes a topology in the DOT language of Graphviz: nodes with their kinds and labels, links with the MTU of each end in bytes. The id
 * of a link is its number in the topology, by which the layout finds it again.
 */
export const dot = ({ nodes, links }: Topology): string =>
  [
    'graph {',
    '  graph [rankdir=LR, nodesep=0.7, ranksep=1.5, splines=spline]',
    '  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.08"]',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11]',
    ...nodes.map(nodeLine),
    ...links.map((link, index) => linkLine(link, index)),
    '}',
    '',
  ].join('\n');

/** The lines of text in the box of a node: its name, its kind, and what it does. */
export const nodeTexts = ({ name, kind, leg, labels }: TopologyNode): readonly string[] => [
  name,
  ...(leg ? [`${kind} on a leg`] : kind === name ? [] : [kind]),
  ...labels.flatMap((label) => wrapUnder('', label, labelWidth)),
];

/** The text in the middle of a link. */
export const linkText = ({ tunnel, only }: TopologyLink): string => [tunnel, only].filter(Boolean).join(', ');

const nodeLine = (node: TopologyNode): string => `  ${quote(node.name)} [label=${quote(nodeTexts(node).join('\n'))}]`;

const linkLine = (link: TopologyLink, index: number): string => {
  const [near, far] = link.ends;
  const text = linkText(link);
  const attributes = [
    `id=${index}`,
    ...(text === '' ? [] : [`label=${quote(text)}`]),
    `taillabel=${quote(String(near.mtu))}`,
    `headlabel=${quote(String(far.mtu))}`,
    ...(link.tunnel ? ['style=dashed', 'constraint=false'] : []), // a tunnel has no place of its own in the layout
  ];
  return `  ${quote(near.node)} -- ${quote(far.node)} [${attributes.join(', ')}]`;
};

/** A quoted string in which DOT reads nothing but text; a backslash would begin an escape (Graphviz: escString). */
const quote = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Characters; wider boxes would make most pictures wider than a page. */
const labelWidth = 22;
