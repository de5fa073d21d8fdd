import { families as bothFamilies, familyNames } from '../../../evidence/family.ts';
import type { Family } from '../../../evidence/family.ts';
import type { ScenarioText } from '../../../scenario/model/scenario-text.ts';
import type { StepText } from '../lesson.ts';
import { choicesOf } from './random-choices.ts';
import { draftNetwork, topologyOf } from './network-draft.ts';
import { faults } from './network-faults.ts';
import type { FaultInNetwork } from './network-faults.ts';

/** A network with one fault, of which only the symptom is given; the same seed is the same case everywhere. */
export interface BlindCase {
  readonly seed: number;
  /** The name of its fault. */
  readonly fault: string;
  /** The scenario that builds it; its title and its name say nothing of the fault. */
  readonly scenario: ScenarioText;
  /** The same network as its documentation has it, without the fault: what a learner sees drawn. */
  readonly documented: ScenarioText;
  readonly symptom: string;
  /** Steps that show the symptom in the new lab. */
  readonly shows: readonly StepText[];
  readonly truth: Pick<FaultInNetwork, 'cause' | 'at'>;
  /** The host whose large packets are lost, and the other one. */
  readonly sender: string;
  readonly receiver: string;
  readonly nodes: readonly string[];
}

/** Makes the case of a seed, a whole number. */
export const blindCase = (seed: number): BlindCase => {
  const choices = choicesOf(seed);
  const fault = choices.pick(Object.keys(faults));
  const draft = draftNetwork(choices);
  const {
    changes,
    cause,
    at,
    stalls,
    families = bothFamilies,
    upload,
    to = 'server',
    before = [],
  } = faults[fault]!.put(draft);
  const stalled = stalls ?? families;
  const topology = topologyOf(draft, changes);
  const [action, sender, receiver] = upload ? ['upload', 'client', 'server'] : ['fetch', 'server', 'client'];
  const transfer = (bytes: number | string) => ({ [action!]: { from: 'client', to, bytes } });
  const outcomes = families.map((family) => [family, { outcome: stalled.includes(family) ? 'stalled' : 'completed' }]);
  const shows = [
    ...before,
    { name: 'small', do: transfer(1000), expect: { outcome: 'completed' } },
    { name: 'large', do: transfer('200kB'), within: '15s', expect: Object.fromEntries(outcomes) as object },
  ];
  const title = `Blind case ${seed}`;
  const file = `blind-${seed}.yaml`;
  const textOf = (topology: object) => `${JSON.stringify({ title, families, topology, steps: shows }, undefined, 1)}\n`;
  const documented = topologyOf(draft, { ...changes, traits: {}, atSwitch: {} });
  return {
    ...{ seed, fault, shows, sender: sender!, receiver: receiver!, truth: { cause, at } },
    scenario: { file, text: textOf(topology) },
    documented: { file, text: textOf(documented) },
    symptom: symptomText({ upload: upload === true, to, families, stalls: stalled }),
    nodes: Object.keys((topology as { readonly nodes: object }).nodes),
  };
};

const symptomText = ({ upload, to, families, stalls }: Symptom): string => {
  const server = to === 'server' ? 'the server' : `${to}, an address of server and monitor,`;
  const what = upload ? `uploads to ${server}` : `responses of ${server}`;
  const over = (some: readonly Family[]) => some.map((family) => familyNames[family]).join(' and ');
  const fine = families.filter((family) => !stalls.includes(family));
  const rest = fine.length > 0 ? ` Over ${over(fine)} all is well.` : '';
  return `The users of client report that connections are established and small ${what} arrive, but large ones hang over ${over(stalls)}.${rest} No interface counts an error.`;
};

interface Symptom {
  readonly upload: boolean;
  readonly to: string;
  readonly families: readonly Family[];
  readonly stalls: readonly Family[];
}
