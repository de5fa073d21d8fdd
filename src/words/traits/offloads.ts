import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { oneOf } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = oneOf('whether the kernel may pass on packets larger than the wire would carry', 'on', 'off');

/** The word `offloads`: labs begin with them off, so that captures and silent MTU mismatches are true; `on` is what a veth has by itself. */
export const offloads: Trait<Typed<typeof shape>> = {
  about: 'Off, as every lab begins: packets leave this node in their wire size, as behind a network card.',
  shape,
  example: 'on',
  needs: ['ethtool'],
  segmentationOffload: (settings) => settings === 'on',
  commands: (place, now = 'off') => segmentationCommands(place, now),
};

/** One command for each interface: TCP still makes large packets, and with `off` the kernel cuts them before the veth. */
export const segmentationCommands = (place: NodeView, tso: 'on' | 'off'): readonly NodeCommand[] =>
  place.interfaces.map(({ name }) => ({
    in: place.name,
    argv: ['ethtool', '-K', name, 'tso', tso],
    why: tso === 'off' ? `packets leave ${name} in their wire size` : `${name} takes packets that are cut later`,
  }));
