import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import t from 'tap';
import { interfacesAt, unknownPlaces } from '../../src/kernel/captures/captured-interfaces.ts';
import { decodeFrame, liveCapture } from '../../src/kernel/captures/live-capture.ts';
import type { CountedPlace } from '../../src/kernel/captures/capture-warnings.ts';
import type { CaptureEvent } from '../../src/kernel/captures/live-capture.ts';
import { ringLayout, ringReader } from '../../src/kernel/captures/packet-ring.ts';
import { openPacketSocket, wallClock } from '../../src/kernel/captures/packet-socket.ts';
import { PtbCapture } from '../../src/kernel/captures/ptb-capture.ts';
import { ptbFilter } from '../../src/kernel/captures/ptb-filter.ts';
import { ptbOf } from '../../src/kernel/captures/ptb-message.ts';
import { backlogWarnings, refusedWarnings, tapWarnings } from '../../src/kernel/captures/capture-warnings.ts';
import { startCapture } from '../../src/kernel/captures/start-capture.ts';
import { WireLimits } from '../../src/kernel/captures/wire-limits.ts';
import { withSegmentationOffload } from '../../src/kernel/system/segmentation-offload.ts';
import { decode } from '../../src/wire/layers/decode.ts';
import type { CapturedFrame, Lab, LabCapture } from '../../src/words/lab/lab.ts';
import { network } from '../words/fixtures/network.ts';
import { ipv4, ipv4PacketTooBig, ipv6, packetTooBig, tcpPorts } from './fixtures/ptb-packets.ts';
import { sendFrame, sendRaw } from './fixtures/raw-socket.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

const signal = new AbortController().signal;
const skip = noNamespaces;

t.test('a place is a node or one of its interfaces; without places every interface is captured', async (t) => {
  const placesOf = (places?: readonly string[]) => interfacesAt(network, places).map(({ place }) => place);
  t.strictSame(interfacesAt(network, ['client']), [
    {
      ...{ node: 'client', name: 'to-edge', place: 'client:to-edge', mtu: 9000 },
      sender: { node: 'edge', name: 'to-client', place: 'edge:to-client' },
    },
  ]);
  t.strictSame(placesOf(['edge', 'client:to-edge']), ['client:to-edge', 'edge:to-client', 'edge:to-transit']);
  t.equal(placesOf().length, [...network.values()].flatMap(({ interfaces }) => interfaces).length);
  t.strictSame(unknownPlaces(network, ['edge', 'edge:to-moon', 'client:to-edge', 'moon']), ['edge:to-moon', 'moon']);
});

t.test(
  'a ring has slots for the bytes of a frame, blocks for its slots, and about the memory that was requested',
  async (t) => {
    t.strictSame(ringLayout(256, 2 ** 20), { slotBytes: 336, blockBytes: 65536, blocks: 16 });
    t.strictSame(ringLayout(65_535, 2 ** 20), { slotBytes: 65_616, blockBytes: 131_072, blocks: 8 });
    t.strictSame(ringLayout(9018, 1), { slotBytes: 9088, blockBytes: 65536, blocks: 2 }, 'at least two blocks');
  },
);

/** Writes a frame into a slot as the kernel does: `struct tpacket2_hdr`, `struct sockaddr_ll` at 32, and the bytes at 80. */
const writeSlot = (
  memory: ArrayBuffer,
  at: number,
  { text, outgoing = false, length = text.length, hardware = 1 }: Written,
): void => {
  const slot = Buffer.from(memory, at);
  slot.writeUInt32LE(1, 0);
  slot.writeUInt32LE(length, 4);
  slot.writeUInt32LE(text.length, 8);
  slot.writeUInt16LE(80, 12);
  slot.writeUInt32LE(1_700_000_000, 16);
  slot.writeUInt32LE(5, 20);
  slot.writeUInt16BE(0x86dd, 34);
  slot.writeUInt16LE(hardware, 40);
  slot[42] = outgoing ? 4 : 0;
  slot.write(text, 80);
};

interface Written {
  readonly text: string;
  readonly outgoing?: boolean;
  readonly length?: number;
  /** ARPHRD_ETHER by default. */
  readonly hardware?: number;
}

