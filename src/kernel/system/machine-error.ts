/** The machine refused something; the message lists what failed, the command and its purpose, its output, and a remedy. */
export class MachineError extends Error {
  readonly details: MachineErrorDetails;

  constructor(details: MachineErrorDetails) {
    super(formatDetails(details), { cause: details.cause });
    this.name = 'MachineError';
    this.details = details;
  }
}

export interface MachineErrorDetails {
  /** What failed: `could not build the lab`. */
  readonly what: string;
  readonly command?: string;
  /** The purpose of the command: the `why` of the plan. */
  readonly why?: string;
  /** The output of the command. */
  readonly output?: string;
  readonly remedy?: string;
  readonly cause?: unknown;
}

const formatDetails = ({ what, command, why, output, remedy }: MachineErrorDetails): string =>
  [
    what,
    why && `  purpose: ${why}`,
    command && `  command: ${command}`,
    output?.trim() && `  output: ${output.trim().replaceAll('\n', '\n    ')}`,
    remedy && `  remedy: ${remedy}`,
  ]
    .filter(Boolean)
    .join('\n');
