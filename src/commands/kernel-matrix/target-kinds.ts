/** The kinds of targets of a matrix, with the keys that each of them has and those that it must have. */
export const targetKinds = {
  native: { isGuest: false, keys: ['sysctl'], required: [] },
  uml: { isGuest: true, keys: ['sysctl'], required: [] },
  qemu: { isGuest: true, keys: ['kernel', 'modules', 'sysctl'], required: ['kernel', 'modules'] },
  deb: { isGuest: true, keys: ['package', 'sysctl'], required: ['package'] },
} as const satisfies Readonly<Record<string, KindKeys>>;

export type TargetKind = keyof typeof targetKinds;

export type TargetKey = 'kernel' | 'modules' | 'package' | 'sysctl';

interface KindKeys {
  /** Whether its kernel runs in a guest beside this one. */
  readonly isGuest: boolean;
  readonly keys: readonly TargetKey[];
  readonly required: readonly Exclude<TargetKey, 'sysctl'>[];
}
