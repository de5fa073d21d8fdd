import { fields } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

/** The word `router`: it forwards packets, and sends Packet Too Big for those that do not fit the next link. */
export const router: NodeKind<Readonly<Record<never, never>>> = {
  about: 'Forwards packets along the shortest paths, and answers packets that are too big with Packet Too Big.',
  shape: fields('a router', {}),
  example: {},
  forwards: true,
  commands: () => [],
};
