/** The kinds of targets of a matrix, with the keys that each of them has and those that it must have. */
export const targetKinds = {
  native: {
    ...{ isGuest: false, keys: ['sysctl'], required: [] },
    refused: { load: 'a module would stay in the kernel of this machine; load it in a guest (deb, qemu, uml)' },
  },
  uml: { isGuest: true, keys: ['load', 'sysctl'], required: [] },
  qemu: { isGuest: true, keys: ['kernel', 'modules', 'load', 'sysctl'], required: ['kernel', 'modules'] },
  deb: { isGuest: true, keys: ['package', 'load', 'sysctl'], required: ['package'] },
} as const satisfies Readonly<Record<string, KindKeys>>;

export type TargetKind = keyof typeof targetKinds;

export type TargetKey = 'kernel' | 'modules' | 'package' | 'load' | 'sysctl';

export interface KindKeys {
  /** Whether its kernel runs in a guest beside this one. */
  readonly isGuest: boolean;
  readonly keys: readonly TargetKey[];
  readonly required: readonly Exclude<TargetKey, 'load' | 'sysctl'>[];
  /** Keys of other kinds that this one cannot have, each with what is right instead. */
  readonly refused?: Readonly<Partial<Record<TargetKey, string>>>;
}
