import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { pinnedEverywhere } from '../../plan/commands/pinned-everywhere.ts';
import { runInNamespace, ownNamespace } from '../system/run-in-namespace.ts';

/** On what a run takes place: versions, and the settings that may move a result. */
export interface MachineDescription {
  readonly kernel: string;
  readonly iproute2: string;
  readonly node: string;
  /** Settings that every namespace of a lab is given, so that the host's do not leak in. */
  readonly pinned: Readonly<Record<string, string>>;
  /** Settings of the whole machine: a namespace cannot have values of its own, or cannot even see them (then they are left out). */
  readonly unpinned: Readonly<Record<string, string>>;
}

/** Looks at the machine, from inside the sandbox; rejects only without iproute2. */
export const describeMachine = async (signal: AbortSignal): Promise<MachineDescription> => {
  const stdout = await runInNamespace({ namespace: ownNamespace, argv: ['ip', '-V'] }, signal);
  return {
    kernel: release(),
    iproute2: /iproute2-([^,\s]+)/.exec(stdout)?.[1] ?? stdout.trim(),
    node: process.versions.node,
    pinned: pinnedEverywhere,
    unpinned: Object.fromEntries(unpinnable.flatMap((name) => valueOf(name).map((value) => [name, value]))),
  };
};

const unpinnable = [
  'net.core.rmem_max',
  'net.core.wmem_max',
  'net.core.optmem_max',
  'net.ipv4.tcp_mem',
  'net.ipv4.icmp_msgs_per_sec',
  'kernel.tainted',
];

const valueOf = (name: string): readonly string[] => {
  try {
    return [
      readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8')
        .trim()
        .replace(/\s+/g, ' '),
    ];
  } catch {
    return [];
  }
};
