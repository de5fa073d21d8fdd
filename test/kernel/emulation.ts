import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { carryFrames } from '../../src/kernel/emulation/carry-frames.ts';
import { DelayQueue } from '../../src/kernel/emulation/delay-queue.ts';
import { emulateLinks } from '../../src/kernel/emulation/emulate-links.ts';
import { FrameCarrier } from '../../src/kernel/emulation/frame-carrier.ts';
import { nowUs } from '../../src/kernel/emulation/frame-clock.ts';
import { openFrameInput, openFrameOutput } from '../../src/kernel/emulation/frame-port.ts';
import type { ArrivedFrame, FrameInput } from '../../src/kernel/emulation/frame-port.ts';
import { faultText, latestMs } from '../../src/kernel/emulation/link-emulation.ts';
import type { HeldFramesCommand } from '../../src/kernel/emulation/link-emulation.ts';
import { threadScript } from '../../src/kernel/emulation/thread-script.ts';
import { useNetem } from '../../src/kernel/emulation/use-netem.ts';
import { loadRuleset } from '../../src/kernel/system/load-ruleset.ts';
import { until } from '../../src/kernel/system/until.ts';
import type { FrameTiming } from '../../src/words/lab/node-command.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

const { signal } = new AbortController();

t.test('frames leave a queue at their time, and in their order where that is the same', async (t) => {
  const queue = new DelayQueue<string>();
  t.equal(queue.nextUs, Infinity);
  for (const [due, frame] of [
    [20, 'b'],
    [30, 'd'],
    [10, 'a'],
    [20, 'c'],
  ] as const)
    queue.add(due, frame);
  t.equal(queue.nextUs, 10);
  t.strictSame([queue.take(), queue.take(), queue.take()], ['a', 'b', 'c']);
  queue.add(5, 'late');
  t.strictSame([queue.nextUs, queue.take(), queue.take(), queue.nextUs], [5, 'late', 'd', Infinity]);
  for (let number = 0; number < 5000; number++) queue.add(number, `${number}`);
  const taken = Array.from({ length: 5000 }, () => queue.take());
  t.equal(taken.at(-1), '4999');
});

/** A frame whose EtherType is that of IPv6, IPv4 or ARP. */
const frameOf = (number: number, etherType: number): Buffer => {
  const frame = Buffer.alloc(25, number);
  frame.writeUInt16BE(etherType, 22);
  return frame;
};
const [IPV6, IPV4, ARP] = [0x86dd, 0x0800, 0x0806];

const promptly: FrameTiming = { delayMs: 0, duplicate: 0, reorder: 0 };

/** A carrier with a clock that stands still, and what it has sent. */
const carrierOf = (arrived: ArrivedFrame[], { random = (): number => 0.5 } = {}) => {
  const state = { now: 0, sent: [] as string[], released: 0, closed: 0 };
  const input: FrameInput = {
    ...{ fd: -1, take: () => arrived.shift(), release: () => void (state.released += 1) },
    close: () => void (state.closed += 1),
  };
  const output = {
    send: (frame: Buffer) => void state.sent.push(`${frame[0]} at ${state.now}`),
    close: () => void (state.closed += 1),
  };
  const carrier = new FrameCarrier(() => state.now, random);
  carrier.add('l0-1', input, output);
  return { carrier, state };
};

t.test('a carrier delays each class of frames by its own time', async (t) => {
  const arrived: ArrivedFrame[] = [IPV6, IPV4, ARP].map((etherType, index) => ({
    ...{ arrivedUs: index, bytes: frameOf(index + 1, etherType), isCut: false },
  }));
  const { carrier, state } = carrierOf(arrived);
  t.ok(carrier.has('l0-1') && !carrier.has('l0-0'));
  t.equal(carrier.advance(), Infinity, 'no timing yet');
  carrier.setTiming('l0-1', {
    ...{ ipv6: { ...promptly, delayMs: 100 }, ipv4: { ...promptly, delayMs: 20 }, other: promptly },
  });
  state.now = 10;
  t.equal(carrier.advance(), 20_001);
  t.strictSame(state.sent, ['3 at 10'], 'ARP is not delayed');
  state.now = 20_001;
  t.equal(carrier.advance(), 100_000);
  state.now = 100_400;
  t.equal(carrier.advance(), Infinity);
  t.strictSame(state.sent.slice(1), ['2 at 20001', '1 at 100400']);
  t.strictSame(carrier.takeFaults(), { worstUs: 400, cut: 0 });
  t.strictSame(carrier.takeFaults(), { worstUs: 0, cut: 0 }, 'each fault is reported once');
  t.equal(state.released, 3, 'the memory of each frame is free again');
  carrier.close();
  t.equal(state.closed, 2);
});

