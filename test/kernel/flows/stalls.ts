import type { Socket } from 'node:net';
import t from 'tap';
import type { PtbCount } from '../../../src/evidence/ledger/ledger.ts';
import type { Sample } from '../../../src/evidence/sockets/sample.ts';
import type { TcpInfo } from '../../../src/evidence/sockets/tcp-info.ts';
import { FlowObserver } from '../../../src/kernel/flows/flow-observer.ts';
import type { Family } from '../../../src/evidence/family.ts';
import { FlowReadings } from '../../../src/kernel/flows/flow-readings.ts';
import { startKeepaliveProbes, stopKeepaliveProbes } from '../../../src/kernel/flows/keepalive-probe.ts';
import { isReadingDue, isSameSilence } from '../../../src/kernel/flows/ongoing-silence.ts';
import type { OngoingSilence } from '../../../src/kernel/flows/ongoing-silence.ts';
import { isUnchanged, Sampler } from '../../../src/kernel/flows/sampler.ts';
import { activeMs, nextTick } from '../../../src/kernel/flows/sampling-clock.ts';
import { StallDetector } from '../../../src/kernel/flows/stall-detector.ts';
import type { WatchedFlow } from '../../../src/kernel/flows/watched-flow.ts';
import { download, emptyLab, established, transferOf } from '../fixtures/flow.ts';

const { signal } = new AbortController();
const flow: WatchedFlow = { request: download, transfer: transferOf({}), context: emptyLab };

/** Replaces the sampler by recorded samples: `show` adds one, and every later call of `take` returns it. */
const recordedSampler = () => {
  const samples: Sample[] = [];
  const recorded = { samples, take: () => samples.at(-1)!, elapsedMs: () => samples.at(-1)?.atMs ?? 0 };
  return { sampler: recorded as unknown as Sampler, show: (sample: Sample) => void samples.push(sample) };
};

/** The sender retransmits; the receiver gets nothing. */
const silent = (atMs: number, backoff: number, part: Partial<TcpInfo> = {}): Sample => ({
  atMs,
  sender: { ...established, ...{ unacked: 8, backoff, totalRetrans: backoff, totalRto: backoff, ...part } },
  receiver: { ...established, lastAckRecvMs: atMs },
});

t.test('a silence lasts while the same end waits for the same byte', async (t) => {
  const silence = { end: 'sender', fromMs: 0, backoff: 1, acked: 500 } as const;
  const ongoing = { silence } as OngoingSilence;
  t.ok(isSameSilence(ongoing, { ...silence, backoff: 3 }));
  t.notOk(isSameSilence(ongoing, { ...silence, acked: 501 }));
  t.notOk(isSameSilence(ongoing, { ...silence, end: 'receiver' }));
  t.notOk(isSameSilence(ongoing, undefined));
});

t.test('a reading is due after each timeout, and every 250 ms while probes may prove a cause', async (t) => {
  const at = (backoff: number) => ({ end: 'sender', fromMs: 0, backoff, acked: 0 }) as const;
  const read = (readBackoff: number, word?: 'unknown' | 'blackout') =>
    ({ readBackoff, latest: { atMs: 1000 }, ...(word && { proof: { cause: { word } } }) }) as OngoingSilence;
  t.ok(isReadingDue(read(1), at(2), 1000), 'another timeout');
  t.notOk(isReadingDue(read(2), at(2), 5000), 'too early for probes');
  t.notOk(isReadingDue(read(3), at(3), 1249));
  t.ok(isReadingDue(read(3), at(3), 1250));
  t.ok(isReadingDue(read(3, 'unknown'), at(3), 1250));
  t.notOk(isReadingDue(read(3, 'blackout'), at(3), 5000), 'the cause is proved');
  t.ok(isReadingDue({ readBackoff: 3 } as OngoingSilence, at(3), 250), 'without a reading');
});

