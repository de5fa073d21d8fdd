import { errorMessage } from '../command-line/error-message.ts';
import { mtuBytes } from '../command-line/shared-flags.ts';
import { cures, faults } from './faults.ts';
import type { CureName, FaultName } from './faults.ts';
import type { ScenarioChoices } from './write-scenario.ts';

/** Asks for what the command line left open; undefined when the questions were cancelled with Ctrl-C. */
export const askChoices = async (
  given: Partial<ScenarioChoices>,
  usual: Pick<ScenarioChoices, 'firstHop' | 'path'>,
): Promise<ScenarioChoices | undefined> => {
  const { intro, isCancel, select, text } = await import('@clack/prompts');
  intro('A client and a server with jumbo frames, and a narrower link between them. What goes wrong?');
  const mtu = async (message: string, initialValue: number): Promise<number | symbol> => {
    const answer = await text({ message, initialValue: `${initialValue}`, validate: mtuMistake });
    return isCancel(answer) ? answer : Number(answer);
  };
  const fault = given.fault ?? (await select<FaultName>({ message: 'The fault', options: optionsOf(faults) }));
  if (isCancel(fault)) return undefined;
  const helping = Object.fromEntries(faults[fault].cures.map((name) => [name, cures[name]]));
  const cure =
    given.cure ??
    (faults[fault].cures.length === 1
      ? 'none'
      : await select<CureName>({ message: 'The cure', options: optionsOf(helping as typeof cures) }));
  if (isCancel(cure)) return undefined;
  const firstHop = given.firstHop ?? (await mtu('MTU of the hosts, in bytes', usual.firstHop));
  if (typeof firstHop === 'symbol') return undefined;
  const path = given.path ?? (await mtu('MTU of the narrow link, in bytes', usual.path));
  return typeof path === 'symbol' ? undefined : { fault, cure, firstHop, path };
};

const optionsOf = <Name extends string>(words: Readonly<Record<Name, { readonly about: string }>>) =>
  Object.entries<{ readonly about: string }>(words).map(([value, { about }]) => ({
    value: value as Name,
    label: about,
  }));

const mtuMistake = (answer = ''): string | undefined => {
  try {
    mtuBytes(answer);
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
};
