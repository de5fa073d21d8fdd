/**
 * The modules that read scenarios; the inner process loads them only for `up`, since `run` sends it scenarios that are
 * already read.
 */
export { formatProblem } from '../../scenario/problems/format-problem.ts';
export { readStep } from '../../scenario/read-step.ts';
export { validate } from '../../scenario/schema/validator.ts';
export { readPlans } from './read-plans.ts';
