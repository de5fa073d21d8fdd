import type { Plan } from '../../plan/model/plan.ts';
import { emulator } from '../../words/lab/impairment.ts';
import { carryFrames } from './carry-frames.ts';
import type { FrameHolder, LinkEmulation } from './link-emulation.ts';
import { useNetem } from './use-netem.ts';

/** Prepares to hold frames back in the lab of a plan; nothing is started before the first link holds any. */
export const emulateLinks = (
  { nodes }: Pick<Plan, 'nodes'>,
  holder: FrameHolder,
  namespace: (node: string) => string,
): LinkEmulation => {
  if (holder === 'netem') return useNetem(namespace(emulator));
  const mtus = nodes.flatMap(({ interfaces }) => interfaces.map(({ mtu }) => mtu));
  return carryFrames({ namespace: namespace(emulator), longest: Math.max(usualJumbo, ...mtus) + linkBytes });
};

/** Traits may raise an MTU later. */
const usualJumbo = 9216;
/** The Ethernet header, and 4 bytes for a VLAN tag. */
const linkBytes = 18;
