import type { Family } from '../../evidence/family.ts';
import type { NetworkPlan } from '../../plan/model/plan.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import type { Expected, Path } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import { NetworkTraits } from '../walk/network-traits.ts';
import { plannedView } from '../walk/planned-view.ts';
import { underlayLimit } from '../walk/walk.ts';
import { formatEnds } from './format-prediction.ts';
import type { PredictedStep } from './predict-steps.ts';

/** Returns what a plan allows and its author may not mean: links and tunnels that do not fit, and steps that cannot end as they expect. */
export const pathWarnings = (
  plan: NetworkPlan,
  steps: readonly PredictedStep[],
  dictionary: Dictionary,
): readonly Problem[] => [
  ...unevenLinks(plan, dictionary),
  ...overlays(plan, dictionary),
  ...steps.flatMap((step) => impossibleOutcomes(step, dictionary)),
];

const unevenLinks = ({ scenario, nodes }: NetworkPlan, { traits: words }: Dictionary): readonly Problem[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const traits = new NetworkTraits(scenario.nodes, words);
  return nodes.flatMap((node) =>
    node.interfaces.flatMap((view) => {
      const end = otherEnd(byName, node.name, view);
      if (!end) return [];
      const [own, other] = [traits.mtuOf(node.name, view), traits.mtuOf(view.peer, end)];
      return own > other
        ? [
            hint(
              view.at,
              `${view.place} sends up to ${own} bytes and ${end.place} accepts ${other}`,
              'what is longer vanishes there, and no Packet Too Big answers it',
            ),
          ]
        : [];
    }),
  );
};

/** Tunnels whose MTU counts on more than the links below them carry. */
const overlays = (plan: NetworkPlan, dictionary: Dictionary): readonly Problem[] => {
  const network = plannedView(plan, dictionary);
  return plan.links
    .filter(({ tunnel }) => tunnel)
    .flatMap(({ ends }) => {
      const tooLarge = ends.flatMap(({ node, interface: name }) => {
        const view = network.nodes.get(node)!.interfaces.find((each) => each.name === name)!;
        const limit = underlayLimit(network, node, view);
        const mtu = network.traits.mtuOf(node, view);
        return limit && limit.mtu < mtu ? [{ ...view, mtu, limit: limit.mtu }] : [];
      });
      return tooLarge
        .slice(0, 1)
        .map(({ at, place, mtu, limit }) =>
          hint(
            at,
            `${place} is a tunnel with an MTU of ${mtu}, and the links below it leave ${limit}`,
            `write mtu: ${limit}, or leave it out`,
          ),
        );
    });
};

/** An expectation that none of the predicted ends meets; which one it will be is open where there are several. */
const impossibleOutcomes = ({ step, prediction }: PredictedStep, { expectations }: Dictionary): readonly Problem[] =>
  step.expect.flatMap((expected) =>
    expected.families.flatMap((family) => impossible(expected, { family, prediction, expectations })),
  );

const impossible = (
  { word, wanted, where, at }: Expected,
  {
    family,
    prediction,
    expectations,
  }: { readonly family: Family } & Pick<PredictedStep, 'prediction'> & Pick<Dictionary, 'expectations'>,
): readonly Problem[] => {
  const predicted = prediction[family];
  const outcomes = expectations[word]?.outcomes?.(wanted) ?? [];
  if (!predicted || 'unknown' in predicted || outcomes.length !== 1) return [];
  if (where) return []; // a prediction does not know on which kernel it is made
  if (predicted.ends.some(({ outcome }) => outcome === outcomes[0])) return [];
  const reasons = predicted.ends.map(({ because }) => because).join('; ');
  return [
    hint(
      at,
      `${outcomes[0]} is not what the plan predicts over ${family === 'ipv6' ? 'IPv6' : 'IPv4'}: ${formatEnds(predicted.ends)}`,
      reasons,
    ),
  ];
};

const hint = (at: Path, what: string, right: string): Problem => ({ at, part: 'value', what: `hint: ${what}`, right });