t.test('three timeouts prove a stall, and a later acknowledgment ends it', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  const update = (sample: Sample) => (show(sample), stalls.update());
  update(silent(0, 0));
  t.notOk(stalls.isUndecided(), 'no timeout yet');
  update(silent(220, 1));
  t.ok(stalls.isUndecided());
  t.notOk(stalls.isProved());
  update(silent(640, 2));
  t.strictSame(stalls.episodes, []);
  update(silent(1520, 3));
  t.match(stalls.episodes, [{ fromMs: 0, cause: { word: 'unknown' } }]);
  t.notOk(stalls.isUndecided());
  t.notOk(stalls.isProved(), 'keepalive probes may yet find the cause');
  stalls.beforeChange();
  update(silent(3200, 0, { unacked: 0, bytesAcked: 1000, totalRto: 4, lastAckRecvMs: 100 }));
  t.match(stalls.episodes, [{ fromMs: 0, untilMs: 3100, healedBy: 'change' }]);
  t.notOk(stalls.isProved());
});

/** Readings of a sender `b` that accepts a Packet Too Big when `accept` is called. */
const readingsOf = (sampler: Sampler) => {
  const ptbs: PtbCount[] = [];
  const readings = new FlowReadings(flow, sampler);
  const nodes = () => ({ atMs: 0, counters: {}, ledger: { ptbs: [...ptbs], segments: [], fragments: [] } });
  readings.readNodes = nodes;
  readings.readSilence = () => ({ ...nodes(), ...sampler.samples.at(-1)! });
  const accept = (mtu: number) =>
    void ptbs.push({ node: 'b', hook: 'taken', family: 'ipv6', mtu, quote: `${mtu}`, quoted: [], packets: 1 });
  return { readings, accept };
};

t.test('a Packet Too Big that arrives while a change is applied heals the stall', async (t) => {
  const healer = (mtu: number, { acceptedEarlier = false } = {}) => {
    const { sampler, show } = recordedSampler();
    const { readings, accept } = readingsOf(sampler);
    const stalls = new StallDetector(flow, sampler, readings);
    for (const sample of [silent(0, 0), silent(220, 1), silent(640, 2), silent(1520, 3)])
      (show(sample), stalls.update());
    if (acceptedEarlier) accept(mtu);
    stalls.beforeChange();
    if (!acceptedEarlier) accept(mtu);
    show(silent(1540, 3, { pmtu: 1500, sndMss: 1428 }));
    stalls.update();
    stalls.afterChange();
    show(silent(1600, 0, { pmtu: 1500, sndMss: 1428, unacked: 0, bytesAcked: 1000 }));
    stalls.update();
    return stalls.episodes[0]?.healedBy;
  };
  t.equal(healer(1500), 'packet-too-big', 'its MTU is the new path MTU');
  t.equal(healer(1500, { acceptedEarlier: true }), 'change', 'a message that did not help before');
  t.equal(healer(1400), undefined, 'the change may have lowered the path MTU, or a message for another destination');
});

t.test('a stall without another explanation is healed by a rehash', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  const samples = [
    ...[silent(0, 0), silent(220, 1), silent(640, 2), silent(1520, 3)],
    silent(3200, 0, { unacked: 0, bytesAcked: 1000, totalRto: 4, lastAckRecvMs: 0 }),
  ];
  for (const sample of samples) (show(sample), stalls.update());
  t.match(stalls.episodes, [{ untilMs: 3200, healedBy: 'rehash' }]);
});

t.test('a stall whose socket is closed has no end', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  const samples = [silent(0, 0), silent(220, 1), silent(640, 2), silent(1520, 3), { atMs: 1600 }];
  for (const sample of samples) (show(sample), stalls.update());
  t.equal(stalls.episodes.length, 1);
  t.notOk('untilMs' in stalls.episodes[0]!);
});

t.test('a flow whose data still arrives is slow, not stalled', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  const arriving = (atMs: number, backoff: number): Sample => ({
    ...silent(atMs, backoff),
    receiver: { ...established, dataSegsIn: atMs, lastAckRecvMs: 0 },
  });
  for (const sample of [arriving(0, 0), arriving(220, 1), arriving(640, 2), arriving(1520, 3)])
    (show(sample), stalls.update());
  t.ok(stalls.isMoving());
  t.strictSame(stalls.episodes, []);
});

t.test('after a change a silence needs another timeout to be judged', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  for (const sample of [silent(0, 0), silent(220, 1), silent(640, 2)]) (show(sample), stalls.update());
  show(silent(1520, 3));
  stalls.afterChange();
  stalls.update();
  t.strictSame(stalls.episodes, [], 'no retransmission since the change');
  show(silent(3200, 4));
  stalls.update();
  t.equal(stalls.episodes.length, 1);
});

