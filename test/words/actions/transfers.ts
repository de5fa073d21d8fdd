import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import type { Ledger, SegmentCount } from '../../../src/evidence/ledger/ledger.ts';
import { waitFor } from '../../../src/words/actions/bulk-transfer.ts';
import { curlCommand, routeCommands, socketsCommands } from '../../../src/words/actions/curl-command.ts';
import { fetch } from '../../../src/words/actions/fetch.ts';
import { follow } from '../../../src/words/actions/follow.ts';
import { bulkConflicts } from '../../../src/words/actions/bulk-conflicts.ts';
import { legTaken } from '../../../src/words/actions/leg-taken.ts';
import { portConflict, portFor } from '../../../src/words/actions/source-port.ts';
import { upload } from '../../../src/words/actions/upload.ts';
import type { Flow, Lab } from '../../../src/words/lab/lab.ts';
import type { TransferRequest } from '../../../src/words/lab/transfer.ts';
import {
  completedFlow,
  contextFor,
  emptyLedger,
  labWith,
  loggedFlow,
  httpOn,
  network,
  stalledFlow,
} from '../fixtures/network.ts';

/** A lab in which every transfer has the given observation, and that logs the calls for its flows. */
const transferring = (observation: typeof completedFlow, log: string[], given: Partial<Lab> = {}): Lab => {
  let port = 40_000;
  return labWith({
    legs: [],
    port: async ({ leg }) => (log.push(`port ${leg ?? 'any'}`), ++port),
    transfer: async (request) => (log.push(`${request.kind} ${request.bytes}`), loggedFlow(request, observation, log)),
    keep: (name, { request }) => void log.push(`keep ${name} ${request.port}`),
    ledger: async (part) => emptyLedger[part],
    ...given,
  });
};

t.test('a flow is closed when its action ends, unless it is kept', async (t) => {
  const fetching = async (more: object) => {
    const log: string[] = [];
    const settings = { from: 'client', to: 'server', bytes: '200kB', ...more };
    const facts = await fetch.perform(transferring(completedFlow, log), settings, contextFor('ipv6'));
    return { log, facts };
  };
  const plain = await fetching({});
  t.strictSame(plain.log, ['port any', 'download 200000', 'observe 40001 until end', 'close 40001']);
  t.match(plain.facts, { transfer: { outcome: 'completed', ports: { client: 40_001 } } });
  t.match((await fetching({ as: 'victim' })).log.slice(-1), ['keep victim 40001']);
  t.match((await fetching({ for: '2s' })).log[2], 'observe 40001 until lasting');
  t.match((await fetching({ over: 'victim' })).log.at(-1), 'observe', 'the connection belongs to the kept flow');
  const three = await fetching({ flows: 3, as: 'first' });
  t.equal((three.facts.transfers ?? []).length, 3);
  t.strictSame(three.log.slice(-3), ['keep first 40001', 'close 40002', 'close 40003']);
});

t.test('a failure of the machine closes every flow that was opened', async (t) => {
  const log: string[] = [];
  let opened = 0;
  const lab = transferring(completedFlow, log, {
    transfer: async (request) => {
      if (++opened === 2) throw new Error('the machine failed');
      return loggedFlow(request, completedFlow, log);
    },
  });
  const settings = { from: 'client', to: 'server', bytes: 1000, flows: 3, as: 'victim' };
  await t.rejects(fetch.perform(lab, settings, contextFor('ipv6')), /the machine failed/);
  t.strictSame(
    log.filter((line) => /close|keep/.test(line)),
    ['close 40001', 'close 40003'],
  );
});

t.test('a transfer is requested with all its settings', async (t) => {
  const requests: TransferRequest[] = [];
  const lab = transferring(completedFlow, [], {
    transfer: async (request) => (requests.push(request), loggedFlow(request, completedFlow, [])),
  });
  const settings = { from: 'source', to: 'target', bytes: '1MB', over: 'victim', 'stops-reading-after': '10kB' };
  await upload.perform(lab, settings, contextFor('ipv4'));
  t.strictSame(requests, [
    {
      ...{ kind: 'upload', from: 'source', to: 'target', family: 'ipv4', port: 40_001, bytes: 1_000_000 },
      ...{ stopsReadingAfter: 10_000, over: 'victim' },
    },
  ]);
});

