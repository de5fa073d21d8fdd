import { byType, fields, integer, list, oneOf, optional, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';

/** What a node that translates addresses does. */
export const natShape = fields('which sources the node replaces by its own address', {
  towards: reference('node', 'only packets that leave towards this neighbour'),
  ports: optional(
    text(
      'the ports that it gives to TCP and UDP; without them it keeps a port while it is free',
      /^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$/,
      '40000-40100',
    ),
  ),
  publish: optional(
    list(
      'ports of TCP and UDP at which that neighbour finds other nodes: the destination of what arrives from there is replaced',
      fields('a published port', {
        port: integer('the port of this node', 1, 65535),
        to: reference('node', 'the node that gets the packets'),
        'to-port': optional(integer('its port; the same by default', 1, 65535)),
      }),
      1,
    ),
  ),
  errors: optional(
    byType(
      'what becomes of an ICMP error that arrives from that neighbour for its own address',
      oneOf(
        'translated: the sender of the quoted packet gets it, as an error about the packet that it sent; kept: it ends in this node, and no sender learns of it',
        'translated',
        'kept',
      ),
      fields('it is handed on with the quote of a packet that its receiver has not sent', {
        untranslated: reference('node', 'the node that gets all of them'),
      }),
    ),
    'translated',
  ),
});

export type Nat = ValueOf<typeof natShape>;
