import t from 'tap';
import { familyNames } from '../../../src/evidence/family.ts';
import type { Family } from '../../../src/evidence/family.ts';
import type { FlowEnd } from '../../../src/evidence/sockets/sample.ts';
import { parseLookups } from '../../../src/kernel/flows/route-lookup.ts';
import { ClaimedPorts } from '../../../src/kernel/flows/claimed-ports.ts';
import { sourcePorts } from '../../../src/kernel/flows/source-ports.ts';
import { flowDirection } from '../../../src/kernel/flows/watched-flow.ts';
import { linkEndsOf } from '../../../src/words/lab/link-ends.ts';
import { MachineError } from '../../../src/kernel/system/machine-error.ts';
import type { TransferRequest } from '../../../src/words/lab/transfer.ts';
import { byName, download, node, transferOf } from '../fixtures/flow.ts';

const { signal } = new AbortController();
const nodes = byName(node('a', ['r1', 'r2']), node('b', ['far'], 8080));

t.test('a port that mtulab chooses is used once in a lab, whatever the family', async (t) => {
  const port = sourcePorts({ nodes, lookup: async () => [] });
  const ports = await Promise.all(
    (['ipv6', 'ipv4', 'ipv6'] as const).map((family) => port({ from: 'a', to: 'b', family }, signal)),
  );
  t.strictSame(ports, [20_000, 20_001, 20_002]);
});

t.test('a port for a leg is the first that the kernel routes over it, and the others stay free', async (t) => {
  const lookups: string[] = [];
  const port = sourcePorts({
    nodes,
    lookup: async (at, family, questions) => {
      lookups.push(`${at} ${family} ${questions[0]}`);
      return questions.map((question) => (question.includes('20003') ? 'to-r2' : 'to-r1'));
    },
  });
  t.equal(await port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r2' }, signal), 20_003);
  t.equal(await port({ from: 'a', to: 'b', family: 'ipv6' }, signal), 20_000);
  t.equal(await port({ from: 'b', to: 'a', family: 'ipv4', leg: 'r1' }, signal), 20_001, 'the leg of the replies');
  t.strictSame(lookups, [
    'a ipv6 route get address-of-b from address-of-a ipproto tcp sport 20000 dport 8080',
    'a ipv4 route get address-of-b from address-of-a ipproto tcp sport 80 dport 20001',
  ]);
});

t.test('a leg that no port takes is an error of the machine', async (t) => {
  const counts: number[] = [];
  const port = sourcePorts({
    nodes,
    lookup: async (_node, _family, questions) => (counts.push(questions.length), questions.map(() => undefined)),
  });
  await t.rejects(
    port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r2' }, signal),
    new MachineError({ what: 'no free source port takes leg r2 from a to b (ipv6)' }),
  );
  t.strictSame(counts, Array(8).fill(64), 'it gives up after 8 batches');
  await t.rejects(port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r9' }, signal), {
    name: 'MachineError',
    message: /cannot choose leg r9 from a to b: neither node is a neighbour of r9/,
  });
});

t.test('towards a shared address only the client chooses a leg', async (t) => {
  const vip = { name: 'vip', address: { ipv6: 'address-of-vip', ipv4: 'address-of-vip' } };
  const holders = ['b', 'c'].map((name) => ({ ...node(name, ['far'], 8080), shares: [vip] }));
  const questions: string[] = [];
  const port = sourcePorts({
    nodes: byName(node('a', ['r1', 'r2']), ...holders),
    lookup: async (_node, _family, asked) => (questions.push(asked[0]!), asked.map(() => 'to-r1')),
  });
  t.equal(await port({ from: 'a', to: 'vip', family: 'ipv6', leg: 'r1' }, signal), 20_000);
  t.strictSame(questions, ['route get address-of-vip from address-of-a ipproto tcp sport 20000 dport 8080']);
  await t.rejects(port({ from: 'a', to: 'vip', family: 'ipv6', leg: 'far' }, signal), {
    message: /cannot choose leg far/,
  });
});

t.test(
  'a requested port is granted once for each family, and not to a flow for which the port was chosen',
  async (t) => {
    const port = sourcePorts({ nodes, lookup: async () => [] });
    const ask = (family: Family, requested?: number) =>
      port({ from: 'a', to: 'b', family, ...(requested && { requested }) }, signal);
    t.equal(await ask('ipv6', 20_000), 20_000);
    t.equal(await ask('ipv4', 20_000), 20_000, 'the ledger counts the families apart');
    t.equal(await ask('ipv6'), 20_001, 'the next one that is free');
    for (const [family, taken] of [
      ['ipv6', 20_000],
      ['ipv4', 20_000],
      ['ipv6', 20_001],
    ] as const)
      await t.rejects(ask(family, taken), {
        name: 'MachineError',
        message: new RegExp(`another flow of this lab has used source port ${taken} over ${familyNames[family]}`),
      });
  },
);

