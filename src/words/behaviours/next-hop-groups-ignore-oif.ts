import { boolean } from '../language/shape.ts';
import type { Behaviour } from '../language/word.ts';

/**
 * Whether `ip6_route_output` with an interface chooses among all next hops of a group. It decides what a ping teaches: the kernel looks the route
 * up with the interface by which the message arrived (icmpv6_err), and once more without one (rawv6_err). Measured: Linux 6.1.0-54 honours the
 * interface, and then both legs may have learned from one message; 6.12.111 and 6.18 ignore it, and one leg has.
 */
export const nextHopGroupsIgnoreOif: Behaviour = {
  about:
    'An IPv6 lookup that names an interface (oif) ignores it where the route leads to a group of next-hop objects.',
  shape: boolean('whether a lookup that names an interface may find another leg of a group of next-hop objects'),
  example: true,
  probe: `
ip link set lo up
for leg in 1 2; do
  ip link add name leg$leg up type veth peer name far$leg
  ip link set far$leg up
  ip link show leg$leg >/dev/null # the kernel then finishes the change of its carrier
  ip addr add 2001:db8:$leg::1/64 dev leg$leg nodad
  ip nexthop add id $leg via 2001:db8:$leg::2 dev leg$leg
done
ip nexthop add id 3 group 1/2
ip -6 route add 2001:db8:9::/64 nhid 3
found() { ip -6 route get 2001:db8:9::1 oif $1 | sed -n 's/.* dev \\([^ ]*\\) .*/\\1/p'; }
legs="$(found leg1) $(found leg2)"
case $legs in
'leg1 leg2') echo 'no Lookups with oif leg1 and leg2 found these two' ;;
'leg1 leg1' | 'leg2 leg2') echo "yes Lookups with oif leg1 and leg2 found \${legs% *} both times" ;;
*) echo "Lookups with oif leg1 and leg2 found '$legs'"; exit 1 ;;
esac`,
};
