import t from 'tap';
import { families } from '../../src/evidence/family.ts';
import { ledgerSince } from '../../src/evidence/ledger/ledger-since.ts';
import type { LedgerCounts } from '../../src/evidence/ledger/ledger-since.ts';
import type { FlowId } from '../../src/evidence/flows/flow-id.ts';
import { withCapturedPtbs } from '../../src/evidence/ledger/captured-ptbs.ts';
import type { CapturedPtb } from '../../src/evidence/ledger/captured-ptbs.ts';
import type { FragmentCount, Ledger, PtbCount, PtbHook, SegmentCount } from '../../src/evidence/ledger/ledger.ts';
import { readFlowCounts, readLedger } from '../../src/evidence/ledger/read-ledger.ts';
import { decodePtbKey, quotedFlowBytes, quoteText } from '../../src/evidence/ledger/set-keys.ts';
import type { SetElement } from '../../src/evidence/ledger/read-ledger.ts';
import {
  fragmentSet,
  ledgerTable,
  ptbSet,
  segmentSet,
  synSet,
  tableFamily,
} from '../../src/evidence/ledger/set-names.ts';

const element = (hex: string): SetElement => ({ key: Buffer.from(hex, 'hex'), packets: 3, bytes: 300 });
const toTransit = '746f2d7472616e736974000000000000';
const ports = { source: 80, destination: 20001 };
/** Interface and ports of a flow, after the EtherType. */
const flowKey = (etherType: string, name: string, flow: string): string => `${etherType}0000${name}${flow}`;
const [ipv6, ipv4] = ['86dd', '0800'];
const [toClient, fromClient] = ['005000004e210000', '4e21000000500000'];
/** MTU, protocol 6, then addresses and ports. */
const quote6 = (mtu: string, portDigits: string): string =>
  `${mtu}06000000${'20010db8000400000000000000000001'}${'20010db8000100000000000000000001'}${portDigits}`;
const quote4 = (mtu: string, portDigits: string): string => `${mtu}000006000000c0000231c0000201${portDigits}`;
const ends6 = { sourceAddress: '2001:db8:4::1', destinationAddress: '2001:db8:1::1' };
const ends4 = { sourceAddress: '192.0.2.49', destinationAddress: '192.0.2.1' };

t.test('a ledger is decoded from raw set elements', async (t) => {
  const sets: Record<string, readonly SetElement[]> = {
    ptb_ipv6_made: [element(quote6('000005dc', '00504e21'))],
    ptb_ipv4_taken: [element(quote4('0578', '00504e22'))],
    syn_out: [element(flowKey(ipv6, toTransit, `${fromClient}05740000`))],
    synack_in: [element(flowKey(ipv4, toTransit, `${toClient}05740000`))],
    large_in: [element(flowKey(ipv6, toTransit, toClient))],
    small_out: [element(flowKey(ipv4, '766574682d6c6f6e672d6e616d653132', toClient))],
    fragments_in: [element(`${toTransit}c0000231c0000201`)],
  };
  const read = <Part extends keyof Ledger>(part: Part) => readLedger[part]('edge', (set) => sets[set] ?? []);
  t.match(read('ptbs'), [
    {
      node: 'edge',
      packets: 3,
      hook: 'made',
      family: 'ipv6',
      mtu: 1500,
      quoted: [{ ...ends6, ...ports, protocol: 6 }],
    },
    {
      ...{ node: 'edge', packets: 3, hook: 'taken', family: 'ipv4', mtu: 1400 },
      ...{ quote: '06c0000231c000020100504e22', quoted: [{ ...ends4, source: 80, destination: 20002 }] },
    },
  ]);
  const at = { node: 'edge', interface: 'to-transit' };
  t.strictSame(read('syns'), [
    { ...at, kind: 'syn', direction: 'out', family: 'ipv6', source: 20001, destination: 80, mss: 1396 },
    { ...at, kind: 'syn-ack', direction: 'in', family: 'ipv4', ...ports, mss: 1396 },
  ]);
  const counts = { ...ports, packets: 3, bytes: 300 };
  t.strictSame(read('segments'), [
    { ...at, size: 'large', direction: 'in', family: 'ipv6', ...counts },
    { ...at, interface: 'veth-long-name12', size: 'small', direction: 'out', family: 'ipv4', ...counts },
  ]);
  t.strictSame(read('fragments'), [{ ...at, direction: 'in', ...ends4, packets: 3 }]);
});

