import type { Family } from '../../evidence/family.ts';
import type { NetworkPlan } from '../../plan/model/plan.ts';
import { familiesOfStep } from '../../scenario/model/families-of-step.ts';
import type { Step } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Prediction } from '../../words/lab/network.ts';
import { PlannedNetwork } from './planned-network.ts';

/** What is predicted of one step, for each of its families; absent for a step without an outcome. */
export type StepPrediction = Readonly<Partial<Record<Family, Prediction>>>;

/** Predicts the steps of a plan in their order, the steps of a `together` one after the other; pure. */
export const predictSteps = (plan: NetworkPlan, dictionary: Dictionary): readonly PredictedStep[] => {
  const network = new PlannedNetwork(plan, dictionary);
  const { steps, families } = plan.scenario;
  return steps.flatMap((step) => {
    if (step.together.length === 0) return [{ step, prediction: predictStep(step, { network, dictionary, families }) }];
    if (step.together.some((each) => changesNetwork(each, dictionary)))
      network.becomesUnknown('the network changes while flows run');
    for (const each of step.together) noteUnpredicted(each, { network, dictionary }); // at any time of the others
    return step.together.map((each) => ({
      step: each,
      prediction: predictStep(each, { network, dictionary, families }),
    }));
  });
};

export interface PredictedStep {
  readonly step: Step;
  readonly prediction: StepPrediction;
}

/** An action without a family acts on the network; of those with one, each is a flow of its own. */
const changesNetwork = ({ action }: Step, { actions }: Dictionary): boolean => {
  const { once, predict } = actions[action?.word ?? ''] ?? {};
  return once === true && predict !== undefined;
};

const noteUnpredicted = ({ action }: Step, { network, dictionary }: Omit<Environment, 'families'>): void => {
  const nodes = action && dictionary.actions[action.word]!.unpredicted?.(action.settings);
  for (const node of nodes ?? []) network.mayLearn(node);
};

interface Environment {
  readonly network: PlannedNetwork;
  readonly dictionary: Dictionary;
  readonly families: readonly Family[];
}

const predictStep = (step: Step, { network, dictionary, families: ofRun }: Environment): StepPrediction => {
  const { action, fresh } = step;
  const families = familiesOfStep(step, ofRun);
  if (fresh) network.forgetPathMtus();
  noteUnpredicted(step, { network, dictionary });
  if (!action) return {};
  const { predict, once } = dictionary.actions[action.word]!;
  const predicted = (once ? families.slice(0, 1) : families).flatMap((family) => {
    const prediction = predict?.(network, action.settings, family);
    return prediction ? [[family, prediction] as const] : [];
  });
  return Object.fromEntries(predicted);
};
