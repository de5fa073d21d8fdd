import { text } from '../language/shape.ts';
import type { Shape } from '../language/shape.ts';

/** The name of a counter: those of /proc/net begin with a capital, those of an interface are in lower case. */
export const counterName: Shape<string> = text(
  'a counter of /proc/net, such as Ip6InTooBigErrors, or of an interface in /sys/class/net, such as rx_dropped; tx_over_mtu are packets that an interface did not send because of its own MTU',
  /^([A-Z][A-Za-z0-9]+|[a-z]+(_[a-z]+)*)$/,
  'Ip6InTooBigErrors',
);
