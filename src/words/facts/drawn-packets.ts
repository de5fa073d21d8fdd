import { facts } from './facts.ts';
import type { DrawnPackets } from './fact.ts';
import type { FactName, FactOf, Facts } from './facts.ts';

/** Returns the packets that the facts of a step have to draw. */
export const drawnPackets = (learned: Facts): readonly DrawnPackets[] =>
  (Object.keys(learned) as FactName[]).flatMap((name) => packetsOf(name, learned));

const packetsOf = <F extends FactName>(name: F, learned: Facts): readonly DrawnPackets[] => {
  const packets = facts[name].packets?.(learned[name] as FactOf<F>);
  return packets ? [packets] : [];
};
