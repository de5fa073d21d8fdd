/** What is known of a program whose connections are observed. */
export interface ProgramState {
  readonly name: string;
  /** Undefined while it runs, and when it was ended. */
  exitCode(): number | undefined;
}

/** A program in a node that is observed. */
export interface ObservedProcess extends ProgramState {
  readonly node: string;
  /** Undefined until it has started. */
  pid(): number | undefined;
  /** Whether another program runs in the same node, or ran there meanwhile. */
  isNodeShared(): boolean;
}
