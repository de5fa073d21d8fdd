import { families as bothFamilies } from '../../evidence/family.ts';
import { findingsOf } from './findings.ts';
import type { Finding } from './findings.ts';
import type { LocalPolicy, PathReadings } from './path-readings.ts';
import { faultOf } from './scenario-fault.ts';
import type { ScenarioFault } from './scenario-fault.ts';
import { legsOf } from './scenario-legs.ts';
import { lineOf } from './scenario-line.ts';
import { expectation, notesOf } from './scenario-parts.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/**
 * Writes a scenario with the path that was seen: its hops, legs and MTUs, and what becomes of large packets. What was not seen is chosen so that
 * it adds no fault of its own, and a comment says so. Families whose paths look alike share it, else it is that of the first one with a fault.
 */
export const pathScenario = (
  all: readonly PathReadings[],
  policy: Pick<LocalPolicy, 'rules'>,
  { destination, schema }: { readonly destination: string; readonly schema: string },
): string => {
  const drafts = all.map((readings) => draftOf(readings, findingsOf(readings, policy)));
  const draft = drafts.find(({ outcome }) => outcome === 'stalled') ?? drafts[0]!;
  const alike = drafts.filter((other) => other.topology === draft.topology && other.steps === draft.steps);
  const families = bothFamilies.filter((family) => alike.some((other) => other.readings.family === family));
  return [
    `# yaml-language-server: $schema=${schema}`,
    '#',
    `# The path from this host to ${destination}, as \`mtulab trace\` saw it. \`here\` is this host, and \`there\` the destination.`,
    ...draft.notes.map((note) => `# ${note}`),
    ...addressNotes(alike),
    `title: ${JSON.stringify(`The path to ${destination}: ${draft.title}`)}`,
    ...(families.length < bothFamilies.length ? [`families: [${families.join(', ')}]`] : []),
    draft.topology,
    draft.steps,
    '',
  ].join('\n');
};

const addressNotes = (alike: readonly Draft[]): readonly string[] =>
  [...(alike[0]?.addresses?.keys() ?? [])].map((router) => {
    const seen = alike.flatMap(({ addresses }) => addresses?.get(router) ?? []);
    return `# ${router}: ${seen.length > 0 ? seen.join(', ') : 'did not answer'}`;
  });

interface Draft extends Pick<ScenarioParts, 'addresses'> {
  readonly readings: PathReadings;
  /** What becomes of a large upload. */
  readonly outcome: 'completed' | 'stalled' | 'unknown';
  readonly title: string;
  readonly notes: readonly string[];
  readonly topology: string;
  readonly steps: string;
}

const draftOf = (readings: PathReadings, findings: readonly Finding[]): Draft => {
  const fault = faultOf(findings);
  const parts = readings.legs.length > 1 ? legsOf(readings) : lineOf(readings, fault);
  const isSeen = !findings.some(({ kind }) => kind === 'no-answer');
  const outcome = fault !== undefined ? 'stalled' : isSeen ? 'completed' : 'unknown';
  return {
    ...{
      readings,
      outcome,
      title: fault ? titles[fault] : titles[outcome],
      notes: [...notesOf(readings), ...parts.notes],
    },
    ...(parts.addresses && { addresses: parts.addresses }),
    topology: ['topology:', '  nodes:', ...parts.nodes, '  links:', ...parts.links].join('\n'),
    steps: ['steps:', ...(parts.steps ?? stepsOf(outcome, fault))].join('\n'),
  };
};

const titles: Readonly<Record<ScenarioFault | Draft['outcome'], string>> = {
  'route-above-link': 'the route has a larger MTU than its interface',
  'packet-too-big-dropped-here': 'this host drops Packet Too Big itself',
  'packet-too-big-ignored': 'the Packet Too Big quotes another address',
  'packet-too-big-wrong': 'the Packet Too Big has a wrong MTU',
  'first-link-drops': 'large packets vanish on the first link',
  'no-packet-too-big': 'large packets vanish without a Packet Too Big',
  completed: 'this host learns the path MTU where it is smaller than that of its first hop',
  stalled: 'large packets vanish on one leg',
  unknown: 'nobody answers, so that the path MTU was not seen',
};

/** The cause, where the readings suffice to name it. */
const causes: Readonly<Record<ScenarioFault, string | undefined>> = {
  'route-above-link': 'refused-by-own-mtu',
  'packet-too-big-dropped-here': '{ packet-too-big-lost: { at: here } }',
  'packet-too-big-ignored': '{ packet-too-big-ignored: { at: here } }',
  'packet-too-big-wrong': 'packet-too-big-wrong',
  'first-link-drops': 'silent-drop',
  'no-packet-too-big': undefined,
};

const stepsOf = (outcome: Draft['outcome'], fault: ScenarioFault | undefined): readonly string[] => [
  '  - name: a small upload arrives',
  '    do: { upload: { from: here, to: there, bytes: 400 } }',
  '    expect: { outcome: completed }',
  ...(outcome === 'unknown'
    ? []
    : [
        `  - name: ${fault ? 'a large one stalls' : 'a large one arrives'}`,
        '    do: { upload: { from: here, to: there, bytes: 200kB } }',
        ...expectation(fault !== undefined, fault && causes[fault]),
      ]),
];
