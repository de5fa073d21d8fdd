import type { Dictionary } from '../../words/dictionary.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';

/** What a probe found out about a behaviour of the running kernel. */
export interface ObservedBehaviour {
  /** Whether the kernel has it; null if the probe could not find out. */
  readonly present: boolean | null;
  /** What the probe saw, or why it could not find out. */
  readonly saw: string;
}

export type ObservedBehaviours = Readonly<Record<string, ObservedBehaviour>>;

/** Probes behaviours of the running kernel, each once per process, when first needed. A probe that fails is an observation, no rejection. */
export const probeBehaviours = async (
  names: readonly string[],
  { behaviours }: Pick<Dictionary, 'behaviours'>,
  signal: AbortSignal,
): Promise<ObservedBehaviours> => {
  const observed = [...new Set(names)].map(async (name) => {
    const probing = probed.get(name) ?? probe(behaviours[name]!.probe, signal);
    probed.set(name, probing);
    probing.catch(() => probed.delete(name)); // an interrupted probe is repeated by the next call
    return [name, await probing] as const;
  });
  return Object.fromEntries(await Promise.all(observed));
};

const probed = new Map<string, Promise<ObservedBehaviour>>();

/** Returns the script that runs a probe in namespaces of its own, which the kernel removes with their last process; it ends with 0 however the probe ends. */
export const behaviourScript = (probe: string, node: string): string =>
  `MTULAB_NODE=${shellQuote(node)} unshare -n -m sh -ec ${shellQuote(`mkdir -p /run/netns\nmount -t tmpfs tmpfs /run/netns\n${probe}`)} 2>&1 || :`;

/** Reads what a probe has printed. */
export const readBehaviour = (output: string): ObservedBehaviour => {
  const [, answer, saw] = /^(yes|no) (.+)\n$/.exec(output) ?? [];
  if (answer !== undefined) return { present: answer === 'yes', saw: saw! };
  return { present: null, saw: output.trim().split('\n').at(-1) || 'the probe printed nothing' };
};

const probe = async (commands: string, signal: AbortSignal): Promise<ObservedBehaviour> => {
  const argv = ['sh', '-s', 'probes']; // the argument is for `ps`: lab processes are `sh -s`
  const input = behaviourScript(commands, process.execPath);
  return readBehaviour(await runInNamespace({ namespace: ownNamespace, argv, input }, signal));
};