t.test('after a change a stall that was proved is judged by its next retransmission', async (t) => {
  const { sampler, show } = recordedSampler();
  const stalls = new StallDetector(flow, sampler);
  for (const sample of [silent(0, 0), silent(220, 1), silent(640, 2), silent(1520, 3)]) (show(sample), stalls.update());
  t.equal(stalls.episodes.length, 1);
  t.notOk(stalls.isStale());
  stalls.afterChange();
  stalls.update();
  t.ok(stalls.isStale(), 'no retransmission since the change');
  t.notOk(stalls.isProved());
  show(silent(3200, 4));
  stalls.update();
  t.notOk(stalls.isStale(), 'one was lost');
  t.match(stalls.episodes, [{ fromMs: 0, cause: { word: 'unknown' } }], 'the same stall');
  stalls.beforeChange();
  stalls.afterChange();
  show(silent(6400, 0, { unacked: 0, bytesAcked: 1000, totalRto: 5, lastAckRecvMs: 0 }));
  stalls.update();
  t.notOk(stalls.isStale(), 'one was acknowledged');
  t.match(stalls.episodes, [{ untilMs: 6400, healedBy: 'change' }]);
});

t.test('the sender of a reading is the silent end, and a reading is repeated while the flow sends', async (t) => {
  const { sampler, show } = recordedSampler();
  const readings = new FlowReadings(flow, sampler);
  show(silent(640, 2));
  const silence = { end: 'receiver', fromMs: 0, backoff: 2, acked: 0 } as const;
  const { sender, receiver } = sampler.samples.at(-1)!;
  t.strictSame(readings.readNodes(), {
    ...{ atMs: 640, counters: {} },
    refused: [],
    ledger: { ptbs: [], segments: [], fragments: [] },
  });
  t.match(readings.readSilence(silence), { sender: receiver, receiver: sender });
  t.notOk('queued' in readings.readSilence(silence));
  t.strictSame(readings.readSilence({ ...silence, backoff: 3 }).queued, {}, 'queues matter from the third timeout on');
  t.equal(readings.readStable(silence)?.atMs, 640);
  t.equal(readings.readStable({ ...silence, acked: 1 }), undefined, 'more was acknowledged');
  t.match(readings.pathFrom('receiver'), {
    flow: { family: 'ipv6', source: 20_000, destination: 80, from: 'a', to: 'b' },
    linkEnds: [],
  });
  let takes = 0;
  const busy = { elapsedMs: () => 0, take: () => silent(0, 0, { segsOut: ++takes }) } as unknown as Sampler;
  t.equal(new FlowReadings(flow, busy).readStable({ ...silence, end: 'sender' }), undefined);
  t.equal(takes, 6, 'three attempts');
});

t.test('a reading has the messages of its own family that a capture saw', async (t) => {
  const captured = (family: Family) => ({
    node: 'r',
    family,
    direction: 'out',
    mtu: 1500,
    quote: family,
    quoted: [],
    packets: 2,
  });
  const context = {
    ...flow.context,
    capturedPtbs: () => ({ ptbs: [captured('ipv4'), captured('ipv6')] as never, incomplete: new Set<string>() }),
  };
  const { sampler } = recordedSampler();
  const { ledger } = new FlowReadings({ ...flow, context }, sampler).readNodes();
  t.strictSame(
    ledger.ptbs.map(({ family, hook }) => [family, hook]),
    [
      ['ipv6', 'made'],
      ['ipv6', 'left'],
    ],
  );
});

t.test('a sampler keeps two equal samples at most', async (t) => {
  const sampler = new Sampler(download, flow.transfer);
  const taken = [sampler.take(), sampler.take(), sampler.take()];
  t.strictSame(sampler.samples, [taken[0], taken[2]]);
  t.strictSame(Object.keys(taken[0]!), ['atMs'], 'closed sockets have no TCP_INFO');
  t.ok(sampler.elapsedMs() >= taken[2]!.atMs);
});

