import type { StepResult } from '../../events/events.ts';
import type { GraphMark } from '../../plan/graph/marks.ts';
import type { CollectedScenario } from '../model/collect-run.ts';
import { formatTime, resultNames } from '../model/result-text.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { packedMarkup } from './packed-markup.ts';
import { picture, topologyText } from './picture-library.ts';
import type { DrawnTopology, PictureLibrary } from './picture-library.ts';
import type { ScenarioIds } from './step-ids.ts';
import { outcomeText, stepNotes } from './step-notes.ts';
import { stepSection } from './step-section.ts';

/** One scenario: its network with everything that happened in it, a table of its steps, and then the steps. */
export const scenarioSection = (
  scenario: CollectedScenario,
  { ids, drawing, pictures, isOpen, isOnly, isBrief }: ScenarioPlace,
): Markup => {
  const { title, file, result, reason, ms, steps, notes = [] } = scenario;
  const sections = steps.map((step, index) =>
    stepSection(step, { id: ids.steps[index]!, number: index + 1, drawing, pictures, isBrief }),
  );
  const about = markup`<span class="badge ${result}">${resultNames[result]}</span> <small>${file === title ? '' : `${file}, `}${formatTime(ms)}</small>`;
  const content = markup`${reason && markup`<p class="reason">${reason}</p>`}${notes.map((note) => markup`<p class="inherited">${note}</p>`)}${drawing && overview(steps, drawing)}${stepTable(steps, ids)}${sections}`;
  return isOnly
    ? markup`<section class="only" id="${ids.scenario}"><h2>What happened</h2> ${about}${content}</section>`
    : markup`<section class="scenario" id="${ids.scenario}"><details${isOpen ? markup` open` : undefined}><summary><h2>${title}</h2> ${about}</summary>
${isBrief && !isOpen ? packedMarkup(content) : content}</details></section>
`;
};

interface ScenarioPlace {
  readonly ids: ScenarioIds;
  readonly pictures: PictureLibrary;
  readonly drawing: DrawnTopology | undefined;
  readonly isOpen: boolean;
  /** The page has its title. */
  readonly isOnly: boolean;
  /** The page has many scenarios. */
  readonly isBrief: boolean;
}

/** The network with the marks of all steps; each names the steps that it is of. */
const overview = (steps: readonly StepResult[], drawing: DrawnTopology): Markup => {
  const marks = marksOfAll(steps);
  const label = [...marks.map(({ text, place }) => `${text}, at ${place}`), topologyText(drawing.topology)].join('; ');
  return markup`<figure class="map">${picture({ drawing, marks, label })}</figure>`;
};

/** The marks of all steps, each with the numbers of its steps: `Packet Too Big lost (2, 5)`. */
const marksOfAll = (steps: readonly StepResult[]): readonly GraphMark[] => {
  const found = new Map<string, { readonly mark: GraphMark; readonly numbers: number[] }>();
  for (const [index, step] of steps.entries())
    for (const mark of stepNotes(step)) {
      const key = `${mark.place} ${mark.text}`;
      const entry = found.get(key) ?? { mark, numbers: [] };
      found.set(key, entry);
      entry.numbers.push(index + 1);
    }
  return [...found.values()].map(({ mark, numbers }) => ({
    ...mark,
    text: steps.length > 1 ? `${mark.text} (step${numbers.length > 1 ? 's' : ''} ${rangesText(numbers)})` : mark.text,
  }));
};

/** `1, 3–5`. */
const rangesText = (numbers: readonly number[]): string => {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
};

const stepTable = (steps: readonly StepResult[], ids: ScenarioIds): Markup | undefined => {
  if (steps.length === 0) return undefined;
  const rows = steps.map((step, index) => {
    const notes = stepNotes(step).map(
      ({ tone, text, place }) => markup`<span class="note ${tone}">${text} <small>at ${place}</small></span> `,
    );
    return markup`<tr class="${step.result}"><td>${index + 1}</td><th scope="row"><a href="#${ids.steps[index]!}">${step.name}</a></th><td class="outcome">${outcomeText(step)}</td><td>${notes}</td><td><span class="badge ${step.result}">${resultNames[step.result]}</span></td></tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="steps"><table class="steps"><thead><tr><th scope="col">step</th><th scope="col">what was done</th><th scope="col">how it ended</th><th scope="col">what happened, and where</th><th scope="col">result</th></tr></thead><tbody>${rows}</tbody></table></div>`;
};
