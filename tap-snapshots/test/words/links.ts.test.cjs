/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/words/links.ts > TAP > a cable is one pair of interfaces in the namespaces of its ends > must match snapshot 1`] = `
a: link add name overlay mtu 1430 address 02:00:00:01:00:01 numtxqueues 1 numrxqueues 1 netns a type veth peer name overlay index 1002 mtu 1430 address 02:00:00:02:00:01 numtxqueues 1 numrxqueues 1 netns b  # link a and b
`

exports[`test/words/links.ts > TAP > a tunnel is an interface in each of its nodes, between their own addresses > must match snapshot 1`] = `
a: link add overlay mtu 1430 address 02:00:00:01:00:01 type vxlan id 1 local 2001:db8:1::1 remote 2001:db8:2::1 dstport 4789  # overlay carries frames to b in UDP over IPv6
b: link add overlay mtu 1430 address 02:00:00:02:00:01 type vxlan id 1 local 2001:db8:2::1 remote 2001:db8:1::1 dstport 4789  # overlay carries frames to a in UDP over IPv6
a: link add overlay mtu 1430 address 02:00:00:01:00:01 type vxlan id 42 local 192.0.2.1 remote 192.0.2.17 dstport 4789 df set  # overlay carries frames to b in UDP over IPv4
b: link add overlay mtu 1430 address 02:00:00:02:00:01 type vxlan id 42 local 192.0.2.17 remote 192.0.2.1 dstport 4789 df set  # overlay carries frames to a in UDP over IPv4
a: link add overlay mtu 1430 address 02:00:00:01:00:01 type geneve id 1 remote 2001:db8:2::1 dstport 6081  # overlay carries frames to b in UDP over IPv6
b: link add overlay mtu 1430 address 02:00:00:02:00:01 type geneve id 1 remote 2001:db8:1::1 dstport 6081  # overlay carries frames to a in UDP over IPv6
a: link add overlay mtu 1430 address 02:00:00:01:00:01 type geneve id 42 remote 192.0.2.17 dstport 6081 df set  # overlay carries frames to b in UDP over IPv4
b: link add overlay mtu 1430 address 02:00:00:02:00:01 type geneve id 42 remote 192.0.2.1 dstport 6081 df set  # overlay carries frames to a in UDP over IPv4
a: link add overlay mtu 1430 type ip6gre local 2001:db8:1::1 remote 2001:db8:2::1 encaplimit none  # overlay carries packets to b in GRE over IPv6
b: link add overlay mtu 1430 type ip6gre local 2001:db8:2::1 remote 2001:db8:1::1 encaplimit none  # overlay carries packets to a in GRE over IPv6
a: link add overlay mtu 1430 type gre local 192.0.2.1 remote 192.0.2.17  # overlay carries packets to b in GRE over IPv4
b: link add overlay mtu 1430 type gre local 192.0.2.17 remote 192.0.2.1  # overlay carries packets to a in GRE over IPv4
a: link add overlay mtu 1430 type gre local 192.0.2.1 remote 192.0.2.17 nopmtudisc  # overlay carries packets to b in GRE over IPv4
b: link add overlay mtu 1430 type gre local 192.0.2.17 remote 192.0.2.1 nopmtudisc  # overlay carries packets to a in GRE over IPv4
a: link add overlay mtu 1430 type gre local 192.0.2.1 remote 192.0.2.17 nopmtudisc ignore-df  # overlay carries packets to b in GRE over IPv4
b: link add overlay mtu 1430 type gre local 192.0.2.17 remote 192.0.2.1 nopmtudisc ignore-df  # overlay carries packets to a in GRE over IPv4
a: link add overlay mtu 1430 type ip6tnl mode any local 2001:db8:1::1 remote 2001:db8:2::1 encaplimit none  # overlay carries packets to b in IP over IPv6
b: link add overlay mtu 1430 type ip6tnl mode any local 2001:db8:2::1 remote 2001:db8:1::1 encaplimit none  # overlay carries packets to a in IP over IPv6
a: link add overlay mtu 1430 type sit mode any local 192.0.2.1 remote 192.0.2.17  # overlay carries packets to b in IP over IPv4
b: link add overlay mtu 1430 type sit mode any local 192.0.2.17 remote 192.0.2.1  # overlay carries packets to a in IP over IPv4
a: link add overlay mtu 1430 type sit mode any local 192.0.2.1 remote 192.0.2.17 nopmtudisc  # overlay carries packets to b in IP over IPv4
b: link add overlay mtu 1430 type sit mode any local 192.0.2.17 remote 192.0.2.1 nopmtudisc  # overlay carries packets to a in IP over IPv4
a: link add overlay mtu 1430 type wireguard  # overlay carries packets to b in encrypted UDP over IPv6
a: sh -c echo "$1" | wg set "$2" listen-port "$3" private-key /proc/self/fd/0 peer "$4" endpoint "$5" allowed-ips 0.0.0.0/0,::/0 sh mM86D3KShrD7GUAERK7F2jAabfZeqOAJma+4rruhEEs= overlay 51820 +CNXsX2mKAfoMMO7V92b/yKKgqBMKD9XDLTR4+ID6kg= [2001:db8:2::1]:51820  # give overlay its key, and the key and address of b
b: link add overlay mtu 1430 type wireguard  # overlay carries packets to a in encrypted UDP over IPv6
b: sh -c echo "$1" | wg set "$2" listen-port "$3" private-key /proc/self/fd/0 peer "$4" endpoint "$5" allowed-ips 0.0.0.0/0,::/0 sh MItP+6b4mSkU76+TiLw105Hi4ZDdnyd7XdD3OekTSFY= overlay 51820 wxYg+loe8VDQhicfiMbtnwmc4yiEOW4Y91oFJEPhXmI= [2001:db8:1::1]:51820  # give overlay its key, and the key and address of a
a: link add overlay mtu 1430 type wireguard  # overlay carries packets to b in encrypted UDP over IPv4
a: sh -c echo "$1" | wg set "$2" listen-port "$3" private-key /proc/self/fd/0 peer "$4" endpoint "$5" allowed-ips 0.0.0.0/0,::/0 sh mM86D3KShrD7GUAERK7F2jAabfZeqOAJma+4rruhEEs= overlay 4500 +CNXsX2mKAfoMMO7V92b/yKKgqBMKD9XDLTR4+ID6kg= 192.0.2.17:4500  # give overlay its key, and the key and address of b
b: link add overlay mtu 1430 type wireguard  # overlay carries packets to a in encrypted UDP over IPv4
b: sh -c echo "$1" | wg set "$2" listen-port "$3" private-key /proc/self/fd/0 peer "$4" endpoint "$5" allowed-ips 0.0.0.0/0,::/0 sh MItP+6b4mSkU76+TiLw105Hi4ZDdnyd7XdD3OekTSFY= overlay 4500 wxYg+loe8VDQhicfiMbtnwmc4yiEOW4Y91oFJEPhXmI= 192.0.2.1:4500  # give overlay its key, and the key and address of a
a: link add overlay mtu 1430 type xfrm if_id 1  # overlay carries packets to b in ESP over IPv6
a: ip xfrm state add src 2001:db8:1::1 dst 2001:db8:2::1 proto esp spi 257 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 1  # encrypt for b
a: ip xfrm state add src 2001:db8:2::1 dst 2001:db8:1::1 proto esp spi 257 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 1  # decrypt what comes from b
a: xfrm policy add src ::/0 dst ::/0 dir out if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what leaves by overlay is encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir out if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what leaves by overlay is encrypted
a: xfrm policy add src ::/0 dst ::/0 dir in if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what arrives by overlay for a was encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir in if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what arrives by overlay for a was encrypted
a: xfrm policy add src ::/0 dst ::/0 dir fwd if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir fwd if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
b: link add overlay mtu 1430 type xfrm if_id 1  # overlay carries packets to a in ESP over IPv6
b: ip xfrm state add src 2001:db8:2::1 dst 2001:db8:1::1 proto esp spi 257 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 1  # encrypt for a
b: ip xfrm state add src 2001:db8:1::1 dst 2001:db8:2::1 proto esp spi 257 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 1  # decrypt what comes from a
b: xfrm policy add src ::/0 dst ::/0 dir out if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what leaves by overlay is encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir out if_id 1 tmpl src 2001:db8:2::1 dst 2001:db8:1::1 proto esp mode tunnel  # what leaves by overlay is encrypted
b: xfrm policy add src ::/0 dst ::/0 dir in if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what arrives by overlay for b was encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir in if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what arrives by overlay for b was encrypted
b: xfrm policy add src ::/0 dst ::/0 dir fwd if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir fwd if_id 1 tmpl src 2001:db8:1::1 dst 2001:db8:2::1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
a: link add overlay mtu 1430 type xfrm if_id 42  # overlay carries packets to b in ESP over IPv4
a: ip xfrm state add src 192.0.2.1 dst 192.0.2.17 proto esp spi 298 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 42  # encrypt for b
a: ip xfrm state add src 192.0.2.17 dst 192.0.2.1 proto esp spi 298 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 42  # decrypt what comes from b
a: xfrm policy add src ::/0 dst ::/0 dir out if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what leaves by overlay is encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir out if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what leaves by overlay is encrypted
a: xfrm policy add src ::/0 dst ::/0 dir in if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what arrives by overlay for a was encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir in if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what arrives by overlay for a was encrypted
a: xfrm policy add src ::/0 dst ::/0 dir fwd if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
a: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir fwd if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what arrives by overlay for others was encrypted
b: link add overlay mtu 1430 type xfrm if_id 42  # overlay carries packets to a in ESP over IPv4
b: ip xfrm state add src 192.0.2.17 dst 192.0.2.1 proto esp spi 298 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 42  # encrypt for a
b: ip xfrm state add src 192.0.2.1 dst 192.0.2.17 proto esp spi 298 mode tunnel flag af-unspec aead rfc4106(gcm(aes)) 0x6d74756c61626d74756c61626d74756c61620001 128 if_id 42  # decrypt what comes from a
b: xfrm policy add src ::/0 dst ::/0 dir out if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what leaves by overlay is encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir out if_id 42 tmpl src 192.0.2.17 dst 192.0.2.1 proto esp mode tunnel  # what leaves by overlay is encrypted
b: xfrm policy add src ::/0 dst ::/0 dir in if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what arrives by overlay for b was encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir in if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what arrives by overlay for b was encrypted
b: xfrm policy add src ::/0 dst ::/0 dir fwd if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what arrives by overlay for others was encrypted
b: xfrm policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir fwd if_id 42 tmpl src 192.0.2.1 dst 192.0.2.17 proto esp mode tunnel  # what arrives by overlay for others was encrypted
`
