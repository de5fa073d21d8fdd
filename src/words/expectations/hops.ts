import { formatAnswer } from '../facts/format-hops.ts';
import type { TracedHop } from '../lab/trace.ts';
import { matchesAmount } from '../language/amount.ts';
import { amount, byType, fields, mapOf, optional, reference } from '../language/shape.ts';
import type { Amount, ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { JudgedPart } from './judgement.ts';
import { judgeParts, notObserved } from './judgement.ts';

const answered = amount('length in bytes of the packet that the node answered, or none if it did not answer');

const shape = mapOf(
  'the nodes on the path',
  byType(
    'the packets that the node answered',
    answered,
    fields('the packets that the node answered, and larger ones before', {
      bytes: optional(answered),
      unanswered: optional(amount('length in bytes of a larger packet that nobody answered, or none')),
      'too-big': optional(amount('the MTU of a Packet Too Big that answered a larger packet before, or none')),
    }),
  ),
  reference('node', 'a node'),
);

type Wanted = ValueOf<typeof shape>;

/** A node that answers only what is smaller than the link before it shows where the path narrows, and whether a message came back. */
export const hops: Expectation<Wanted> = {
  about: 'The nodes on a traced path, each with the largest packet that it answered.',
  shape,
  example: { edge: 9000, transit: { bytes: 1500, 'too-big': 1500 }, firewall: 'none' },
  reads: ['hops'],
  settles: () => 'any',
  judge: (wanted, { hops: found }) =>
    found
      ? judgeParts(Object.entries(wanted).map(([node, expected]) => judgeNode(node, expected, found)))
      : notObserved(Object.keys(wanted).join(', '), 'a trace'),
};

const judgeNode = (node: string, expected: Wanted[string], found: readonly TracedHop[]): JudgedPart => {
  const hop = found.find((each) => each.node === node);
  const parts = typeof expected === 'object' ? expected : { bytes: expected };
  const seen = { bytes: hop?.bytes, unanswered: hop?.unanswered, 'too-big': hop?.tooBig?.mtu };
  const judged = Object.entries(parts) as (readonly [keyof typeof seen, Amount])[];
  return {
    name: `${node}:`,
    met: judged.every(([part, each]) => matchesAmount(each, seen[part] ?? null)),
    wanted: judged.map(([part, each]) => `${part} ${each}`).join(', '),
    saw: hop ? formatAnswer(hop) : 'no answer',
  };
};
