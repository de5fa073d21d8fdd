import { basename } from 'node:path';

/** The parts of a scenario of a cure that the table shows; such a scenario follows an old connection and opens a new one. */
export interface CureScenario {
  /** The path below the folder of scenarios. */
  readonly file: string;
  readonly steps: readonly CureStep[];
}

interface CureStep {
  readonly name: string;
  readonly do: Readonly<Record<string, unknown>>;
  readonly expect?: { readonly outcome?: unknown; readonly recovered?: unknown };
}

/** Whether a scenario of that path is one of a cure. */
export const isCure = (file: string): boolean => basename(file).startsWith('cure-');

/** A Markdown table of cures: what each does for a connection that has stalled, and for a new one, as its scenario expects. */
export const curesTable = (scenarios: readonly CureScenario[]): readonly string[] => [
  '| cure | the stalled connection | a new connection | shown by |',
  '|---|---|---|---|',
  ...scenarios.map(({ file, steps }) => {
    const [, cure] = steps;
    const old = steps.findIndex((step) => 'follow' in step.do);
    const name = file.replace(/\.yaml$/, '');
    return `| ${cure!.name} | ${endOf(steps[old]!, 'stays stalled')} | ${endOf(steps[old + 1]!, 'stalls')} | [${name}](../scenarios/${file}) |`;
  }),
];

const endOf = ({ expect }: CureStep, stalled: string): string => {
  if (expect?.outcome === 'stalled') return stalled;
  if (expect?.recovered === undefined) return 'works';
  return [...(stalled === 'stalls' ? ['stalls, then'] : []), 'recovers', healerOf(expect.recovered)].join(' ');
};

const healerOf = (recovered: unknown): string => {
  const healer = typeof recovered === 'object' ? String(Object(recovered).by) : String(recovered);
  return healer === 'next-retransmission' ? 'at its next retransmission' : `by ${healer}`;
};