t.test('the counts of a flow are its segments in both directions and all Packet Too Big of its family', async (t) => {
  const sets: Record<string, readonly SetElement[]> = {
    ptb_ipv6_made: [element(quote6('000005dc', '00504e21')), element(quote6('000005dc', '00504e22'))],
    ptb_ipv4_made: [element(quote4('0578', '00504e21'))],
    large_in: [toClient, '005000004e220000'].map((flow) => element(flowKey(ipv6, toTransit, flow))),
    small_out: [fromClient, '4e22000000500000'].map((flow) => element(flowKey(ipv6, toTransit, flow))),
    small_in: [element(flowKey(ipv4, toTransit, toClient))],
    fragments_in: [element(`${toTransit}c0000231c0000201`), element(`${toTransit}c0000231c0000211`)],
  };
  const tcp = { protocol: 6, ...ports };
  const countsOf = (flow: FlowId) => readFlowCounts('edge', flow, (set) => sets[set] ?? []);
  const { ptbs, segments } = countsOf({ ...tcp, family: 'ipv6', ...ends6 });
  t.strictSame(
    ptbs.map(({ family, quoted }) => `${family} ${quoted[0]!.destination}`),
    ['ipv6 20001', 'ipv6 20002'],
  );
  const { segments: ofIpv4, fragments } = countsOf({ ...tcp, family: 'ipv4', ...ends4 });
  t.match(ofIpv4, [{ family: 'ipv4', size: 'small' }], 'the same ports in the other family');
  t.match(fragments, [ends4], 'fragments between the ends of the flow');
  t.equal(fragments.length, 1);
  t.strictSame(
    segments.map(({ size, source, destination }) => `${size} ${source} ${destination}`),
    ['large 80 20001', 'small 20001 80'],
  );
});

const empty: LedgerCounts = { ptbs: [], segments: [], fragments: [] };

t.test('two readings of a ledger are subtracted entry by entry', async (t) => {
  const ptb = (packets: number, mtu = 1500): PtbCount => ({
    ...{ node: 'transit', hook: 'made', family: 'ipv6', mtu, packets, quote: '06', quoted: [] },
  });
  const segment = (packets: number, direction: 'in' | 'out' = 'in'): SegmentCount => ({
    ...{ node: 'transit', interface: 'to-edge', direction, size: 'large', packets, bytes: packets * 9000 },
    ...{ family: 'ipv6', ...ports },
  });
  const fragment = (packets: number): FragmentCount => ({
    ...{ node: 'transit', interface: 'to-edge', direction: 'in', packets },
    ...ends4,
  });
  const before = { ptbs: [ptb(3)], segments: [segment(2), segment(2, 'out')], fragments: [fragment(8)] };
  t.strictSame(ledgerSince(before, before), empty, 'unchanged entries are left out');
  t.strictSame(ledgerSince(before, empty), before, 'an empty reading changes nothing');
  const now: LedgerCounts = {
    ptbs: [ptb(4), ptb(1, 1400)],
    segments: [segment(7), segment(2, 'out')],
    fragments: [fragment(9)],
  };
  t.strictSame(ledgerSince(now, before), {
    ...{ ptbs: [ptb(1), ptb(1, 1400)], segments: [segment(5)] },
    fragments: [fragment(1)],
  });
});

