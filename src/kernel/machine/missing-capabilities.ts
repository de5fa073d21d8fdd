import type { Capability } from '../../words/language/word.ts';
import { runInNamespace, ownNamespace } from '../system/run-in-namespace.ts';
import { probes } from './capability-probes.ts';
import type { Probe } from './capability-probes.ts';

/** Whether this machine can do what a word needs, found by doing it. */
export interface ProbeResult extends Omit<Probe, 'tries'> {
  readonly word: string;
  readonly present: boolean;
  /** What the failing command printed; empty when it is present. */
  readonly said: string;
}

/** One sentence for each of these capabilities that the machine lacks: the reason of a skip. Each is tried once per process, and only when it is needed. */
export const missingCapabilities = async (
  needs: readonly Capability[],
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const words = [...new Set(needs)];
  const unknown = words.filter((word) => !known.has(word));
  if (unknown.length > 0) remember(unknown, tryAll(unknown, signal));
  const all = await Promise.all(words.map((word) => known.get(word)!));
  return all
    .filter(({ present }) => !present)
    .map(({ word, said, remedy }) => `this machine lacks ${word}${said && ` (${said})`}; ${remedy}`);
};

/** A POSIX script that tries probes side by side and prints a line each: `WORD yes`, or `WORD no REASON`. */
export const probeScript = (table: Readonly<Record<string, Pick<Probe, 'tries'>>>): string =>
  [
    'try() { if said=$(unshare -n sh -ec "$2" 2>&1); then echo "$1 yes"; else printf "%s no %s\\n" "$1" "$(printf "%s" "$said" | grep -v "^Command failed" | tail -n 1)"; fi; }',
    ...Object.entries(table).map(([word, { tries }]) => `try ${word} '${tries.replaceAll("'", `'\\''`)}' &`),
    'wait',
    '',
  ].join('\n');

/** Reads what that script printed; a probe without a line counts as missing. */
export const readProbeResults = (
  stdout: string,
  table: Readonly<Record<string, Omit<Probe, 'tries'>>>,
): readonly ProbeResult[] => {
  const answers = new Map(stdout.split('\n').map((line) => [line.split(' ', 1)[0], line.split(' ').slice(1)]));
  return Object.entries(table).map(([word, { missing, remedy }]) => {
    const [answer, ...said] = answers.get(word) ?? ['no', 'the probe did not answer'];
    return { word, present: answer === 'yes', said: said.join(' '), missing, remedy };
  });
};

const known = new Map<Capability, Promise<ProbeResult>>();

/** A trial that was interrupted says nothing. */
const remember = (words: readonly Capability[], trial: Promise<readonly ProbeResult[]>): void => {
  for (const [index, word] of words.entries()) {
    const found = trial.then((all) => all[index]!);
    found.catch(() => known.delete(word));
    known.set(word, found);
  }
};

/** Inside the sandbox, in namespaces that are gone with their probe. */
const tryAll = async (words: readonly Capability[], signal: AbortSignal): Promise<readonly ProbeResult[]> => {
  const table = Object.fromEntries(words.map((word) => [word, probes[word]]));
  const argv = ['sh', '-s', 'probes']; // the word is for `ps`: keepers are `sh -s`
  return readProbeResults(
    await runInNamespace({ namespace: ownNamespace, argv, input: probeScript(table) }, signal),
    table,
  );
};
