import type { MachineDescription } from '../../kernel/machine/describe-machine.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Event, Result, ScenarioResult, StepResult, Summary } from '../../events/events.ts';
import { caseTables } from './case-tables.ts';
import type { EndedCase } from './case-tables.ts';
import { factLines } from './fact-lines.ts';
import { stepLadder } from '../ladder/step-ladder.ts';
import { printable, printableLine } from '../../text/printable.ts';
import { countText, formatTime, marks, resultNames, summaryText } from '../model/result-text.ts';
import { behaviourTexts, machineText } from '../model/machine-text.ts';
import type { TextStyle } from '../terminal/text-style.ts';
import { verdictLines } from './verdict-lines.ts';
import { wrapUnder } from '../../text/wrap.ts';

/** Returns a function that formats each event of a run as lines of text; scenarios must come one after the other. */
export const formatStory = (style: TextStyle): ((event: Event) => readonly string[]) => {
  const ended: ScenarioResult[] = [];
  let steps: StepResult[] = [];
  const cases: EndedCase[] = [];
  let file = '';
  let caseOfScenario: string | undefined;
  return (event) => {
    switch (event.kind) {
      case 'run':
        return machineLines(event.machine, style);
      case 'scenario':
        steps = [];
        file = event.file;
        caseOfScenario = event.case;
        return [
          '',
          ...wrapUnder('', event.title, style.width).map((line) => style.paint('bold', line)),
          ...(file === event.title ? [] : [style.paint('dim', printableLine(file))]),
        ];
      case 'note':
        return wrapUnder('  note: ', event.text, style.width).map((line) => style.paint('yellow', line));
      case 'step':
        return [];
      case 'step-end':
        steps.push(event);
        return stepLines(event, file, style);
      case 'scenario-end':
        ended.push(event);
        if (caseOfScenario !== undefined) cases.push({ ...event, case: caseOfScenario, steps });
        return scenarioLines(event, steps, style);
      case 'end':
        return [...caseTables(cases, style), ...summaryLines(event.summary, ended, style)];
    }
  };
};

const machineLines = (machine: MachineDescription, { paint, width, verbose }: TextStyle): readonly string[] =>
  [
    ...wrapUnder('', machineText(machine), width),
    ...behaviourTexts(machine).flatMap((text) => wrapUnder('', text, width)),
    ...(verbose ? settingLines('pinned in every lab: ', machine.pinned, width) : []),
    ...settingLines('set by the host, not by the lab: ', machine.unpinned, width),
  ].map((line) => paint('dim', line));

const settingLines = (lead: string, values: Readonly<Record<string, string>>, width: number): readonly string[] => {
  const entries = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return entries.length === 0 ? [] : wrapUnder(lead, entries.join(', '), width);
};

const stepLines = (step: StepResult, file: string, style: TextStyle): readonly string[] => {
  const { paint, width } = style;
  const { mark, colour } = appearance(step);
  const [first, ...rest] = wrapUnder(`  ${mark} `, `${step.name}, ${formatTime(step.ms)}`, width);
  return [
    paint(colour, first!),
    ...rest.map((line) => paint(colour, line)),
    ...step.inherited.flatMap((line) => wrapUnder('      inherited: ', line, width)).map((line) => paint('dim', line)),
    ...(step.reason ? wrapUnder('      because ', step.reason, width) : []),
    ...(step.notApplicable ?? [])
      .flatMap((line) => wrapUnder('      does not apply: ', line, width))
      .map((line) => paint('dim', line)),
    ...(step.verdicts.length > 0 ? verdictLines(step.verdicts, style) : []),
    ...factLines(shownFacts(step, style), style, step.verdicts),
    ...(style.verbose ? stepLadder(step.facts, style) : []),
    ...commandLines(step, file, style),
  ];
};

/** All facts where no verdict shows any, and otherwise those that the step asks for by `watch`. */
const shownFacts = ({ facts, verdicts, watched = [] }: StepResult, { verbose }: TextStyle): StepResult['facts'] => {
  if (verdicts.length === 0 || verbose) return facts;
  const isWatched = ([name]: readonly [string, unknown]): boolean => (watched as readonly string[]).includes(name);
  return Object.fromEntries(
    Object.entries(facts).map(([source, each]) => [source, Object.fromEntries(Object.entries(each).filter(isWatched))]),
  );
};

