import t from 'tap';
import { parseLookups } from '../../src/kernel/flows/route-lookup.ts';
import { MachineError } from '../../src/kernel/system/machine-error.ts';
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

t.test('what ip prints about routes is read', async (t) => {
  t.strictSame(parseLookups('[{"dst":"x","dev":"to-r1"}]\n[{"dst":"x","dev":"to-r2"}]\n'), ['to-r1', 'to-r2']);
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

t.test('a time scale makes the usual patience longer, and leaves what was asked for', async (t) => {
  t.equal(timeoutMs({ until: 'end', scale: 3 }), 3 * timeoutMs({ until: 'end' }));
  t.equal(timeoutMs({ until: 'end', scale: 3, withinMs: 600 }), 600, 'has the scale in it already');
});
