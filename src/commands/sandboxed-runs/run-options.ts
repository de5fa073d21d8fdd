import type { ArtifactsFolder } from '../../artifacts/open-artifacts.ts';
import type { Family } from '../../evidence/family.ts';

/** The options that the outer process sends to the inner one. */
export interface RunOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
  /** The largest number of labs that may run at the same time. */
  readonly jobs?: number;
  readonly timeScale?: number;
  readonly artifacts?: ArtifactsFolder;
  /** Capture the packets of every step, whether an expectation needs them or not. */
  readonly packets?: boolean;
}
