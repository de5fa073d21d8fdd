import type { Shape, ValueOf } from '../language/shape.ts';
import { fields, integer, mapOf, optional, text } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { switchConflict } from './switch-conflict.ts';

const table = (description: string): Shape<Readonly<Record<string, number>>> =>
  mapOf(
    description,
    integer('the value', 0, 65535),
    text(
      'an IPv6 prefix; those of IPv4 addresses begin with ::ffff:',
      /^[0-9a-f:.]{2,45}\/[0-9]{1,3}$/,
      '::ffff:0:0/96',
    ),
  );

const shape = fields('a policy table of RFC 6724', {
  precedence: optional(table('destinations with a larger value come first; replaces the whole default table')),
  label: optional(
    table('a destination is preferred whose label is that of its source; replaces the whole default table'),
  ),
});

/** The word `gai-conf`: the gai.conf(5) that getaddrinfo of glibc reads; other resolvers of names ignore it. */
export const gaiConf: Trait<ValueOf<typeof shape>> = {
  about: 'Sets the order in which getaddrinfo of a node returns the addresses of a name (gai.conf of glibc).',
  shape,
  example: { precedence: { '::ffff:0:0/96': 100 } },
  needs: ['gai-conf'],
  conflict: (node) => switchConflict(node),
  label: (settings) => `${Object.keys(settings).join(' and ') || 'default'} table of addresses`,
  commands: (node, now, before) =>
    now === undefined && before === undefined
      ? []
      : [
          {
            ...{ in: node.name, file: 'gai.conf', text: now === undefined ? null : gaiConfText(now) },
            why: now === undefined ? 'addresses have their default order' : 'the scenario sets the order of addresses',
          },
        ],
};

const gaiConfText = (settings: ValueOf<typeof shape>): string =>
  Object.entries(settings)
    .flatMap(([key, entries]) => Object.entries(entries).map(([prefix, value]) => `${key} ${prefix} ${value}`))
    .join('\n');
