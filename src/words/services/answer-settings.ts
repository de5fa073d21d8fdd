import { byType, duration, fields, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';

const way = byType(
  'how queries of this type are answered',
  oneOf(
    'refused, servfail: with this error; nxdomain: the name does not exist; nodata: it exists without such an address; never: not at all',
    'refused',
    'servfail',
    'nxdomain',
    'nodata',
    'never',
  ),
  fields('late', { delay: duration('from the query to the answer') }),
);

/** How a DNS server answers; `dns-answers` sets it, and the server reads it with each query. */
export const answersShape = fields('how a DNS server answers, by the type of the query', {
  a: optional(way),
  aaaa: optional(way),
});

export type DnsAnswers = ValueOf<typeof answersShape>;