t.test(
  'frames are read in their order, over the ends of blocks and of the ring, and their slots are returned',
  async (t) => {
    const ring = { slotBytes: 112, blockBytes: 256, blocks: 2 }; // two slots per block, and 32 unused bytes
    const slots = [0, 112, 256, 368];
    const memory = new ArrayBuffer(512);
    const read = ringReader({ memory, ring, place: 'a:to-b' });
    t.strictSame(read(), []);
    writeSlot(memory, slots[0]!, { text: 'one', outgoing: true });
    writeSlot(memory, slots[1]!, { text: 'two', length: 1500 });
    writeSlot(memory, slots[3]!, { text: 'four' });
    const frame = { place: 'a:to-b', time: 1_700_000_000_000_000_005n };
    t.strictSame(read(), [
      { ...frame, direction: 'out', bytes: Buffer.from('one'), originalLength: 3 },
      { ...frame, direction: 'in', bytes: Buffer.from('two'), originalLength: 1500 },
    ]);
    t.strictSame(read(), [], 'the third slot is empty');
    writeSlot(memory, slots[2]!, { text: 'three' });
    writeSlot(memory, slots[0]!, { text: 'five' });
    t.strictSame(
      read().map(({ bytes }) => String(bytes)),
      ['three', 'four', 'five'],
    );
    t.strictSame(
      slots.map((at) => new Int32Array(memory)[at / 4]),
      [0, 0, 0, 0],
      'TP_STATUS_KERNEL',
    );
  },
);

t.test('a packet of a point-to-point tunnel gets the Ethernet header that it lacks', async (t) => {
  const ring = { slotBytes: 112, blockBytes: 256, blocks: 1 };
  const memory = new ArrayBuffer(256);
  writeSlot(memory, 0, { text: 'packet', length: 1500, hardware: 769 });
  const [frame] = ringReader({ memory, ring, place: 'a:overlay' })();
  t.match(frame, { bytes: Buffer.from(`${'\0'.repeat(12)}\x86\xddpacket`, 'latin1'), originalLength: 1514 });
});

const frameOf = (text: string): CapturedFrame => ({
  ...{ place: 'client:to-edge', direction: 'out', time: 1_700_000_000_000_000_005n },
  ...{ bytes: Buffer.from(text), originalLength: 1500 },
});

/** A lab whose capture returns these frames when it is drained, one list per call, and then when it is stopped. */
const labWith = (drained: CapturedFrame[][], last: CapturedFrame[], whenDrained = () => {}): Lab => {
  const result = { frames: last, counts: [{ place: 'client:to-edge', received: 3, dropped: 1 }], warnings: ['lost'] };
  const drain = () => drained.shift() ?? (whenDrained(), []);
  const capture = async (): Promise<LabCapture> => ({ startedAt: 0n, drain, stop: async () => result });
  return { nodes: network, capture } as unknown as Lab;
};

const collect = async (events: AsyncIterable<CaptureEvent>): Promise<readonly CaptureEvent[]> => {
  const collected: CaptureEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
};

t.test('a live capture yields frames as JSON as they arrive, then the last ones and the counts', async (t) => {
  const over = new AbortController();
  const lab = labWith([[frameOf('one')], [], [frameOf('two')]], [frameOf('three')], () => over.abort());
  const events = await collect(liveCapture(lab, { places: ['client'] }, { over: over.signal, signal }));
  t.match(events[0], { kind: 'capturing', places: [{ place: 'client:to-edge', mtu: 9000 }] });
  t.strictSame(events.slice(-1), [
    { kind: 'captured', counts: [{ place: 'client:to-edge', received: 3, dropped: 1 }], warnings: ['lost'] },
  ]);
  const frames = (JSON.parse(JSON.stringify(events)) as CaptureEvent[]).flatMap((event) =>
    event.kind === 'frames' ? event.frames.map(decodeFrame) : [],
  );
  t.strictSame(frames, ['one', 'two', 'three'].map(frameOf));
});

