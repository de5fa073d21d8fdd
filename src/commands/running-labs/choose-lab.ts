import { runningLabs } from '../../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';

/** The lab that a command means: the named one, or the only one that is up; otherwise a sentence for stderr. */
export const chooseLab = (name: unknown, choice = '--name NAME'): RunningLabRecord | string => {
  const labs = runningLabs();
  const up = labs.map((lab) => lab.name).join(', ');
  if (labs.length === 0) return noLabText();
  if (typeof name === 'string') return labs.find((lab) => lab.name === name) ?? `no lab '${name}' is up; up: ${up}\n`;
  return labs.length === 1 ? labs[0]! : `several labs are up (${up}); say which: ${choice}\n`;
};

/** Why no lab is up: from within one nothing is seen of it. */
export const noLabText = ({ MTULAB_NODE: node, MTULAB_NAME: name } = process.env): string =>
  node && name
    ? `you are in ${node} of ${name}, where ip netns exec NODE leads to the other nodes; for mtulab leave this shell first\n`
    : 'no lab is up; `mtulab up FILE` builds one\n';
