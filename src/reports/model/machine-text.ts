import type { MachineDescription } from '../../kernel/machine/describe-machine.ts';

/** The versions of a machine in one line, and what delays the frames of impaired links. */
export const machineText = ({ kernel, iproute2, node, heldFrames }: MachineDescription): string =>
  [
    ...[`Linux ${kernel}`, `iproute2 ${iproute2}`, `Node ${node}`],
    ...(heldFrames ? [`frames delayed by ${heldFrames}`] : []),
  ].join(', ');

/** What was probed of the kernel, a sentence for each behaviour. */
export const behaviourTexts = ({ behaviours = {} }: Pick<MachineDescription, 'behaviours'>): readonly string[] =>
  Object.entries(behaviours).map(([name, { present, saw }]) =>
    present === null ? `${name} was not found out: ${saw}` : `${name} is ${present} on this kernel: ${saw}`,
  );
