import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { fields } from '../language/shape.ts';
import type { NodeKind } from '../language/word.ts';

/** The word `switch`: an Ethernet bridge. It drops a frame that is too long for a port and reports it to no one (IEEE 802.1D 6.3.8). */
export const bridge: NodeKind<Readonly<Record<never, never>>> = {
  about:
    'Forwards frames between its links and has no address; a frame that is too long for a port is lost without Packet Too Big.',
  shape: fields('a switch', {}),
  example: {},
  needs: ['bridge'],
  forwards: false,
  bridges: true,
  label: () => 'switch',
  commands: (node) => [
    setting(node, 'net.ipv6.conf.all.disable_ipv6', '1', 'a switch sends no packets of its own'),
    ...['arp', 'ip', 'ip6'].map((tables) => ({
      ...setting(node, `net.bridge.bridge-nf-call-${tables}tables`, '0', 'IP filters do not apply to bridged frames'),
      ifPresent: true as const,
    })),
  ],
};

const setting = (
  node: NodeView,
  sysctl: string,
  value: string,
  why: string,
): NodeCommand & { readonly sysctl: string } => ({ in: node.name, sysctl, value, why });
