import { stringify } from 'yaml';
import type { Event, Result, StepResult } from '../events/events.ts';
import { orderByScenario } from './model/order-by-scenario.ts';
import { printable, printableLine } from '../text/printable.ts';
import type { Io, ReportKind } from './model/report.ts';

/** TAP version 14: a subtest per scenario, a test point per step, the evidence as a YAML block. */
export const tap: ReportKind = {
  about: 'TAP version 14, a subtest per scenario',
  report: (io) => {
    let scenarios = 0;
    let steps = 0;
    io.out('TAP version 14\n');
    return orderByScenario({
      event: (event) => {
        if (event.kind === 'scenario') steps = 0;
        if (event.kind === 'step-end') steps++;
        if (event.kind === 'scenario-end') scenarios++;
        writeEvent(event, io, { steps, scenarios });
      },
      end: () => io.out(`1..${scenarios}${scenarios === 0 ? ' # SKIP no scenario ran' : ''}\n`),
    });
  },
};

const writeEvent = (event: Event, { out }: Io, count: { readonly steps: number; readonly scenarios: number }): void => {
  if (event.kind === 'scenario') out(`# Subtest: ${printableLine(event.title)}\n`);
  if (event.kind === 'note') out(indent(`# ${printableLine(event.text)}\n`));
  if (event.kind === 'step-end') out(indent(testPoint(count.steps, event) + yamlBlock(diagnostics(event))));
  if (event.kind === 'scenario-end') {
    const { title, file, reason, ms } = event;
    const directive = reason && count.steps === 0 && event.result === 'skip' ? ` # SKIP ${printableLine(reason)}` : '';
    out(indent(`1..${count.steps}${directive}\n`));
    out(testPoint(count.scenarios, { ...event, name: title }) + yamlBlock({ file, ms, ...(reason && { reason }) }));
  }
};

const testPoint = (number: number, { result, name, reason }: TestPoint): string =>
  `${result === 'pass' || result === 'skip' ? 'ok' : 'not ok'} ${number} - ${escapeDescription(name)}${
    result === 'skip' ? ` # SKIP ${printableLine(reason ?? '')}` : ''
  }\n`;

interface TestPoint {
  readonly result: Result;
  readonly name: string;
  readonly reason?: string;
}

const diagnostics = ({ ms, reason, inherited, notApplicable, verdicts, commands, result }: StepResult): object => ({
  ms,
  ...(reason && { reason }),
  ...(inherited.length > 0 && { inherited }),
  ...(notApplicable && { notApplicable }),
  ...(verdicts.length > 0 && { verdicts }),
  ...(result !== 'pass' && commands.length > 0 && { commands }),
});

const yamlBlock = (content: object): string =>
  indent(`---\n${printable(stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }))}...\n`, 2);

const indent = (lines: string, by = 4): string => lines.replace(/^(?=.)/gm, ' '.repeat(by));

/** An unescaped `#` would start a directive. */
const escapeDescription = (text: string): string => printableLine(text).replace(/[\\#]/g, '\\$&');
