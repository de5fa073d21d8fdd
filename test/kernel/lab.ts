import t from 'tap';
import { parseCounter, parseCounterLines, parseCounterPairs } from '../../src/kernel/counters/snmp-counters.ts';
import { readExceptions } from '../../src/kernel/counters/route-exceptions.ts';
import { parseLookups } from '../../src/kernel/flows/route-lookup.ts';
import { MachineError } from '../../src/kernel/system/machine-error.ts';
import { attribute } from '../../src/kernel/system/netlink.ts';
import { FlowRegistry } from '../../src/kernel/flows/flow-registry.ts';
import type { EngineFlow } from '../../src/kernel/flows/open-flow.ts';
import { timeoutMs } from '../../src/kernel/flows/polling.ts';
import { sourcePorts } from '../../src/kernel/flows/source-ports.ts';
import type { Family } from '../../src/evidence/family.ts';
import type { NodeView } from '../../src/words/lab/node-view.ts';

const signal = new AbortController().signal;

const node = (name: string, peers: readonly string[], serves?: number): NodeView => ({
  ...{ name, forwards: false, families: ['ipv6', 'ipv4'], neighbour: () => undefined },
  address: { ipv6: `address-of-${name}`, ipv4: `address-of-${name}` },
  interfaces: peers.map((peer) => ({
    ...{ name: `to-${peer}`, place: `${name}:to-${peer}`, peer, mtu: 9000 },
    ...{ address: { ipv6: '', ipv4: '' }, gateway: { ipv6: '', ipv4: '' } },
  })),
  ...(serves && { serves }),
});

const nodes = new Map([node('a', ['r1', 'r2']), node('b', ['far'], 8080)].map((each) => [each.name, each]));

t.test('a source port is given once in a lab, whatever the family', async (t) => {
  const port = sourcePorts({ nodes, lookup: async () => [] });
  const taken = await Promise.all(
    (['ipv6', 'ipv4', 'ipv6'] as const).map((family) => port({ from: 'a', to: 'b', family }, signal)),
  );
  t.strictSame(taken, [20_000, 20_001, 20_002]);
});

