import t from 'tap';
import { families, minimumIpv6Mtu, tcpIpHeaderBytes, timestampOptionBytes } from '../../src/evidence/family.ts';
import { flowSamples } from '../../src/evidence/sockets/flow-samples.ts';
import { ackedAtMs, fullPacketBytes } from '../../src/evidence/sockets/sample.ts';
import { isRefusedLocally, pauseAt, silenceAt } from '../../src/evidence/sockets/silence.ts';
import type { Sample } from '../../src/evidence/sockets/sample.ts';
import { decodeTcpInfo, tcpInfoBytes } from '../../src/evidence/sockets/tcp-info.ts';
import { receiver, recorded, sender } from './fixtures/recorded-tcp-info.ts';

t.test('a struct tcp_info of the kernel is decoded field by field', async (t) => {
  t.match(decodeTcpInfo(recorded), {
    ...{ state: 1, backoff: 2, probes: 2, retransmits: 0, timestamps: true, rtoMs: 204, sndMss: 47616, unacked: 0 },
    ...{ lastAckRecvMs: 756, pmtu: 65536, bytesAcked: 100001, segsOut: 8, notsentBytes: 5000, delivered: 4 },
    ...{ sndWnd: 93184 },
  });
  const refusedByDevice = Buffer.from(recorded);
  refusedByDevice[2] = 5;
  t.equal(decodeTcpInfo(refusedByDevice)!.backoff, 5, 'retransmissions that the device refuses count as timeouts');
});

t.test('fields that an older kernel lacks are absent', async (t) => {
  t.ok(recorded.length <= tcpInfoBytes, 'the buffer holds every field that is decoded');
  t.equal(decodeTcpInfo(recorded.subarray(0, 135)), undefined, 'a struct that ends before bytes_received');
  const optional = ['segsOut', 'notsentBytes', 'dataSegsIn', 'delivered', 'sndWnd', 'rehash', 'totalRto'];
  const lengths: readonly (readonly [bytes: number, fields: number])[] = [
    [136, 0],
    [140, 1],
    [148, 2],
    [156, 3],
    [196, 4],
    [232, 5],
    [240, 6],
    [242, 7],
  ];
  for (const [bytes, fields] of lengths) {
    const info = decodeTcpInfo(Buffer.concat([recorded, Buffer.alloc(tcpInfoBytes)]).subarray(0, bytes))!;
    t.strictSame(
      optional.filter((field) => field in info),
      optional.slice(0, fields),
      `${bytes} bytes`,
    );
  }
});

const at = (atMs: number, bytesAcked: number, backoff = 0): Sample => ({
  atMs,
  sender: { ...sender, bytesAcked, backoff },
});

t.test('a silence begins at the last acknowledgment and needs one timeout', async (t) => {
  t.equal(silenceAt([at(0, 0), at(20, 0)]), undefined, 'no timeout has passed');
  t.match(silenceAt([at(0, 0), at(20, 900), at(40, 900), at(240, 900, 1)]), { fromMs: 20, backoff: 1, acked: 900 });
  t.equal(silenceAt([]), undefined, 'no samples');
  t.equal(silenceAt([{ atMs: 0 }]), undefined, 'no sockets');
  t.equal(silenceAt([{ atMs: 0, sender: { ...sender, state: 2 } }]), undefined, 'a connection in SYN_SENT');
  t.match(silenceAt([{ atMs: 0, sender: { ...sender, state: 4 } }]), { end: 'sender' }, 'FIN_WAIT1 still retransmits');
  const idle = { ...sender, unacked: 0 };
  t.equal(silenceAt([{ atMs: 5, sender: idle, receiver }]), undefined, 'both ends are idle');
  t.match(silenceAt([{ atMs: 5, sender: idle, receiver: sender }]), { end: 'receiver' }, 'an unacknowledged request');
});

t.test('a pause begins before the first timeout and is longer than a round trip', async (t) => {
  t.equal(pauseAt([at(0, 0), at(40, 0)]), undefined, '40 ms');
  t.match(pauseAt([at(0, 0), at(20, 900), at(80, 900)]), { fromMs: 20, backoff: 0, acked: 900 });
  t.equal(pauseAt([at(0, 0), at(900, 5000)]), undefined, 'a late sample of a flow that makes progress');
});

t.test('the kernel records when the last acknowledgment arrived', async (t) => {
  t.equal(ackedAtMs('sender', [at(0, 0), at(700, 900)]), 690, 'a late sample changes nothing');
  t.equal(ackedAtMs('sender', [at(695, 0), at(700, 900)]), 695, 'not before the previous sample');
  t.equal(ackedAtMs('receiver', [at(695, 0), at(700, 900)]), 700, 'without a socket, the time of the sample');
});

t.test('window probes are a silence only when the window is open', async (t) => {
  const info = decodeTcpInfo(recorded)!;
  t.match(silenceAt([{ atMs: 0, sender: info }]), { backoff: 2 }, 'the node drops what its own socket sends');
  t.ok(isRefusedLocally(info));
  const closed = { ...info, sndWnd: 0 };
  t.equal(silenceAt([{ atMs: 0, sender: closed }]), undefined, 'a closed window, at any backoff');
  for (const more of [{ sndWnd: 0 }, { unacked: 1 }, { probes: 0 }, { notsentBytes: 0 }])
    t.notOk(isRefusedLocally({ ...info, ...more }), JSON.stringify(more));
});

t.test('a full segment and its headers fill the MTU', async (t) => {
  t.equal(fullPacketBytes('ipv6', sender), 9000);
  t.equal(fullPacketBytes('ipv4', { ...sender, sndMss: 8960, timestamps: false }), 9000);
  t.strictSame(families.map(tcpIpHeaderBytes), [60, 40]);
  t.equal(timestampOptionBytes, 12);
  t.equal(minimumIpv6Mtu, 1280);
});

t.test('samples for a picture are columns, in which each change of a size and each timeout is kept', async (t) => {
  const at = (atMs: number, more: Partial<typeof sender> = {}): Sample => ({ atMs, sender: { ...sender, ...more } });
  const columns = flowSamples(
    [
      { atMs: 0 },
      at(1.26, { bytesSent: 5000, bytesRetrans: 1000, bytesAcked: 7 }),
      at(20, { pmtu: 1400, sndMss: 1328, rtoMs: 408.4 }),
    ],
    'sender',
  );
  t.match(columns, { ms: [1.3, 20], acked: [7, sender.bytesAcked], rto: [Math.round(sender.rtoMs), 408] });
  t.equal(columns.sent[0], 4000, 'bytes that were sent again count once');
  t.strictSame(
    [columns.pmtu, columns.mss].map((column) => column[1]),
    [1400, 1328],
  );
  t.strictSame(flowSamples([{ atMs: 0 }], 'sender').ms, [], 'an end without a socket');
  const long = Array.from({ length: 5000 }, (_, index) =>
    at(index * 20, { bytesAcked: index, ...(index >= 3777 && { pmtu: 1400 }), ...(index === 1234 && { backoff: 9 }) }),
  );
  const few = flowSamples(long, 'sender');
  t.ok(few.ms.length <= 160 && few.ms.length > 80, `${few.ms.length} of 5000`);
  for (const kept of [0, 1234, 1235, 3777, 4999]) t.ok(few.ms.includes(kept * 20), `${kept}`);
});
