import type { Paint } from './paint.ts';

/** How a report writes to its reader: colours, the width of a line in characters, and whether every line of evidence is shown. */
export interface Page {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
}
