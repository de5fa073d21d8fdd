import type { Observation } from '../lab/transfer.ts';
import type { Figure } from './fact.ts';
import { formatCause } from './format-transfer.ts';

/** What two runs of a transfer are compared by: how it ended, why it stalled and for how long, what healed it, and its segments. */
export const transferFigures = ({ outcome, why, episodes, segmentSize, recovery }: Observation): readonly Figure[] => {
  const healed = episodes.filter(({ untilMs }) => untilMs !== undefined);
  return [
    { name: 'outcome', value: why ? `${outcome} (${why})` : outcome },
    { name: 'causes', value: list(episodes.map(formatCause)) },
    { name: 'healed by', value: list(healed.flatMap(({ healedBy }) => healedBy ?? [])) },
    ...(segmentSize === undefined ? [] : [{ name: 'segment size', value: segmentSize, unit: 'bytes' } as const]),
    ...(healed.length === 0 ? [] : [{ name: 'stalled for', value: stalledMs(healed), unit: 'ms' } as const]),
    ...(recovery ? [{ name: 'recovered after', value: recovery.afterMs, unit: 'ms' } as const] : []),
  ];
};

/** How many transfers ended how, and for which causes. */
export const transfersFigures = (observations: readonly Observation[]): readonly Figure[] => {
  const figures = observations.flatMap(transferFigures);
  return ['outcome', 'causes'].map((name) => ({ name, value: counts(figures, name) }));
};

const counts = (figures: readonly Figure[], name: string): string => {
  const values = figures.filter((figure) => figure.name === name).map(({ value }) => String(value));
  return [...new Set(values)]
    .sort()
    .map((value) => `${values.filter((each) => each === value).length} × ${value}`)
    .join(', ');
};

const stalledMs = (healed: Observation['episodes']): number =>
  healed.reduce((sum, { fromMs, untilMs = fromMs }) => sum + untilMs - fromMs, 0);

const list = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(', '));
