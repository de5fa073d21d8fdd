import type { ObservedBehaviours } from './probe-behaviours.ts';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { pinnedEverywhere } from '../../plan/commands/pinned-everywhere.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';

/** The machine of a run: versions, and the settings that may change a result. */
export interface MachineDescription {
  readonly kernel: string;
  readonly iproute2: string;
  readonly node: string;
  /** What delays and reorders the frames of impaired links; absent in a run without such links. */
  readonly heldFrames?: 'netem' | 'mtulab';
  /** What was probed of the kernel; absent in a run whose scenarios ask for nothing. */
  readonly behaviours?: ObservedBehaviours;
  /** The factor of every `within` in this run; absent if it is 1. */
  readonly timeScale?: number;
  /** Settings that mtulab sets in every namespace of a lab, so that those of the host do not leak in. */
  readonly pinned: Readonly<Record<string, string>>;
  /** Settings of the whole machine: a namespace cannot have its own values, or cannot even see them (then they are left out). */
  readonly unpinned: Readonly<Record<string, string>>;
}

/** Describes the machine from inside the sandbox; rejects only without iproute2. */
export const describeMachine = async (signal: AbortSignal): Promise<MachineDescription> => {
  const stdout = await runInNamespace({ namespace: ownNamespace, argv: ['ip', '-V'] }, signal);
  return {
    kernel: release(),
    iproute2: /iproute2-([^,\s]+)/.exec(stdout)?.[1] ?? stdout.trim(),
    node: process.versions.node,
    pinned: pinnedEverywhere,
    unpinned: Object.fromEntries(machineWideSysctls.flatMap((name) => readSysctl(name).map((value) => [name, value]))),
  };
};

const machineWideSysctls = [
  'net.core.rmem_max',
  'net.core.wmem_max',
  'net.core.optmem_max',
  'net.ipv4.tcp_mem',
  'net.ipv4.icmp_msgs_per_sec',
  'kernel.tainted',
];

/** The value in a list of one, or an empty list when it cannot be read. */
const readSysctl = (name: string): readonly string[] => {
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
