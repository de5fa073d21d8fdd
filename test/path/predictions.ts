import { impairedTransfer, missedAnswer } from '../../src/path/predictions/impaired-ways.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import t from 'tap';
import { readPlans } from '../fixtures/read-plans.ts';
import { areAcksLost, endsOfDelivered } from '../../src/path/predictions/acknowledgments.ts';
import { comparePrediction } from '../../src/path/predictions/compare-prediction.ts';
import { ignoresPathMtu, largestPacket } from '../../src/path/predictions/datagram-packet.ts';
import { distinctEnds } from '../../src/path/predictions/distinct-ends.ts';
import { failedHandshake } from '../../src/path/predictions/failed-handshake.ts';
import { formatEnd, formatEnds } from '../../src/path/predictions/format-prediction.ts';
import { handshakeNotes } from '../../src/path/predictions/handshake-notes.ts';
import { handshakes } from '../../src/path/predictions/handshakes.ts';
import { endOfLost, misled } from '../../src/path/predictions/lost-segment.ts';
import { packetTooBigAnswers } from '../../src/path/predictions/packet-too-big-answer.ts';
import { mayExpire } from '../../src/path/predictions/path-mtu-lifetime.ts';
import { PathMtuMemory } from '../../src/path/predictions/path-mtu-memory.ts';
import { PlannedNetwork } from '../../src/path/predictions/planned-network.ts';
import { joinEnds, nothingPredicted } from '../../src/path/predictions/possible-ends.ts';
import { predictDatagrams } from '../../src/path/predictions/predict-datagrams.ts';
import { predictDownload } from '../../src/path/predictions/predict-download.ts';
import { predictPing } from '../../src/path/predictions/predict-ping.ts';
import { predictSteps } from '../../src/path/predictions/predict-steps.ts';
import { possibleMtus } from '../../src/path/predictions/possible-mtus.ts';
import { remember } from '../../src/path/predictions/remember.ts';
import { sendBody } from '../../src/path/predictions/send-body.ts';
import { sendersOf } from '../../src/path/predictions/sender.ts';
import type { Sender } from '../../src/path/predictions/sender.ts';
import type { NetworkView } from '../../src/path/walk/network-view.ts';
import { plannedView } from '../../src/path/walk/planned-view.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import type { PredictedEnd } from '../../src/words/lab/network.ts';
import { discoveries } from '../../src/words/lab/datagrams.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { pathWarnings } from '../../src/path/predictions/path-warnings.ts';
import { planText, twoLegs } from '../plan/fixtures/labs.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

const filesIn = (folder: URL) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => new URL(name, folder).pathname);
const files = [...bundledPaths, ...filesIn(new URL('../lab/verdicts/', import.meta.url))];

type ExpectedEnd = Omit<PredictedEnd, 'because'>;

/** The ends that an expectation names; those that it only counts are left out. */
const expectedEnds = (word: string, wanted: unknown): readonly ExpectedEnd[] => {
  if (word === 'outcome') return typeof wanted === 'string' ? [{ outcome: wanted as PredictedEnd['outcome'] }] : [];
  if (word !== 'cause') return [];
  if (typeof wanted === 'string') return [{ outcome: 'stalled', cause: wanted as NonNullable<PredictedEnd['cause']> }];
  return Object.entries(wanted as Readonly<Record<string, { readonly at?: string }>>).map(([cause, { at }]) => ({
    ...{ outcome: 'stalled', cause: cause as NonNullable<PredictedEnd['cause']> },
    ...(at !== undefined && { place: at }),
  }));
};

const agrees = (expected: ExpectedEnd, { outcome, cause, place }: PredictedEnd): boolean =>
  outcome === expected.outcome &&
  (cause === undefined || expected.cause === undefined || cause === expected.cause) &&
  (place === undefined || expected.place === undefined || place.split(':')[0] === expected.place.split(':')[0]);

t.test('what scenarios expect, and what they were seen to do, is among what their plans predict', async (t) => {
  const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const { plans } = readPlans(sources, { set: {} });
  let compared = 0;
  const unknown: string[] = [];
  for (const plan of plans)
    for (const { step, prediction } of predictSteps(plan, dictionary))
      for (const { word, wanted, families, where: condition = {} } of step.expect)
        for (const family of families) {
          if (Object.values(condition).includes(false)) continue; // predictions are for kernels with all behaviours
          const where = `${basename(plan.scenario.file)}, ${step.name}, ${family}`;
          const predicted =
            prediction[family] ??
            (step.action && dictionary.actions[step.action.word]!.once ? prediction.ipv6 : undefined);
          const expected = expectedEnds(word, wanted);
          if (!predicted || expected.length === 0) continue;
          if ('unknown' in predicted) {
            unknown.push(`${where}: ${predicted.unknown}`);
            continue;
          }
          compared++;
          for (const end of expected)
            t.ok(
              predicted.ends.some((each) => agrees(end, each)),
              `${where}: ${formatEnd({ because: '', ...end })} is among ${formatEnds(predicted.ends)}`,
            );
        }
  t.ok(compared > 250, `${compared} expectations are compared`);
  t.matchSnapshot([...new Set(unknown)].join('\n'), 'what is not predicted, and why');
});

