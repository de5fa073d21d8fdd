import { httpPort } from '../lab/http-port.ts';
import { fields, maybe, oneOf } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

const shape = fields('an end system', { serve: maybe(oneOf('what it serves to others', 'http')) });

/** The word `host`: where transfers begin and end. */
export const host: NodeKind<Typed<typeof shape>> = {
  about: 'An end system: it speaks and is spoken to, and passes nothing on.',
  shape,
  example: { serve: 'http' },
  forwards: false,
  serves: ({ serve }) => (serve ? httpPort : undefined),
  commands: () => [],
};
