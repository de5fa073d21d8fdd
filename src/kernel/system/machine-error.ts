import type { Path } from '../../scenario/model/scenario.ts';

/** What the machine refused, as facts: what could not be done, the command and its reason, what it said, and what to do. */
export class MachineError extends Error {
  readonly facts: MachineFacts;

  constructor(facts: MachineFacts) {
    super(sentences(facts), { cause: facts.cause });
    this.name = 'MachineError';
    this.facts = facts;
  }
}

export interface MachineFacts {
  /** What could not be done: `could not build the lab`. */
  readonly what: string;
  readonly command?: string;
  /** Why the command was run: the `why` of the plan. */
  readonly why?: string;
  /** What the command printed. */
  readonly said?: string;
  /** The place of the scenario that asked for it. */
  readonly at?: Path;
  readonly remedy?: string;
  readonly cause?: unknown;
}

const sentences = ({ what, command, why, said, remedy }: MachineFacts): string =>
  [
    what,
    why && `  to: ${why}`,
    command && `  ran: ${command}`,
    said?.trim() && `  said: ${said.trim().replaceAll('\n', '\n    ')}`,
    remedy && `  do: ${remedy}`,
  ]
    .filter(Boolean)
    .join('\n');