t.test('the ports behind address translation are those of one flow too', async (t) => {
  const claimed = new ClaimedPorts();
  const segment = { ...{ protocol: 6, sourceAddress: 'x', destinationAddress: 'y' }, destination: 80 };
  const over = (family: Family, source: number, more = {}) => ({ ...segment, family, source, ...more });
  claimed.claim({ family: 'ipv6', port: 30_000 });
  t.notOk(claimed.claimSegment(over('ipv6', 30_000)), 'a flow sends from there');
  t.ok(claimed.claimSegment(over('ipv4', 30_000)));
  t.notOk(claimed.claimSegment(over('ipv4', 30_000)), 'only once');
  t.ok(claimed.claimSegment(over('ipv4', 30_000, { destination: 81 })), 'the nodes count by both ports');
  t.notOk(claimed.has({ family: 'ipv4', port: 30_000 }), 'no socket has that port');
  t.throws(() => claimed.claim({ family: 'ipv4', port: 30_000 }), { name: 'MachineError' });
  t.equal(claimed.claim({ family: 'ipv4', protocol: 'udp', port: 30_000 }), 30_000);
  t.notOk(claimed.isFresh(30_000));
  t.ok(claimed.isFresh(30_001));
});

t.test('datagrams may have the port of a TCP flow, but not that of other datagrams', async (t) => {
  const port = sourcePorts({ nodes, lookup: async () => [] });
  const ask = (protocol?: 'udp', requested?: number) =>
    port(
      { from: 'a', to: 'b', family: 'ipv6', ...(protocol && { protocol }), ...(requested && { requested }) },
      signal,
    );
  t.equal(await port({ from: 'a', to: 'b', family: 'ipv4', protocol: 'udp', requested: 15_000 }, signal), 15_000);
  t.strictSame(
    [await ask(undefined, 15_000), await ask('udp', 15_000), await ask('udp', 20_000)],
    [15_000, 15_000, 20_000],
  );
  t.strictSame([await ask(), await ask('udp')], [20_001, 20_002], 'chosen ports are free for both');
  for (const taken of [15_000, 20_000, 20_002])
    await t.rejects(ask('udp', taken), { name: 'MachineError', message: new RegExp(`used source port ${taken}`) });
});

t.test('callers that get the same answer at the same time get different ports', async (t) => {
  const port = sourcePorts({ nodes, lookup: async (_node, _family, questions) => questions.map(() => 'to-r1') });
  const next = () => port({ from: 'a', to: 'b', family: 'ipv6', leg: 'r1' }, signal);
  t.strictSame(await Promise.all([next(), next()]), [20_000, 20_001]);
});

t.test('the answers of ip -batch are read line by line', async (t) => {
  t.strictSame(parseLookups('[{"dst":"x","dev":"to-r1"}]\n[{"dst":"x","dev":"to-r2"}]\n'), ['to-r1', 'to-r2']);
  t.strictSame(parseLookups('[{"dst":"x","type":"unreachable"}]\nRTNETLINK answers: x\n[]\n'), [undefined, undefined]);
  t.strictSame(parseLookups(''), []);
});

t.test('each end of a flow sends in its own direction', async (t) => {
  const tcp = { family: 'ipv6', protocol: 6 };
  const [a, b] = ['address-of-a', 'address-of-b'];
  const clientToServer = {
    ...{ ...tcp, source: 20_000, destination: 80, from: 'a', to: 'b' },
    ...{ sourceAddress: a, destinationAddress: b },
  };
  const serverToClient = {
    ...{ ...tcp, source: 80, destination: 20_000, from: 'b', to: 'a' },
    ...{ sourceAddress: b, destinationAddress: a },
  };
  const directionOf = (request: TransferRequest, end: FlowEnd) =>
    flowDirection({ request, transfer: transferOf({}) }, end);
  const upload = { ...download, kind: 'upload' } as const;
  t.strictSame(directionOf(download, 'sender'), serverToClient);
  t.strictSame(directionOf(download, 'receiver'), clientToServer);
  t.strictSame(directionOf(upload, 'sender'), clientToServer);
  t.strictSame(directionOf(upload, 'receiver'), serverToClient);
});

t.test('a link has two ends, each with the interface of the other', async (t) => {
  t.strictSame(linkEndsOf(byName(node('a', ['r']), node('r', ['a', 'gone']))), [
    { node: 'a', interface: 'to-r', place: 'a:to-r', peer: 'r', peerInterface: 'to-a' },
    { node: 'r', interface: 'to-a', place: 'r:to-a', peer: 'a', peerInterface: 'to-r' },
    { node: 'r', interface: 'to-gone', place: 'r:to-gone', peer: 'gone', peerInterface: '' },
  ]);
  t.match(linkEndsOf(byName({ ...node('s', ['r']), bridges: true })), [{ place: 's:to-r', isBridge: true }]);
});
