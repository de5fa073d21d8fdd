import type { Impairment, PerFamily } from '../lab/impairment.ts';
import { byType, duration, fields, integer, optional, text } from '../language/shape.ts';
import type { Shape } from '../language/shape.ts';

const described = <T>({ schema }: Shape<T>, description: string): Shape<T> => ({ schema: { ...schema, description } });

const perFamily = <T extends string | number>(value: Shape<T>): Shape<PerFamily<T>> => {
  const description = String(value.schema['description']);
  const ofEach = fields('a value for each family that has one', {
    ipv6: optional(described(value, 'the same for IPv6')),
    ipv4: optional(described(value, 'the same for IPv4, without ARP')),
  });
  const byFamily: Shape<{ readonly ipv6?: T; readonly ipv4?: T }> = {
    schema: { ...ofEach.schema, title: 'a mapping of families such as {ipv6: …}', minProperties: 1 },
  };
  const either = byType(description, value, byFamily);
  const { title, examples } = value.schema;
  return { schema: { ...either.schema, title, examples } };
};

const share = (description: string): Shape<string> => ({
  schema: {
    ...text(description, /^(100|[0-9]{1,2}(\.[0-9]{1,2})?)%$/, '1%').schema,
    title: 'a share in percent',
  },
});

/** What may be set for a link, and for one direction of it. */
export const impairmentFields = {
  delay: optional(perFamily(duration('how much later frames arrive; write 0ms where only a later step delays them'))),
  loss: optional(perFamily(share('the share of frames that are lost at random'))),
  duplicate: optional(perFamily(share('the share of frames that arrive twice'))),
  reorder: optional(
    perFamily(share('the share of frames that are not delayed, and so overtake others; it needs a delay')),
  ),
  passes: optional(
    perFamily({
      schema: {
        ...integer('bytes of the longest IP packets that are carried; longer ones vanish without an error', 0, 65535)
          .schema,
        title: 'a number of bytes',
        examples: [1500],
      },
    } as Shape<number>),
  ),
} as const;

/** All that may be set for one direction. */
export const impairmentShape: Shape<Impairment> = fields(
  'what happens to the frames that leave by the interface; nothing, if it is empty',
  impairmentFields,
);
