/** What reading takes; the inner process loads it where it is needed alone, since a run gets scenarios that were read already. */
export { excerpt } from '../../scenario/problems/format-problem.ts';
export { readStep } from '../../scenario/read-step.ts';
export { validate } from '../../scenario/schema/validator.ts';
export { plansOf } from './plans-of.ts';
