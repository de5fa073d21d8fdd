import type { StepResult } from '../../events/events.ts';
import { formatTime, resultNames } from '../model/result-text.ts';
import { factLines } from '../story/fact-lines.ts';
import { ladderTable } from './ladder-table.ts';
import { dataElement, markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { picture } from './picture-library.ts';
import type { DrawnTopology, PictureLibrary } from './picture-library.ts';
import { outcomeText, pathTones, stepNotes } from './step-notes.ts';
import { shownPackets } from './shown-packets.ts';
import { timeAxes, timeAxisText } from './time-axis-data.ts';
import { evidenceList, verdictTable } from './verdict-table.ts';

/** One step: how it ended, where, on what evidence, and its packets. */
export const stepSection = (step: StepResult, { id, number, drawing, pictures, isBrief }: StepPlace): Markup => {
  const { name, result, ms, reason, inherited, notApplicable = [], verdicts, commands } = step;
  const isShort = isBrief && (result === 'pass' || result === 'skip');
  const evidence = evidenceList(isShort ? verdicts.filter(({ cause }) => cause !== undefined) : verdicts);
  return markup`<article class="step ${result}" id="${id}"><h3><a href="#${id}">${number}</a> ${name} <span class="badge ${result}">${resultNames[result]}</span> <small>${formatTime(ms)}</small></h3>
${reason && markup`<p class="reason">${reason}</p>`}${inherited.map((line) => markup`<p class="inherited">inherited: ${line}</p>`)}${notApplicable.map((line) => markup`<p class="inherited">does not apply: ${line}</p>`)}${outcomeLine(step)}${stepPicture(step, drawing)}${verdictTable(verdicts)}${evidence && markup`<details open><summary>Evidence</summary>${evidence}</details>`}${isShort && verdicts.length > 0 ? undefined : learned(step)}${timeFigures(step)}${shownPackets(step.facts, isBrief).map((packets) => ladderTable(packets, { pictures, drawing }))}${isShort ? undefined : byHand(commands)}</article>
`;
};

export interface StepPlace {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly pictures: PictureLibrary;
  readonly drawing: DrawnTopology | undefined;
  /** The page has many scenarios: of a step that passed it shows what the text report does, and its packets. */
  readonly isBrief: boolean;
}

const outcomeLine = (step: StepResult): Markup | undefined => {
  const notes = stepNotes(step);
  const outcome = outcomeText(step);
  if (outcome === '' && notes.length === 0) return undefined;
  const places = notes.map(
    ({ tone, text, place }) => markup` <span class="note ${tone}">${text} <small>at ${place}</small></span>`,
  );
  return markup`<p class="outcome"><b>${outcome}</b>${places}</p>`;
};

const stepPicture = (step: StepResult, drawing: DrawnTopology | undefined): Markup | undefined => {
  const [marks, tones] = [stepNotes(step), pathTones(step)];
  if (!drawing || (marks.length === 0 && tones.size === 0)) return undefined;
  const label = marks.map(({ text, place }) => `${text} at ${place}`).join('; ') || 'the packets of the step arrive';
  return markup`<figure class="map">${picture({ drawing, marks, tones, label })}</figure>`;
};

/** Facts that no verdict shows; that packets were captured is shown by their ladder. */
const learned = ({ facts, verdicts }: StepResult): Markup | undefined => {
  const shown = Object.fromEntries(
    Object.entries(facts).map(([source, { journeys, ...each }]) => [source, each]),
  ) as StepResult['facts'];
  const lines = factLines(shown, { paint: (_, text) => text, width: Infinity, verbose: true }, verdicts).map((line) =>
    line.replace(/^ {6}/, ''),
  );
  if (lines.length === 0) return undefined;
  const rest = lines.length > mostLines ? `\n… ${lines.length - mostLines} more lines, which the JSON report has` : '';
  return markup`<details><summary>What was learned</summary><pre tabindex="0">${lines.slice(0, mostLines).join('\n')}${rest}</pre></details>`;
};

const mostLines = 24;

/** The data of each time axis, which the script of the page draws, and what it shows in words. */
const timeFigures = (step: StepResult): readonly Markup[] =>
  timeAxes(step).map((axis) => {
    const text = timeAxisText(axis);
    return markup`<figure class="axis"><div class="plots" aria-hidden="true"></div><figcaption><b>${axis.title}</b>: ${text}</figcaption>${dataElement(axis)}</figure>`;
  });

const byHand = (commands: readonly string[]): Markup | undefined =>
  commands.length > 0
    ? markup`<details><summary>By hand</summary><pre tabindex="0">${commands.join('\n')}</pre></details>`
    : undefined;