t.test('a flow is unchanged while it sends nothing and nothing is acknowledged', async (t) => {
  const sample = silent(0, 1);
  const sender = sample.sender!;
  t.ok(isUnchanged(sample, { ...sample, atMs: 9, sender: { ...sender, backoff: 2, lastAckRecvMs: 9 } }));
  for (const field of ['totalRetrans', 'segsOut', 'bytesAcked'] as const)
    t.notOk(isUnchanged(sample, { ...sample, sender: { ...sender, [field]: 99 } }), field);
  t.notOk(isUnchanged(sample, { atMs: 0, sender }), 'the receiver is gone');
});

t.test('the end that is not silent sends the probes', async (t) => {
  const read: string[] = [];
  const socket = (name: string) => ({ get _handle() { return (read.push(name), null); } }) as unknown as Socket; // prettier-ignore
  const transfer = transferOf({}, { client: socket('client'), server: socket('server') });
  const probing = (kind: 'download' | 'upload', silentEnd: 'sender' | 'receiver') => {
    startKeepaliveProbes(silentEnd, { ...flow, transfer, request: { ...download, kind } });
    return read.splice(0);
  };
  t.strictSame(probing('download', 'sender'), ['client']);
  t.strictSame(probing('download', 'receiver'), ['server']);
  t.strictSame(probing('upload', 'sender'), ['server']);
  t.strictSame(probing('upload', 'receiver'), ['client']);
  stopKeepaliveProbes({ ...flow, transfer });
  t.strictSame(read.sort(), ['client', 'server'], 'both ends stop');
});

t.test('all flows share one tick, and a late tick counts as two', async (t) => {
  const before = activeMs();
  const tick = nextTick();
  t.equal(nextTick(), tick);
  await tick;
  const ms = activeMs() - before;
  t.ok(ms >= 19 && ms <= 40, `${ms} ms`);
  t.not(nextTick(), tick);
});

t.test('an observation ends when the transfer ends, fails, or takes too long', async (t) => {
  const observe = async (transfer: WatchedFlow['transfer'], withinMs?: number) => {
    const observer = new FlowObserver({ ...flow, transfer });
    const { outcome } = await observer.observe({ until: 'end', ...(withinMs !== undefined && { withinMs }) }, signal);
    observer.close();
    return outcome;
  };
  t.equal(await observe(transferOf({ received: 1000 })), 'completed');
  t.equal(await observe(transferOf({ connected: false, failure: 'ECONNREFUSED' })), 'refused');
  t.equal(await observe(transferOf({ connected: false }), 1), 'unreachable');
});

t.test('an observation ends with its signal, and fails when sampling has failed', async (t) => {
  const observer = new FlowObserver(flow);
  await t.rejects(observer.observe({ until: 'end' }, AbortSignal.abort(new Error('stopped'))), { message: 'stopped' });
  observer.close();
  const broken = transferOf({});
  broken.connection.server.socket = () => {
    throw new Error('getsockopt failed');
  };
  const brokenObserver = new FlowObserver({ ...flow, transfer: broken });
  await t.rejects(brokenObserver.observe({ until: 'end' }, signal), { message: 'getsockopt failed' });
});

t.test('a flow that was not silent at a change has no recovery', async (t) => {
  const observer = new FlowObserver({ ...flow, transfer: transferOf({ received: 1000 }) });
  observer.beforeChange();
  observer.afterChange();
  t.notOk('recovery' in (await observer.observe({ until: 'end' }, signal)));
  observer.close();
});

t.test(
  'an observation has the samples of the bulk end, with the changes of the lab, only if a report draws them',
  async (t) => {
    const observe = async (reportsSamples: boolean) => {
      const context = { ...flow.context, reportsSamples };
      const observer = new FlowObserver({ ...flow, context, transfer: transferOf({ received: 1000 }) });
      observer.beforeChange();
      observer.afterChange();
      const { samples } = await observer.observe({ until: 'end' }, signal);
      observer.close();
      return samples;
    };
    t.equal(await observe(false), undefined);
    const samples = (await observe(true))!;
    t.equal(samples.node, 'b');
    t.ok(Math.abs(samples.startedAt - Date.now()) < 5000, 'the request was made now, by the clock of captures');
    t.equal(samples.changes.length, 1);
    for (const column of ['sent', 'acked', 'mss', 'pmtu', 'rto'] as const)
      t.equal(samples[column].length, samples.ms.length, column);
  },
);