/** A jumbo server behind a narrow link, whose Packet Too Big the firewall handles as its traits let it. */
const network = (
  firewall: string,
  server = '{ serve: http }',
  steps = 'fetch: { from: client, to: server, bytes: 200kB, raw: true }',
) => `
title: A narrow link
topology:
  nodes: { client: host, edge: edge, transit: router, firewall: { firewall: ${firewall} }, server: { host: ${server} } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, transit], mtu: 1500 }
    - { between: [transit, firewall], mtu: 9000 }
    - { between: [firewall, server], mtu: 9000 }
steps:
${steps
  .split('; ')
  .map((step) => `  - { do: { ${step} } }`)
  .join('\n')}`;

const predict = (text: string) => predictSteps(planText(text), dictionary).map(({ prediction }) => prediction);

const endsOf = (text: string, family: 'ipv6' | 'ipv4' = 'ipv6') =>
  predict(text).flatMap(({ [family]: prediction }) => {
    if (!prediction) return [];
    return ['unknown' in prediction ? `unknown: ${prediction.unknown}` : formatEnds(prediction.ends)];
  });

t.test('the boundary of a segment is exact for a raw body, and open where HTTP adds headers', async (t) => {
  const fetched = (bytes: number, raw: boolean) =>
    endsOf(
      network(
        '{ drop: [packet-too-big] }',
        undefined,
        `fetch: { from: client, to: server, bytes: ${bytes}, raw: ${raw} }`,
      ),
    );
  t.strictSame(fetched(1428, true), ['completed']);
  t.strictSame(fetched(1429, true), ['stalled: packet-too-big-lost at firewall']);
  t.strictSame(fetched(1000, false), ['completed']);
  t.strictSame(fetched(1400, false), ['completed, or stalled: packet-too-big-lost at firewall']);
});

t.test('a segment has 12 bytes more where one end of the connection wants no timestamps when it begins', async (t) => {
  const sysctl = (value: number) => `sysctl: { net.ipv4.tcp_timestamps: ${value} }`;
  const fetched = (bytes: number, { client = 1, server = 1, steps = '' }, family?: 'ipv4') =>
    endsOf(
      network(
        '{ drop: [packet-too-big] }',
        `{ serve: http, ${sysctl(server)} }`,
        `${steps}fetch: { from: client, to: server, bytes: ${bytes}, raw: true }`,
      ).replace('client: host', `client: { host: { ${sysctl(client)} } }`),
      family,
    ).at(-1);
  const stalled = 'stalled: packet-too-big-lost at firewall';
  t.equal(fetched(1428, {}), 'completed');
  t.equal(fetched(1429, {}), stalled);
  t.equal(fetched(1429, { server: 2 }), stalled, '2 means timestamps without a random offset');
  for (const ends of [{ client: 0 }, { server: 0 }, { client: 0, server: 0 }]) {
    t.equal(fetched(1440, ends), 'completed');
    t.equal(fetched(1441, ends), stalled);
    t.equal(fetched(1460, ends, 'ipv4'), 'completed');
    t.equal(fetched(1461, ends, 'ipv4'), stalled);
  }
  const off = `change: { server: { ${sysctl(0)} } }; `;
  t.equal(fetched(1440, { steps: off }), 'completed', 'a server that listens already does without them too');
  t.equal(fetched(1429, { server: 0, steps: 'change: { server: { sysctl: none } }; ' }), stalled);
  const kept = 'fetch: { from: client, to: server, bytes: 10, as: kept }; ';
  const after = (over: string) =>
    endsOf(
      network(
        '{ drop: [packet-too-big] }',
        undefined,
        `${kept}${off}fetch: { from: client, to: server, bytes: 1429${over} }`,
      ),
    ).at(-1);
  t.equal(after(''), `completed, or ${stalled}`);
  t.equal(after(', over: kept'), stalled, 'a connection keeps what it began with');
});