t.test('a live capture rejects unknown places, and reports nothing more after an abort', async (t) => {
  const signals = { over: signal, signal };
  t.match(await collect(liveCapture(labWith([], []), { places: ['moon', 'client'] }, signals)), [
    { kind: 'problems', text: /^no place moon in this lab\nits places: client:to-edge, edge:to-client, / },
  ]);
  t.match(await collect(liveCapture(labWith([], []), { places: ['clint', 'edge:to-clint'] }, signals)), [
    {
      text: /^no place clint in this lab; did you mean client\?\nno place edge:to-clint in this lab; did you mean edge:to-client\?\n/,
    },
  ]);
  const lost = new AbortController();
  const lab = labWith([], [frameOf('one')], () => lost.abort(new Error('the lab was lost')));
  const events = liveCapture(lab, {}, { over: signal, signal: lost.signal });
  t.match((await events.next()).value, { kind: 'capturing' });
  await t.rejects(events.next(), { cause: { message: 'the lab was lost' } });
  t.strictSame(await events.next(), { value: undefined, done: true });
});

t.test('packets are stamped by the clock of the system', async (t) => {
  const [before, now, after] = [BigInt(Date.now()), wallClock() / 1_000_000n, BigInt(Date.now())];
  t.ok(before <= now && now <= after, `${before} ≤ ${now} ≤ ${after}`);
});

const place = (name: string, mtu = 1500) => ({ node: 'a', name, place: `a:${name}`, mtu });
const ping = (namespace: string) =>
  spawnSync('nsenter', [`--net=${namespace}`, 'ping', '-c', '1', '-s', '1000', '127.0.0.1'], { encoding: 'utf8' });
const noPing = spawnSync('ping', ['-V']).status !== 0 && 'ping is not installed';

t.test(
  'a capture has both directions of every packet and warns of those that exceed the MTU',
  { skip: skip || noPing },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const lo = { places: [place('lo', 500)], namespace: () => namespace };
    const setMtu = (mtu: number) =>
      spawnSync('nsenter', [`--net=${namespace}`, 'ip', 'link', 'set', 'lo', 'mtu', `${mtu}`]);
    for (const full of [true, false]) {
      setMtu(500);
      const capture = await startCapture({ ...lo, full }, signal);
      setMtu(9000); // the kernel would fragment them
      const { status, stderr } = ping(namespace);
      t.equal(status, 0, stderr);
      const drained = capture.drain();
      const { frames, counts, warnings } = await capture.stop();
      const all = [...drained, ...frames];
      t.strictSame(
        all.map(({ direction, originalLength }) => [direction, originalLength]),
        ['out', 'in', 'out', 'in'].map((direction) => [direction, 1042]),
      );
      const snaplen = full ? 500 + 18 : 256;
      t.ok(
        all.every(({ bytes }) => bytes.length >= snaplen && bytes.length < snaplen + 16),
        `${snaplen} bytes`,
      );
      t.ok(all.every(({ time }) => time >= capture.startedAt));
      t.strictSame(counts, [{ place: 'a:lo', received: 4, dropped: 0 }]);
      t.match(warnings[0], /^at a:lo 4 packets \(up to 1042 bytes\) are longer than its MTU of 500 allows/);
      t.strictSame(capture.drain(), [], 'nothing after the end');
    }
  },
);

/** Makes an interface without a link layer: VXLAN-GPE, whose tunnel is that of the route. */
const pointToPoint = `ip link set dev lo up
ip link add name overlay mtu 1400 type vxlan external gpe dstport 4790
ip link set dev overlay up
ip -6 addr add 2001:db8:1::1/128 dev lo
ip -6 route add 2001:db8:2::1 dev overlay encap ip6 id 1 dst 2001:db8:1::1 src 2001:db8:1::1
ping -c 1 -W 0.1 -s 1000 2001:db8:2::1`;

