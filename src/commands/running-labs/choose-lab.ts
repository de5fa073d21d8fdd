import { didYouMean } from '../../scenario/problems/did-you-mean.ts';
import { runningLabs } from '../../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';

/** Returns the lab of that name, or without a name the only running one; otherwise a sentence for stderr. */
export const chooseLab = (name: unknown, choice = '--name NAME', labs = runningLabs()): RunningLabRecord | string => {
  const names = labs.map((lab) => lab.name).join(', ');
  if (labs.length === 0) return noLabText();
  if (typeof name === 'string')
    return (
      labs.find((lab) => lab.name === name) ??
      `no lab '${name}' is running; ${didYouMean(
        name,
        labs.map((lab) => lab.name),
        'running labs',
      )}\n`
    );
  return labs.length === 1 ? labs[0]! : `several labs are running (${names}); choose one: ${choice}\n`;
};

/** Explains why there is no lab; from within a node of a lab, the lab itself is not visible. */
export const noLabText = ({ MTULAB_NODE: node, MTULAB_NAME: name } = process.env): string =>
  node && name
    ? `you are in ${node} of ${name}: ip netns exec NODE enters the other nodes; leave this shell to use mtulab\n`
    : 'no lab is running; `mtulab up FILE` starts one\n';