t.test('a sender that has learned a path MTU, or probes for it, ends otherwise', async (t) => {
  const [fetch, ping] = [
    'fetch: { from: client, to: server, bytes: 200kB, raw: true }',
    'ping: { from: server, to: client, bytes: 8000 }',
  ];
  const stalled = 'stalled: packet-too-big-lost at firewall';
  t.strictSame(endsOf(network('{}', undefined, `${fetch}; ${ping}`)), ['completed', 'too-big'], 'it knows it then');
  t.strictSame(endsOf(network('{ drop: [packet-too-big] }', undefined, `${fetch}; ${ping}`)), [stalled, 'lost']);
  t.strictSame(
    endsOf(
      network('{ drop: [packet-too-big] }', undefined, `ping: { from: client, to: server, bytes: 8000 }; ${fetch}`),
    ),
    ['too-big', 'completed'],
    'the SYN offers what the ping has taught',
  );
  t.strictSame(
    endsOf(
      network(
        '{ drop: [packet-too-big] }',
        undefined,
        `ping: { from: client, to: server, bytes: 8000 }; flush: { at: client }; ${fetch}`,
      ),
    ),
    ['too-big', stalled],
  );
  t.strictSame(
    endsOf(
      network(
        '{ drop: [packet-too-big] }',
        undefined,
        `ping: { from: client, to: server, bytes: 3000 }; ${fetch}`,
      ).replace(
        '{ between: [edge, transit], mtu: 1500 }',
        '{ between: [edge, transit], mtu: { edge: 9000, transit: 1500 } }',
      ),
    ),
    ['lost', stalled],
    'what vanishes on a link teaches nothing',
  );
  const probing = '{ serve: http, sysctl: { net.ipv4.tcp_mtu_probing: 1 } }';
  t.strictSame(endsOf(network('{ drop: [packet-too-big] }', probing)), [`${stalled}, or completed`]);
  const steps =
    'upload: { from: client, to: server, bytes: 200kB }; datagram: { from: client, to: server, bytes: 8000, discovery: do }';
  const early = network('{}', '{ serve: { http: {}, echo: {} } }', steps).replace(
    'client: host',
    'client: { host: { sysctl: { net.ipv4.tcp_mtu_probing: 2 } } }',
  );
  t.strictSame(endsOf(early), ['completed', 'too-big, or lost'], 'small packets may have taught it nothing');
});

t.test('a Packet Too Big is ignored, misleads, or never leaves its router', async (t) => {
  const one = (router: string, family?: 'ipv4') =>
    endsOf(network('{}').replace('transit: router', `transit: { router: ${router} }`), family);
  t.strictSame(one('{ packet-too-big: { send: false } }'), ['stalled: packet-too-big-not-sent at transit']);
  t.strictSame(one('{ packet-too-big: { mtu: 1000 } }'), ['stalled: packet-too-big-ignored at server'], 'RFC 8201');
  t.strictSame(one('{ packet-too-big: { mtu: 1000 } }', 'ipv4'), ['completed']);
  t.strictSame(one('{ packet-too-big: { mtu: 0 } }', 'ipv4'), ['stalled: packet-too-big-ignored at server']);
  t.strictSame(one('{ packet-too-big: { mtu: 4000 } }'), ['stalled: packet-too-big-wrong at transit']);
  const noDiscovery = '{ serve: http, sysctl: { net.ipv4.ip_no_pmtu_disc: 1 } }';
  t.strictSame(endsOf(network('{ drop: [packet-too-big] }', noDiscovery), 'ipv4'), ['completed'], 'in fragments');
  const narrower = network('{}', noDiscovery).replace(
    '{ between: [edge, transit], mtu: 1500 }',
    '{ between: [edge, transit], mtu: { edge: 1400, transit: 1500 } }',
  );
  t.strictSame(endsOf(narrower, 'ipv4'), ['stalled: fragments-dropped at transit:to-edge']);
  t.strictSame(
    one('{ drop: [packet-too-big], packet-too-big: { mtu: 9000 } }'),
    ['stalled: silent-drop at transit'],
    'a message that would not have helped is lost',
  );
  const ping = network('{}', undefined, 'ping: { from: server, to: client, bytes: 8000 }');
  const misleading = ping.replace('transit: router', 'transit: { router: { packet-too-big: { mtu: 9000 } } }');
  t.strictSame(endsOf(misleading), ['lost, or too-big'], 'a ping prints what its kernel does not follow');
  const late = network(
    '{}',
    undefined,
    'change: { server: { sysctl: { net.ipv4.ip_no_pmtu_disc: 1 } } }; fetch: { from: client, to: server, bytes: 200kB }',
  );
  t.match(endsOf(late, 'ipv4'), ['completed'], 'after the socket was made, with 552 bytes');
  const pinged = (mode: number) =>
    endsOf(
      network(
        '{}',
        undefined,
        `change: { server: { sysctl: { net.ipv4.ip_no_pmtu_disc: ${mode} } } }; ping: { from: server, to: client, bytes: 2000 }; ping: { from: server, to: client, bytes: 1000 }`,
      ),
      'ipv4',
    );
  t.strictSame(pinged(1), ['too-big', 'too-big'], 'the second one is larger than 552 bytes');
  t.strictSame(pinged(2), ['lost', 'answered'], 'nobody hears of it');
  t.strictSame(pinged(3), ['lost', 'answered'], 'ICMP is none of the protocols that may learn');
});

