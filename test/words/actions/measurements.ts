import t from 'tap';
import { countByNetflow, parseFlows } from '../../../src/words/actions/count-by-netflow.ts';
import { measure, trafficAt } from '../../../src/words/actions/measure.ts';
import { withSecondOpinion } from '../../../src/words/actions/second-opinion.ts';
import { parseTrafficTable, tableName, trafficTable } from '../../../src/words/actions/traffic-table.ts';
import type { CountedPackets } from '../../../src/words/actions/traffic-table.ts';
import { readCapture } from '../../../src/wire/formats/read-capture.ts';
import type { CapturedFrame } from '../../../src/words/lab/lab.ts';
import { contextFor, labWith, network, outputOf } from '../fixtures/network.ts';

const context = contextFor('ipv6');

/** What nft 1.0.6 prints of a table, with these elements in two of its sets. */
const printed = (bytes: number): string =>
  JSON.stringify({
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'inet', name: tableName('to-transit') } },
      {
        set: {
          name: 'ipv4-out',
          elem: [
            {
              elem: {
                val: { concat: ['192.0.2.1', '192.0.2.65', 'tcp', 40_000, 80] },
                counter: { packets: 1, bytes },
              },
            },
          ],
        },
      },
      {
        set: {
          name: 'ipv6-in-other',
          elem: [
            {
              elem: {
                val: { concat: ['2001:db8:5::1', '2001:db8:1::1', 'ipv6-icmp'] },
                counter: { packets: 2, bytes: 208 },
              },
            },
          ],
        },
      },
      { set: { name: 'ipv6-in' } },
      { chain: { name: 'in' } },
    ],
  });

const [tcp, icmp] = parseTrafficTable(printed(600)) as [CountedPackets, CountedPackets];

t.test('the elements of sets are counted packets', async (t) => {
  t.strictSame(tcp, {
    ...{ family: 'ipv4', direction: 'out', source: '192.0.2.1', destination: '192.0.2.65', protocol: 'tcp' },
    ...{ ports: [40_000, 80], bytes: 600 },
  });
  t.strictSame(icmp, {
    ...{ family: 'ipv6', direction: 'in', source: '2001:db8:5::1', destination: '2001:db8:1::1' },
    ...{ protocol: 'ipv6-icmp', bytes: 208 },
  });
  t.matchSnapshot(trafficTable('to-transit'), 'the table');
});

t.test('what was added is summed up by host, peer and service', async (t) => {
  const answer: CountedPackets = {
    ...{ family: 'ipv4', direction: 'in', source: '192.0.2.65', destination: '192.0.2.1', protocol: 'tcp' },
    ...{ ports: [80, 40_000], bytes: 9_000 },
  };
  const another: CountedPackets = { ...tcp, ports: [40_001, 80], bytes: 50 };
  const elsewhere: CountedPackets = { ...tcp, destination: '198.51.100.9', bytes: 7 };
  const before = [{ ...tcp, bytes: 100 }, icmp];
  const { place, rows } = trafficAt(
    'edge:to-transit',
    { before, counted: [elsewhere, tcp, icmp, answer, another] },
    network,
  );
  t.equal(place, 'edge:to-transit');
  const service = { family: 'ipv4', host: 'client', protocol: 'tcp', port: 80 } as const;
  t.strictSame(rows, [
    { ...service, peer: 'server', sent: 550, received: 9_000, couldUseIpv6: true },
    { ...service, peer: '198.51.100.9', sent: 7, received: 0, couldUseIpv6: false },
  ]);
});

t.test('counts that went back are no measurement', async (t) => {
  const before = [{ ...tcp, bytes: 601 }];
  t.throws(() => trafficAt('edge:to-transit', { before, counted: [tcp] }, network), {
    message: 'the counts at edge:to-transit were reset since the previous measurement',
  });
});

t.test(
  'the first measurement starts to count, and each later one is about what came after the one before',
  async (t) => {
    const log: string[] = [];
    const outputs = ['', printed(600), printed(1_000)].map((text) => outputOf(text));
    const lab = labWith({
      nodes: new Map(network),
      run: async (node, argv) => (log.push([node, ...argv].join(' ').split(' {')[0]!), outputs.shift()!),
    });
    t.strictSame(await measure.perform(lab, { at: 'edge:to-transit' }, context), {});
    const second = await measure.perform(lab, { at: 'edge:to-transit' }, context);
    t.strictSame(
      second.traffic!.rows.map(({ family, sent, received }) => [family, sent, received]),
      [
        ['ipv4', 600, 0],
        ['ipv6', 0, 208],
      ],
    );
    const third = await measure.perform(lab, { at: 'edge:to-transit' }, context);
    t.strictSame(
      third.traffic!.rows.map(({ sent }) => sent),
      [400],
    );
    t.strictSame(log, [
      'edge nft table inet mtulab-traffic-to-transit',
      'edge nft -j list table inet mtulab-traffic-to-transit',
      'edge nft -j list table inet mtulab-traffic-to-transit',
    ]);
  },
);

/** What nfdump 1.7.1 prints, one flow a line. */
const flows = `
                         192.0.2.1        2       600
                     2001:db8:5::1        2       208
No matching flows
`;

t.test('flows of NetFlow are summed up by family', async (t) => {
  t.strictSame(parseFlows(flows), { ipv6: 208, ipv4: 600 });
});

