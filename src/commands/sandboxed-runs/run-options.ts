import type { ArtifactsFolder } from '../../artifacts/keep-artifacts.ts';
import type { Family } from '../../evidence/family.ts';

/** What the outer process asks of the inner one. */
export interface RunOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
  /** Labs that may exist at the same time. */
  readonly jobs?: number;
  readonly timeScale?: number;
  readonly artifacts?: ArtifactsFolder;
  /** Packets are captured and drawn, whether an expectation needs them or not. */
  readonly packets?: boolean;
}