t.test('kept flows go on with what they agreed on, in the network as it is now', async (t) => {
  const steps = [
    'fetch: { from: client, to: server, bytes: 200kB, as: victim }',
    'change: { edge: { clamp: { mss: 1396 } } }',
    'follow: { flow: victim }',
    'fetch: { from: client, to: server, bytes: 200kB }',
    'change: { firewall: { drop: none } }',
    'upload: { from: client, to: server, bytes: 200kB, over: victim }',
    'command: { at: edge, run: [nft, flush, ruleset] }',
    'follow: { flow: victim }',
  ];
  t.strictSame(endsOf(network('{ drop: [packet-too-big] }', undefined, steps.join('; '))), [
    'stalled: packet-too-big-lost at firewall',
    'stalled: packet-too-big-lost at firewall',
    'completed',
    'completed',
    'unknown: nft may have changed the network',
    'unknown: nft may have changed the network',
  ]);
});

t.test('flows beside a change are not predicted', async (t) => {
  const text = network('{}').replace(
    /steps:[^]*/,
    `steps:
  - together:
      - { do: { fetch: { from: client, to: server, bytes: 1 } } }
      - { do: { flush: { at: all } } }`,
  );
  t.strictSame(endsOf(text), ['unknown: the network changes while flows run']);
});

t.test('a connection without a way in both directions is none', async (t) => {
  const syn = { family: 'ipv6', kind: 'syn', bytes: 80, source: 'client', destination: 'server' } as const;
  const end = { kind: 'unroutable', node: 'edge' } as const;
  t.match(failedHandshake({ nodes: ['client', 'edge'], places: [], packet: syn, end }), {
    ...{ outcome: 'unreachable', because: 'edge has no route for the SYN' },
  });
  t.strictSame(endsOf(network('{ drop: [tcp] }')), ['unreachable']);
  t.strictSame(endsOf(network('{ drop: [acks] }')), ['stalled: acks-lost at firewall']);
});

const viewOf = (text: string): NetworkView => plannedView(planText(text), dictionary);

t.test(
  'both ends of a connection offer an MSS, and notes name where the path narrows and what would fit',
  async (t) => {
    const view = viewOf(network('{ clamp: { mss: 1396, towards: server } }'));
    const { opened, failed } = handshakes(view, new PathMtuMemory(), { from: 'client', to: 'server', family: 'ipv6' });
    t.strictSame(failed, []);
    t.match(opened, [{ synMss: 1396, synAckMss: 8940, client: { advertised: 8940 }, server: { pathMtu: 9000 } }]);
    t.strictSame(handshakeNotes(opened[0]!), [
      'server → client: client offers MSS 8940, 1396 at server; transit:to-edge carries 1500 bytes',
      'client → server: server offers MSS 8940; edge:to-transit carries 1500 bytes, so 1440 would fit',
    ]);
  },
);

t.test('what a node may know of a path is all that steps may have taught it', async (t) => {
  const memory = new PathMtuMemory();
  const senders = () =>
    sendersOf(viewOf(network('{}')), memory, { node: 'server', destination: 'client', family: 'ipv4' }).map(
      ({ pathMtu, advertised }) => `${pathMtu} ${advertised}`,
    );
  t.strictSame(senders(), ['9000 8960']);
  memory.learn('server', 'client', 'ipv4', [1500, undefined, 1500]);
  t.strictSame(senders(), ['1500 1460', '9000 8960']);
  memory.learn('server', 'client', 'ipv4', [1500]);
  memory.mayForget('server');
  t.strictSame(senders(), ['1500 1460', '9000 8960']);
  memory.learn('server', 'client', 'ipv4', [1500]);
  memory.forget('client');
  t.strictSame(senders(), ['1500 1460'], 'another node');
  memory.forget('server');
  t.strictSame(senders(), ['9000 8960']);
  t.match(
    predictPing(viewOf(network('{}')), memory, {
      from: 'server',
      to: 'client',
      family: 'ipv4',
      bytes: 8000,
      df: true,
      count: 1,
    }),
    {
      ends: [{ outcome: 'too-big', place: 'transit' }],
    },
  );
  t.strictSame(memory.of('server', 'client', 'ipv4'), [1500]);
});

