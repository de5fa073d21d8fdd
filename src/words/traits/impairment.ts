import type { Impairment } from '../lab/impairment.ts';
import { holdsFrames, impairmentConflict } from '../lab/impairment.ts';
import { interfaceId } from '../lab/node-view.ts';
import type { InterfaceView, NodeView } from '../lab/node-view.ts';
import { mapOf, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { impairmentCommands } from './impairment-commands.ts';
import { impairmentShape } from './impairment-settings.ts';

const shape = mapOf(
  'what happens to frames that leave by an interface, in place of what its link does to them',
  impairmentShape,
  text('an interface of the node', /^(to-)?[a-z][a-z0-9-]{0,14}$/, 'to-transit'),
);

/** The word `impairment`: one direction of a cable, which begins at this node. */
export const impairment: Trait<ValueOf<typeof shape>> = {
  about:
    'Delays, loses, duplicates or reorders the frames that leave by an interface, or carries none above a size; the other direction of the link keeps its own.',
  shape,
  example: { 'to-transit': { passes: 1500 } },
  needs: ['link-emulation'],
  conflict: (node, settings) =>
    Object.entries(settings)
      .map(([name, impairment]) => conflict(node, name, impairment))
      .find((text) => text !== undefined),
  label: (settings) =>
    Object.keys(settings)
      .map((name) => `impaired ${name.replace(/^to-/, 'towards ')}`)
      .join(', ') || undefined,
  emulates: (settings) =>
    Object.entries(settings).map(([name, impairment]) => ({ name, holds: holdsFrames(impairment) })),
  path: { impairment: (settings, view) => settings[interfaceId(view)] },
  commands: (node, now = {}, before = {}) =>
    node.interfaces
      .filter((view) => now[interfaceId(view)] !== undefined || before[interfaceId(view)] !== undefined)
      .flatMap((view) => impairmentCommands(view, now[interfaceId(view)] ?? view.emulated?.impairment ?? {})),
};

const conflict = (node: NodeView, name: string, impairment: Impairment): string | undefined => {
  const view: InterfaceView | undefined = node.interfaces.find((each) => interfaceId(each) === name);
  if (!view) return `${node.name} has no interface ${name}`;
  if (view.tunnel) return `${view.place} is a tunnel; impair a cable that carries its packets`;
  return impairmentConflict(impairment);
};