t.test('a source port is requested for its family, and any leaves it to the kernel', async (t) => {
  const ports = async (port: number | 'any' | { ipv6: number }) => {
    const asked: (number | undefined)[] = [];
    const requests: number[] = [];
    const lab = transferring(completedFlow, [], {
      port: async ({ requested }) => (asked.push(requested), requested ?? 20_000),
      transfer: async (request) => (requests.push(request.port), loggedFlow(request, completedFlow, [])),
    });
    await fetch.perform(lab, { from: 'client', to: 'server', bytes: 1000, port }, contextFor('ipv6'));
    return { asked, requests };
  };
  t.strictSame(await ports(40_001), { asked: [40_001], requests: [40_001] });
  t.strictSame(await ports({ ipv6: 40_002 }), { asked: [40_002], requests: [40_002] });
  t.strictSame(await ports('any'), { asked: [], requests: [0] });
  t.equal(portFor({ ipv6: 40_002 }, 'ipv4'), undefined);
});

t.test('settings that a transfer cannot have together are conflicts', async (t) => {
  const conflicts = (kind: 'download' | 'upload', more: object) =>
    bulkConflicts(kind, { from: 'client', to: 'server', bytes: 1000, ...more }, network).map(({ at }) => at.join());
  t.strictSame(conflicts('download', { raw: true, 'stops-reading-after': 10, as: 'victim' }), []);
  t.strictSame(conflicts('upload', { raw: true, 'stops-reading-after': 10 }), ['stops-reading-after']);
  t.strictSame(conflicts('download', { raw: true, over: 'victim' }), ['over']);
  t.strictSame(conflicts('download', { over: 'victim' }), []);
  t.strictSame(conflicts('download', { port: 40_001 }), []);
  t.strictSame(conflicts('download', { port: 40_001, leg: 'r1' }), ['port']);
  const ipv6 = ['ipv6'] as const;
  t.equal(portConflict({ port: 40_001 }, ipv6), undefined);
  t.equal(portConflict({ port: 'any', flows: 20 }, ipv6), undefined);
  t.equal(portConflict({ leg: 'r1' }, ipv6), undefined);
  t.match(portConflict({ port: 'any', leg: 'r1' }, ipv6), /^`leg` needs a source port that mtulab chooses/);
  t.match(portConflict({ port: 40_001, over: 'victim' }, ipv6), /^the kept connection has its source port/);
  t.match(portConflict({ port: 40_001, flows: 2 }, ipv6), /^2 flows need as many source ports/);
  t.match(portConflict({ port: { ipv4: 40_001 } }, ipv6), /^no source port for ipv6/);
  const both = ['ipv6', 'ipv4'] as const;
  t.equal(portConflict({ port: 40_001 }, both), undefined);
  t.equal(portConflict({ port: { ipv6: 40_001, ipv4: 40_002 } }, both), undefined);
});

t.test('`for` replaces the wait of the step', async (t) => {
  t.strictSame(waitFor('2s', { until: 'evidence', withinMs: 1 }), { until: 'lasting', withinMs: 2000 });
  t.strictSame(waitFor('2s', { until: 'end', scale: 3 }), { until: 'lasting', withinMs: 2000, scale: 3 });
  t.strictSame(waitFor(undefined, { until: 'evidence', scale: 3 }), { until: 'evidence', scale: 3 });
  t.strictSame(waitFor(undefined, { until: 'evidence' }), { until: 'evidence' });
});

const segment = (node: string, bytes: number, source: number, direction: 'in' | 'out' = 'in'): SegmentCount => ({
  ...{ node, interface: 'to-source', direction, size: 'large', packets: 1, bytes },
  ...{ family: 'ipv6', source, destination: source === 80 ? 40_001 : 80 },
});

