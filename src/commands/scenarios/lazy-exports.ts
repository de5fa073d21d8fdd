/** The modules that read a typed step; the inner process loads them for a lab that `up` keeps, since plans are sent to it. */
export { formatProblem } from '../../scenario/problems/format-problem.ts';
export { readStep } from '../../scenario/read-step.ts';
export { validate } from '../../scenario/schema/validator.ts';
