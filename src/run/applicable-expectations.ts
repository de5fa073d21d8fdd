import { familyNames } from '../evidence/family.ts';
import type { ObservedBehaviours } from '../kernel/machine/probe-behaviours.ts';
import type { Expected, Step } from '../scenario/model/scenario.ts';

/** The expectations of a step that apply to this kernel, and a sentence for those that do not. */
export interface ApplicableExpectations {
  readonly applicable: readonly Expected[];
  /** Those of which the probe could not find out whether they apply, each with the reason. */
  readonly undecided: readonly { readonly expected: Expected; readonly reason: string }[];
  readonly notApplicable: readonly string[];
}

/** Divides expectations by what the probes of their `where` have found out about this kernel. */
export const applicableExpectations = (
  expectations: readonly Expected[],
  observed: ObservedBehaviours,
): ApplicableExpectations => {
  const decided = expectations.map((expected) => ({ expected, contradiction: contradictionOf(expected, observed) }));
  const unknown = ({ where = {} }: Expected): readonly string[] =>
    Object.keys(where).filter((name) => observed[name]!.present === null);
  const rest = decided.flatMap(({ expected, contradiction }) => (contradiction === undefined ? [expected] : []));
  return {
    applicable: rest.filter((expected) => unknown(expected).length === 0),
    undecided: rest.flatMap((expected) => {
      const reasons = unknown(expected).map((name) => `${name}: ${observed[name]!.saw}`);
      return reasons.length > 0 ? [{ expected, reason: reasons.join('; ') }] : [];
    }),
    notApplicable: [...new Set(decided.flatMap(({ contradiction }) => contradiction ?? []))].map((reason) => {
      const subjects = decided.filter(({ contradiction }) => contradiction === reason);
      return `${subjects.map(({ expected }) => subjectOf(expected)).join(', ')}, since ${reason}`;
    }),
  };
};

/** The behaviours that the expectations of steps ask for, each once. */
export const behavioursOf = (steps: readonly Step[]): readonly string[] => [
  ...new Set(
    steps.flatMap(({ expect, together }) => [
      ...expect.flatMap(({ where = {} }) => Object.keys(where)),
      ...behavioursOf(together),
    ]),
  ),
];

/** What is known of the kernel and contradicts a condition, whatever is not known of it. */
const contradictionOf = ({ where = {} }: Expected, observed: ObservedBehaviours): string | undefined => {
  const name = Object.keys(where).find(
    (each) => observed[each]!.present !== null && observed[each]!.present !== where[each],
  );
  return name === undefined ? undefined : `${name} is ${observed[name]!.present} on this kernel`;
};

const subjectOf = ({ word, families, at }: Expected): string => {
  const [family] = families;
  return family !== undefined && at.at(-2) === family ? `${word} over ${familyNames[family]}` : word;
};
