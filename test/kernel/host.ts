import { createServer } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { watchArrivedMessages } from '../../src/kernel/host/arrived-messages.ts';
import { shakeHands } from '../../src/kernel/host/handshake.ts';
import { here, hostLab, there } from '../../src/kernel/host/host-lab.ts';
import { portsByDevice } from '../../src/kernel/host/leg-ports.ts';
import { interfaceMtus, interfacesWithOffload, pathMtuSysctls } from '../../src/kernel/host/local-settings.ts';
import { readPathMtuRules, rulesOfIptables, rulesOfNft } from '../../src/kernel/host/packet-too-big-rules.ts';
import { runProgram } from '../../src/kernel/host/run-program.ts';
import { exceptions } from '../../src/words/actions/exceptions.ts';
import { lookup } from '../../src/words/actions/lookup.ts';
import { trace } from '../../src/words/actions/trace.ts';
import { enterNamespace } from './fixtures/enter-namespace.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

const signal = new AbortController().signal;
const skip = noNamespaces;
const ipv4 = { family: 'ipv4', wait: { until: 'end' }, signal } as const;

t.test('a program that fails is a result, and one that does not exist is named', async (t) => {
  t.match(await runProgram(['sh', '-c', 'cat; exit 3'], signal, 'text'), { stdout: 'text', code: 3 });
  await t.rejects(runProgram(['no-such-program'], signal), { message: 'there is no program no-such-program in PATH' });
  const stop = new AbortController();
  const running = runProgram(['sleep', '60'], stop.signal);
  stop.abort(new Error('interrupted'));
  await t.rejects(running, { message: 'interrupted' });
});

const ruleset = `table inet filter {
	chain input {
		type filter hook input priority filter; policy accept;
		icmpv6 type { packet-too-big, time-exceeded } counter packets 3 bytes 300 drop
		icmp type destination-unreachable icmp code frag-needed reject
		icmpv6 type nd-neighbor-solicit drop
		icmpv6 type packet-too-big accept
		jump other
	}
	chain other {
		meta l4proto ipv6-icmp drop
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
		tcp flags syn / syn,rst tcp option maxseg size set rt mtu
	}
}
table ip6 mangle {
	chain FORWARD {
		type filter hook forward priority mangle; policy accept;
		tcp flags syn / syn,rst counter packets 0 bytes 0 # xt_TCPMSS
	}
}
`;

t.test('the rules of nft that concern path MTUs are found, each with its place', async (t) => {
  const summary = rulesOfNft(ruleset, false).map(({ effect, family = 'both', place, hook = '-' }) => [
    effect,
    family,
    place,
    hook,
  ]);
  t.strictSame(summary, [
    ['drops', 'ipv6', 'inet filter input', 'input'],
    ['drops', 'ipv4', 'inet filter input', 'input'],
    ['drops', 'ipv6', 'inet filter other', '-'],
    ['clamps', 'both', 'inet filter forward', 'forward'],
    ['clamps', 'ipv6', 'ip6 mangle FORWARD', 'forward'],
  ]);
  t.equal(rulesOfNft(ruleset, true).length, 4, 'iptables-save shows those of iptables');
  t.match(rulesOfNft(ruleset, true)[0], { text: 'icmpv6 type { packet-too-big, time-exceeded } counter drop' });
});

t.test('so are those of iptables', async (t) => {
  const text = `*mangle
:FORWARD ACCEPT [0:0]
-A FORWARD -o eth0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
COMMIT
*filter
[3:300] -A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 2 -j DROP
-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j DROP
-A INPUT -p ipv6-icmp -j ACCEPT
-A CUSTOM -p ipv6-icmp -j DROP
COMMIT
`;
  t.strictSame(rulesOfIptables(text, 'ipv6'), [
    {
      ...{ effect: 'clamps', family: 'ipv6', place: 'ip6tables mangle FORWARD' },
      text: '-A FORWARD -o eth0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
      hook: 'forward',
    },
    {
      ...{ effect: 'drops', family: 'ipv6', place: 'ip6tables filter INPUT' },
      text: '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 2 -j DROP',
      hook: 'input',
    },
    {
      ...{ effect: 'drops', family: 'ipv6', place: 'ip6tables filter CUSTOM' },
      text: '-A CUSTOM -p ipv6-icmp -j DROP',
    },
  ]);
  const fragmentationNeeded = ['3/4', '3', 'fragmentation-needed'].map(
    (type) => `-A INPUT -p icmp -m icmp --icmp-type ${type} -j DROP`,
  );
  t.equal(rulesOfIptables(fragmentationNeeded.join('\n'), 'ipv4').length, 3);
  t.strictSame(rulesOfIptables('-A INPUT -p icmp -m icmp --icmp-type 3/3 -j DROP', 'ipv4'), []);
});

