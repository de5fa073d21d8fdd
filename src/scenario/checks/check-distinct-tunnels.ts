import type { Dictionary } from '../../words/dictionary.ts';
import { ownProperty } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds tunnels that the kernel does not tell apart: it refuses the device of the second, which ends a run while its network is built. */
export const checkDistinctTunnels = (
  { links }: Pick<Topology, 'links'>,
  { links: kinds }: Pick<Dictionary, 'links'>,
  isValid: IsValid,
): readonly Problem[] => {
  const tunnels = links.flatMap(({ between, tunnel, at }) =>
    tunnel && isValid([...at, 'tunnel']) ? [{ ...tunnel, between, at: [...at, 'tunnel', tunnel.kind] }] : [],
  );
  return tunnels.flatMap((tunnel, index): readonly Problem[] => {
    const identity = kinds[tunnel.kind]?.distinctBy?.(tunnel.settings);
    if (!identity) return [];
    const alike = tunnels
      .slice(0, index)
      .filter(({ kind, settings }) => kind === tunnel.kind && kinds[kind]!.distinctBy!(settings).text === identity.text)
      .map((earlier) => tunnel.between.filter((end) => earlier.between.includes(end)));
    const shared = alike.find(({ length }) => length >= (identity.among === 'tunnels of a node' ? 1 : 2));
    if (!shared) return [];
    const where = identity.among === 'tunnels of a node' ? `at ${shared[0]}` : `between ${shared.join(' and ')}`;
    return [
      {
        ...(ownProperty(tunnel.settings, identity.setting) === undefined
          ? { at: tunnel.at, part: 'key' }
          : { at: [...tunnel.at, identity.setting], part: 'value' }),
        what: `a second ${tunnel.kind} tunnel with ${identity.text} ${where}`,
        right: `give one of them another ${identity.setting}`,
      },
    ];
  });
};