t.test('packets of an interface without a link layer are captured as frames', { skip: skip || noPing }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const inside = (script: string) =>
    spawnSync('nsenter', [`--net=${namespace}`, 'sh', '-ec', script], { encoding: 'utf8' });
  const [ping, ...make] = pointToPoint.split('\n').reverse();
  const made = inside(make.reverse().join('\n'));
  if (made.status !== 0) return t.pass(`no such interface here: ${made.stderr}`);
  const capture = await startCapture({ places: [place('overlay', 1400)], namespace: () => namespace }, signal);
  inside(ping!);
  const { frames } = await capture.stop();
  const request = frames.find(({ direction }) => direction === 'out');
  t.match(decode(request!), { ipv6: { destination: '2001:db8:2::1' }, icmpv6: { type: 128 } });
  t.equal(request!.originalLength, 14 + 40 + 8 + 1000);
});

t.test('frames that find the ring full are counted as dropped', { skip: skip || noPing }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const ring = { slotBytes: 32_768, blockBytes: 65_536, blocks: 1 }; // two slots
  const socket = await openPacketSocket({ namespace, name: 'lo', ring });
  t.teardown(() => socket.close());
  ping(namespace);
  t.strictSame(socket.statistics(), { passed: 0, dropped: 0 }, 'before the start');
  socket.start();
  ping(namespace);
  t.strictSame(socket.statistics(), { passed: 4, dropped: 2 });
  socket.stop();
  ping(namespace);
  t.strictSame(socket.statistics(), { passed: 0, dropped: 0 }, 'after the stop');
  const read = ringReader({ memory: socket.memory, ring, place: 'a:lo' });
  t.equal(read().length, 2, 'frames in the ring remain readable');
});

t.test('a capture that cannot start at one interface starts at none', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const own = readlinkSync('/proc/thread-self/ns/net');
  const capture = startCapture({ places: [place('lo'), place('moon')], namespace: () => namespace }, signal);
  await t.rejects(capture, { name: 'MachineError', message: /^if_nametoindex failed for moon: ENODEV/ });
  const tooSmall = openPacketSocket({ namespace, name: 'lo', ring: { slotBytes: 16, blockBytes: 4096, blocks: 1 } });
  await t.rejects(tooSmall, { message: 'the kernel refused 4096 bytes for a packet ring' });
  t.equal(readlinkSync('/proc/thread-self/ns/net'), own);
  const aborted = AbortSignal.abort(new Error('enough'));
  await t.rejects(startCapture({ places: [], namespace: () => namespace }, aborted), { message: 'enough' });
});

const hops = { source: '2001:db8:3::1', destination: '2001:db8:4::1' };
const flow = { source: '2001:db8:4::1', destination: '2001:db8:1::1' };
const ipv4Flow = { source: '192.0.2.49', destination: '192.0.2.1' };

t.test('a Packet Too Big is read with what it quotes, also behind extension headers and in tunnels', async (t) => {
  const quoted = ipv6({ ...flow, next: 6, payload: tcpPorts(80, 20001), length: 9000 });
  const plain = ptbOf(ipv6({ ...hops, next: 58, payload: packetTooBig(1500, quoted) }));
  t.match(plain, { family: 'ipv6', mtu: 1500, from: hops.source });
  t.match(plain?.quoted, [{ protocol: 6, sourceAddress: flow.source, source: 80, destination: 20001, outerBytes: 0 }]);
  t.match(plain?.quote, /^0620010db8000400.*00504e21$/, 'as the sets of nft contain it');
  const tunnel = ipv6({ ...flow, destination: 'fd99::1', next: 41, payload: quoted, length: 9040 });
  t.match(ptbOf(ipv6({ ...hops, next: 58, payload: packetTooBig(1500, tunnel) }))?.quoted, [
    { protocol: 41, destinationAddress: 'fd99::1', source: 0 },
    { protocol: 6, destinationAddress: flow.destination, source: 80, outerBytes: 40 },
  ]);
  const routed = Buffer.concat([Buffer.from([6, 0, 4, 0, 0, 0, 0, 0]), tcpPorts(80, 20001)]);
  t.match(
    ptbOf(ipv6({ ...hops, next: 58, payload: packetTooBig(1500, ipv6({ ...flow, next: 43, payload: routed })) })),
    {
      quoted: [{ protocol: 6, source: 80, destination: 20001 }],
      quote: /^2b/,
    },
  );
  const inTunnel = ipv6({
    ...hops,
    next: 41,
    payload: ipv6({ ...hops, next: 58, payload: packetTooBig(1400, quoted) }),
  });
  t.match(ptbOf(inTunnel), { mtu: 1400, quote: plain?.quote, quoted: [{ source: 80 }] });
  const old = ipv4PacketTooBig(1400, ipv4({ ...ipv4Flow, protocol: 6, payload: tcpPorts(80, 20002), length: 9000 }));
  t.match(ptbOf(ipv4({ source: '192.0.2.34', destination: '192.0.2.49', protocol: 1, payload: old })), {
    ...{ family: 'ipv4', mtu: 1400, from: '192.0.2.34', quote: '06c0000231c000020100504e22' },
    quoted: [{ protocol: 6, destination: 20002, outerBytes: 0 }],
  });
  t.equal(ptbOf(ipv6({ ...hops, next: 6, payload: tcpPorts(80, 20001) })), undefined, 'another packet');
  t.equal(ptbOf(Buffer.alloc(3)), undefined, 'a cut packet');
  t.match(ptbOf(ipv6({ ...hops, next: 58, payload: packetTooBig(1500, Buffer.alloc(4)) }))?.quoted, []);
});

