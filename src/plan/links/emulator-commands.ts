import type { Scenario } from '../../scenario/model/scenario.ts';
import { emulator } from '../../words/lab/impairment.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { impairmentCommands } from '../../words/traits/impairment-commands.ts';
import type { PlannedInterface, PlannedNode } from '../model/plan.ts';

/**
 * The namespace through which impaired links lead, by phase; nothing without such links. Its devices have no addresses, and the rules of
 * each take every frame before the kernel would look at it.
 */
export const emulatorCommands = (nodes: readonly PlannedNode[]): EmulatorCommands => {
  const views = nodes.flatMap(({ interfaces }) => interfaces).filter(({ emulated }) => emulated);
  if (views.length === 0) return { namespace: [], links: [], rules: [] };
  return {
    namespace: [{ in: emulator, ip: ['netns', 'add', emulator], why: 'create the namespace of the impaired links' }],
    links: [
      {
        in: emulator,
        sysctl: 'net.ipv6.conf.all.disable_ipv6',
        value: '1',
        why: 'the impaired links carry no packets of their own',
        ifPresent: true,
      },
      ...views.map(({ emulated }): NodeCommand => {
        const { from } = emulated!;
        return { in: emulator, ip: ['link', 'set', 'dev', from, 'up'], netlink: true, why: `bring up ${from}` };
      }),
    ],
    rules: views.flatMap((view) => located(view)),
  };
};

interface EmulatorCommands {
  readonly namespace: readonly NodeCommand[];
  readonly links: readonly NodeCommand[];
  readonly rules: readonly LocatedCommand[];
}

type LocatedCommand = NodeCommand & { readonly at: Scenario['links'][number]['at'] };

const located = (view: PlannedInterface): readonly LocatedCommand[] =>
  impairmentCommands(view, view.emulated?.impairment ?? {}).map((command) => ({ ...command, at: view.at }));
