import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { readFromNode } from '../running-labs/read-from-node.ts';
import { isFailure, sendStep } from '../running-labs/send-step.ts';

/** A line of a solution: a shell command in a node, or a step of `mtulab do`. */
export type SolutionLine = { readonly node: string; readonly command: string } | { readonly step: string };

/** Reads `edge# ip6tables …` and `$ mtulab do '…'`; undefined for any other line. */
export const readSolutionLine = (line: string): SolutionLine | undefined => {
  const [, node, command] = /^([a-z][a-z0-9-]*)# (.+)$/s.exec(line) ?? [];
  if (node !== undefined) return { node, command: command! };
  const [, step] = /^\$ mtulab do '([^']+)'$/.exec(line) ?? [];
  return step === undefined ? undefined : { step };
};

/** Types a solution in a running lab, line by line, and returns what failed, if anything did. */
export const typeSolution = async (
  lab: RunningLabRecord,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (const line of lines) {
    const failure = await typeLine(lab, readSolutionLine(line)!, signal);
    if (failure !== undefined) return `${line}\n${failure}`;
  }
  return undefined;
};

/** Exit codes of sh for a program that cannot be started; a ping that gets no answer has others, and the check judges what it did. */
const notFound: ReadonlySet<number> = new Set([126, 127]);

const typeLine = async (
  lab: RunningLabRecord,
  line: SolutionLine,
  signal: AbortSignal,
): Promise<string | undefined> => {
  if ('node' in line) {
    const { code, output, errors } = await readFromNode(lab, line.node, line.command, signal);
    return code === undefined || notFound.has(code) ? `${output}${errors}` : undefined;
  }
  const { answers, close } = await sendStep(lab, { step: line.step }, signal);
  try {
    for await (const answer of answers) {
      if (isFailure(answer)) return answer.text;
      if (answer.kind === 'step-end') return answer.result === 'pass' ? undefined : (answer.reason ?? answer.result);
    }
  } finally {
    close();
  }
  return 'the lab did not answer';
};
