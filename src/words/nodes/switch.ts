import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { fields } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

/** The word `switch`: an Ethernet bridge; what is too long for a port of it is gone, and no message tells anybody (IEEE 802.1D 6.3.8). */
export const bridge: NodeKind<Readonly<Record<never, never>>> = {
  about:
    'Passes frames on between its links and has no address; a frame that is too long for a port vanishes without Packet Too Big.',
  shape: fields('a switch', {}),
  example: {},
  needs: ['bridge'],
  forwards: false,
  bridges: true,
  commands: (place) => [
    quiet(place, 'net.ipv6.conf.all.disable_ipv6', '1', 'a switch says nothing of its own'),
    ...['arp', 'ip', 'ip6'].map((tables) => ({
      ...quiet(
        place,
        `net.bridge.bridge-nf-call-${tables}tables`,
        '0',
        'frames are none of the business of IP filters',
      ),
      ifPresent: true as const,
    })),
  ],
};

const quiet = (
  place: NodeView,
  sysctl: string,
  value: string,
  why: string,
): NodeCommand & { readonly sysctl: string } => ({
  ...{ in: place.name, sysctl, value },
  why,
});
