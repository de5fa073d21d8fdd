import type { Plan, PlannedCommand } from '../../plan/model/plan.ts';

/**
 * Gives every node of a plan kernel settings, as if the kernel had them as its defaults: a pinned setting is replaced, and one that the
 * scenario itself sets stays.
 */
export const giveSysctls = (plan: Plan, sysctls: Readonly<Record<string, string>>): Plan => {
  const names = Object.entries(sysctls);
  if (names.length === 0) return plan;
  const isPinned = (command: PlannedCommand): boolean =>
    'sysctl' in command && command.ifPresent === true && command.sysctl in sysctls;
  const isSet = (node: string, name: string): boolean =>
    plan.commands.some(
      (command) => command.in === node && 'sysctl' in command && command.sysctl === name && !isPinned(command),
    );
  const given = plan.nodes.flatMap((node) =>
    names
      .filter(([name]) => !isSet(node.name, name))
      .map(([sysctl, value]) => ({ in: node.name, sysctl, value, why: 'the target sets it', phase: 2 as const })),
  );
  const kept = plan.commands.filter((command) => !isPinned(command));
  const commands = [1, 2, 3].flatMap((phase) => [
    ...(phase === 2 ? given : []),
    ...kept.filter((command) => command.phase === phase),
  ]);
  return { ...plan, commands: commands.map((command, index) => ({ ...command, number: index + 1 })) };
};
