import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import type { Ledger, PtbCount, SynCount } from '../../../src/evidence/ledger/ledger.ts';
import type { Facts } from '../../../src/words/facts/facts.ts';
import type { FirewallRule } from '../../../src/words/lab/firewall-rule.ts';
import { clamp } from '../../../src/words/traits/clamp.ts';
import { drop } from '../../../src/words/traits/drop.ts';
import { counterName } from '../../../src/words/watches/counter-name.ts';
import { counters } from '../../../src/words/watches/counters.ts';
import { ptb } from '../../../src/words/watches/ptb.ts';
import { countRules, readRules } from '../../../src/words/watches/rule-counts.ts';
import { rules } from '../../../src/words/watches/rules.ts';
import { syn } from '../../../src/words/watches/syn.ts';
import { completedFlow, contextFor, emptyLedger, labWith } from '../fixtures/network.ts';

const synAt = (node: string, peer: string, direction: 'in' | 'out', mss: number, source = 40_001): SynCount => ({
  ...{ node, interface: `to-${peer}`, direction, kind: 'syn', family: 'ipv6', source, destination: 80, mss },
});

t.test('the syn watch names places, and ignores other flows', async (t) => {
  const syns: readonly SynCount[] = [
    synAt('client', 'edge', 'out', 8940),
    synAt('edge', 'client', 'in', 8940),
    synAt('edge', 'transit', 'out', 1396),
    synAt('server', 'firewall', 'in', 1396),
    synAt('server', 'firewall', 'in', 1234, 40_999),
    { ...synAt('edge', 'client', 'in', 8960), family: 'ipv4' },
    { ...synAt('client', 'edge', 'in', 8940), kind: 'syn-ack', source: 80, destination: 40_001 },
  ];
  const nodesRead: (readonly string[] | undefined)[] = [];
  const lab = labWith({ ledger: async (part, _, nodes) => (nodesRead.push(nodes), { ...emptyLedger, syns }[part]) });
  const seen = async (settings: object) =>
    (await syn.begin(lab, settings, contextFor('ipv6')))({ transfer: completedFlow });
  t.strictSame(await seen({}), {
    syn: { 'client:to-edge': 8940, 'edge:to-client': 8940, 'edge:to-transit': 1396, 'server:to-firewall': 1396 },
    'syn-ack': { 'client:to-edge': 8940 },
  });
  t.strictSame(await seen({ at: ['edge:to-transit', 'server'] }), {
    syn: { 'edge:to-transit': 1396, 'server:to-firewall': 1396 },
    'syn-ack': {},
  });
  t.strictSame(nodesRead, [undefined, ['edge', 'server']]);
  const end = await syn.begin(lab, {}, contextFor('ipv6'));
  t.match(await end({ transfer: { ...completedFlow, family: 'ipv4' } }), { syn: { 'edge:to-client': 8960 } });
  t.strictSame(await (await syn.begin(lab, {}, contextFor('ipv6')))({}), {}, 'nothing without a flow');
});

t.test('with several flows the syn watch shows the first SYN at a place', async (t) => {
  const syns = [synAt('edge', 'transit', 'out', 1396), synAt('edge', 'transit', 'out', 8940, 40_002)];
  const lab = labWith({ ledger: async (part) => ({ ...emptyLedger, syns })[part] });
  const second = { ...completedFlow, ports: { client: 40_002, server: 80 } };
  const end = await syn.begin(lab, {}, contextFor('ipv6'));
  t.match(await end({ transfers: [completedFlow, second] }), { syn: { 'edge:to-transit': 1396 } });
});

