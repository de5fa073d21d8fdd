import type { Result, StepResult } from '../../events/events.ts';
import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { CollectedRun, CollectedScenario } from '../../reports/model/collect-run.ts';
import { formatDuration } from '../../text/format-duration.ts';
import type { Figure } from '../../words/facts/fact.ts';
import { facts } from '../../words/facts/facts.ts';
import type { FactName } from '../../words/facts/facts.ts';
import type { Verdict } from '../../words/language/verdict.ts';

/** How two runs of the same scenarios differ; plain data. */
export interface Comparison {
  /** How many scenarios are in both. */
  readonly compared: number;
  /** Those that differ, in the order of the first run. */
  readonly scenarios: readonly ScenarioDifference[];
  readonly onlyBefore: readonly ScenarioName[];
  readonly onlyAfter: readonly ScenarioName[];
}

export interface ScenarioName {
  readonly file: string;
  readonly title: string;
}

export interface ScenarioDifference extends ScenarioName {
  readonly before: Result;
  readonly after: Result;
  readonly change: Change;
  /** Why the scenario was skipped or ended in an error in the second run. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
}

/** `other`: a figure moved, and no verdict did. */
export type Change = 'worse' | 'better' | 'other';

export interface Difference {
  /** The name of the step. */
  readonly step: string;
  readonly line?: number;
  readonly family?: Family;
  /** An expectation, or what was measured. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly change: Change;
}

/** By how much a time may move: the larger of a share and of a number of milliseconds. */
export interface Tolerance {
  readonly percent: number;
  readonly ms: number;
}

/** Compares two runs, scenario by scenario and step by step. Pure. */
export const compareRuns = (before: CollectedRun, after: CollectedRun, tolerance: Tolerance): Comparison => {
  const [earlier, later] = [byName(before.scenarios), byName(after.scenarios)];
  const inBoth = [...earlier].filter(([name]) => later.has(name));
  const compared = inBoth.map(([name, scenario]) => compareScenario(scenario, later.get(name)!, tolerance));
  return {
    compared: inBoth.length,
    scenarios: compared.filter(({ change, differences }) => change !== 'other' || differences.length > 0),
    onlyBefore: [...earlier].filter(([name]) => !later.has(name)).map(([, scenario]) => nameOf(scenario)),
    onlyAfter: [...later].filter(([name]) => !earlier.has(name)).map(([, scenario]) => nameOf(scenario)),
  };
};

/** By file and title, which has the case of `vary`; scenarios with equal names are distinguished by their order. */
const byName = (scenarios: readonly CollectedScenario[]): ReadonlyMap<string, CollectedScenario> =>
  keyed(scenarios, ({ file, title }) => `${file}\n${title}`);

const keyed = <T>(all: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, T> => {
  const seen = new Map<string, number>();
  return new Map(
    all.map((value) => {
      const key = keyOf(value);
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      return [`${key}\n${count}`, value];
    }),
  );
};

const nameOf = ({ file, title }: ScenarioName): ScenarioName => ({ file, title });

const compareScenario = (
  before: CollectedScenario,
  after: CollectedScenario,
  tolerance: Tolerance,
): ScenarioDifference => {
  const [earlier, later] = [before, after].map(({ steps }) => keyed(steps, ({ name }) => name)) as [Steps, Steps];
  const differences = [...earlier].flatMap(([name, step]) => {
    const other = later.get(name);
    return other ? compareStep(step, other, tolerance) : [];
  });
  return {
    ...nameOf(before),
    ...{ before: before.result, after: after.result },
    change: firstChange([changeOf(before.result, after.result), ...differences.map(({ change }) => change)]),
    ...(after.reason !== undefined && { reason: after.reason }),
    differences,
  };
};

type Steps = ReadonlyMap<string, StepResult>;

const changeOf = (before: Result, after: Result): Change => rankChange(ranks.indexOf(before), ranks.indexOf(after));

/** That of the scenario counts most, since it is first; else a verdict that got worse does. */
const firstChange = ([ofResult, ...ofVerdicts]: readonly Change[]): Change =>
  [ofResult!, 'worse' as const, 'better' as const].find(
    (change) => change !== 'other' && (change === ofResult || ofVerdicts.includes(change)),
  ) ?? 'other';

/** From best to worst; what is not judged any more has no verdict that could be relied on. */
const ranks: readonly Result[] = ['pass', 'skip', 'error', 'fail'];

const rankChange = (before: number, after: number): Change =>
  after > before ? 'worse' : after < before ? 'better' : 'other';

const compareStep = (before: StepResult, after: StepResult, tolerance: Tolerance): readonly Difference[] => {
  const { name: step, line } = after;
  const place = { step, ...(line !== undefined && { line }) };
  const verdicts = keyed(after.verdicts, verdictKey);
  return [
    ...[...keyed(before.verdicts, verdictKey)].flatMap(([key, verdict]) => {
      const other = verdicts.get(key);
      return other && other.met !== verdict.met ? [{ ...place, ...verdictDifference(verdict, other) }] : [];
    }),
    ...[...families, 'once' as const].flatMap((part) =>
      comparedFigures(before.facts[part] ?? {}, after.facts[part] ?? {}, tolerance).map((difference) => ({
        ...place,
        ...(part !== 'once' && { family: part }),
        ...difference,
      })),
    ),
  ];
};

const verdictKey = ({ expectation, family }: Verdict): string => `${expectation} ${family ?? ''}`;

const verdictDifference = (before: Verdict, after: Verdict): Omit<Difference, 'step'> => ({
  ...(after.family && { family: after.family }),
  what: after.expectation,
  before: verdictText(before),
  after: verdictText(after),
  change: rankChange(metRanks.indexOf(before.met), metRanks.indexOf(after.met)),
});

const verdictText = ({ met, saw }: Verdict): string =>
  `${met === null ? 'not judged' : met ? 'met' : 'not met'}: ${saw}`;

const metRanks: readonly (boolean | null)[] = [true, null, false];

type FactsOfPart = NonNullable<StepResult['facts'][Family]>;

/** Of facts that both runs have learned: where one has not learned something its verdicts show it. */
const comparedFigures = (
  before: FactsOfPart,
  after: FactsOfPart,
  tolerance: Tolerance,
): readonly Pick<Difference, 'what' | 'before' | 'after' | 'change'>[] =>
  (Object.keys(facts) as FactName[]).flatMap((fact) => {
    const [earlier, later] = [figuresOf(before, fact), figuresOf(after, fact)];
    if (!earlier || !later) return [];
    return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) => {
      const [one, other] = [earlier.get(name), later.get(name)];
      return isClose(one, other, tolerance)
        ? []
        : [{ what: (one ?? other)!.name, before: figureText(one), after: figureText(other), change: 'other' as const }];
    });
  });

const figuresOf = <F extends FactName>(learned: FactsOfPart, name: F): ReadonlyMap<string, Figure> | undefined => {
  const value = learned[name];
  const figures = facts[name].figures as ((value: unknown) => readonly Figure[]) | undefined;
  return value === undefined || !figures ? undefined : keyed(figures(value), (figure) => figure.name);
};

const isClose = (one: Figure | undefined, other: Figure | undefined, { percent, ms }: Tolerance): boolean => {
  if (!one || !other) return false;
  if (one.unit !== 'ms' || typeof one.value !== 'number' || typeof other.value !== 'number')
    return one.value === other.value;
  return Math.abs(other.value - one.value) <= Math.max(ms, (percent / 100) * one.value);
};

const figureText = (figure: Figure | undefined): string => {
  if (!figure) return 'none';
  const { value, unit } = figure;
  return typeof value === 'number' && unit === 'ms' ? formatDuration(value) : `${value}${unit ? ` ${unit}` : ''}`;
};
