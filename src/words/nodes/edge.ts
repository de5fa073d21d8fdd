import { fields } from '../language/shape.ts';
import { router } from './router.ts';

/** The word `edge`: a router whose name marks the border of a network, where a clamp belongs. */
export const edge: typeof router = {
  ...router,
  about:
    'A router whose name marks the border of a network: the usual place for a clamp, which it does not have by default.',
  shape: fields('an edge router', {}),
};
