import { families, translatedMtu } from '../../evidence/family.ts';
import type { NetworkView } from '../walk/network-view.ts';

/** Returns the path MTUs in bytes that a network can teach: those of its interfaces, also as a translator reports them. */
export const possibleMtus = ({ nodes, traits }: NetworkView): readonly number[] => {
  const all = [...nodes.values()];
  const mtus = all.flatMap(({ name, interfaces }) => interfaces.map((view) => traits.mtuOf(name, view)));
  const isTranslated = all.some(({ translates }) => translates);
  const translated = isTranslated ? mtus.flatMap((mtu) => families.map((into) => translatedMtu(mtu, into))) : [];
  return [...new Set([...mtus, ...translated])];
};
