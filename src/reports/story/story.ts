import type { MachineDescription } from '../../kernel/machine/describe-machine.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Event, Result, ScenarioResult, StepResult, Summary } from '../../events/events.ts';
import { factLines } from './fact-lines.ts';
import { stepLadder } from '../ladder/step-ladder.ts';
import { printable } from '../terminal/printable.ts';
import type { Page } from '../terminal/page.ts';
import { verdictLines } from './verdict-lines.ts';
import { wrapUnder } from '../terminal/wrap.ts';

/** Tells each event of a run as lines for a person; it keeps only what the summary must name again. */
export const formatStory = (page: Page): ((event: Event) => readonly string[]) => {
  const ended: ScenarioResult[] = [];
  let steps: StepResult[] = [];
  let file = '';
  return (event) => {
    switch (event.kind) {
      case 'run':
        return machineLines(event.machine, page);
      case 'scenario':
        steps = [];
        file = event.file;
        return [
          '',
          ...wrapUnder('', event.title, page.width).map((line) => page.paint('bold', line)),
          page.paint('dim', printable(file)),
        ];
      case 'note':
        return wrapUnder('  note: ', event.text, page.width).map((line) => page.paint('yellow', line));
      case 'step':
        return [];
      case 'step-end':
        steps.push(event);
        return stepLines(event, file, page);
      case 'scenario-end':
        ended.push(event);
        return scenarioLines(event, steps, page);
      case 'end':
        return summaryLines(event.summary, ended, page);
    }
  };
};

const machineLines = (
  { kernel, iproute2, node, pinned, unpinned }: MachineDescription,
  { paint, width, verbose }: Page,
): readonly string[] =>
  [
    ...wrapUnder('', `Linux ${kernel}, iproute2 ${iproute2}, Node ${node}`, width),
    ...(verbose ? settings('pinned in every lab: ', pinned, width) : []),
    ...settings('the host decides, not the lab: ', unpinned, width),
  ].map((line) => paint('dim', line));

const settings = (lead: string, values: Readonly<Record<string, string>>, width: number): readonly string[] => {
  const entries = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return entries.length === 0 ? [] : wrapUnder(lead, entries.join(', '), width);
};

const stepLines = (step: StepResult, file: string, page: Page): readonly string[] => {
  const { paint, width } = page;
  const { mark, colour } = judged(step);
  const [first, ...rest] = wrapUnder(`  ${mark} `, `${step.name}, ${time(step.ms)}`, width);
  return [
    paint(colour, first!),
    ...rest.map((line) => paint(colour, line)),
    ...step.inherited.flatMap((line) => wrapUnder('      inherited: ', line, width)).map((line) => paint('dim', line)),
    ...(step.reason ? wrapUnder('      because ', step.reason, width) : []),
    ...(step.verdicts.length > 0 ? verdictLines(step.verdicts, page) : []),
    ...(step.verdicts.length === 0 || page.verbose ? factLines(step.facts, page, step.verdicts) : []),
    ...(page.verbose ? stepLadder(step.facts, page) : []),
    ...byHand(step, file, page),
  ];
};

/** A step that expects nothing has done well whatever it saw: a tick there would praise a stall. */
const judged = ({ result, verdicts }: StepResult) =>
  result === 'pass' && verdicts.length === 0
    ? ({ mark: '·', colour: 'bold' } as const)
    : { mark: marks[result], colour: colours[result] };

/** Commands are never wrapped: they are there to be pasted. */
const byHand = ({ name, result, commands }: StepResult, file: string, { paint, verbose }: Page): readonly string[] => {
  const after =
    file === '' ? '' : `, after mtulab up ${shellQuote(printable(file))} --until ${shellQuote(printable(name))}`;
  if (commands.length === 0 || (!verbose && (result === 'pass' || result === 'skip'))) return [];
  return [
    paint('dim', `      by hand, in a shell of any node (mtulab shell NODE)${after}:`),
    ...commands.flatMap((command) => command.split('\n')).map((line) => paint('cyan', `        ${printable(line)}`)),
  ];
};

const scenarioLines = (
  scenario: ScenarioResult,
  steps: readonly StepResult[],
  { paint, width }: Page,
): readonly string[] =>
  wrapUnder(`  ${marks[scenario.result]} `, verdictOn(scenario, steps), width).map((line) =>
    paint(colours[scenario.result], line),
  );

const verdictOn = ({ result, reason, ms }: ScenarioResult, steps: readonly StepResult[]): string => {
  if (result === 'skip') return `skipped: ${reason ?? 'no reason was given'}`;
  if (result === 'error') return `error after ${time(ms)}: ${reason ?? tally(steps, 'error', 'not judged')}`;
  if (result === 'fail') return `failed: ${tally(steps, 'fail', 'not as expected')}, ${time(ms)}`;
  return `passed: ${count(steps.length, 'step')} as expected, ${time(ms)}`;
};

const tally = (steps: readonly StepResult[], result: Result, what: string): string =>
  `${steps.filter((step) => step.result === result).length} of ${count(steps.length, 'step')} ${what}`;

const summaryLines = (
  { passed, failed, skipped, errors }: Summary,
  ended: readonly ScenarioResult[],
  page: Page,
): readonly string[] => [
  '',
  page.paint('bold', `${passed} passed, ${failed} failed, ${skipped} skipped, ${count(errors, 'error')}`),
  ...(['fail', 'error', 'skip'] as const).flatMap((result) =>
    ended.filter((one) => one.result === result).flatMap((one) => named(one, page)),
  ),
];

const named = ({ result, file, title, reason }: ScenarioResult, { paint, width }: Page): readonly string[] =>
  wrapUnder(`  ${words[result].padEnd(7)}  `, `${file}: ${title}${reason ? ` (${reason})` : ''}`, width).map((line) =>
    paint(colours[result], line),
  );

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const time = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

const marks: Readonly<Record<Result, string>> = { pass: '✔', fail: '✖', skip: '↷', error: '!' };
const words: Readonly<Record<Result, string>> = { pass: 'passed', fail: 'failed', skip: 'skipped', error: 'error' };
const colours = { pass: 'green', fail: 'red', skip: 'yellow', error: 'magenta' } as const;