t.test('a carrier duplicates and reorders a share of the frames, and keeps none that is cut', async (t) => {
  const arrived = [1, 2, 3].map((number) => ({
    ...{ arrivedUs: number, bytes: frameOf(number, IPV6), isCut: number === 3 },
  }));
  const numbers = [0.2, 0.009, 0.05, 0.2];
  const { carrier, state } = carrierOf(arrived, { random: () => numbers.shift()! });
  const timing = { delayMs: 1, duplicate: 1, reorder: 10 };
  carrier.setTiming('l0-1', { ipv6: timing, ipv4: promptly, other: promptly });
  state.now = 3;
  t.equal(carrier.advance(), 1001);
  t.strictSame(state.sent, ['2 at 3'], 'the second one overtakes');
  state.now = 1001;
  carrier.advance();
  t.strictSame(state.sent.slice(1), ['1 at 1001', '1 at 1001'], 'the first one comes twice');
  t.equal(carrier.takeFaults().cut, 1);
  t.equal(state.released, 3);
});

t.test('what proves nothing about a network is a sentence', async (t) => {
  t.equal(latestMs, 5);
  t.equal(faultText({ worstUs: 5000, cut: 0 }), undefined);
  t.matchSnapshot([faultText({ worstUs: 5060, cut: 0 }), faultText({ worstUs: 0, cut: 2 })].join('\n'));
});

/** Two veth pairs: what arrives at `in` leaves by `out`. */
const twoPairs = ['a in', 'out b']
  .map((pair) => pair.split(' '))
  .map(
    ([one, other]) =>
      `ip link add name ${one} mtu 9000 type veth peer name ${other} mtu 9000; ip link set dev ${one} up; ip link set dev ${other} up`,
  )
  .join('\n');

const holding = (ipv6: Partial<FrameTiming>, rules = ''): HeldFramesCommand => ({
  ...{ in: 'link.emulator', why: 'a test' },
  netem: { from: 'in', to: 'out', rules, timing: { ipv6: { ...promptly, ...ipv6 }, ipv4: promptly, other: promptly } },
});

/** A broadcast frame with 10 bytes of struct virtio_net_hdr before it. */
const rawFrame = (length: number, etherType = IPV6): Buffer => {
  const frame = Buffer.alloc(10 + 14 + length, 7);
  frame.fill(0, 0, 10).fill(0xff, 10, 16);
  frame.writeUInt16BE(etherType, 22);
  return frame;
};

/** Sends frames into one end of a link, and waits for what leaves the other one; others than these, such as those of the kernel, do not count. */
const exchange = async (namespace: string, frames: readonly Buffer[], expected: number) => {
  const output = openFrameOutput(namespace, 'a');
  const input = await openFrameInput(namespace, 'b', 9018);
  const arrived: ArrivedFrame[] = [];
  const startedUs = nowUs();
  for (const frame of frames) output.send(frame);
  const take = (): boolean => {
    for (let frame = input.take(); frame; frame = input.take())
      if (frame.bytes.subarray(24).every((byte) => byte === 7)) arrived.push(frame);
    return arrived.length >= expected;
  };
  await until('the frames', take, { everyMs: 1, withinMs: 5000 }, signal);
  output.close();
  input.close();
  return arrived.map(({ bytes, arrivedUs }) => ({ length: bytes.length, ms: (arrivedUs - startedUs) / 1000 }));
};

const socketsOf = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;

