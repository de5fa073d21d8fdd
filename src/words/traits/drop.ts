import type { NodeView } from '../lab/node-view.ts';
import { byType, fields, list, maybe, named, oneOf } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { pureAckChain, dropKinds, dropRules } from './drop-rules.ts';
import type { DropKind } from './drop-rules.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const what = list('what is dropped', oneOf('a kind of packet', ...dropKinds));

const shape = byType(
  'what is dropped wherever it passes, arrives or leaves; or that with its hooks and direction',
  what,
  fields('what is dropped, and where', {
    what,
    at: maybe(
      list(
        'only what passes (forward), arrives (input) or leaves (output)',
        oneOf('a hook', 'forward', 'input', 'output'),
        1,
      ),
    ),
    from: maybe(named('node', 'only what comes in from this neighbour')),
    towards: maybe(named('node', 'only what goes out towards this neighbour')),
  }),
);

type Drop = Typed<typeof shape>;
type Hook = 'forward' | 'input' | 'output';

/** The word `drop`: packets of some kinds vanish here without a word, and a counter with a comment says how many. */
export const drop: Trait<Drop> = {
  about: 'Lets packets of some kinds vanish without an answer, whether they pass, arrive or leave.',
  shape,
  example: ['packet-too-big'],
  needs: ['nft'],
  misfit: (place, settings) => switchConflict(place) ?? misfit(place, long(settings)),
  commands: (place, now, before) =>
    replaceNftTable(
      place,
      table,
      { now: now && chains(place, long(now)), before: before && chains(place, long(before)) },
      now && long(now).what.length > 0 ? `drop ${long(now).what.join(', ')}` : 'drop nothing any more',
    ),
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-drop';

interface Long {
  readonly what: readonly DropKind[];
  readonly at: readonly Hook[];
  readonly from?: string;
  readonly towards?: string;
}

const long = (settings: Drop): Long => {
  const written = isList(settings) ? { what: settings } : settings;
  const able = hooks.filter((hook) => !(written.from && hook === 'output') && !(written.towards && hook === 'input'));
  return { ...written, at: written.at ?? able };
};

const hooks: readonly Hook[] = ['forward', 'input', 'output'];

const isList = (settings: Drop): settings is readonly DropKind[] => Array.isArray(settings);

const misfit = (place: NodeView, { at, from, towards, what }: Long): string | undefined => {
  const stranger = [from, towards].find((peer) => peer && !place.interfaces.some((one) => one.peer === peer));
  if (stranger) return `${place.name} has no link to ${stranger}`;
  if (from && at.includes('output'))
    return 'what leaves from here comes in from nowhere: `from` does not go with output';
  if (towards && at.includes('input')) return 'what arrives here goes out nowhere: `towards` does not go with input';
  if (towards && what.includes('fragments'))
    return '`fragments` are dropped as they come in, before it is known where they leave';
  if (what.includes('fragments') && at.every((hook) => hook === 'output'))
    return 'the kernel cuts its own packets after every hook: `fragments` cannot be dropped as they leave';
  return at.length === 1 && at[0] === 'forward' && !place.forwards ? `${place.name} forwards nothing` : undefined;
};

const chains = (place: NodeView, drop: Long): readonly string[] => {
  const plain = drop.what.filter((kind) => kind !== 'fragments');
  const filters =
    plain.length === 0 ? [] : drop.at.flatMap((hook) => chain(hook, rules(place, hook, { ...drop, what: plain })));
  const parts = drop.what.includes('fragments') ? fragments(place, drop) : [];
  return [...(drop.what.includes('acks') ? pureAckChain : []), ...parts, ...filters];
};

const chain = (hook: string, rules: readonly string[], priority = 0): readonly string[] => [
  `chain ${hook} {`,
  ` type filter hook ${hook} priority ${priority}; policy accept;`,
  ...rules.map((rule) => ` ${rule}`),
  '}',
];

const rules = (place: NodeView, hook: Hook, { what, from, towards }: Long): readonly string[] => {
  const way = [
    ...(hook === 'output' ? [] : via(place, 'iifname', from)),
    ...(hook === 'input' ? [] : via(place, 'oifname', towards)),
  ];
  return what.flatMap((kind) => dropRules[kind].map((match) => [...way, match].join(' ')));
};

const via = (place: NodeView, key: string, peer: string | undefined): readonly string[] =>
  peer ? [`${key} "${place.interfaces.find((one) => one.peer === peer)!.name}"`] : [];

/** Conntrack joins fragments at -400 (NF_IP_PRI_CONNTRACK_DEFRAG), so they are seen before it; a node's own are cut after every hook. */
const fragments = (place: NodeView, { at, from }: Long): readonly string[] => {
  const local =
    at.includes('forward') && at.includes('input')
      ? ''
      : at.includes('input')
        ? 'fib daddr type local '
        : 'fib daddr type != local ';
  const way = via(place, 'iifname', from)
    .map((part) => `${part} `)
    .join('');
  return chain(
    'prerouting',
    dropRules.fragments.map((match) => `${way}${local}${match}`),
    -450,
  );
};