t.test('the network that this process is in', { skip }, async (t) => {
  const namespace = await temporaryNamespace(
    t,
    `ip link add out mtu 9000 type veth peer name wire
    ip link set out up; ip link set wire up
    ip address add 192.0.2.1/24 dev out
    ip route add 198.51.100.0/24 mtu 1400 nexthop via 192.0.2.2 dev out nexthop via 192.0.2.3 dev lo onlink
    ip -6 address add 2001:db8::1/64 dev out nodad
    nft 'add table inet mine; add chain inet mine in { type filter hook input priority 0; }; add rule inet mine in icmpv6 type packet-too-big drop'`,
  );
  enterNamespace(namespace);

  t.test('its interfaces and settings are read', async (t) => {
    t.match(interfaceMtus(), { lo: 65_536, out: 9000 });
    t.strictSame(await interfacesWithOffload(['out']), ['out'], 'a veth segments by default');
    t.match(pathMtuSysctls('ipv4'), { 'net.ipv4.ip_no_pmtu_disc': '0', 'net.ipv4.tcp_mtu_probing': /^[012]$/ });
    t.notOk('net.ipv4.ip_no_pmtu_disc' in pathMtuSysctls('ipv6'));
    t.match(await readPathMtuRules(signal), {
      rules: [{ effect: 'drops', place: 'inet mine in', hook: 'input' }],
      unread: [],
    });
  });

  t.test('words look at its routes as at those of a lab', async (t) => {
    const lab = hostLab('ipv4', { from: '192.0.2.1', to: '198.51.100.9' });
    const { output } = await lookup.perform(lab, { at: here, to: there, kind: 'fibmatch' }, ipv4);
    t.match(JSON.parse(output!.stdout), [{ dst: '198.51.100.0/24', metrics: [{ mtu: 1400 }] }]);
    t.strictSame(await exceptions.perform(lab, { at: here, to: there }, ipv4), { pmtu: { out: null, lo: null } });
    t.strictSame(lab.counters(here), {});
    const ports = await portsByDevice({ family: 'ipv4', from: '192.0.2.1', to: '198.51.100.9', port: 33_434 }, signal);
    t.ok(ports.size >= 1 && [...ports.keys()].every((device) => ['out', 'lo'].includes(device)));
  });

  t.test('a trace ends at a destination that answers, in one hop on the same machine', async (t) => {
    const lab = hostLab('ipv4', { from: '127.0.0.1', to: '127.0.0.2' });
    const { hops } = await trace.perform(lab, { from: here, to: there, bytes: 1400, port: 31_000 }, ipv4);
    t.strictSame(hops, [{ node: there, bytes: 1400 }]);
    const output = await lab.run(here, ['true'], signal);
    t.equal(output.code, 0);
  });

  t.test('a handshake shows the MSS of both ends, on the wire and by its socket', async (t) => {
    const server = createServer((socket) => socket.on('error', () => {})).listen(8080, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => server.close());
    const request = { family: 'ipv4', to: '127.0.0.1', port: 8080, devices: [{ name: 'lo', mtu: 65_536 }] } as const;
    const seen = await shakeHands(request, signal);
    t.match(seen, { outcome: 'established', seenBy: 'capture', synMss: 65_495, synAckMss: 65_495, sourcePort: Number });
    const bySocket = await shakeHands({ ...request, devices: [{ name: 'none', mtu: 1500 }] }, signal);
    t.match(bySocket, { outcome: 'established', seenBy: 'socket', synMss: 65_495, noCapture: /none/ });
    t.notOk('synAckMss' in bySocket, 'of the other end the socket has only a limit');
    t.match(await shakeHands({ ...request, port: 8081 }, signal), { outcome: 'refused', synMss: 65_495 });
  });

  t.test('messages that arrive are watched', async (t) => {
    const watch = watchArrivedMessages();
    t.strictSame(watch.read(), []);
    await watch.close();
  });
});
