import type { ArtifactsFolder } from '../../artifacts/open-artifacts.ts';

/** The options that the outer process sends to the inner one with the plans. */
export interface RunOptions {
  /** The largest number of labs that may run at the same time. */
  readonly jobs?: number;
  readonly timeScale?: number;
  readonly artifacts?: ArtifactsFolder;
  /** Capture the packets of every step, whether an expectation needs them or not. */
  readonly packets?: boolean;
  /** Report TCP_INFO of each flow over time. */
  readonly samples?: boolean;
}
