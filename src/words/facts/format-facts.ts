import type { FactName, Facts } from './facts.ts';
import { formatCause, formatTransfer } from './format-transfer.ts';

/** What each fact says to a person, in short lines; a fact that says nothing is empty. */
export const formatFacts = (facts: Facts): readonly (readonly [FactName, readonly string[]])[] =>
  (Object.keys(facts) as FactName[]).map((name) => [name, say(name, facts)]);

const say = <F extends FactName>(name: F, facts: Facts): readonly string[] => {
  const fact = facts[name];
  return fact === undefined ? [] : voices[name](fact as Known[F]);
};

type Known = Required<Facts>;

const voices: { readonly [F in FactName]: (fact: Known[F]) => readonly string[] } = {
  transfer: (transfer) => [formatTransfer(transfer), ...transfer.evidence],
  transfers: (transfers) => transfers.map((one) => [formatTransfer(one), ...one.episodes.map(formatCause)].join(': ')),
  reply: (reply) => [
    reply.word === 'too-big' ? `too big for a path MTU of ${reply.mtu}, says the ${reply.from}` : reply.word,
  ],
  syn: (mss) => [pairs(mss)],
  'syn-ack': (mss) => [pairs(mss)],
  pmtu: (learned) => [pairs(learned)],
  leg: (leg) => [`by ${leg}`],
  counters: (nodes) => Object.entries(nodes).map(([node, moved]) => `${node}: ${pairs(moved) || 'none moved'}`),
  ptb: (nodes) => Object.entries(nodes).map(([node, seen]) => `${node}: ${pairs(seen)}`),
  journeys: ({ endings, why, warnings }) => [endingsText(endings), ...why, ...warnings],
  rules: (nodes) => Object.values(nodes).flatMap((traits) => Object.values(traits).flatMap(({ said }) => said)),
  output: ({ stdout, stderr, code }) => [
    ...`${stdout}${stderr}`.trimEnd().split('\n').filter(Boolean),
    ...(code === 0 ? [] : [`exit code ${code}`]),
  ],
};

/** Each packet ended somehow: `153 packets: 141 delivered, 12 dead`. */
const endingsText = (endings: Known['journeys']['endings']): string => {
  const sum = (wanted: (ending: (typeof endings)[number]) => boolean): number =>
    endings.filter(wanted).reduce((all, { packets }) => all + packets, 0);
  const words = [...new Set(endings.map(({ ended }) => ended))];
  return `${sum(() => true)} packets: ${words.map((word) => `${sum(({ ended }) => ended === word)} ${word}`).join(', ')}`;
};

const pairs = (values: Readonly<Record<string, number | null>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ');
