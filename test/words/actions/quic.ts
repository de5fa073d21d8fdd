import t from 'tap';
import type { PtbCount } from '../../../src/evidence/ledger/ledger.ts';
import { datagramsOfFlow } from '../../../src/words/actions/datagrams-of-flow.ts';
import type { FlowDatagram } from '../../../src/words/actions/datagrams-of-flow.ts';
import { judgeDownload } from '../../../src/words/actions/judge-download.ts';
import { quic } from '../../../src/words/actions/quic.ts';
import type { CapturedFrame, Lab } from '../../../src/words/lab/lab.ts';
import { linkEndsOf } from '../../../src/words/lab/link-ends.ts';
import { leastDatagramSize, quicPort } from '../../../src/words/lab/quic-download.ts';
import type { QuicDownload } from '../../../src/words/lab/quic-download.ts';
import { contextFor, labWith, network, outputOf } from '../fixtures/network.ts';

const began = 1_000_000;

const saw = (part: Partial<QuicDownload> = {}): QuicDownload => ({
  ...{ beganAtMs: began, handshakeMs: 20, endedMs: 2100, received: 0, ...part },
});

/** Datagrams of these lengths, 10 ms after each other, from a time of the download on. */
const datagrams = (at: FlowDatagram['at'], fromMs: number, ...lengths: readonly number[]): readonly FlowDatagram[] =>
  lengths.map((bytes, index) => ({ at, ms: began + fromMs + 10 * index, bytes }));

const judge = (download: Partial<QuicDownload>, passed: readonly FlowDatagram[] = [], more: object = {}) =>
  judgeDownload(saw(download), {
    ...{ total: 200_000, client: 'client', server: 'server', datagrams: passed, silenceMs: 2000, roundTripMs: 0 },
    ...more,
  });

const lost = datagrams('server', 30, 8048, 8048, 8048);

t.test('what arrived at the application decides, whatever was lost', async (t) => {
  t.match(judge({ received: 200_000, lastByteMs: 80 }, lost), { outcome: 'completed', lost: undefined });
  t.match(judge({ received: 10, lastByteMs: 1500 }, lost), { outcome: 'unfinished', why: 'slow' });
});

t.test(
  'a stall is silence while at least three packets were lost that were larger than all that arrived',
  async (t) => {
    t.match(judge({}, [...datagrams('server', 5, 1248), ...datagrams('client', 5, 1248), ...lost]), {
      outcome: 'stalled',
      lost: { fromMs: 20, largestBytes: 8048 },
      evidence: [
        'the handshake was complete after 20 ms',
        'the largest packet of UDP that left server had 8048 bytes, and the largest that reached client had 1248',
        'client received no byte of the body for 2.08 s',
        'meanwhile 3 packets of up to 8048 bytes left server, and none reached client',
      ],
    });
    const small = datagrams('client', 40, 70);
    t.match(judge({}, [...lost, ...small]).evidence.at(-1), /and none of more than 70 bytes reached client$/);
    t.match(judge({ received: 5000, lastByteMs: 50, endedMs: 2060 }, datagrams('server', 55, 8048, 8048, 8048)), {
      outcome: 'stalled',
      lost: { fromMs: 50 },
    });
  },
);

t.test('anything less is not judged', async (t) => {
  const reasonOf = (...args: Parameters<typeof judge>) => {
    const { outcome, reason, lost } = judge(...args);
    t.equal(outcome, 'not-judged');
    t.equal(lost, undefined);
    return reason;
  };
  const two = /^client received no byte of the body for 2.08 s, and server sent only 2 larger packets than/;
  t.match(reasonOf({}, lost.slice(1)), two);
  t.match(reasonOf({}, lost, { roundTripMs: 2055 }), two, 'the last one may be on its way');
  t.match(reasonOf({}, [...lost, ...datagrams('client', 40, 8048)]), /sent only 0 larger packets/, 'some arrived');
  t.match(reasonOf({}, datagrams('server', 0, 8048, 8048)), /sent only 0 larger/, 'before the silence');
  t.match(reasonOf({}, lost, { incomplete: true }), /has gaps/);
  t.match(
    reasonOf({ received: 10, lastByteMs: 1000 }, lost),
    /^1.10 s without a byte prove neither progress nor a stall/,
  );
  t.match(reasonOf({ endedMs: 500 }, lost), /^0.48 s without a byte prove neither/);
  t.match(reasonOf({ endedMs: 500, error: 'Peer closed' }, lost), 'the connection ended: Peer closed');
  const { handshakeMs: _, ...without } = saw();
  const unanswered = judgeDownload(without, {
    ...{ total: 1, client: 'client', server: 'server', datagrams: [], silenceMs: 2000, roundTripMs: 0 },
  });
  t.match(unanswered, { outcome: 'not-judged', evidence: ['the handshake was not complete'] });
});

/** A UDP packet in an Ethernet frame, over IPv6. */
const frame = (
  place: string,
  direction: 'in' | 'out',
  bytes: number,
  ports = [443, 20_000],
  ms = began + 30,
): CapturedFrame => {
  const packet = Buffer.alloc(14 + 48);
  packet.writeUInt16BE(0x86dd, 12);
  packet[14] = 0x60;
  packet.writeUInt16BE(bytes - 40, 18);
  packet[20] = 17;
  ports.forEach((port, index) => packet.writeUInt16BE(port, 54 + 2 * index));
  packet.writeUInt16BE(bytes - 40, 58);
  return { place, direction, time: BigInt(ms) * 1_000_000n, bytes: packet, originalLength: 14 + bytes };
};