t.test('a learned path MTU may be gone later where its node has set how long it lives', async (t) => {
  const view = viewOf(network('{}', '{ serve: http, sysctl: { net.ipv6.route.mtu_expires: 900 } }'));
  t.ok(mayExpire(view, 'server', 'ipv6'), 'whatever the time');
  t.notOk(mayExpire(view, 'server', 'ipv4'));
  t.notOk(mayExpire(view, 'client', 'ipv6'));
  const memory = new PathMtuMemory((node, family) => mayExpire(view, node, family));
  for (const family of ['ipv6', 'ipv4'] as const) memory.learn('server', 'client', family, [1500]);
  t.strictSame(memory.of('server', 'client', 'ipv6'), [1500, undefined]);
  t.strictSame(memory.of('server', 'client', 'ipv4'), [1500]);
  const fetch = 'fetch: { from: client, to: server, bytes: 200kB, as: victim }';
  const filter = 'change: { firewall: { drop: [packet-too-big] } }';
  const lives = 'sysctl: { net.ipv6.route.mtu_expires: 3 }';
  const ends = (server: string, ...steps: readonly string[]) => endsOf(network('{}', server, steps.join('; ')));
  const stalled = 'stalled: packet-too-big-lost at firewall';
  const again = 'fetch: { from: client, to: server, bytes: 200kB }';
  const both = `completed, or ${stalled}`;
  t.strictSame(ends('{ serve: http }', fetch, filter, 'follow: { flow: victim }', again), [
    'completed',
    'completed',
    'completed',
  ]);
  t.strictSame(ends(`{ serve: http, ${lives} }`, fetch, filter, 'follow: { flow: victim }', again), [
    'completed',
    both,
    both,
  ]);
  t.strictSame(
    ends(
      '{ serve: http }',
      `change: { server: { ${lives} } }`,
      fetch,
      'change: { server: { sysctl: none } }',
      filter,
      again,
    ),
    ['completed', both],
    'the kernel has noted the time when it learned',
  );
  const ping = 'ping: { from: server, to: client, bytes: 8000 }';
  t.strictSame(ends(`{ serve: http, ${lives} }`, ping, filter, ping), ['too-big', 'too-big, or lost']);
});

t.test('packets of which nothing is predicted may have taught any path MTU', async (t) => {
  const view = viewOf(network('{}'));
  t.strictSame(possibleMtus(view), [9000, 1500]);
  const memory = new PathMtuMemory();
  memory.learn('server', 'client', 'ipv6', [1400]);
  memory.mayLearn('client', 'ipv6', possibleMtus(view));
  t.strictSame(memory.of('client', 'server', 'ipv6'), [undefined, 9000, 1500]);
  t.strictSame(memory.of('server', 'client', 'ipv6'), [1400, 9000, 1500], 'a node behind a port, which answers');
  t.strictSame(memory.of('server', 'client', 'ipv4'), [undefined]);
  t.strictSame(memory.of('server', 'transit', 'ipv6'), [undefined]);
  memory.learn('client', 'server', 'ipv6', [1500]);
  t.strictSame(memory.of('client', 'server', 'ipv6'), [1500], 'then it is predicted again');
  memory.forget('server');
  t.strictSame(memory.of('server', 'client', 'ipv6'), [undefined]);
  t.strictSame(memory.of('edge', 'client', 'ipv6'), [undefined, 9000, 1500]);
  memory.forget();
  t.strictSame(memory.of('edge', 'client', 'ipv6'), [undefined]);
  const nat = 'nat: { towards: transit, publish: [{ port: 80, to: server }] }';
  const steps = [
    'fetch: { from: client, to: firewall, bytes: 200kB }',
    'change: { firewall: { nat: none, drop: [packet-too-big] } }',
    'fetch: { from: client, to: server, bytes: 200kB }',
    'flush: { at: all }',
    'fetch: { from: client, to: server, bytes: 200kB }',
  ];
  t.strictSame(endsOf(network(`{ ${nat} }`, undefined, steps.join('; '))), [
    'unknown: firewall publishes ports',
    'stalled: packet-too-big-lost at firewall, or completed',
    'stalled: packet-too-big-lost at firewall',
  ]);
  const fetch = 'fetch: { from: client, to: server, bytes: 200kB }';
  for (const program of [
    "visit: { from: client, url: 'http://server.lab.test/bytes/200000' }",
    'torrent: { from: server, to: client, tracker: server, bytes: 5MB }',
  ])
    t.strictSame(
      endsOf(
        network(
          '{ drop: [packet-too-big] }',
          '{ serve: [http, tracker] }',
          [fetch, program, fetch, 'flush: { at: all }', fetch].join('; '),
        ),
      ),
      [
        'stalled: packet-too-big-lost at firewall',
        'stalled: packet-too-big-lost at firewall, or completed',
        'stalled: packet-too-big-lost at firewall',
      ],
      program,
    );
});

t.test('a body that a node sends again in smaller packets', async (t) => {
  const view = viewOf(network('{}'));
  const [sender] = sendersOf(view, new PathMtuMemory(), { node: 'server', destination: 'client', family: 'ipv6' });
  const packets = {
    ofSender: { source: 'server', destination: 'client' },
    ofReceiver: { source: 'client', destination: 'server' },
  };
  const body = {
    sender: sender!,
    receiver: 'client',
    receiverFamily: 'ipv6' as const,
    packets,
    mss: 8940,
    optionBytes: 12,
    bytes: 100_000,
    isRaw: true,
    mayFragment: false,
  };
  t.match(sendBody(view, body), { ends: [{ outcome: 'completed' }], learned: [1500] });
  const packet = { family: 'ipv6', kind: 'segment', bytes: 9000, ...packets.ofSender } as const;
  const tooBig = { kind: 'too-big', node: 'transit', place: 'transit:to-edge', mtu: 1500 } as const;
  t.match(packetTooBigAnswers(view, { sender: sender!, packet, tooBig }), [{ kind: 'learned', mtu: 1500 }]);
});

