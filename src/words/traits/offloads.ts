import { segmentationCommands } from './segmentation-commands.ts';
import { oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';

const shape = oneOf('whether packets may leave the kernel larger than the wire carries (TSO)', 'enabled', 'disabled');

/** The word `offloads`: labs start with TSO off, so that captures and silent MTU mismatches are real; `enabled` is the default of a veth. */
export const offloads: Trait<ValueOf<typeof shape>> = {
  about:
    'Enables or disables segmentation offload; labs start with disabled, so packets leave a node in their wire size, as behind a network card.',
  shape,
  example: 'enabled',
  formerValues: { on: 'enabled', off: 'disabled' },
  needs: ['ethtool'],
  segmentationOffload: (settings) => settings === 'enabled',
  label: (settings) => (settings === 'enabled' ? 'segmentation offload' : undefined),
  path: { unpredictable: (setting) => (setting === 'enabled' ? 'hands several segments on as one packet' : undefined) },
  commands: (node, now = 'disabled') => segmentationCommands(node, now === 'enabled' ? 'on' : 'off'),
};
