import type { TitledPackets } from '../ladder/step-packets.ts';
import { browserScript } from './browser-script.ts';
import { ladderTable } from './ladder-table.ts';
import { markup } from './markup.ts';
import { pageDocument } from './page-document.ts';
import { PictureLibrary } from './picture-library.ts';

/** Writes the conversations of a capture file as one HTML page: a ladder for each; `legend` explains the names of its columns. */
export const capturePage = async ({ title, legend, ladders, more }: CaptureContent): Promise<string> => {
  const pictures = new PictureLibrary(() => ({ width: 0, height: 0, nodes: [], links: [] })); // it has no topology to lay out
  const sections = ladders.map(
    (packets) =>
      markup`<article class="step capture"><h2>${packets.title}</h2>${ladderTable(packets, { pictures, drawing: undefined })}</article>`,
  );
  return pageDocument(
    title,
    markup`<header><h1>${title}</h1></header><main>${legend && markup`<details open><summary>Names</summary><pre tabindex="0">${legend}</pre></details>`}${pictures.definitions()}${sections}${more && markup`<p>${more}</p>`}</main>`,
    await browserScript(),
  );
};

interface CaptureContent {
  readonly title: string;
  readonly legend: string;
  readonly ladders: readonly TitledPackets[];
  /** What the page does not show; empty if it shows all. */
  readonly more: string;
}