t.test('a second opinion begins with one measurement and ends with the next', async (t) => {
  const frame: CapturedFrame = {
    ...{ place: 'edge:to-transit', direction: 'in', time: 1_700_000_000_000_000_000n },
    ...{ bytes: Buffer.alloc(60, 1), originalLength: 900 },
  };
  const log: string[] = [];
  const capture = {
    ...{ startedAt: 0n, drain: () => [] },
    stop: async () => (
      log.push('stop'),
      { frames: [frame, { ...frame, refused: true as const }], counts: [], warnings: [] }
    ),
  };
  const outputs = [outputOf(''), outputOf(printed(600)), outputOf(flows), outputOf(printed(700))];
  let input: Uint8Array | undefined;
  const lab = labWith({
    nodes: new Map(network),
    capture: async ({ places }) => (log.push(`capture ${places}`), capture),
    run: async (node, argv, _, given) => {
      log.push([node, ...argv.slice(0, 3)].join(' ').split(' {')[0]!);
      input ??= given;
      return outputs.shift()!;
    },
  });
  const at = 'edge:to-transit';
  t.strictSame(await measure.perform(lab, { at, netflow: true }, context), {});
  const { traffic } = await measure.perform(lab, { at, netflow: false }, context);
  t.strictSame(traffic!.netflow, { percent: 25.7, bytes: 808, differsBy: 0 });
  t.strictSame(
    readCapture(input!).packets.map(({ time, originalLength, bytes }) => [time, originalLength, bytes.length]),
    [[frame.time, 900, 60]],
    'what an interface did not send did not pass',
  );
  t.notOk('netflow' in (await measure.perform(lab, { at, netflow: false }, context)).traffic!);
  t.strictSame(log, [
    'edge nft table inet mtulab-traffic-to-transit',
    'capture edge:to-transit',
    'stop',
    'edge nft -j list',
    'edge unshare --net sh',
    'edge nft -j list',
  ]);
});

t.test('programs of NetFlow that fail are an error, with their words', async (t) => {
  const failing = (stderr: string) => labWith({ run: async () => outputOf('', 1, stderr) });
  await t.rejects(countByNetflow(failing('bind() failed\n'), 'edge', [], context.signal), {
    message: 'NetFlow could not count what passed: bind() failed',
  });
  await t.rejects(countByNetflow(failing(''), 'edge', [], context.signal), { message: /: exit code 1$/ });
});

t.test('two opinions agree as far as the bytes that one of both lacks explain', async (t) => {
  const row = { host: 'client', peer: 'server', protocol: 'tcp', received: 0, couldUseIpv6: true };
  const traffic = {
    place: 'edge:to-transit',
    rows: [
      { ...row, family: 'ipv6', sent: 660 },
      { ...row, family: 'ipv4', sent: 340 },
    ],
  } as const;
  const opinion = (ipv6: number, ipv4: number) => withSecondOpinion(traffic, { ipv6, ipv4 }).netflow;
  t.strictSame(opinion(660, 340), { percent: 66, bytes: 1000, differsBy: 0 });
  t.strictSame(opinion(640, 340), { percent: 65.3, bytes: 980, differsBy: 2 }, 'the last packets are missing');
  t.strictSame(opinion(661, 339), { percent: 66.1, bytes: 1000, differsBy: 0 }, 'rounded');
  const atTheEdge = {
    ...traffic,
    rows: [
      { ...row, family: 'ipv6', sent: 2_112_210 },
      { ...row, family: 'ipv4', sent: 1_119_931 },
    ],
  } as const;
  const withHeadersOfFragments = { percent: 65.3, bytes: 3_232_641, differsBy: 0 };
  t.strictSame(
    withSecondOpinion(atTheEdge, { ipv6: 2_112_210, ipv4: 1_120_431 }).netflow,
    withHeadersOfFragments,
    '65.4 %, 500 bytes less',
  );
  t.throws(() => opinion(680, 320), {
    message:
      'nft counted 66.0 % of 1000 bytes over IPv6 at edge:to-transit, and NetFlow 68.0 % of 1000 bytes over IPv6: one of both is wrong',
  });
  t.throws(() => opinion(0, 0), { message: /, and NetFlow nothing: one of both is wrong$/ });
  const nothing = { place: 'edge:to-transit', rows: [] };
  t.strictSame(withSecondOpinion(nothing, { ipv6: 0, ipv4: 0 }), nothing);
  t.throws(() => withSecondOpinion(nothing, { ipv6: 9, ipv4: 0 }), { message: /^nft counted nothing at edge/ });
});

t.test('a place has to be one interface with IP packets', async (t) => {
  const bridge = { ...network.get('edge')!, bridges: true as const };
  const nodes = new Map([...network, ['edge', bridge]]);
  const messages = [];
  for (const [given, at] of [
    [network, 'edge'],
    [nodes, 'edge:to-client'],
  ] as const)
    messages.push(await measure.perform(labWith({ nodes: given }), { at }, context).catch(({ message }) => message));
  t.strictSame(messages, [
    'edge has 2 links; measure at one of edge:to-client, edge:to-transit',
    'edge:to-client belongs to a switch, which counts no IP packets; measure at a node beside it',
  ]);
});

t.test('the words of nft are those of the error', async (t) => {
  const lab = labWith({ nodes: new Map(network), run: async () => outputOf('', 1, 'No such file\n') });
  await t.rejects(measure.perform(lab, { at: 'client' }, context), { message: 'nft in client failed: No such file' });
});
