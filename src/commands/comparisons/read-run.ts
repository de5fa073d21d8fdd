import { readFileSync } from 'node:fs';
import type { CollectedRun } from '../../reports/model/collect-run.ts';
import { parseRun } from '../../reports/model/parse-run.ts';
import { printableLine } from '../../text/printable.ts';
import type { Io } from '../command-line/command.ts';
import { errorMessage } from '../command-line/error-message.ts';

/** Reads a JSON report of `run`; writes to stderr why it cannot, and returns undefined then. */
export const readRun = (file: string, io: Io): CollectedRun | undefined => {
  try {
    return parseRun(readFileSync(file, 'utf8'));
  } catch (error) {
    io.err(`${printableLine(file)}: no JSON report of a run: ${printableLine(errorMessage(error))}\n`);
    return undefined;
  }
};
