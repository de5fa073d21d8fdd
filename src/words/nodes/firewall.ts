import { fields } from '../language/shape.ts';
import { router } from './router.ts';

/** The word `firewall`: a router meant to filter; its traits define what it filters. */
export const firewall: typeof router = {
  ...router,
  about: 'A router meant to filter: give it drop or stateful, since without a trait it passes everything.',
  shape: fields('a firewall', {}),
};
