import { plan as planOf, read } from '../library.ts';
import type { Plan, Scenario } from '../library.ts';
import { dot } from '../plan/graph/dot.ts';
import { mermaid } from '../plan/graph/mermaid.ts';
import { topologyOf } from '../plan/graph/graph-topology.ts';
import { drawPlan } from '../plan/text/draw-plan.ts';
import { scenarioTitle } from '../scenario/model/scenario-title.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printable, printableLine } from '../text/printable.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';

/** `mtulab graph SCENARIO`: draws the topology of one scenario, as text, or as a picture for a document. */
export const perform: Perform = async (paths, options, io) => {
  const { scenarios, wrong, complaints, problems, hints } = read(paths, { set: variables(options['set'] ?? []) });
  for (const text of [...complaints, ...[...problems, ...hints].map(formatProblem)]) io.err(text);
  if (wrong.length > 0) return exitCode({ invalidInput: true });
  const [scenario, ...others] = scenarios;
  if (!scenario || others.length > 0) {
    io.err(`error: ${printableLine(paths.join(' '))}: ${otherCount(scenarios)}\n`);
    return exitCode({ invalidInput: true });
  }
  io.out(printable(await drawings[String(options['as'] ?? 'ascii')]!(planOf(scenario), io)));
  return 0;
};

const otherCount = (scenarios: readonly Scenario[]): string => {
  const cases = scenarios.flatMap((scenario) => scenario.case ?? []);
  return `one network is drawn, but there are ${scenarios.length}; ${
    cases.length === scenarios.length
      ? `choose a case with --set (${cases.join('; ')})`
      : 'name one scenario and, if it has cases, one of them with --set'
  }`;
};

const drawings: Readonly<Record<string, (plan: Plan, io: Io) => string | Promise<string>>> = {
  ascii: (plan, { width }) => `${drawPlan(plan, width).join('\n')}\n`,
  dot: (plan) => dot(topologyOf(plan)),
  mermaid: (plan) => mermaid(topologyOf(plan)),
  svg: async (plan) => {
    const [{ openLayout }, { svgDocument }] = await Promise.all([
      import('../plan/graph/lay-out.ts'), // loads Graphviz
      import('../plan/graph/draw-svg.ts'),
    ]);
    const topology = topologyOf(plan);
    return svgDocument(topology, (await openLayout())(topology), scenarioTitle(plan.scenario));
  },
};
