import { fields } from '../language/shape.ts';
import { router } from './router.ts';

/** The word `firewall`: a router whose name says that it filters; what it filters its traits say. */
export const firewall: typeof router = {
  ...router,
  about: 'A router with a telling name: give it drop or stateful, for without a trait it passes everything.',
  shape: fields('a firewall', {}),
};
