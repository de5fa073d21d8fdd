import { labsThatFit, neighbourTables } from '../../kernel/machine/neighbour-tables.ts';
import type { Plan } from '../../plan/model/plan.ts';

/**
 * How many labs may stand at the same time: what was asked for, but no more than the machine-wide neighbour tables hold. Labs with
 * permanent neighbours take no share of them.
 */
export const labsAtOnce = async (plans: readonly Plan[], asked = byDefault, signal: AbortSignal): Promise<number> => {
  const links = plans.filter(({ scenario }) => scenario.neighbours === 'learned').map((plan) => plan.links.length);
  if (links.length === 0) return asked;
  const tables = await neighbourTables(signal);
  return Math.max(1, Math.min(asked, labsThatFit(tables, Math.max(...links))));
};

/** 64 labs side by side moved no verdict on two cores (spread 27 ms); half of that leaves room for builds beside them. */
const byDefault = 32;
