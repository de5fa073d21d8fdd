import { netemCommands } from '../../words/lab/netem-commands.ts';
import { loadRuleset } from '../system/load-ruleset.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';
import type { LinkEmulation } from './link-emulation.ts';

/** Lets the queueing discipline netem of the kernel hold frames back, in the namespace of the emulator. */
export const useNetem = (namespace: string): LinkEmulation => ({
  hold: async (commands, signal) => {
    for (const { netem } of commands) {
      const input = netemCommands(netem)
        .map((args) => `${args.join(' ')}\n`)
        .join('');
      await runInNamespace({ namespace, argv: ['tc', '-batch', '-'], input }, signal);
      await loadRuleset({ namespace, ruleset: netem.rules }, signal);
    }
  },
  faults: async () => undefined,
  close: async () => {},
});
