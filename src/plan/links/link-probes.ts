import type { Scenario } from '../../scenario/model/scenario.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { LinkCommand, LinkEnd, LinkKind } from '../../words/language/word.ts';
import type { LinkProbe } from '../model/plan.ts';

/** A probe for each tunnel of a scenario; tunnels that differ in nothing but their ends share one. */
export const linkProbes = (
  { links }: Pick<Scenario, 'links'>,
  { links: kinds }: Pick<Dictionary, 'links'>,
): readonly LinkProbe[] => {
  const probes = links.flatMap(({ tunnel }) =>
    tunnel ? [linkProbe(tunnel.kind, kinds[tunnel.kind]!, tunnel.settings)] : [],
  );
  return [...new Map(probes.map((probe) => [probe.script, probe])).values()];
};

/** The probe of a kind of tunnel: its own commands, with two throwaway ends, each in a network namespace of its own. */
export const linkProbe = (link: string, kind: LinkKind<unknown>, settings: unknown): LinkProbe => ({
  link,
  script: ends
    .map(({ node: { name } }) => kind.commands(ends, settings).filter((command) => command.in === name))
    .map((commands) => `unshare -n sh -ec ${shellQuote(commands.map(commandLine).join('\n'))}`)
    .join('\n'),
  remedy: kind.remedy,
});

const commandLine = (command: LinkCommand): string =>
  ('ip' in command ? ['ip', ...command.ip] : command.argv).map(shellQuote).join(' ');

const end = (name: string, number: number): LinkEnd => ({
  node: { name, address: { ipv6: `2001:db8::${number}`, ipv4: `192.0.2.${number}` } },
  ...{ name: 'probe', mtu: 1400, mac: `02:00:00:00:00:0${number}` },
});

const ends = [end('first', 1), end('second', 2)] as const;
