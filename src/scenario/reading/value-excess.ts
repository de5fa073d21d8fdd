import type { Document } from 'yaml';
import { isAlias, isCollection, isPair, isScalar } from 'yaml';
import type { Excess } from './compose-document.ts';
import { scenarioLimits } from '../problems/scenario-limits.ts';

/**
 * The first thing in a document that cannot be turned into plain values in time: an alias inside the value that it repeats, a key that is
 * itself a list, a mapping or an alias (the library writes nested ones out in exponential time), or too many values.
 */
export const valueExcess = ({ contents }: Document): Excess | undefined => {
  const survey: Survey = { anchors: new Map(), values: 0, aliases: 0, offset: 0 };
  try {
    count(contents, survey);
    return undefined;
  } catch (error) {
    if (error instanceof LimitPassed) return error.excess;
    throw error;
  }
};

interface Survey {
  /** Values of each anchored node; undefined until the node ends. */
  readonly anchors: Map<string, number | undefined>;
  values: number;
  aliases: number;
  /** Of the latest node that is written in the file: a key without a value has none there. */
  offset: number;
}

/** Ends the walk. */
class LimitPassed extends Error {
  readonly excess: Excess;

  constructor(excess: Excess) {
    super(excess.what);
    this.excess = excess;
  }
}

const count = (node: unknown, survey: Survey): void => {
  survey.offset = startOf(node) ?? survey.offset;
  if (isAlias(node)) return repeat(node.source, survey);
  if (isPair(node)) {
    if (isCollection(node.key) || isAlias(node.key))
      throw limitPassed(
        startOf(node.key) ?? survey.offset,
        'a key that is a list, a mapping or an alias',
        'a key is a plain word',
      );
    count(node.key, survey);
    return count(node.value, survey);
  }
  const before = survey.values;
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
  if (anchor !== undefined) survey.anchors.set(anchor, undefined);
  add(1, survey);
  if (isCollection(node)) for (const item of node.items) count(item, survey);
  if (anchor !== undefined) survey.anchors.set(anchor, survey.values - before);
};

/** An alias without an anchor counts nothing; the library refuses it later. */
const repeat = (source: string, survey: Survey): void => {
  const { offset } = survey;
  survey.aliases += 1;
  if (survey.aliases > scenarioLimits.aliases)
    throw limitPassed(offset, `more than ${scenarioLimits.aliases} aliases`, 'write some of the values out');
  if (!survey.anchors.has(source)) return;
  const values = survey.anchors.get(source);
  if (values === undefined)
    throw limitPassed(offset, `*${source} repeats a value that contains it`, `end the value of &${source} before it`);
  if (survey.values + values > scenarioLimits.values) {
    const what = `excessive aliases: with what they repeat, the file has more than ${scenarioLimits.values} values`;
    throw limitPassed(offset, what, 'describe a smaller network');
  }
  add(values, survey);
};

const add = (values: number, survey: Survey): void => {
  survey.values += values;
  if (survey.values > scenarioLimits.values)
    throw limitPassed(survey.offset, `more than ${scenarioLimits.values} values`, 'describe a smaller network');
};

const limitPassed = (offset: number, what: string, right: string): LimitPassed =>
  new LimitPassed({ offset, what, right });

const startOf = (node: unknown): number | undefined =>
  (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
