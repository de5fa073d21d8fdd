import { linkText, nodeTexts } from './dot.ts';
import type { Topology, TopologyLink } from './graph-topology.ts';

/** Writes a topology as a Mermaid flowchart, which Markdown on GitHub and GitLab draws. */
export const mermaid = ({ nodes, links }: Topology): string => {
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`])); // a name may be a keyword of Mermaid
  const lines = [
    'flowchart LR',
    ...nodes.map((node) => `  ${ids.get(node.name)}["${nodeTexts(node).map(escape).join('<br>')}"]`),
    ...links.map((link) => {
      const [near, far] = link.ends;
      const line = link.tunnel ? '-.-' : '---';
      return `  ${ids.get(near.node)} ${line}|"${escape(mtusOf(link))}"| ${ids.get(far.node)}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
};

const mtusOf = (link: TopologyLink): string => {
  const [{ mtu }, far] = link.ends;
  return [mtu === far.mtu ? `${mtu}` : `${mtu} / ${far.mtu}`, linkText(link)].filter(Boolean).join(' ');
};

/** Mermaid takes entity codes in quoted texts (mermaid.js.org: Entity codes to escape characters). */
const escape = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
