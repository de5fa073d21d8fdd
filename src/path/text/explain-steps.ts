import { families as bothFamilies } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { wrapUnder } from '../../text/wrap.ts';
import type { Prediction } from '../../words/lab/network.ts';
import { formatEnd } from '../predictions/format-prediction.ts';
import type { PredictedStep } from '../predictions/predict-steps.ts';

/** Explains each step by what its plan predicts: how it should end, why, and what both ends of a flow agree on. */
export const explainSteps = (steps: readonly PredictedStep[], width = 120): string =>
  steps
    .flatMap((step, index) => [
      ...wrapUnder(`${`${index + 1}`.padStart(2)}  `, step.step.name, width),
      ...predictionLines(step, width),
      '',
    ])
    .join('\n');

const predictionLines = ({ prediction }: PredictedStep, width: number): readonly string[] => {
  const predicted = bothFamilies.flatMap((family) => {
    const own = prediction[family];
    return own ? [{ family, text: sentences(own) }] : [];
  });
  const [first, second] = predicted;
  if (first && second && first.text.join('\n') === second.text.join('\n'))
    return familyLines('both', first.text, width);
  return predicted.flatMap(({ family, text }) => familyLines(labels[family], text, width));
};

const labels: Readonly<Record<Family, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };

const familyLines = (label: string, [first = '', ...rest]: readonly string[], width: number): readonly string[] => [
  ...wrapUnder(`    ${label}  `, first, width),
  ...rest.flatMap((line) => wrapUnder('          ', line, width)),
];

const sentences = (prediction: Prediction): readonly string[] => {
  if ('unknown' in prediction) return [`not predicted: ${prediction.unknown}`];
  const { ends, notes } = prediction;
  const [only] = ends;
  if (ends.length === 1) return [formatEnd(only!), ...notes, only!.because];
  return [`${ends.length} possible ends`, ...notes, ...ends.map((end) => `${formatEnd(end)}: ${end.because}`)];
};
