import type { FactName, Facts } from './facts.ts';
import { formatCause, formatTransfer } from './format-transfer.ts';

/** Formats each fact as short lines; a fact with nothing to print has no lines. */
export const formatFacts = (facts: Facts): readonly (readonly [FactName, readonly string[]])[] =>
  (Object.keys(facts) as FactName[]).map((name) => [name, linesOf(name, facts)]);

const linesOf = <F extends FactName>(name: F, facts: Facts): readonly string[] => {
  const fact = facts[name];
  return fact === undefined ? [] : formatters[name](fact as Known[F]);
};

type Known = Required<Facts>;

const formatters: { readonly [F in FactName]: (fact: Known[F]) => readonly string[] } = {
  transfer: (transfer) => [formatTransfer(transfer), ...transfer.evidence],
  transfers: (transfers) =>
    transfers.map((transfer) => [formatTransfer(transfer), ...transfer.episodes.map(formatCause)].join(': ')),
  reply: (reply) => [
    reply.word === 'too-big'
      ? `too big for a path MTU of ${reply.mtu}, reported by ${ptbSources[reply.from]}`
      : reply.word,
  ],
  syn: (mss) => [pairsText(mss)],
  'syn-ack': (mss) => [pairsText(mss)],
  pmtu: (learned) => [pairsText(learned)],
  leg: (leg) => [`via ${leg}`],
  counters: (nodes) =>
    Object.entries(nodes).map(([node, changes]) => `${node}: ${pairsText(changes) || 'no counter changed'}`),
  ptb: (nodes) => Object.entries(nodes).map(([node, counts]) => `${node}: ${pairsText(counts)}`),
  journeys: ({ endings, why, warnings }) => [endingsText(endings), ...why, ...warnings],
  rules: (nodes) => Object.values(nodes).flatMap((traits) => Object.values(traits).flatMap(({ texts }) => texts)),
  output: ({ stdout, stderr, code, omitted }) => [
    ...`${stdout}${stderr}`.trimEnd().split('\n').filter(Boolean),
    ...(omitted === undefined ? [] : [`… ${omitted} more bytes of output were not kept`]),
    ...(code === 0 ? [] : [`exit code ${code}`]),
  ],
};

const ptbSources = { router: 'a router', local: 'the local kernel' } as const;

/** How many packets ended in which way: `153 packets: 141 delivered, 12 dead`. */
const endingsText = (endings: Known['journeys']['endings']): string => {
  const packetsByEnd = new Map<string, number>();
  for (const { ended, packets } of endings) packetsByEnd.set(ended, (packetsByEnd.get(ended) ?? 0) + packets);
  const total = [...packetsByEnd.values()].reduce((sum, packets) => sum + packets, 0);
  return `${total} packets: ${[...packetsByEnd].map(([ended, packets]) => `${packets} ${ended}`).join(', ')}`;
};

const pairsText = (values: Readonly<Record<string, number | null>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ');