t.test('a capture corrects what nft counted of Packet Too Big', async (t) => {
  const content = { node: 'r', family: 'ipv6', mtu: 1500, quote: '06', quoted: [] } as const;
  const counted = (hooks: Partial<Record<PtbCount['hook'], number>>): readonly PtbCount[] =>
    Object.entries(hooks).map(([hook, packets]) => ({ ...content, hook: hook as PtbHook, packets }));
  const captured = (direction: 'in' | 'out', packets: number): CapturedPtb => ({
    ...{ ...content, direction, packets },
    ...{ from: '2001:db8:3::1', quoted: [{ ...ends6, ...ports, family: 'ipv6', protocol: 6, outerBytes: 40 }] },
  });
  const none = new Set<string>();
  const joined = (hooks: Parameters<typeof counted>[0], ptbs: readonly CapturedPtb[], incomplete = none) =>
    Object.fromEntries(
      withCapturedPtbs(counted(hooks), { ptbs, incomplete }).map(({ hook, packets }) => [hook, packets]),
    );
  t.strictSame(joined({ made: 3 }, []), { made: 3 }, 'nothing captured');
  t.strictSame(joined({}, [captured('in', 3)]), { arrived: 3 }, 'dropped before the first hook');
  t.strictSame(
    joined({ arrived: 3, left: 3 }, [captured('in', 3)]),
    { arrived: 3, 'first-hook': 3, 'last-hook': 3 },
    'dropped after the last hook',
  );
  t.strictSame(joined({ made: 3, left: 3 }, [captured('out', 3)]), { made: 3, left: 3, 'last-hook': 3 }, 'made here');
  t.strictSame(joined({}, [captured('out', 3)]), { made: 3, left: 3 }, 'made without the output hook');
  const late = { arrived: 5, left: 5, 'first-hook': 5, 'last-hook': 5 };
  t.strictSame(joined({ arrived: 5, left: 5 }, [captured('in', 2), captured('out', 2)]), late, 'it began later');
  const full = joined({ arrived: 3, left: 3 }, [captured('in', 3)], new Set(['r']));
  t.match(full, { left: 3 }, 'its buffer was full');
  const [ptb] = withCapturedPtbs(counted({ taken: 1 }), { ptbs: [captured('in', 1)], incomplete: none });
  t.match(ptb, { from: '2001:db8:3::1', quoted: [{ outerBytes: 40 }] }, 'what it quotes comes from the capture');
  const other = { ...captured('in', 1), node: 'other' };
  t.match(withCapturedPtbs(counted({ made: 1 }), { ptbs: [other], incomplete: none }), [
    { node: 'r' },
    { node: 'other' },
  ]);
});

t.test('every set of a node has its own name', async (t) => {
  const hooks: readonly PtbHook[] = ['made', 'passed', 'left', 'arrived', 'taken'];
  const directions = ['in', 'out'] as const;
  const names = [
    ...families.flatMap((family) => hooks.map((hook) => ptbSet(family, hook))),
    ...directions.flatMap((direction) => [synSet('syn', direction), synSet('syn-ack', direction)]),
    ...directions.flatMap((direction) => [segmentSet('large', direction), segmentSet('small', direction)]),
    ...directions.map(fragmentSet),
  ];
  t.equal(new Set(names).size, 20);
  for (const name of names) t.match(name, /^[a-z0-9_]{1,31}$/, 'an nft identifier');
  t.equal(ledgerTable, 'mtulab');
  t.strictSame([tableFamily({}), tableFamily({ bridges: true })], ['inet', 'bridge']);
});

t.test('a quote is identified by the bytes that nft reads at fixed offsets', async (t) => {
  const [element] = [Buffer.from(quote4('0578', '00504e22'), 'hex')];
  t.equal(quotedFlowBytes('ipv6'), 36);
  t.equal(quoteText(6, element.subarray(8, 8 + quotedFlowBytes('ipv4'))), decodePtbKey(element, 'ipv4').quote);
  const udp = Buffer.from(element);
  udp[4] = 17;
  t.match(decodePtbKey(udp, 'ipv4').quoted, [{ protocol: 17, source: 80 }]);
  udp[4] = 50;
  t.match(decodePtbKey(udp, 'ipv4').quoted, [{ protocol: 50, source: 0 }], 'a protocol without ports');
});
