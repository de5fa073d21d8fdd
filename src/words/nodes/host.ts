import { httpPort } from '../lab/http-port.ts';
import { fields, maybe, oneOf } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

const shape = fields('an end system', { serve: maybe(oneOf('the service that it offers', 'http')) });

/** The word `host`: transfers begin and end here. */
export const host: NodeKind<Typed<typeof shape>> = {
  about: 'An end system: it sends and receives packets, and forwards none.',
  shape,
  example: { serve: 'http' },
  forwards: false,
  serves: ({ serve }) => (serve ? httpPort : undefined),
  commands: () => [],
};
