import t from 'tap';
import { families } from '../../src/evidence/family.ts';
import { ledgerSince } from '../../src/evidence/ledger/ledger-since.ts';
import type { LedgerCounts } from '../../src/evidence/ledger/ledger-since.ts';
import type { Ledger, PtbCount, PtbHook, SegmentCount } from '../../src/evidence/ledger/ledger.ts';
import { readFlowCounts, readLedger } from '../../src/evidence/ledger/read-ledger.ts';
import type { SetElement } from '../../src/evidence/ledger/read-ledger.ts';
import { ledgerTable, ptbSet, segmentSet, synSet, tableFamily } from '../../src/evidence/ledger/set-names.ts';

const element = (hex: string): SetElement => ({ key: Buffer.from(hex, 'hex'), packets: 3, bytes: 300 });
const toTransit = '746f2d7472616e736974000000000000';
const ports = { source: 80, destination: 20001 };

t.test('a ledger is decoded from raw set elements', async (t) => {
  const sets: Record<string, readonly SetElement[]> = {
    ptb_ipv6_made: [element('000005dc00504e21')],
    ptb_ipv4_taken: [element('0578000000504e22')],
    syn_out: [element(`${toTransit}4e2100000050000005740000`)],
    synack_in: [element(`${toTransit}005000004e21000005740000`)],
    large_in: [element(`${toTransit}005000004e210000`)],
    small_out: [element('766574682d6c6f6e672d6e616d653132005000004e210000')],
  };
  const read = <Part extends keyof Ledger>(part: Part) => readLedger[part]('edge', (set) => sets[set] ?? []);
  const ptb = { node: 'edge', source: 80, packets: 3 };
  t.strictSame(read('ptbs'), [
    { ...ptb, hook: 'made', family: 'ipv6', mtu: 1500, destination: 20001 },
    { ...ptb, hook: 'taken', family: 'ipv4', mtu: 1400, destination: 20002 },
  ]);
  const at = { node: 'edge', interface: 'to-transit' };
  t.strictSame(read('syns'), [
    { ...at, kind: 'syn', direction: 'out', source: 20001, destination: 80, mss: 1396 },
    { ...at, kind: 'syn-ack', direction: 'in', ...ports, mss: 1396 },
  ]);
  const counts = { ...ports, packets: 3, bytes: 300 };
  t.strictSame(read('segments'), [
    { ...at, size: 'large', direction: 'in', ...counts },
    { ...at, interface: 'veth-long-name12', size: 'small', direction: 'out', ...counts },
  ]);
});

t.test('the counts of a flow are its segments in both directions and all Packet Too Big of its family', async (t) => {
  const sets: Record<string, readonly SetElement[]> = {
    ptb_ipv6_made: [element('000005dc00504e21'), element('000005dc00504e22')],
    ptb_ipv4_made: [element('0578000000504e21')],
    large_in: [element(`${toTransit}005000004e210000`), element(`${toTransit}005000004e220000`)],
    small_out: [element(`${toTransit}4e21000000500000`), element(`${toTransit}4e22000000500000`)],
  };
  const { ptbs, segments } = readFlowCounts('edge', { family: 'ipv6', ...ports }, (set) => sets[set] ?? []);
  t.strictSame(
    ptbs.map(({ family, destination }) => `${family} ${destination}`),
    ['ipv6 20001', 'ipv6 20002'],
  );
  t.strictSame(
    segments.map(({ size, source, destination }) => `${size} ${source} ${destination}`),
    ['large 80 20001', 'small 20001 80'],
  );
});

t.test('two readings of a ledger are subtracted entry by entry', async (t) => {
  const ptb = (packets: number, mtu = 1500): PtbCount => ({
    ...{ node: 'transit', hook: 'made', family: 'ipv6', mtu, packets },
    ...ports,
  });
  const segment = (packets: number, direction: 'in' | 'out' = 'in'): SegmentCount => ({
    ...{ node: 'transit', interface: 'to-edge', direction, size: 'large', packets, bytes: packets * 9000 },
    ...ports,
  });
  const before: LedgerCounts = { ptbs: [ptb(3)], segments: [segment(2), segment(2, 'out')] };
  t.strictSame(ledgerSince(before, before), { ptbs: [], segments: [] }, 'unchanged entries are left out');
  t.strictSame(ledgerSince(before, { ptbs: [], segments: [] }), before, 'an empty reading changes nothing');
  const now: LedgerCounts = { ptbs: [ptb(4), ptb(1, 1400)], segments: [segment(7), segment(2, 'out')] };
  t.strictSame(ledgerSince(now, before), { ptbs: [ptb(1), ptb(1, 1400)], segments: [segment(5)] });
});

t.test('every set of a node has its own name', async (t) => {
  const hooks: readonly PtbHook[] = ['made', 'passed', 'left', 'arrived', 'taken'];
  const directions = ['in', 'out'] as const;
  const names = [
    ...families.flatMap((family) => hooks.map((hook) => ptbSet(family, hook))),
    ...directions.flatMap((direction) => [synSet('syn', direction), synSet('syn-ack', direction)]),
    ...directions.flatMap((direction) => [segmentSet('large', direction), segmentSet('small', direction)]),
  ];
  t.equal(new Set(names).size, 18);
  for (const name of names) t.match(name, /^[a-z0-9_]{1,31}$/, 'an nft identifier');
  t.equal(ledgerTable, 'mtulab');
  t.strictSame([tableFamily({}), tableFamily({ bridges: true })], ['inet', 'bridge']);
});
