/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/path/text.ts > TAP > steps are explained by what is predicted of them > in 120 columns 1`] = `
 1  fetch from client to server bytes 1000
    IPv6  completed
          server → client: client offers MSS 8940; far:to-narrow carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; narrow:to-far carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 8940; server:to-far carries 9000 bytes
          client → server: server offers MSS 8940; client:to-edge carries 9000 bytes
          packets of 1072 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960; far:to-narrow carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; narrow:to-far carries 1500 bytes, so 1460 would fit
          server → client: client offers MSS 8960; server:to-far carries 9000 bytes
          client → server: server offers MSS 8960; client:to-edge carries 9000 bytes
          packets of 1052 bytes get through

 2  upload from client to server bytes 200kB
    IPv6  completed
          server → client: client offers MSS 8940; far:to-narrow carries 1500 bytes, so 1440 would fit
          client → server: server offers MSS 8940; narrow:to-far carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 8940; server:to-far carries 9000 bytes
          client → server: server offers MSS 8940; client:to-edge carries 9000 bytes
          narrow:to-far carries 1500 bytes, and narrow sends Packet Too Big (MTU 1500), which reaches client; packets of
          1500 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960; far:to-narrow carries 1500 bytes, so 1460 would fit
          client → server: server offers MSS 8960; narrow:to-far carries 1500 bytes, so 1460 would fit
          server → client: client offers MSS 8960; server:to-far carries 9000 bytes
          client → server: server offers MSS 8960; client:to-edge carries 9000 bytes
          narrow:to-far carries 1500 bytes, and narrow sends Packet Too Big (MTU 1500), which reaches client; packets of
          1500 bytes get through

 3  fetch from client to server bytes 200kB
    IPv6  2 possible ends
          server → client: client offers MSS 1440; far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8940; narrow:to-far carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 1440; server:to-far carries 9000 bytes
          client → server: server offers MSS 8940; client:to-edge carries 9000 bytes
          server → client: client offers MSS 8940; far:to-narrow carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 8940; server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow carries 1500 bytes, and far sends Packet Too Big (MTU
          1500); far drops packet-too-big
    IPv4  2 possible ends
          server → client: client offers MSS 1460; far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8960; narrow:to-far carries 1500 bytes, so 1460 would fit
          server → client: client offers MSS 1460; server:to-far carries 9000 bytes
          client → server: server offers MSS 8960; client:to-edge carries 9000 bytes
          server → client: client offers MSS 8960; far:to-narrow carries 1500 bytes, so 1460 would fit
          server → client: client offers MSS 8960; server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow carries 1500 bytes, and far sends Packet Too Big (MTU
          1500); far drops packet-too-big

 4  ping from client to server bytes 100
    both  answered
          both packets get through

 5  change edge clamp mss 1396 family ipv4

 6  fetch from client to server bytes 200kB
    IPv6  2 possible ends
          server → client: client offers MSS 1440; far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8940; narrow:to-far carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 1440; server:to-far carries 9000 bytes
          client → server: server offers MSS 8940; client:to-edge carries 9000 bytes
          server → client: client offers MSS 8940; far:to-narrow carries 1500 bytes, so 1440 would fit
          server → client: client offers MSS 8940; server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow carries 1500 bytes, and far sends Packet Too Big (MTU
          1500); far drops packet-too-big
    IPv4  completed
          server → client: client offers MSS 1460, 1396 at server; far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8960, 1396 at client; narrow:to-far carries 1500 bytes
          server → client: client offers MSS 1460, 1396 at server; server:to-far carries 9000 bytes
          client → server: server offers MSS 8960, 1396 at client; client:to-edge carries 9000 bytes
          server → client: client offers MSS 8960, 1396 at server; far:to-narrow carries 1500 bytes
          server → client: client offers MSS 8960, 1396 at server; server:to-far carries 9000 bytes
          packets of 1436 bytes get through

 7  command at edge run nft flush ruleset
    IPv6  not predicted: nft may have changed the network

