import { segmentationCommands } from './segmentation-commands.ts';
import { oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = oneOf('whether packets may leave the kernel larger than the wire carries (TSO)', 'on', 'off');

/** The word `offloads`: labs start with TSO off, so that captures and silent MTU mismatches are real; `on` is the default of a veth. */
export const offloads: Trait<ValueOf<typeof shape>> = {
  about:
    'Turns segmentation offload on or off; labs start with off, so packets leave a node in their wire size, as behind a network card.',
  shape,
  example: 'on',
  needs: ['ethtool'],
  segmentationOffload: (settings) => settings === 'on',
  label: (settings) => (settings === 'on' ? 'segmentation offload' : undefined),
  commands: (node, now = 'off') => segmentationCommands(node, now),
};