t.test('with several next hops IPv6 may have learned for another one', async (t) => {
  const view = viewOf(
    twoLegs.replace(
      '{ between: [client, r1], mtu: 9000 }',
      '{ between: [client, r1], legs: [{ via: a, mtu: 9000 }, { via: b, mtu: 9000 }] }',
    ),
  );
  const known = (family: 'ipv6' | 'ipv4', node = 'client') => {
    const memory = new PathMtuMemory();
    remember(view, memory, { node, destination: 'server', family }, [1280]);
    return memory.of(node, 'server', family);
  };
  t.strictSame(known('ipv6'), [undefined, 1280]);
  t.strictSame(known('ipv4'), [1280]);
  t.strictSame(known('ipv6', 'r2'), [1280], 'one next hop');
});

t.test('a body that arrives is acknowledged, and one that is lost may follow a message that misleads', async (t) => {
  const view = viewOf(network('{ drop: [acks] }'));
  const [sender] = sendersOf(view, new PathMtuMemory(), { node: 'server', destination: 'client', family: 'ipv6' });
  const packets = {
    ofSender: { source: 'server', destination: 'client' },
    ofReceiver: { source: 'client', destination: 'server' },
  };
  const body = {
    ...{ sender: sender!, receiver: 'client', receiverFamily: 'ipv6' as const, packets },
    ...{ mss: 1440, optionBytes: 12, isRaw: true, mayFragment: false },
  } as const;
  const packet = { family: 'ipv6', kind: 'segment', bytes: 9000, ...packets.ofSender } as const;
  const end = { kind: 'delivered', node: 'client' } as const;
  const way = { way: { nodes: ['server', 'client'], places: ['server:to-client'], packet, end }, narrowest: 1500 };
  t.ok(areAcksLost(view, { ...body, bytes: 15_708 }));
  t.match(endsOfDelivered(view, { ...body, bytes: 15_708 }, way).ends, [
    { outcome: 'completed', because: 'the body fits into what is sent before any acknowledgment' },
    { outcome: 'stalled', cause: 'acks-lost', place: 'firewall' },
  ]);
  t.match(endsOfDelivered(view, { ...body, bytes: 15_709 }, way).ends, [{ cause: 'acks-lost' }]);
  const lost = endOfLost({ kind: 'lost-on-link', place: 'a:to-b', mtu: 1500 }, packet);
  t.match(lost, { outcome: 'stalled', cause: 'silent-drop', place: 'a:to-b' });
  t.equal(misled({}, lost), lost);
  t.match(misled({ hasShrunk: true }, lost), { cause: 'packet-too-big-wrong', place: 'a:to-b' });
});

t.test('of ends that differ in their reasons only, the first one is left', async (t) => {
  const [first, other, second] = [
    { outcome: 'completed', because: 'it fits' },
    { outcome: 'stalled', because: 'it does not' },
    { outcome: 'completed', because: 'it fits here too' },
  ] as const;
  t.strictSame(distinctEnds([first, other, second]), [first, other]);
});

t.test('a planned network predicts nothing of a flow that nobody has kept', async (t) => {
  const planned = new PlannedNetwork(planText(network('{}')), dictionary);
  t.match(planned.follow('victim', 'ipv6'), { unknown: 'no prediction was made for the flow victim' });
});

t.test('what was measured agrees if it is among what is predicted', async (t) => {
  const flow = (outcome: Observation['outcome'], cause?: PredictedEnd['cause'], place?: string): Facts => ({
    transfer: {
      ...{ outcome, received: 0, elapsedMs: 1, ports: { client: 1, server: 80 }, evidence: [] },
      episodes: cause
        ? [{ fromMs: 0, cause: { word: cause, evidence: [], ...(place !== undefined && { place }) } }]
        : [],
    },
  });
  const lost: PredictedEnd = {
    outcome: 'stalled',
    cause: 'packet-too-big-lost',
    place: 'firewall',
    because: 'it drops',
  };
  const met = (facts: Facts, ...ends: readonly PredictedEnd[]) => comparePrediction({ ends, notes: [] }, facts).met;
  t.equal(met(flow('stalled', 'packet-too-big-lost', 'firewall'), lost), true);
  t.equal(met(flow('stalled', 'packet-too-big-lost', 'transit'), lost), false, 'another place');
  t.equal(met(flow('stalled', 'silent-drop', 'firewall'), lost), false, 'another cause');
  t.equal(met(flow('stalled', 'unknown'), lost), true, 'an unknown cause contradicts nothing');
  t.equal(met(flow('completed'), lost), false);
  t.equal(met(flow('completed'), lost, { outcome: 'completed', because: '' }), true);
  t.equal(met(flow('unfinished'), { outcome: 'completed', because: '' }), null, 'too slow for its step');
  t.equal(met(flow('unfinished'), lost), false);
  t.equal(met(flow('not-judged'), lost), null);
  t.equal(met({}, lost), null);
  t.equal(met({ reply: { word: 'lost' } }, { outcome: 'lost', because: '' }), true);
  t.match(comparePrediction({ unknown: 'nft may have changed the network' }, flow('completed')), {
    ...{ met: null, wanted: 'no prediction: nft may have changed the network', saw: 'completed' },
  });
});

