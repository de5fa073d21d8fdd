import { familyNames } from '../../evidence/family.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { bytesOutside } from '../../words/language/tunnel-size.ts';
import type { Plan } from '../model/plan.ts';
import { onlyFamilies } from './draw-link.ts';
import { drawTopology } from './draw-topology.ts';

/** Draws the network of a plan in characters, in lines of at most `width`: its links and nodes, and below them its tunnels. */
export const drawPlan = (plan: DrawnNetwork, width = Infinity): readonly string[] => [
  indent(drawTopology(withoutTunnels(plan), Math.min(width, widestDrawing) - 2)),
  ...tunnelLines(plan, width),
];

type DrawnNetwork = Pick<Plan, 'nodes' | 'links' | 'legs'>;

/** Applies where lines are not wrapped: nobody can follow a longer line. */
const widestDrawing = 240;

const withoutTunnels = (plan: DrawnNetwork): DrawnNetwork => ({
  ...plan,
  links: plan.links.filter(({ tunnel }) => !tunnel),
});

/** The links that ride on those of the drawing, with the bytes that the packets outside have more. */
const tunnelLines = ({ nodes, links }: DrawnNetwork, width: number): readonly string[] => {
  const lines = links.flatMap(({ ends: [first, second], tunnel }) => {
    if (!tunnel) return [];
    const [node, peer] = [first, second].map((end) => nodes.find(({ name }) => name === end.node)!);
    const view = node!.interfaces.find(({ name }) => name === first.interface)!;
    const { mtu } = view;
    const only = onlyFamilies(node!, peer!, view);
    const { kind, over, overhead, paddedTo = 1 } = tunnel;
    const added = paddedTo === 1 ? `${overhead}` : `${overhead} to ${overhead + paddedTo - 1}`;
    const text = `${kind} over ${familyNames[over]}, which adds ${added} bytes: packets of up to ${bytesOutside(mtu, tunnel)} on the links below`;
    return wrapUnder(`  ${first.node} ══${mtu}${only}══ ${second.node}  `, text, width);
  });
  return lines.length > 0 ? ['', ...lines] : [];
};

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');
