import { openLayout } from '../../plan/graph/lay-out.ts';
import type { CollectedRun } from '../model/collect-run.ts';
import { behaviourTexts } from '../model/machine-text.ts';
import { summaryText } from '../model/result-text.ts';
import { browserScript } from './browser-script.ts';
import type { BrowserScript } from './browser-script.ts';
import { failureList } from './failure-list.ts';
import { markup } from './markup.ts';
import { pageDocument } from './page-document.ts';
import { packedMarkup } from './packed-markup.ts';
import { PictureLibrary } from './picture-library.ts';
import { scenarioSection } from './scenario-section.ts';
import { pageIds } from './step-ids.ts';

/** Returns a function that writes a run as one HTML page, which loads nothing from anywhere; it loads Graphviz before. */
export const openPage = async (): Promise<(run: CollectedRun) => string> => {
  const [layOut, inBrowser] = await Promise.all([openLayout(), browserScript()]);
  return (run) => pageOf(run, new PictureLibrary(layOut), inBrowser);
};

const pageOf = (
  { scenarios, machine, summary }: CollectedRun,
  pictures: PictureLibrary,
  { script, style }: BrowserScript,
): string => {
  const ids = pageIds(scenarios);
  const isBrief = scenarios.length > mostOpen;
  const sections = scenarios.map((scenario, index) =>
    scenarioSection(scenario, {
      ids: ids[index]!,
      drawing: pictures.drawing(scenario.topology),
      pictures,
      isOnly: scenarios.length === 1,
      isBrief,
      isOpen: !isBrief || scenario.result === 'fail' || scenario.result === 'error',
    }),
  );
  const drawings = pictures.definitions(); // of what the sections have drawn
  const only = scenarios.length === 1 ? scenarios[0] : undefined;
  const title = only?.title ?? `mtulab: ${summary ? summaryText(summary) : 'a run that did not end'}`;
  return pageDocument(
    title,
    markup`<header><h1>${title}</h1><p class="machine">${machine ? `Linux ${machine.kernel}, iproute2 ${machine.iproute2}, Node ${machine.node}` : ''}</p>${machine && behaviourTexts(machine).map((text) => markup`<p class="machine">${text}</p>`)}</header>
<main>${failureList(scenarios, ids)}${isBrief ? markup`${needsScript}${packedMarkup(drawings)}` : drawings}${sections}</main>`,
    { script, style },
  );
};

const needsScript = markup`<noscript><p>The steps are compressed, and need JavaScript to be shown.</p></noscript>`;

/** The scenarios of a page with more are closed and compressed, but for those that did not pass. */
const mostOpen = 4;