t.test('a plan warns of links and tunnels that do not fit, and of steps that cannot end as they expect', async (t) => {
  const warningsOf = (text: string) => {
    const plan = planText(text);
    return pathWarnings(plan, predictSteps(plan, dictionary), dictionary).map(
      ({ at, what, right }) => `${at.join('.')}: ${what}; ${right}`,
    );
  };
  t.strictSame(warningsOf(network('{}')), []);
  t.matchSnapshot(
    warningsOf(`
title: Nothing fits
topology:
  nodes: { client: host, r1: router, r2: { router: { drop: [packet-too-big] } }, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: { client: 9000, r1: 1500 } }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r1, r2], name: overlay, mtu: 1500, tunnel: { vxlan: { over: ipv6 } } }
    - { between: [r2, server], mtu: 9000 }
steps:
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect: { ipv6: { outcome: completed }, ipv4: { outcome: stalled } }
  - do: { fetch: { from: client, to: server, bytes: 1000 } }
    expect: { outcome: completed, cause: packet-too-big-lost }
  - do: { command: { at: client, run: ['true'] } }
  - do: { fetch: { from: client, to: server, bytes: 1000 } }
    expect: { outcome: stalled }
`).join('\n'),
    'warnings',
  );
});

t.test('one way of which nothing is predicted leaves nothing of the others', async (t) => {
  const completed = { ends: [{ outcome: 'completed', because: 'it fits' }], learned: [1500] } as const;
  t.strictSame(joinEnds([completed]), completed);
  t.match(joinEnds([completed, nothingPredicted('a tunnel', { learned: undefined })]), {
    ...{ unknown: 'a tunnel', learned: [1500, undefined] },
  });
});

t.test('the discovery of a socket decides what becomes of a datagram that is longer than its path MTU', async (t) => {
  const sender = (family: 'ipv6' | 'ipv4', isLocked = false): Sender => ({
    ...{ node: 'a', destination: 'b', family, pathMtu: 1500, linkMtu: 9000, learned: 1500, isLocked, advertised: 1440 },
  });
  const sizes = (bytes: number, family: 'ipv6' | 'ipv4' = 'ipv6') =>
    Object.fromEntries(
      discoveries.map((discovery) => {
        const flow = { source: 'a', destination: 'b' };
        const packet = largestPacket({ sender: sender(family), flow, bytes, discovery });
        const { bytes: length, isFragmented, mayFragment } = packet ?? {};
        return [
          discovery,
          packet ? `${length}${isFragmented ? ' fragment' : ''}${mayFragment ? ' without DF' : ''}` : 'refused',
        ];
      }),
    );
  t.strictSame(sizes(8000), {
    ...{ dont: '1496 fragment', want: '1496 fragment', do: 'refused' },
    ...{ probe: '8048', interface: '8048', omit: '8048' },
  });
  t.strictSame(sizes(8000, 'ipv4'), {
    ...{ dont: '1500 fragment without DF', want: '1500 fragment without DF', do: 'refused' },
    ...{ probe: '8028', interface: '8028 without DF', omit: '8028 without DF' },
  });
  t.strictSame(sizes(9000), {
    ...{ dont: '1496 fragment', want: '1496 fragment', do: 'refused' },
    ...{ probe: 'refused', interface: 'refused', omit: '9000 fragment' },
  });
  t.ok(ignoresPathMtu.has('omit'));
  const view = plannedView(planText(network('{}', '{ serve: { http: {}, echo: {} } }')), dictionary);
  const datagrams = { from: 'client', to: 'server', family: 'ipv6', bytes: 8000, discovery: 'want', count: 3 } as const;
  const { ends } = predictDatagrams(view, new PathMtuMemory(), datagrams) as { readonly ends: readonly PredictedEnd[] };
  t.strictSame(
    ends.map(({ outcome }) => outcome),
    ['lost', 'answered'],
    'the first one, and the first answer in one piece, are lost',
  );
});

