import { addCopyButtons } from './copy-buttons.ts';
import { drawTimeAxes } from './draw-time-axes.ts';
import { labelArrows } from './label-arrows.ts';
import { openSections } from './open-sections.ts';
import { addReplays } from './replay.ts';
import { unpackParts } from './unpack-parts.ts';

const start = async (): Promise<void> => {
  await unpackParts(document);
  labelArrows(document);
  drawTimeAxes(document);
  addReplays(document);
  addCopyButtons(document);
  openSections();
};

void start();
