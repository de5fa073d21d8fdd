import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';
import { byType, fields, maybe, named, oneOf, text, whole } from '../language/shape.ts';
import type { Typed } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('what SYNs may promise', {
  mss: byType(
    'the largest MSS that a SYN may carry on, in bytes, or what the path MTU of the route allows',
    whole('bytes', 88, 65495),
    oneOf('from the route', 'to-pmtu'),
  ),
  towards: maybe(named('node', 'only SYNs that leave towards this neighbour; without it in every direction')),
  family: maybe(oneOf('only this family; without it both', ...families)),
  hook: maybe(
    oneOf('where the rule is attached; forward without it', 'forward', 'postrouting', 'prerouting', 'output', 'input'),
  ),
  interface: maybe(
    text('attach it to this interface on purpose: lo or to-PEER', /^(lo|to-[a-z][a-z0-9-]{0,14})$/, 'lo'),
  ),
});

type Clamp = Typed<typeof shape>;

/** The word `clamp`: lowers the MSS of SYNs that pass, which helps new connections only (RFC 4459 section 3.2). */
export const clamp: Trait<Clamp> = {
  about:
    'Lowers the MSS of SYNs and SYN-ACKs that pass; it never raises it and never reaches a connection that is open.',
  shape,
  example: { mss: 1396, towards: 'transit' },
  needs: ['tcpmss'],
  misfit: (place, settings) => misfits(place, settings).find((sentence) => sentence !== undefined),
  commands: (place, now, before) => [...rules(place, before, '-D'), ...rules(place, now, '-A')],
  rule: ({ target }) => (target === 'TCPMSS' ? 'clamp MSS' : undefined),
};

const misfits = (place: NodeView, { towards, hook, interface: dev, mss }: Clamp): readonly (string | undefined)[] => {
  const own = ['lo', ...place.interfaces.map(({ peer }) => `to-${peer}`)];
  const early = hook === 'prerouting' || hook === 'input';
  return [
    switchConflict(place),
    place.forwards ? undefined : `${place.name} forwards nothing, so no SYN passes that a clamp could change`,
    !towards || own.includes(`to-${towards}`) ? undefined : `${place.name} has no link to ${towards}`,
    !dev || own.includes(dev) ? undefined : `${place.name} has no interface ${dev}`,
    towards && dev ? '`towards` and `interface` both say where; give one' : undefined,
    towards && early ? `at ${hook} it is not known yet where a packet leaves; give \`interface\`` : undefined,
    early && mss === 'to-pmtu' ? `at ${hook} the kernel cannot clamp to the path MTU` : undefined,
  ];
};

/** Appended and deleted one by one: ip6tables-restore waits 10 to 20 ms for a grace period. */
const rules = (place: NodeView, clamp: Clamp | undefined, act: '-A' | '-D'): readonly NodeCommand[] =>
  clamp === undefined
    ? []
    : place.families
        .filter((family) => clamp.family === undefined || clamp.family === family)
        .map((family) => ({ in: place.name, argv: argv(place, clamp, family, act), why: why(clamp, family, act) }));

const argv = (place: NodeView, clamp: Clamp, family: Family, act: string): readonly string[] => [
  ...[family === 'ipv6' ? 'ip6tables' : 'iptables', '-w', '-t', 'mangle', act, (clamp.hook ?? 'forward').toUpperCase()],
  ...attached(place, clamp),
  ...['-p', 'tcp', '--tcp-flags', 'SYN,RST', 'SYN', '-j', 'TCPMSS'],
  ...(clamp.mss === 'to-pmtu' ? ['--clamp-mss-to-pmtu'] : ['--set-mss', `${clamp.mss}`]),
];

const attached = (place: NodeView, { towards, hook, interface: dev }: Clamp): readonly string[] => {
  const name = dev ?? (towards && `to-${towards}`);
  if (!name) return [];
  const kernel = place.interfaces.find(({ peer }) => `to-${peer}` === name)?.name ?? name;
  return [hook === 'prerouting' || hook === 'input' ? '-i' : '-o', kernel];
};

const why = ({ mss, towards }: Clamp, family: Family, act: string): string =>
  act === '-D'
    ? `${family}: SYNs keep their MSS again`
    : `${family}: SYNs ${towards ? `towards ${towards} ` : ''}carry an MSS of ${mss === 'to-pmtu' ? 'what the route allows' : `at most ${mss}`}`;
