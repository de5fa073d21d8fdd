import type { Need } from '../../plan/model/plan.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';
import { capabilityProbes } from './capability-probes.ts';
import type { Probe } from './capability-probes.ts';

/** The result of a probe: whether this machine has what it tests for. */
export interface ProbeResult extends Omit<Probe, 'script'> {
  readonly word: string;
  readonly present: boolean;
  /** The last line that the failing command printed; empty when it is present. */
  readonly output: string;
}

/** Returns one sentence, the reason of a skip, for each of these that is missing. Each is probed once per process, when first needed. */
export const missingCapabilities = async (needs: readonly Need[], signal: AbortSignal): Promise<readonly string[]> => {
  const probes = new Map(needs.map(probeOf).map((probe) => [probe.script, probe]));
  const unprobed = [...probes.values()].filter(({ script }) => !probed.has(script));
  if (unprobed.length > 0) remember(unprobed, probe(unprobed, signal));
  const results = await Promise.all([...probes.keys()].map((script) => probed.get(script)!));
  return results
    .filter(({ present }) => !present)
    .map(({ word, output, remedy }) => `this machine lacks ${word}${output && ` (${output})`}; ${remedy}`);
};

/** The probe of a capability, or of a tunnel, whose own commands are its probe. */
export const probeOf = (need: Need): NamedProbe =>
  typeof need === 'string'
    ? { word: need, ...capabilityProbes[need] }
    : {
        word: need.link,
        script: need.script,
        missing: `tunnels of the kind ${need.link} do not work`,
        remedy: need.remedy,
      };

interface NamedProbe extends Probe {
  readonly word: string;
}

/** Returns a POSIX script that runs probes in parallel and prints a line for each: `WORD yes`, or `WORD no REASON`. */
export const probeScript = (probes: Readonly<Record<string, Pick<Probe, 'script'>>>): string =>
  [
    // nft prints the rule and a line of ^ after its reason; the last line of others is the reason.
    'reason() { why=$(printf "%s" "$1" | grep -m 1 " Error: " || printf "%s" "$1" | grep -v "^Command failed" | tail -n 1); printf "%s" "${why##* Error: }"; }',
    'try() { if output=$(unshare -n sh -ec "$2" 2>&1); then echo "$1 yes"; else printf "%s no %s\\n" "$1" "$(reason "$output")"; fi; }',
    ...Object.entries(probes).map(([word, { script }]) => `try ${word} '${script.replaceAll("'", `'\\''`)}' &`),
    'wait',
    '',
  ].join('\n');

/** Parses the output of that script; a probe without a line counts as missing. */
export const readProbeResults = (
  stdout: string,
  probes: Readonly<Record<string, Omit<Probe, 'script'>>>,
): readonly ProbeResult[] => {
  const results = new Map(stdout.split('\n').map((line) => [line.split(' ', 1)[0], line.split(' ').slice(1)]));
  return Object.entries(probes).map(([word, { missing, remedy }]) => {
    const [result, ...reason] = results.get(word) ?? ['no', 'the probe printed no result'];
    return { word, present: result === 'yes', output: reason.join(' '), missing, remedy };
  });
};

/** Results by the script of the probe. */
const probed = new Map<string, Promise<ProbeResult>>();

/** An interrupted probe is forgotten, so that the next call repeats it. */
const remember = (probes: readonly NamedProbe[], probing: Promise<readonly ProbeResult[]>): void => {
  for (const [index, { script }] of probes.entries()) {
    const result = probing.then((results) => results[index]!);
    result.catch(() => probed.delete(script));
    probed.set(script, result);
  }
};

/** Runs the probes inside the sandbox, in temporary namespaces. */
const probe = async (needed: readonly NamedProbe[], signal: AbortSignal): Promise<readonly ProbeResult[]> => {
  const probes = Object.fromEntries(needed.map((each, index) => [`probe-${index}`, each]));
  const argv = ['sh', '-s', 'probes']; // the argument is for `ps`: lab processes are `sh -s`
  const stdout = await runInNamespace({ namespace: ownNamespace, argv, input: probeScript(probes) }, signal);
  return readProbeResults(stdout, probes).map((result, index) => ({ ...result, word: needed[index]!.word }));
};
