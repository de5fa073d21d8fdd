import { families } from '../../evidence/family.ts';
import { emulator, frameClasses, percent, valueFor } from '../lab/impairment.ts';
import type { FrameClass, Impairment, PerFamily } from '../lab/impairment.ts';
import type { FrameTiming, NodeCommand } from '../lab/node-command.ts';
import type { InterfaceView } from '../lab/node-view.ts';
import { inMs } from '../language/amount.ts';

/** The commands that impair what an interface sends, in place of what has impaired it before. Throws for a link that leads through no emulator. */
export const impairmentCommands = (view: InterfaceView, impairment: Impairment): readonly NodeCommand[] => {
  const { place, emulated } = view;
  if (!emulated)
    throw new Error(
      `the link at ${place} was not built to be impaired: give it an impairment in its scenario, such as passes: 65535`,
    );
  const { holds } = emulated;
  const { delay, reorder } = impairment;
  if (!holds && (delay !== undefined || reorder !== undefined))
    throw new Error(`the link at ${place} was not built to hold frames back: write delay: 0ms in its scenario`);
  const [arrival, departure] = [arrivalRules(emulated, impairment), departureRules(emulated, impairment)];
  const why = reason(place, impairment);
  const rules: NodeCommand = { in: emulator, nft: [...departure, ...(holds ? [] : arrival)].join('\n'), why };
  if (!holds) return [rules];
  const timing = Object.fromEntries(frameClasses.map((frames) => [frames, timingOf(impairment, frames)]));
  return [
    rules,
    {
      in: emulator,
      netem: { ...emulated, timing: timing as Record<FrameClass, FrameTiming>, rules: arrival.join('\n') },
      why,
    },
  ];
};

type Emulated = NonNullable<InterfaceView['emulated']>;

const timingOf = ({ delay, duplicate, reorder }: Impairment, frames: FrameClass): FrameTiming => ({
  delayMs: inMs(valueFor(delay, frames) ?? '0ms'),
  duplicate: percent(valueFor(duplicate, frames)),
  reorder: percent(valueFor(reorder, frames)),
});

/** What comes from one end goes to the other; a copy leaves before it, and is as late as it. */
const arrivalRules = ({ from, to }: Emulated, { duplicate }: Impairment): readonly string[] =>
  chain(from, 'ingress', [
    ...rulesByClass(duplicate, (share) => `${randomly(percent(share))}dup to "${to}"`),
    `fwd to "${to}"`,
  ]);

/**
 * A frame that leaves has its Ethernet header, which the length of an IP packet does not count. The priority is the class of a queueing
 * discipline that tells the families apart.
 */
const departureRules = ({ to, holds }: Emulated, { passes, loss }: Impairment): readonly string[] =>
  chain(to, 'egress', [
    ...rulesByClass(
      passes,
      (bytes) => `meta length > ${bytes + ethernetHeaderBytes} counter drop comment "passes ${bytes}"`,
    ),
    ...rulesByClass(loss, (share) => `${randomly(percent(share))}counter drop comment "loss ${share}"`),
    ...(holds ? families.map((family, index) => `${protocolOf(family)}meta priority set 1:${index + 1}`) : []),
  ]);

const rulesByClass = <T extends string | number>(
  setting: PerFamily<T> | undefined,
  rule: (value: T) => string,
): readonly string[] =>
  typeof setting === 'object'
    ? families.flatMap((family) => {
        const value = valueFor<T>(setting, family);
        return value === undefined || value === '0%' ? [] : [`${protocolOf(family)}${rule(value)}`];
      })
    : setting === undefined || setting === '0%'
      ? []
      : [rule(setting)];

const protocolOf = (family: (typeof families)[number]): string => `meta protocol ${family === 'ipv6' ? 'ip6' : 'ip'} `;

/** In ten-thousandths; all of them need no number. */
const randomly = (share: number): string =>
  share >= 100 ? '' : `numgen random mod 10000 < ${Math.round(share * 100)} `;

/** Replaces the rules of one hook at a device in one transaction. */
const chain = (device: string, hook: 'ingress' | 'egress', rules: readonly string[]): readonly string[] => {
  const name = `${hook}-${device}`;
  return [
    `table netdev ${emulationTable} {`,
    ` chain ${name} {`,
    `  type filter hook ${hook} device "${device}" priority 0; policy accept;`,
    ' }',
    '}',
    `flush chain netdev ${emulationTable} ${name}`,
    ...rules.map((rule) => `add rule netdev ${emulationTable} ${name} ${rule}`),
  ];
};

const emulationTable = 'emulation';
const ethernetHeaderBytes = 14;

const reason = (place: string, impairment: Impairment): string => {
  const settings = Object.entries(impairment).map(([name, value]: [string, PerFamily<string | number>]) =>
    typeof value === 'object'
      ? `${name} ${Object.entries(value)
          .map(([family, of]) => `${of} (${family})`)
          .join(', ')}`
      : `${name} ${value}`,
  );
  return settings.length > 0 ? `what leaves ${place}: ${settings.join(', ')}` : `what leaves ${place} is not impaired`;
};
