import { fields } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

/** The word `router`: it passes packets on, and says Packet Too Big where they do not fit. */
export const router: NodeKind<Readonly<Record<never, never>>> = {
  about: 'Passes packets on by the shortest ways, and answers those that do not fit with Packet Too Big.',
  shape: fields('a router', {}),
  example: {},
  forwards: true,
  commands: () => [],
};
