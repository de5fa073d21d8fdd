import { httpPort } from '../lab/http-port.ts';
import { fields, optional, oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

const shape = fields('an end system', { serve: optional(oneOf('the service that it offers', 'http')) });

/** The word `host`: transfers begin and end here. */
export const host: NodeKind<ValueOf<typeof shape>> = {
  about: 'An end system: it sends and receives packets, and forwards none.',
  shape,
  example: { serve: 'http' },
  forwards: false,
  serves: ({ serve }) => (serve ? httpPort : undefined),
  label: ({ serve }) => serve && `serves ${serve}`,
  commands: () => [],
};
