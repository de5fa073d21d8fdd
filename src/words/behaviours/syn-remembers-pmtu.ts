import { boolean } from '../language/shape.ts';
import type { Behaviour } from '../language/word.ts';

/**
 * Whether `tcp_advertise_mss` reads the path MTU of the route. Measured, over IPv6 and IPv4: Linux 6.1.0-54 and 6.18 do, 6.12.111 offers what
 * fits the interface.
 */
export const synRemembersPmtu: Behaviour = {
  about:
    'A SYN or SYN-ACK offers an MSS that fits the path MTU which its sender has learned, not that of the interface.',
  shape: boolean('whether a learned path MTU lowers the MSS that the next SYN or SYN-ACK offers'),
  example: true,
  // The closed port at the end of the path answers each SYN by an RST, so that nothing waits; the router in between counts what SYNs offer.
  // Neighbours are solicited from link-local addresses, which must not wait for the detection of duplicates. A link is looked up by its name
  // since that makes the kernel finish the change of its carrier, which else may take a second.
  probe: `
no_detection='echo 0 >/proc/sys/net/ipv6/conf/all/accept_dad; echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad'
sh -ec "$no_detection"
for name in r d; do
  ip netns add $name
  ip netns exec $name sh -ec "$no_detection"
done
ip link set lo up
ip link add name near mtu 9000 up type veth peer name near mtu 9000 netns r
ip -n r link set near up
ip -n r link add name far mtu 1500 up type veth peer name far mtu 1500 netns d
ip -n d link set far up
for look in 'link show near' '-n r link show near' '-n r link show far'; do ip $look >/dev/null; done
ip -batch - <<'END'
addr add 2001:db8:1::1/64 dev near nodad
addr add 192.0.2.1/30 dev near
route add 2001:db8:2::/64 via 2001:db8:1::2
route add 192.0.2.4/30 via 192.0.2.2
END
ip -n r -batch - <<'END'
addr add 2001:db8:1::2/64 dev near nodad
addr add 192.0.2.2/30 dev near
addr add 2001:db8:2::1/64 dev far nodad
addr add 192.0.2.5/30 dev far
END
ip -n d -batch - <<'END'
addr add 2001:db8:2::2/64 dev far nodad
addr add 192.0.2.6/30 dev far
route add 2001:db8:1::/64 via 2001:db8:2::1
route add 192.0.2.0/30 via 192.0.2.5
END
ip netns exec r sh -ec '
  echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
  echo 1 >/proc/sys/net/ipv4/ip_forward
  echo "table inet probe {
    set offered { typeof tcp option maxseg size; flags dynamic; size 16; }
    chain c { type filter hook prerouting priority 0; tcp flags & (syn | ack) == syn update @offered { tcp option maxseg size }; }
  }" | nft -f -'
offered() {
  ip netns exec r nft flush set inet probe offered
  timeout 10 "$MTULAB_NODE" -e 'require("net").connect(9, process.argv[1]).on("error", () => {})' $1 || true
  ip netns exec r nft list set inet probe offered | sed -n 's/.*elements = { \\([0-9]*\\) }.*/\\1/p'
}
seen=''
for address in 2001:db8:2::2 192.0.2.6; do
  before=$(offered $address)
  ping -c 1 -w 5 -s 3000 -M do $address >/dev/null || true
  ip route get $address | grep -q 'mtu 1500' || { echo "$address: no path MTU was learned"; exit 1; }
  after=$(offered $address)
  [ -n "$before" ] && [ -n "$after" ] || { echo "$address: no SYN was seen"; exit 1; }
  seen="$seen\${seen:+, }$before before and $after after"
  [ $after -lt $before ] && answers="$answers yes" || answers="$answers no"
done
case $answers in
' yes yes') echo "yes SYNs offered an MSS of $seen a path MTU of 1500 bytes was learned (IPv6, IPv4)" ;;
' no no') echo "no SYNs offered an MSS of $seen a path MTU of 1500 bytes was learned (IPv6, IPv4)" ;;
*) echo "IPv6 and IPv4 differ: SYNs offered an MSS of $seen a path MTU of 1500 bytes was learned"; exit 1 ;;
esac`,
};
