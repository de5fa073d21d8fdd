import { fields } from '../language/shape.ts';
import { router } from './router.ts';

/** The word `edge`: a router whose name says that it is the border where a clamp belongs. */
export const edge: typeof router = {
  ...router,
  about:
    'A router with a telling name, at the border of a network: the place for a clamp, which it does not have by itself.',
  shape: fields('an edge router', {}),
};
