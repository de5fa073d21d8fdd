/** The kinds of targets of a matrix, with the keys that each of them has and those that it must have. */
export const targetKinds = {
  native: { keys: ['sysctl'], required: [] },
  uml: { keys: ['sysctl'], required: [] },
  qemu: { keys: ['kernel', 'modules', 'sysctl'], required: ['kernel', 'modules'] },
  deb: { keys: ['package', 'sysctl'], required: ['package'] },
} as const satisfies Readonly<Record<string, KindKeys>>;

export type TargetKind = keyof typeof targetKinds;

export type TargetKey = 'kernel' | 'modules' | 'package' | 'sysctl';

interface KindKeys {
  readonly keys: readonly TargetKey[];
  readonly required: readonly Exclude<TargetKey, 'sysctl'>[];
}