/** A step without expectations passes whatever happens: a tick would make a stall look like a success. */
const appearance = ({ result, verdicts }: StepResult) =>
  result === 'pass' && verdicts.length === 0
    ? ({ mark: '·', colour: 'bold' } as const)
    : { mark: marks[result], colour: colours[result] };

/** The commands that repeat a step by hand; only comments are wrapped, so that the rest can be pasted. */
const commandLines = (
  { name, result, commands }: StepResult,
  file: string,
  { paint, width, verbose }: TextStyle,
): readonly string[] => {
  const up =
    file === '' ? '' : `mtulab up ${shellQuote(printableLine(file))} --until ${shellQuote(printableLine(name))}`;
  if (commands.length === 0 || (!verbose && (result === 'pass' || result === 'skip'))) return [];
  return [
    ...byHandLines(up, width).map((line) => paint('dim', line)),
    ...commands.flatMap((command) => pasteLines(command, width)).map((line) => paint('cyan', line)),
  ];
};

const byHandLines = (up: string, width: number): readonly string[] => {
  const [lead, where] = ['      ', 'by hand, in a shell of any node (mtulab\u00a0shell\u00a0NODE)'];
  const line = `${lead}${where.replaceAll('\u00a0', ' ')}${up && `, after ${up}`}:`;
  if (line.length <= width) return [line];
  return up === ''
    ? wrapUnder(lead, `${where}:`, width)
    : [...wrapUnder(lead, `${where}, after`, width), `${lead}${up}:`];
};

/** The lines of a command; one that is only a comment is wrapped into several. */
const pasteLines = (command: string, width: number): readonly string[] =>
  /^# [^\n]*$/.test(command)
    ? wrapUnder('', command.slice(2), width - 10).map((line) => `        # ${line}`)
    : command.split('\n').map((line) => `        ${printable(line)}`);

const scenarioLines = (
  scenario: ScenarioResult,
  steps: readonly StepResult[],
  { paint, width }: TextStyle,
): readonly string[] =>
  resultText(scenario, steps)
    .split('\n')
    .flatMap((line, index) => wrapUnder(index === 0 ? `  ${marks[scenario.result]} ` : '    ', line, width))
    .map((line) => paint(colours[scenario.result], line));

const resultText = ({ result, reason, ms }: ScenarioResult, steps: readonly StepResult[]): string => {
  if (result === 'skip') return `skipped: ${reason ?? 'no reason was given'}`;
  if (result === 'error') return `error after ${formatTime(ms)}: ${reason ?? share(steps, 'error', 'not judged')}`;
  if (result === 'fail') return `failed: ${share(steps, 'fail', 'not as expected')}, ${formatTime(ms)}`;
  const skipped = steps.filter((step) => step.result === 'skip').length;
  const rest = skipped > 0 ? `, ${skipped} skipped` : '';
  return `passed: ${countText(steps.length - skipped, 'step')} as expected${rest}, ${formatTime(ms)}`;
};

const share = (steps: readonly StepResult[], result: Result, what: string): string =>
  `${steps.filter((step) => step.result === result).length} of ${countText(steps.length, 'step')} ${what}`;

const summaryLines = (summary: Summary, ended: readonly ScenarioResult[], style: TextStyle): readonly string[] => [
  '',
  style.paint('bold', summaryText(summary)),
  ...(['fail', 'error', 'skip'] as const).flatMap((result) =>
    ended.filter((scenario) => scenario.result === result).flatMap((scenario) => summaryEntry(scenario, style)),
  ),
];

const summaryEntry = (
  { result, file, title, reason }: ScenarioResult,
  { paint, width }: TextStyle,
): readonly string[] =>
  wrapUnder(
    `  ${resultNames[result].padEnd(7)}  `,
    `${file}${title === file ? '' : `: ${title}`}${reason ? ` (${firstLine(reason)})` : ''}`,
    width,
  ).map((line) => paint(colours[result], line));

/** The lines above show the whole reason. */
const firstLine = (reason: string): string => {
  const [first = '', ...rest] = reason.split('\n');
  return rest.length > 0 ? `${first} …` : first;
};

const colours = { pass: 'green', fail: 'red', skip: 'yellow', error: 'magenta' } as const;