const ports = { client: 20_000, server: 443 };

t.test('datagrams are those of the flow that left the server and reached the client', async (t) => {
  const frames = [
    frame('server:to-firewall', 'out', 8048),
    frame('client:to-edge', 'in', 1248),
    frame('client:to-edge', 'out', 1248, [20_000, 443]),
    frame('server:to-firewall', 'in', 1248),
    frame('server:to-firewall', 'out', 900, [443, 20_001]),
    frame('edge:to-client', 'out', 1248),
    { ...frame('server:to-firewall', 'out', 9048), refused: true as const },
  ];
  t.strictSame(datagramsOfFlow(frames, { client: 'client', server: 'server', ports }), [
    { at: 'server', ms: began + 30, bytes: 8048 },
    { at: 'client', ms: began + 30, bytes: 1248 },
  ]);
});

const address = (node: string): string => network.get(node)!.address.ipv6;

const ptb = (node: string, hook: PtbCount['hook'], packets = 3): PtbCount => ({
  ...{ node, hook, family: 'ipv6', mtu: 1500, quote: 'q', packets },
  quoted: [
    {
      ...{ family: 'ipv6', protocol: 17, source: 443, destination: 20_000, outerBytes: 0 },
      ...{ sourceAddress: address('server'), destinationAddress: address('client') },
    },
  ],
});

const perform = async (
  download: Partial<QuicDownload>,
  {
    ptbs = [],
    frames = [],
    wait = {},
  }: { ptbs?: readonly PtbCount[]; frames?: readonly CapturedFrame[]; wait?: object } = {},
) => {
  const log: string[] = [];
  const lab = labWith({
    commandLine: ['mtulab'],
    port: async () => 20_000,
    delayOfLinks: () => 0,
    ledger: (async () => (log.includes('ran') ? ptbs : [])) as unknown as Lab['ledger'],
    capture: async () => ({
      ...{ startedAt: 0n, drain: () => [] },
      stop: async () => (log.push('stopped'), { frames, counts: [], warnings: [] }),
    }),
    run: async (node, argv) => {
      log.push('ran', `${node}: ${argv.join(' ')}`);
      return outputOf(JSON.stringify(saw(download)));
    },
  });
  const context = { ...contextFor('ipv6'), wait: { until: 'evidence' as const, ...wait } };
  const { transfer } = await quic.perform(lab, { from: 'client', to: 'server', bytes: '200kB' }, context);
  return { log, transfer };
};

t.test('a program of the client downloads, for as long as its step waits', async (t) => {
  const done = { received: 200_000, lastByteMs: 80, endedMs: 81 };
  const { log, transfer } = await perform(done);
  const command = `client: mtulab quic-fetch quic://[${address('server')}]:443/200000 --local-address ${address('client')} --local-port 20000`;
  t.strictSame(log, ['ran', `${command} --within 7000 --silence 2000`, 'stopped']);
  t.match(transfer, { outcome: 'completed', protocol: 'udp', received: 200_000, total: 200_000, elapsedMs: 81, ports });
  t.strictSame(transfer!.episodes, []);
  t.match((await perform(done, { wait: { until: 'end', withinMs: 900.5 } })).log[1], / --within 901$/);
  t.match((await perform(done, { wait: { until: 'end', scale: 2 } })).log[1], / --within 14000$/);
  t.strictSame([quicPort, leastDatagramSize], [443, 1200]);
});

t.test('the messages about a stalled download name its cause, and none without them', async (t) => {
  const left = frame('server:to-firewall', 'out', 8048);
  const frames = [left, left, left];
  const causeOf = async (...ptbs: readonly PtbCount[]) =>
    (await perform({}, { ptbs, frames })).transfer!.episodes.map(({ fromMs, cause: { word, place } }) => [
      fromMs,
      word,
      place,
    ]);
  const toFirewall = [ptb('transit', 'made'), ptb('transit', 'left'), ptb('firewall', 'arrived')];
  t.strictSame(await causeOf(...toFirewall), [[20, 'packet-too-big-lost', 'firewall']]);
  t.strictSame(await causeOf(), [[20, 'unknown', undefined]]);
  t.strictSame(await causeOf(...toFirewall, ptb('server', 'taken')), [[20, 'unknown', undefined]]);
  t.ok(linkEndsOf(network).length > 0);
});

t.test('a client that prints no result is an error, with what it printed', async (t) => {
  let stopped = 0;
  const broken = (run: Lab['run']) =>
    quic.perform(
      labWith({
        ...{ commandLine: ['mtulab'], port: async () => 20_000, delayOfLinks: () => 0, run },
        ledger: (async () => []) as unknown as Lab['ledger'],
        capture: async () => ({
          ...{ startedAt: 0n, drain: () => [] },
          stop: async () => ((stopped += 1), { frames: [], counts: [], warnings: [] }),
        }),
      }),
      { from: 'client', to: 'server', bytes: 1000 },
      contextFor('ipv6'),
    );
  await t.rejects(
    broken(async () => outputOf('', 5, 'no binary\n')),
    { message: 'the client of QUIC in client ended with exit code 5: no binary' },
  );
  await t.rejects(
    broken(async () => Promise.reject(new Error('gone'))),
    { message: 'gone' },
  );
  t.equal(stopped, 2);
});
