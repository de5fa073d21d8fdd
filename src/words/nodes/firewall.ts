import { fields } from '../language/shape.ts';
import { router } from './router.ts';

/** The word `firewall`: a router whose name says that it filters; its traits define what it filters. */
export const firewall: typeof router = {
  ...router,
  about:
    'A router whose name says that it filters: give it drop or stateful, since it passes everything without a trait.',
  shape: fields('a firewall', {}),
};