`

exports[`test/path/text.ts > TAP > steps are explained by what is predicted of them > in 60 columns 1`] = `
 1  fetch from client to server bytes 1000
    IPv6  completed
          server → client: client offers MSS 8940;
          far:to-narrow carries 1500 bytes, so 1440 would
          fit
          client → server: server offers MSS 8940;
          narrow:to-far carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 8940;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8940;
          client:to-edge carries 9000 bytes
          packets of 1072 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960;
          far:to-narrow carries 1500 bytes, so 1460 would
          fit
          client → server: server offers MSS 8960;
          narrow:to-far carries 1500 bytes, so 1460 would
          fit
          server → client: client offers MSS 8960;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8960;
          client:to-edge carries 9000 bytes
          packets of 1052 bytes get through

 2  upload from client to server bytes 200kB
    IPv6  completed
          server → client: client offers MSS 8940;
          far:to-narrow carries 1500 bytes, so 1440 would
          fit
          client → server: server offers MSS 8940;
          narrow:to-far carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 8940;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8940;
          client:to-edge carries 9000 bytes
          narrow:to-far carries 1500 bytes, and narrow sends
          Packet Too Big (MTU 1500), which reaches client;
          packets of 1500 bytes get through
    IPv4  completed
          server → client: client offers MSS 8960;
          far:to-narrow carries 1500 bytes, so 1460 would
          fit
          client → server: server offers MSS 8960;
          narrow:to-far carries 1500 bytes, so 1460 would
          fit
          server → client: client offers MSS 8960;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8960;
          client:to-edge carries 9000 bytes
          narrow:to-far carries 1500 bytes, and narrow sends
          Packet Too Big (MTU 1500), which reaches client;
          packets of 1500 bytes get through

 3  fetch from client to server bytes 200kB
    IPv6  2 possible ends
          server → client: client offers MSS 1440;
          far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8940;
          narrow:to-far carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 1440;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8940;
          client:to-edge carries 9000 bytes
          server → client: client offers MSS 8940;
          far:to-narrow carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 8940;
          server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow
          carries 1500 bytes, and far sends Packet Too Big
          (MTU 1500); far drops packet-too-big
    IPv4  2 possible ends
          server → client: client offers MSS 1460;
          far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8960;
          narrow:to-far carries 1500 bytes, so 1460 would
          fit
          server → client: client offers MSS 1460;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8960;
          client:to-edge carries 9000 bytes
          server → client: client offers MSS 8960;
          far:to-narrow carries 1500 bytes, so 1460 would
          fit
          server → client: client offers MSS 8960;
          server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow
          carries 1500 bytes, and far sends Packet Too Big
          (MTU 1500); far drops packet-too-big

 4  ping from client to server bytes 100
    both  answered
          both packets get through

 5  change edge clamp mss 1396 family ipv4

 6  fetch from client to server bytes 200kB
    IPv6  2 possible ends
          server → client: client offers MSS 1440;
          far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8940;
          narrow:to-far carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 1440;
          server:to-far carries 9000 bytes
          client → server: server offers MSS 8940;
          client:to-edge carries 9000 bytes
          server → client: client offers MSS 8940;
          far:to-narrow carries 1500 bytes, so 1440 would
          fit
          server → client: client offers MSS 8940;
          server:to-far carries 9000 bytes
          completed: packets of 1500 bytes get through
          stalled: packet-too-big-lost at far: far:to-narrow
          carries 1500 bytes, and far sends Packet Too Big
          (MTU 1500); far drops packet-too-big
    IPv4  completed
          server → client: client offers MSS 1460, 1396 at
          server; far:to-narrow carries 1500 bytes
          client → server: server offers MSS 8960, 1396 at
          client; narrow:to-far carries 1500 bytes
          server → client: client offers MSS 1460, 1396 at
          server; server:to-far carries 9000 bytes
          client → server: server offers MSS 8960, 1396 at
          client; client:to-edge carries 9000 bytes
          server → client: client offers MSS 8960, 1396 at
          server; far:to-narrow carries 1500 bytes
          server → client: client offers MSS 8960, 1396 at
          server; server:to-far carries 9000 bytes
          packets of 1436 bytes get through

 7  command at edge run nft flush ruleset
    IPv6  not predicted: nft may have changed the network

`