t.test(
  'the Packet Too Big messages of a node are counted in both directions, and nothing else',
  { skip },
  async (t) => {
    const namespace = await temporaryNamespace(t);
    const capture = new PtbCapture(() => namespace);
    t.teardown(() => capture.close());
    capture.begin(['a', 'a']);
    const quoted = ipv6({ ...flow, next: 6, payload: tcpPorts(80, 20001), length: 9000 });
    const echo = Buffer.from([128, 0, 0, 0, 0, 1, 0, 1]);
    const message = packetTooBig(1500, quoted);
    const inTunnel = ipv6({ ...hops, next: 58, payload: message });
    const routed = Buffer.concat([Buffer.from([41, 0, 4, 0, 0, 0, 0, 0]), inTunnel]);
    sendRaw(namespace, { to: '::1', protocol: 58 }, [echo, message, message]);
    sendRaw(namespace, { to: '::1', protocol: 41 }, [inTunnel, ipv6({ ...hops, next: 58, payload: echo })]);
    sendRaw(namespace, { to: '::1', protocol: 43 }, [routed]);
    const old = ipv4PacketTooBig(1400, ipv4({ ...ipv4Flow, protocol: 6, payload: tcpPorts(80, 20002), length: 9000 }));
    sendRaw(namespace, { to: '127.0.0.1', protocol: 1 }, [Buffer.from([8, 0, 0, 0, 0, 1, 0, 1]), old]);
    const { ptbs, incomplete } = capture.read();
    const counts = ptbs.map(({ node, direction, family, mtu, packets, from }) =>
      [node, direction, family, mtu, packets, from].join(' '),
    );
    t.strictSame(counts.sort(), [
      'a in ipv4 1400 1 127.0.0.1',
      'a in ipv6 1500 2 2001:db8:3::1',
      'a in ipv6 1500 2 ::1',
      'a out ipv4 1400 1 127.0.0.1',
      'a out ipv6 1500 2 2001:db8:3::1',
      'a out ipv6 1500 2 ::1',
    ]);
    t.equal(incomplete.size, 0);
    t.strictSame(capture.read().ptbs, ptbs, 'a second reading adds nothing');
  },
);

t.test('the filter of Packet Too Big messages has the form of struct sock_fprog', async (t) => {
  const filter = ptbFilter();
  t.equal(filter.length, 16);
  t.equal(filter.readUInt16LE(0), 27, 'instructions');
});

t.test('a node whose buffer overflowed is incomplete', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const capture = new PtbCapture(() => namespace);
  t.teardown(() => capture.close());
  capture.begin(['a']);
  const message = packetTooBig(1500, ipv6({ ...flow, next: 6, payload: Buffer.alloc(1200), length: 9000 }));
  sendRaw(namespace, { to: '::1', protocol: 58 }, Array<Buffer>(20_000).fill(message));
  t.strictSame([...capture.read().incomplete], ['a']);
});