t.test('a locked MTU keeps IPv4 from learning another one, and not IPv6', async (t) => {
  const server = '{ serve: http, routes: [{ to: client, via: firewall, mtu: 4000, lock: true }] }';
  const text = network('{ drop: [fragments] }', server).replace(
    'transit: router',
    'transit: { router: { drop: { what: [fragments], at: [forward] } } }',
  );
  t.strictSame(endsOf(text), ['completed']);
  t.strictSame(endsOf(network('{}', server), 'ipv4'), ['completed'], 'in fragments');
  const view = viewOf(network('{}', server));
  const of = (family: 'ipv6' | 'ipv4') =>
    sendersOf(view, new PathMtuMemory(), { node: 'server', destination: 'client', family });
  t.match(
    [...of('ipv6'), ...of('ipv4')],
    [
      { isLocked: false, pathMtu: 4000 },
      { isLocked: true, pathMtu: 4000 },
    ],
  );
});

t.test('chance leaves more ends open, and a delay those that take long', async (t) => {
  const outcomes = (ends: readonly PredictedEnd[]) => ends.map(({ outcome }) => outcome);
  const body = { bytes: 1_000_000, mss: 1440 };
  t.strictSame(outcomes(impairedTransfer(body, [{}, {}])), []);
  t.strictSame(outcomes(impairedTransfer(body, [{ chances: ['a:to-b loses 1% of the frames'] }, {}])), [
    ...(['unfinished', 'stalled', 'unreachable'] as const),
  ]);
  t.match(impairedTransfer(body, [{ delayMs: 100 }, { delayMs: 100 }]), [
    { outcome: 'unfinished', because: 'each round takes 200 ms' },
  ]);
  t.strictSame(impairedTransfer({ bytes: 1000, mss: 1440 }, [{ delayMs: 100 }, { delayMs: 100 }]), []);
  t.strictSame(missedAnswer([{ delayMs: 100 }, { delayMs: 100 }]), []);
  t.match(missedAnswer([{ delayMs: 500 }, { delayMs: 500 }]), [
    { outcome: 'lost', because: 'an answer takes 1000 ms' },
  ]);
  t.match(missedAnswer([{}, { chances: ['b loses'] }]), [{ outcome: 'lost', because: 'b loses' }]);
});

t.test('a download over QUIC ends by the size of its datagrams', async (t) => {
  const server = (size: number, more = '') => `{ serve: { http: {}, quic: { max-datagram-size: ${size} } }${more} }`;
  const download = 'quic: { from: client, to: server, bytes: 200kB }';
  const of = (firewall: string, size: number, family?: 'ipv4') =>
    endsOf(network(firewall, server(size), download), family);
  const drops = '{ drop: [packet-too-big] }';
  const stalled = ['stalled: packet-too-big-lost at firewall'];
  t.strictSame(of(drops, 1452), ['completed']);
  t.strictSame(of(drops, 1457), stalled, 'a veth passes 4 bytes more than its MTU');
  t.strictSame(of(drops, 1472, 'ipv4'), ['completed']);
  t.strictSame(of(drops, 8000), stalled);
  t.strictSame(of('{}', 8000), ['completed']);
  t.strictSame(of('{ drop: [fragments] }', 8000), ['stalled'], 'it learns, and its fragments are lost');
  const later = 'change: { firewall: { drop: [packet-too-big] } }; fetch: { from: client, to: server, bytes: 200kB }';
  t.strictSame(
    endsOf(network('{}', server(8000), `${download}; ${later}`)),
    ['completed', 'completed'],
    'TCP uses the same path MTU',
  );
  t.strictSame(endsOf(network('{}', server(8000), later)), stalled);
});

t.test(
  'nothing is predicted of a download over QUIC that a handshake, a delay or a small body leaves open',
  async (t) => {
    const server = '{ serve: { quic: { max-datagram-size: 8000 } } }';
    const download = (bytes: string) => `quic: { from: client, to: server, bytes: ${bytes} }`;
    const of = (text: string) => endsOf(text);
    t.match(of(network('{}', server, download('5kB'))), [/^unknown: a body of 5000 bytes may fit into one datagram/]);
    const delayed = network('{}', server, download('200kB')).replace('mtu: 1500', 'mtu: 1500, delay: 50ms');
    t.match(of(delayed), ['unknown: links delay or lose its packets']);
    const slow = network('{}', server, download('200kB')).replace(
      'edge: edge',
      'edge: { edge: { rate: { towards: transit, kbit: 1000 } } }',
    );
    t.match(of(slow), ['unknown: packets wait in a queue of edge']);
    const view = viewOf(network('{}', '{ serve: [http, quic] }'));
    const request = {
      from: 'client',
      to: 'server',
      family: 'ipv6',
      bytes: 200_000,
      datagramBytes: () => 1200,
    } as const;
    t.match(predictDownload(view, new PathMtuMemory(), request), { ends: [{ outcome: 'completed' }] });
  },
);