t.test('a thread carries frames, each at its time, until it is closed', { skip: noNamespaces }, async (t) => {
  t.ok(existsSync(threadScript));
  const namespace = await temporaryNamespace(t, twoPairs);
  const before = socketsOf();
  const emulation = carryFrames({ namespace, longest: 9018 });
  t.equal(await emulation.faults(signal), undefined, 'nothing has begun');
  await emulation.hold([], signal);
  await emulation.hold([holding({ delayMs: 30 })], signal);
  const [ipv4, jumbo, small] = await exchange(namespace, [rawFrame(9000), rawFrame(40), rawFrame(60, IPV4)], 3);
  t.equal(ipv4!.length, 84, 'IPv4 is not delayed');
  t.match([jumbo!.length, small!.length], [9024, 64], 'the order is kept');
  t.ok(jumbo!.ms >= 30 && small!.ms >= 30, `${jumbo!.ms} ms, ${small!.ms} ms`);
  await emulation.hold([holding({ delayMs: 0, duplicate: 100 })], signal);
  t.equal((await exchange(namespace, [rawFrame(40)], 2)).length, 2, 'a change holds for the frames that come later');
  await emulation.close();
  await until('its sockets to be closed', () => socketsOf() === before, { withinMs: 2000 });
  t.pass('nothing is left');
});

t.test('a thread reports that a frame was too long for it', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, twoPairs);
  const emulation = carryFrames({ namespace, longest: 500 });
  await emulation.hold([holding({ delayMs: 1 })], signal);
  t.equal((await exchange(namespace, [rawFrame(9000), rawFrame(40)], 1)).length, 1);
  t.match(await emulation.faults(signal), /^1 frames were too long/);
  await emulation.close();
});

t.test('a thread that cannot begin fails with the reason', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const emulation = carryFrames({ namespace, longest: 500 });
  await t.rejects(emulation.hold([holding({ delayMs: 1 })], signal), {
    name: 'MachineError',
    message: /^cannot impair links: .*in/,
  });
  await emulation.close();
});

t.test('a plan without held frames starts neither netem nor a thread', { skip: noNamespaces }, async (t) => {
  for (const holder of ['netem', 'thread'] as const) {
    const emulation = emulateLinks({ nodes: [] }, holder, (node) => `/nowhere/${node}`);
    await emulation.hold([], signal);
    t.equal(await emulation.faults(signal), undefined);
    await emulation.close();
  }
});

const tryNetem = spawnSync('unshare', ['-n', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem'], { encoding: 'utf8' });
const noNetem = noNamespaces || (tryNetem.status !== 0 && `no netem here: ${tryNetem.stderr?.trim()}`);

t.test('netem holds frames as the thread does', { skip: noNetem }, async (t: Test) => {
  const namespace = await temporaryNamespace(t, twoPairs);
  const rules = (share: string): string =>
    [
      'table netdev emulation { chain i { type filter hook ingress device "in" priority 0; }; chain e { type filter hook egress device "out" priority 0; }; }',
      ...['flush chain netdev emulation i', 'flush chain netdev emulation e'],
      ...['ip6 1:1', 'ip 1:2'].map(
        (each) => `add rule netdev emulation e meta protocol ${each.replace(' ', ' meta priority set ')}`,
      ),
      `add rule netdev emulation i ${share}fwd to "out"`,
    ].join('\n');
  const emulation = useNetem(namespace);
  await emulation.hold([holding({ delayMs: 30 }, rules(''))], signal);
  const [ipv4, jumbo, small] = await exchange(namespace, [rawFrame(9000), rawFrame(40), rawFrame(60, IPV4)], 3);
  t.equal(ipv4!.length, 84);
  t.match([jumbo!.length, small!.length], [9024, 64]);
  t.ok(jumbo!.ms >= 30 && small!.ms >= 30, `${jumbo!.ms} ms, ${small!.ms} ms`);
  await emulation.hold([holding({ delayMs: 0 }, rules('dup to "out"; '.replace('; ', ' ')))], signal);
  t.equal((await exchange(namespace, [rawFrame(40)], 2)).length, 2);
});

t.test('rules alone carry frames, where nothing holds them back', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, twoPairs);
  const ruleset = 'table netdev x { chain c { type filter hook ingress device "in" priority 0; fwd to "out"; }; }';
  await loadRuleset({ namespace, ruleset }, signal);
  t.equal((await exchange(namespace, [rawFrame(9000)], 1)).length, 1);
});
