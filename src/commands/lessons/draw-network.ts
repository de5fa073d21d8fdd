import { readFileSync } from 'node:fs';
import { drawTopology } from '../../plan/text/draw-topology.ts';
import { plan, read } from '../../library.ts';
import type { Plan } from '../../library.ts';
import type { ScenarioText } from '../../scenario/model/scenario-text.ts';

/** The network of a scenario file as a drawing of nodes, links and MTUs, without the settings of its nodes. */
export const drawNetwork = (file: string, width?: number): string =>
  drawScenario({ file, text: readFileSync(file, 'utf8') }, width);

/** The network of a scenario as such a drawing, indented by two. */
export const drawScenario = (source: ScenarioText, width = 120): string => {
  const [scenario] = read(source).scenarios;
  return drawTopology(withoutSettings(plan(scenario!)), width - 2)
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
};

const withoutSettings = (plan: Plan): Plan => ({
  ...plan,
  nodes: plan.nodes.map(({ labels: _, ...node }) => node),
  links: plan.links.filter(({ tunnel }) => !tunnel),
});