/** Two ends of one link in one namespace: a has the smaller MTU. */
const pairScript =
  'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6; ip link add name a mtu 1500 up type veth peer name b mtu 9000; ip link set dev b up; ethtool -K a tso off';
const pair = [
  { node: 'n', name: 'a', place: 'n:a', mtu: 1500, sender: { node: 'n', name: 'b', place: 'n:b' } },
  { node: 'n', name: 'b', place: 'n:b', mtu: 9000, sender: { node: 'n', name: 'a', place: 'n:a' } },
];

t.test('a frame above the MTU of the interface that sends it was not on the wire', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t, pairScript);
  t.strictSame([...(await withSegmentationOffload(namespace, pair))], ['b']);
  const limits = new WireLimits(pair, () => namespace);
  await limits.read();
  const isRefused = (place: string, direction: 'in' | 'out', originalLength: number, time = wallClock()) =>
    limits.isRefused({ ...frameOf(''), place, direction, originalLength, time });
  t.strictSame([isRefused('n:b', 'in', 1514), isRefused('n:b', 'in', 1515)], [false, true]);
  t.strictSame([isRefused('n:a', 'out', 1518), isRefused('n:a', 'out', 1519)], [false, true]);
  t.equal(isRefused('n:a', 'in', 60_000), false, 'b has segmentation offload');
  t.equal(isRefused('n:b', 'out', 60_000), false);
  t.equal(limits.mtuOf('n:a'), 1500);
  const before = wallClock();
  limits.forget();
  const meanwhile = wallClock();
  t.equal(isRefused('n:b', 'in', 1515), false, 'while the lab changes');
  spawnSync('nsenter', [`--net=${namespace}`, 'ip', 'link', 'set', 'dev', 'a', 'mtu', '4000']);
  await limits.read();
  t.strictSame([isRefused('n:b', 'in', 4014), isRefused('n:b', 'in', 4015)], [false, true], 'after the change');
  t.strictSame([isRefused('n:b', 'in', 1515, before), isRefused('n:b', 'in', 1515, meanwhile)], [true, false]);
});

t.test(
  'a capture leaves such a frame out where it cannot have arrived, and names the interface',
  { skip },
  async (t) => {
    const namespace = await temporaryNamespace(t, pairScript);
    const run = (command: string) => spawnSync('nsenter', [`--net=${namespace}`, ...command.split(' ')]);
    const send = (bytes: number) => sendFrame(namespace, 'a', Buffer.alloc(bytes, 0xff));
    const captureAt = async (places: typeof pair) => {
      const capture = await startCapture({ places, namespace: () => namespace }, signal);
      run('ip link set dev a mtu 9000'); // a packet socket sends no longer frames, other than a TCP socket whose route allows them
      send(1514);
      send(1600);
      run('ip link set dev a mtu 1500');
      const { frames, warnings, counts } = await capture.stop();
      return {
        warnings,
        counts,
        seen: frames.map(({ place, direction, originalLength }) => `${place} ${direction} ${originalLength}`),
      };
    };
    const both = await captureAt(pair);
    t.strictSame(both.seen, ['n:a out 1514', 'n:b in 1514', 'n:a out 1600']);
    t.matchSnapshot(both.warnings.join('\n'));
    const receiver = await captureAt(pair.slice(1));
    t.strictSame(receiver.seen, ['n:b in 1514']);
    t.match(receiver.counts, [{ received: 1 }]);
    t.matchSnapshot(receiver.warnings.join('\n'));
  },
);

t.test('a capture warns of what it lost and of what no wire carries', async (t) => {
  const limits = new WireLimits([], () => '');
  const count = { read: 5, passed: 9, dropped: 3, oversized: 2, longest: 9014, refused: { in: 1, out: 4 } };
  const [sender, receiver] = pair.map((place) => ({ place, count })) as [CountedPlace, CountedPlace];
  t.matchSnapshot(
    [
      ...tapWarnings(sender, limits),
      ...refusedWarnings(sender, [sender, receiver], limits),
      ...refusedWarnings(receiver, [receiver], limits),
      ...backlogWarnings(7),
    ].join('\n'),
  );
  t.strictSame(backlogWarnings(0), []);
});