t.test('the ptb watch counts what the step added for its own flows', async (t) => {
  const ptbAt = (node: string, hook: PtbCount['hook'], packets: number, source = 80): PtbCount => ({
    ...{ node, hook, family: 'ipv6', mtu: 1500, packets, quote: `${source}` },
    quoted: [
      {
        ...{ family: 'ipv6', protocol: 6, source, destination: 40_001, outerBytes: 0 },
        ...{ sourceAddress: '2001:db8:5::1', destinationAddress: '2001:db8:1::1' },
      },
    ],
  });
  const other = { ...ptbAt('transit', 'made', 4), family: 'ipv4' as const, mtu: 576 };
  const readings: readonly Ledger[] = [
    { ...emptyLedger, ptbs: [ptbAt('transit', 'made', 2)] },
    {
      ...emptyLedger,
      ptbs: [
        ...[ptbAt('transit', 'made', 5), ptbAt('firewall', 'arrived', 3), ptbAt('firewall', 'passed', 2)],
        ...[ptbAt('server', 'taken', 9, 81), other],
      ],
    },
  ];
  let reading = 0;
  const lab = labWith({ ledger: async (part) => readings[reading++]![part] });
  const end = await ptb.begin(lab, { at: ['transit', 'firewall', 'server'] }, contextFor('ipv6'));
  t.strictSame(await end({ transfer: completedFlow }), {
    ptb: {
      transit: { made: 3, arrived: 0, passed: 0, left: 0, taken: 0, mtu: 1500 },
      firewall: { made: 0, arrived: 3, passed: 2, left: 0, taken: 0, mtu: 1500 },
      server: { made: 0, arrived: 0, passed: 0, left: 0, taken: 0 },
    },
  });
  t.strictSame(await end({}), {}, 'nothing without a flow');
});

t.test(
  'the ptb watch counts messages that quote the datagrams of the step, and no TCP with the same ports',
  async (t) => {
    const ptbOf = (protocol: number, packets: number): PtbCount => ({
      ...{ node: 'transit', hook: 'made', family: 'ipv6', mtu: 1500, packets, quote: `${protocol}` },
      quoted: [
        {
          ...{ family: 'ipv6', protocol, source: 20_000, destination: 7, outerBytes: 0 },
          ...{ sourceAddress: '2001:db8:1::1', destinationAddress: '2001:db8:5::1' },
        },
      ],
    });
    const readings: readonly Ledger[] = [emptyLedger, { ...emptyLedger, ptbs: [ptbOf(17, 2), ptbOf(6, 4)] }];
    let reading = 0;
    const lab = labWith({ ledger: async (part) => readings[reading++]![part] });
    const end = await ptb.begin(lab, { at: ['transit'] }, contextFor('ipv6'));
    const exchange = { ports: { client: 20_000, server: 7 }, outcomes: ['lost'], pmtu: 1500, errors: [] } as const;
    t.match(await end({ datagrams: [exchange] }), { ptb: { transit: { made: 2 } } });
  },
);

t.test('the ptb watch counts the messages for each flow over its own family', async (t) => {
  const ptbOf = (family: Family, packets: number): PtbCount => ({
    ...{ node: 'transit', hook: 'made', family, mtu: 1500, packets, quote: family },
    quoted: [
      {
        ...{ family, protocol: 6, source: 80, destination: 40_001, outerBytes: 0 },
        ...{ sourceAddress: 'of-server', destinationAddress: 'of-client' },
      },
    ],
  });
  const readings: readonly Ledger[] = [emptyLedger, { ...emptyLedger, ptbs: [ptbOf('ipv6', 2), ptbOf('ipv4', 4)] }];
  const made = async (learned: Facts) => {
    let reading = 0;
    const lab = labWith({ ledger: async (part) => readings[reading++]![part] });
    const end = await ptb.begin(lab, { at: ['transit'] }, contextFor('ipv6'));
    return (await end(learned)).ptb?.['transit']?.made;
  };
  const other = { ...completedFlow, family: 'ipv4', ports: { client: 40_002, server: 80 } } as const;
  t.equal(await made({ transfer: completedFlow }), 2);
  t.equal(await made({ transfers: [completedFlow, other] }), 2, 'a flow of the other family has another port');
  t.equal(await made({ transfers: [completedFlow, { ...completedFlow, family: 'ipv4' }] }), 6, 'or the same');
});