t.test('the leg taken is the one whose router received most bytes of the flow', async (t) => {
  const ledger: Ledger = {
    ...emptyLedger,
    segments: [
      ...[segment('r1', 60, 40_001), segment('r2', 200_000, 40_001), segment('r2', 900_000, 40_001, 'out')],
      ...[segment('r3', 900_000, 39_999), segment('r4', 70, 80)],
      { ...segment('r1', 900_000, 40_001), family: 'ipv4' },
    ],
  };
  const legs = [{ between: ['source', 'far'], via: ['r1', 'r2', 'r3', 'r4'] }] as const;
  const log: string[] = [];
  const lab = transferring(completedFlow, log, { legs, ledger: async (part) => ledger[part] });
  const settings = { from: 'source', to: 'target', bytes: '200kB', leg: 'r2' };
  t.match(await upload.perform(lab, settings, contextFor('ipv6')), { leg: 'r2' });
  t.equal(log[0], 'port r2');
  const { signal } = contextFor('ipv6');
  const of = (kind: 'download' | 'upload', family: Family = 'ipv6') => ({ kind, family });
  t.equal(await legTaken(lab, [completedFlow], of('download'), signal), 'r4');
  t.equal(
    await legTaken(lab, [completedFlow], of('upload', 'ipv4'), signal),
    'r1',
    'the other family may have the same port',
  );
  t.equal(await legTaken(lab, [], of('download'), signal), undefined, 'no leg carried the flow');
  t.equal(await legTaken(transferring(completedFlow, []), [completedFlow], of('upload'), signal), undefined, 'no legs');
});

t.test('a flow that took another leg than the one asked for is an error of its step', async (t) => {
  const legs = [{ between: ['client', 'far'], via: ['r1', 'r2'] }] as const;
  const performing = (segments: readonly SegmentCount[], leg: string) => {
    const lab = transferring(completedFlow, [], {
      legs,
      nodes: network,
      ledger: async (part) => ({ ...emptyLedger, segments })[part],
    });
    return upload.perform(lab, { from: 'client', to: 'server', bytes: 1000, leg, as: 'kept' }, contextFor('ipv6'));
  };
  t.match(await performing([segment('r2', 60, 80), segment('r1', 900, 80)], 'r2'), { leg: undefined });
  const ofIpv4 = { ...segment('r2', 60, 80), family: 'ipv4' } as const;
  await t.rejects(performing([segment('r1', 900, 80), ofIpv4], 'r2'), /took r1/, 'the other family took it');
  await t.rejects(performing([segment('r1', 900, 80)], 'r2'), /were to take leg r2 and took r1/);
  await t.resolves(performing([], 'r2'), 'without a packet nothing took another leg');
});

t.test('a kept flow is followed, and one that was never kept is an error', async (t) => {
  const log: string[] = [];
  const kept: Flow = loggedFlow({ port: 40_007 } as Flow['request'], stalledFlow, log);
  const lab = labWith({ flow: (name, family) => (name === 'victim' && family === 'ipv6' ? kept : undefined) });
  t.match(await follow.perform(lab, { flow: 'victim', for: '2s' }, contextFor('ipv6')), {
    transfer: { outcome: 'stalled' },
  });
  t.strictSame(log, ['observe 40007 until lasting']);
  await t.rejects(follow.perform(lab, { flow: 'victim' }, contextFor('ipv4')), /no flow victim was kept for ipv4/);
});

t.test('a transfer is repeated by hand with curl', async (t) => {
  const transfer = { from: 'client', to: 'server', bytes: 1000 };
  const curl = { argv: ['-o', '/dev/null'], path: '/x' };
  t.equal(
    curlCommand({ ...transfer, flows: 3, for: '1500ms' }, network, 'ipv4', curl),
    'for flow in $(seq 3); do ip netns exec client curl -4 -s -m 2 -o /dev/null http://192.0.2.65/x & done; wait',
  );
  t.match(curlCommand({ ...transfer, port: 40_001 }, network, 'ipv4', curl), '-m 5 --local-port 40001 -o /dev/null');
  t.match(
    curlCommand(transfer, network, 'ipv4', { ...curl, scheme: 'telnet', path: '', input: 'echo 5' }),
    /^echo 5 \| .* telnet:\/\/192\.0\.2\.65$/,
  );
  const other = new Map([...network, ['server', { ...network.get('server')!, services: [httpOn(8080)] }] as const]);
  t.equal(
    curlCommand(transfer, other, 'ipv6', { ...curl, input: 'head -c 5 /dev/zero' }),
    "head -c 5 /dev/zero | ip netns exec client curl -6 -s -m 5 -o /dev/null 'http://[2001:db8:5::1]:8080/x'",
  );
  t.strictSame(socketsCommands('server', 'client', network, 'ipv4'), ['ip netns exec server ss -tinm dst 192.0.2.1']);
  t.strictSame(routeCommands('server', 'client', network, 'ipv6'), [
    'ip -n server -6 route get 2001:db8:1::1 from 2001:db8:5::1',
  ]);
});