t.test(
  'a leg is found by asking the host where the ways part, and ports that were passed over stay free',
  async (t) => {
    const asked: string[] = [];
    const port = sourcePorts({
      nodes,
      lookup: async (at, family, questions) => {
        asked.push(`${at} ${family} ${questions[0]}`);
        return questions.map((question) => (question.includes('20003') ? 'to-r2' : 'to-r1'));
      },
    });
    t.equal(await port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r2' }, signal), 20_003);
    t.equal(await port({ from: 'a', to: 'b', family: 'ipv6' }, signal), 20_000);
    t.equal(await port({ from: 'b', to: 'a', family: 'ipv4', leg: 'r1' }, signal), 20_001, 'the way back counts too');
    t.strictSame(asked, [
      'a ipv6 route get address-of-b from address-of-a ipproto tcp sport 20000 dport 8080',
      'a ipv4 route get address-of-b from address-of-a ipproto tcp sport 80 dport 20001',
    ]);
    await t.rejects(
      port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r2' }, signal),
      MachineError,
      'none is left that fits',
    );
    await t.rejects(port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r9' }, signal), /neither is a neighbour of r9/);
  },
);

t.test('what the kernel and ip print is read', async (t) => {
  t.strictSame(parseCounterLines('Ip6InReceives      \t17\nIcmp6InPktTooBigs\t3\n'), [
    ['Ip6InReceives', 17],
    ['Icmp6InPktTooBigs', 3],
  ]);
  const snmp = 'Ip: InReceives\nIp: 9\nIcmp: InMsgs InDestUnreachs\nIcmp: 5 3\nIcmpMsg: InType3\nIcmpMsg: 3\n';
  t.equal(parseCounter(snmp, 'Icmp', 'InDestUnreachs'), 3);
  t.equal(parseCounter(snmp, 'Icmp', 'OutDestUnreachs'), 0, 'what a kernel does not count');
  t.strictSame(parseCounterPairs('Icmp: InMsgs InErrors\nIcmp: 5 -1\nTcpExt: TCPTimeouts\nTcpExt: 2\n'), [
    ['IcmpInMsgs', 5],
    ['IcmpInErrors', -1],
    ['TcpExtTCPTimeouts', 2],
  ]);
  t.strictSame(parseLookups('[{"dst":"x","dev":"to-r1"}]\n[{"dst":"x","dev":"to-r2"}]\n'), ['to-r1', 'to-r2']);
});

/** RTM_NEWROUTE as the kernel answers: `struct rtmsg`, then destination, interface, metrics with the MTU, cache info with its end. */
const route = (destination: readonly number[], mtu?: number, ticks?: number): Buffer => {
  const number = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
  const parts = [
    Buffer.alloc(12),
    attribute(1, Buffer.from(destination)),
    attribute(4, number(7)),
    ...(mtu === undefined ? [] : [attribute(8, attribute(2, number(mtu)))]),
    ...(ticks === undefined
      ? []
      : [attribute(12, Buffer.concat([number(0), number(0), number(ticks), Buffer.alloc(20)]))]),
  ];
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + body.length, 0);
  header.writeUInt16LE(24, 4);
  return Buffer.concat([header, body]);
};

t.test('a learned path MTU has an end; a route that was given an MTU has none', async (t) => {
  const five = [0x20, 0x01, 0x0d, 0xb8, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  const done = Buffer.from([20, 0, 0, 0, 3, 0, 2, 0, ...Array<number>(12).fill(0)]);
  const answer = [Buffer.concat([route(five, 1500, 59_800), route(five, 1400), route(five, undefined, 300)]), done];
  const read = { family: 'ipv6', destination: '2001:db8:5::1', mtu: 1500, interface: 7, expiresSeconds: 598 };
  t.strictSame(
    readExceptions(() => answer, 'ipv6'),
    [read],
  );
  t.strictSame(
    readExceptions(() => [done], 'ipv4'),
    [],
  );
});

t.test('a kept flow is known by its name until it is closed, and every open one hears of a change', async (t) => {
  const happened: string[] = [];
  const flow = (family: Family): EngineFlow => ({
    request: { kind: 'download', from: 'a', to: 'b', family, bytes: 1, port: 1 },
    observe: async (_, signal) => Promise.reject(signal.reason as Error),
    beforeChange: () => void happened.push(`${family} changing`),
    afterChange: () => void happened.push(`${family} changed`),
    close: () => void happened.push(`${family} closed`),
  });
  const flows = new FlowRegistry();
  const lost = AbortSignal.abort(new Error('the lab was lost'));
  const [first, second] = [flow('ipv6'), flow('ipv4')];
  const seen = flows.add(first, () => lost);
  flows.keep('victim', seen);
  flows.keep(
    'victim',
    flows.add(second, (signal) => signal),
  );
  flows.changing();
  flows.changed();
  t.strictSame(flows.lines(), ['the flow victim is still open (ipv6 and ipv4)']);
  t.equal(flows.bare('victim', 'ipv6'), first);
  await t.rejects(seen.observe({ until: 'end' }, signal), /the lab was lost/);
  seen.close();
  t.strictSame(flows.lines(), ['the flow victim is still open (ipv4)']);
  flows.close();
  t.strictSame(happened, [
    ...['ipv6 changing', 'ipv4 changing', 'ipv6 changed', 'ipv4 changed'],
    ...['ipv6 closed', 'ipv4 closed'],
  ]);
});

t.test('an error of the machine tells what, why, by which command, what it said, and what to do', async (t) => {
  const error = new MachineError({
    what: 'could not build',
    why: 'to route',
    command: 'ip route',
    said: 'no\n',
    remedy: 'retry',
  });
  t.equal(error.message, 'could not build\n  to: to route\n  ran: ip route\n  said: no\n  do: retry');
  t.equal(new MachineError({ what: 'gone' }).message, 'gone');
});

t.test('a time scale makes the usual patience longer, and leaves what was asked for', async (t) => {
  t.equal(timeoutMs({ until: 'end', scale: 3 }), 3 * timeoutMs({ until: 'end' }));
  t.equal(timeoutMs({ until: 'end', scale: 3, withinMs: 600 }), 600, 'has the scale in it already');
});
