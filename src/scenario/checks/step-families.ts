import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { destinationOf, familiesReached } from '../../words/lab/destination.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';
import type { Path, Step } from '../model/scenario.ts';
import type { Problem } from '../problems/problem.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import { startsWith } from '../problems/valid-paths.ts';
import { actionEnds } from '../topology/action-ends.ts';
import { nodeViews } from '../topology/node-views.ts';
import { reachableFrom } from '../topology/reachable-from.ts';
import type { Topology } from '../topology/topology.ts';
import type { NameReference } from './name-references.ts';

/** Finds the families in which each step runs, those that all nodes it names have and a path carries, and the steps without any. */
export const stepFamilies = (
  steps: readonly Step[],
  topology: Topology,
  { families, references, dictionary, isValid }: StepFamiliesContext,
): StepFamilies => {
  const isUniform = [...topology.nodes, ...topology.links].every((each) => each.families === undefined);
  if (isUniform || !topology.hasAllLinks || !isValid(['topology'])) return { steps, problems: [] };
  const views = nodeViews(topology, families, dictionary);
  const kept = new Map<string, readonly Family[]>();
  const problems: Problem[] = [];
  const ofStep = (step: Step): Step => {
    const { action, together } = step;
    if (!action) return { ...step, together: together.map(ofStep) };
    if (dictionary.actions[action.word]!.once || !isValid(action.at)) return step;
    const named = references.filter(({ at }) => startsWith(at, action.at));
    const run = familiesOfAction({ named, families, views, kept });
    const joined = 'problem' in run ? run : withPath(action, run.families, views);
    if ('problem' in joined) problems.push(joined.problem);
    const found = 'problem' in joined ? undefined : joined.families;
    for (const { reference, name } of named) if (reference === 'new-flow' && found) kept.set(name, found);
    return found && found.length < families.length ? { ...step, families: found } : step;
  };
  return { steps: steps.map(ofStep), problems };
};

interface StepFamiliesContext {
  readonly families: readonly Family[];
  readonly references: readonly NameReference[];
  readonly dictionary: Dictionary;
  readonly isValid: IsValid;
}

interface StepFamilies {
  /** Each with its families, where they are not all of the scenario. */
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

type Found = { readonly families: readonly Family[] } | { readonly problem: Problem };

interface NamedNodes {
  readonly named: readonly NameReference[];
  readonly families: readonly Family[];
  readonly views: NodeViews;
  /** The families of the flows that earlier steps keep. */
  readonly kept: ReadonlyMap<string, readonly Family[]>;
}

const familiesOfAction = ({ named, families, views, kept }: NamedNodes): Found => {
  let common = families;
  const earlier: { readonly name: string; readonly families: readonly Family[] }[] = [];
  for (const { reference, name, at } of named) {
    const own = reference === 'flow' ? kept.get(name) : familiesOfName(name, at.at(-1) === 'to', views);
    if (!own || reference === 'new-flow' || reference === 'place') continue;
    common = common.filter((family) => own.includes(family));
    if (common.length === 0) return { problem: noCommonFamily({ name, families: own }, earlier, at) };
    if (own.length < families.length) earlier.push({ name, families: own });
  }
  return { families: common };
};

/**
 * Those of a node, or of all holders of an address together, and for a destination also those over which a translator leads there; undefined for
 * what has no address, a problem of its own.
 */
const familiesOfName = (name: string, isDestination: boolean, views: NodeViews): readonly Family[] | undefined => {
  const { holders } = destinationOf(views, name) ?? {};
  if (!holders || holders[0].bridges) return undefined;
  return holders.flatMap((holder) => (isDestination ? familiesReached(holder) : holder.families));
};

const withPath = (
  { settings, at }: NonNullable<Step['action']>,
  families: readonly Family[],
  views: NodeViews,
): Found => {
  const { start, end } = actionEnds(settings, views);
  if (!start || !end) return { families };
  const reached = (family?: Family): boolean => {
    const names = reachableFrom(start, views, family);
    return end.holders.some((holder) =>
      family === undefined || holder.families.includes(family)
        ? names.has(holder.name)
        : isTranslated({ start, end: holder, family }, names, views),
    );
  };
  const joined = families.filter(reached);
  if (joined.length > 0 || !reached()) return { families: joined.length > 0 ? joined : families };
  const unmapped = end.holders.find(({ translated }) => translated?.family === 'ipv6')?.translated;
  if (unmapped && families.includes('ipv6') && !start.families.includes('ipv4'))
    return { problem: notMapped(start, unmapped, at) };
  const what = `no path from ${start.name} to ${end.name} over ${namesOf(families, 'or')}`;
  const right = `link them through nodes that forward ${namesOf(families, 'or')}`;
  return { problem: { at: [...at, 'to'], part: 'value', what, right } };
};

/** Whether a translator leads over one family to a node that has the other, and can translate the packets of the node where they begin. */
const isTranslated = (
  { start, end, family }: { readonly start: NodeView; readonly end: NodeView; readonly family: Family },
  reached: ReadonlySet<string>,
  views: NodeViews,
): boolean => {
  const { translated } = end;
  if (translated?.family !== family || !reached.has(translated.by)) return false;
  const translator = views.get(translated.by)!;
  const isMapped = family === 'ipv4' || translated.isForAll === true || start.translated?.by === translated.by;
  return isMapped && end.families.some((own) => reachableFrom(translator, views, own).has(end.name));
};

const notMapped = ({ name }: NodeView, { by }: NonNullable<NodeView['translated']>, at: Path): Problem => ({
  ...{
    at: [...at, 'from'],
    part: 'value',
    what: `${by} has no IPv4 address for ${name}, so packets from ${name} cannot be translated`,
  },
  right: `add ${name} to the map of ${by}`,
});

interface WithFamilies {
  readonly name: string;
  readonly families: readonly Family[];
}

const noCommonFamily = (last: WithFamilies, earlier: readonly WithFamilies[], at: Path): Problem => {
  const all = [...earlier, last].map(({ name, families }) => `${name} has only ${namesOf(families, 'and')}`);
  return {
    ...{ at, part: 'value', what: `there is no family for this step to run in: ${all.join(', ')}` },
    right: 'name nodes that share a family, add one to their families, or put a translator between them',
  };
};

const namesOf = (families: readonly Family[], joint: string): string =>
  [...new Set(families)].map((family) => familyNames[family]).join(` ${joint} `) || 'none of the scenario';
