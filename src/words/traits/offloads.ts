import { oneOf } from '../shape.ts';
import type { Typed } from '../shape.ts';
import type { Trait } from '../word.ts';

const shape = oneOf('whether the kernel may pass on packets larger than the wire would carry', 'on', 'off');

/** The word `offloads`: `off` makes each packet leave the node at its wire size, so that captures and silent MTU mismatches are true. */
export const offloads: Trait<Typed<typeof shape>> = {
  about: 'Off: every packet leaves this node in its wire size, as captures and a link with two different MTUs need it.',
  shape,
  example: 'off',
  commands: (place, now = 'on') =>
    place.interfaces.map(({ name }) => ({
      in: place.name,
      ip: ['link', 'set', 'dev', name, 'gso_max_segs', now === 'off' ? '1' : '65535'],
      why: now === 'off' ? `packets leave ${name} in their wire size` : `${name} takes packets that are cut later`,
    })),
};
