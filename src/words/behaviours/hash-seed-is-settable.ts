import { boolean } from '../language/shape.ts';
import type { Behaviour } from '../language/word.ts';

/** Since Linux 6.11. Before, each boot has a seed of its own, and flows of unbound sockets over IPv6 all take one leg, which may be either (measured on 6.1). */
export const hashSeedIsSettable: Behaviour = {
  about: 'The legs of flows are the same on every boot, since net.ipv4.fib_multipath_hash_seed fixes the hash.',
  shape: boolean('whether the hash that chooses the leg of a flow has a seed that can be set'),
  example: true,
  probe: `
if [ -e /proc/sys/net/ipv4/fib_multipath_hash_seed ]; then echo 'yes Linux has net.ipv4.fib_multipath_hash_seed'
else echo 'no Linux has no net.ipv4.fib_multipath_hash_seed'; fi`,
};
