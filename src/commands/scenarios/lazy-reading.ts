/** What reading takes; the inner process loads it where it is needed alone, since a run gets scenarios that were read already. */
export { formatProblem } from '../../scenario/problems/format-problem.ts';
export { readStep } from '../../scenario/read-step.ts';
export { validate } from '../../scenario/schema/validator.ts';
export { readPlans } from './plans-of.ts';
