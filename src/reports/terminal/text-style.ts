import type { Paint } from './paint.ts';

/**
 * How a report formats its text: colours, the width of a line in characters, and whether every line of evidence is
 * shown.
 */
export interface TextStyle {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
}