t.test('the counters watch shows how far counters moved', async (t) => {
  const moving = async (settings: object) => {
    let reading = 0;
    const lab = labWith({ counters: () => ({ A: 10 + reading, B: 7, ...(reading++ > 0 && { Icmp6OutType2: 2 }) }) });
    return (await counters.begin(lab, settings, contextFor('ipv6')))({});
  };
  t.strictSame(await moving({ at: ['edge'] }), { counters: { edge: { A: 1, Icmp6OutType2: 2 } } });
  t.strictSame(await moving({ at: ['edge'], names: ['B', 'None'] }), { counters: { edge: { B: 0 } } });
});

t.test('the counters watch reads interfaces at their places, by the names of the kernel', async (t) => {
  let dropped = 5;
  const lab = labWith({
    linkCounters: (node) =>
      node === 'edge'
        ? { 'to-transit': { rx_dropped: dropped++, tx_dropped: 0 }, 'to-client': { rx_dropped: 99 } }
        : {},
  });
  const end = await counters.begin(lab, { at: ['edge:to-transit', 'server:to-firewall'] }, contextFor('ipv6'));
  t.strictSame(await end({}), { counters: { 'edge:to-transit': { rx_dropped: 1 }, 'server:to-firewall': {} } });
  const pattern = new RegExp(String(counterName.schema['pattern']));
  for (const name of ['Ip6InTooBigErrors', 'rx_dropped', 'multicast']) t.match(name, pattern);
  for (const name of ['Rx_dropped', '_x', 'rx-dropped', '']) t.notMatch(name, pattern);
});

const dropRule = (number: number, packets: number, family?: 'ipv6' | 'ipv4'): FirewallRule => ({
  ...{ table: 'mtulab-drop', chain: 'forward', number, packets, comment: 'drop packet-too-big' },
  ...(family && { family }),
});

const clampRule: FirewallRule = { table: 'mangle', chain: 'OUTPUT', number: 1, packets: 0, target: 'TCPMSS' };

const foreignRule: FirewallRule = { table: 'mangle', chain: 'OUTPUT', number: 2, packets: 7, target: 'MARK' };

const traits = { clamp, drop };

t.test('rules are counted between two readings, for their traits and one family', async (t) => {
  const before = new Map([['edge', [dropRule(1, 3, 'ipv6'), dropRule(3, 9)]]]);
  const after = new Map([
    ['edge', [dropRule(1, 4, 'ipv6'), dropRule(2, 5, 'ipv4'), dropRule(3, 2), clampRule, foreignRule]],
  ]);
  t.strictSame(countRules({ before, after, families: ['ipv6'], traits }), [
    {
      ...{ node: 'edge', trait: 'drop', packets: 1 },
      text: 'edge: rule 1 of forward (drop packet-too-big) counted 1 packet',
    },
    {
      ...{ node: 'edge', trait: 'drop', packets: 2 },
      text: 'edge: rule 3 of forward (drop packet-too-big) counted 2 packets',
    },
    { node: 'edge', trait: 'clamp', packets: 0, text: 'edge: rule 1 of OUTPUT (clamp MSS) counted 0 packets' },
  ]);
});

t.test('the rules watch adds up the rules of each trait', async (t) => {
  let packets = 0;
  const lab = labWith({ rules: (node) => (node === 'edge' ? [dropRule(1, packets), dropRule(2, packets)] : []) });
  t.strictSame([...readRules(lab, ['client'])], [['client', []]]);
  const end = await rules(traits).begin(lab, { at: ['edge', 'client'] }, contextFor('ipv6'));
  packets = 4;
  t.strictSame(await end({}), {
    rules: {
      edge: {
        drop: {
          packets: 8,
          texts: [1, 2].map((number) => `edge: rule ${number} of forward (drop packet-too-big) counted 4 packets`),
        },
      },
      client: {},
    },
  });
});
