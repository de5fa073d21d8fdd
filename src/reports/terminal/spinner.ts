import type { Ora } from 'ora';
import type { Event } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import type { Report } from '../model/report.ts';

/** Shows on standard error which scenarios are running and the step that each has reached; ora is loaded only here. */
export const spinner = (): Progress => {
  const running = new Map<number, RunningScenario>();
  let ora: Ora | undefined;
  let ended = false;
  const show = (): void => {
    if (!ora) return;
    ora.text = progressLines([...running.values()]).join('\n  ');
    if (running.size === 0) ora.stop();
    else if (!ora.isSpinning) ora.start();
  };
  // discardStdin would put the terminal into raw mode, in which Ctrl-C sends no signal.
  void import('ora').then((module) => {
    if (!ended) ora = module.default({ stream: process.stderr, discardStdin: false, isEnabled: true });
    show();
  });
  return {
    event: (event) => {
      trackScenarios(event, running);
      show();
    },
    interrupt: (write) => {
      ora?.clear();
      write();
      if (ora?.isSpinning) ora.render();
    },
    end: () => {
      ended = true;
      ora?.stop();
    },
  };
};

/** Replaces the spinner where the output is not interactive. */
export const noSpinner: Progress = { event: () => undefined, interrupt: (write) => write(), end: () => undefined };

interface Progress extends Report {
  /** Clears the spinner for as long as `write` writes to the terminal. */
  interrupt(write: () => void): void;
}

/** Updates the running scenarios by one event. */
export const trackScenarios = (event: Event, running: Map<number, RunningScenario>): void => {
  if (event.kind === 'scenario') running.set(event.id, { title: event.title, step: '' });
  const current = 'id' in event ? running.get(event.id) : undefined;
  if (event.kind === 'step') running.set(event.id, { title: current?.title ?? '', step: event.name });
  if (event.kind === 'step-end' && current?.title === '') running.delete(event.id); // a step of `mtulab do`
  if (event.kind === 'scenario-end') running.delete(event.id);
};

interface RunningScenario {
  readonly title: string;
  /** Empty until the first step starts. */
  readonly step: string;
}

/** The lines of the spinner; a single scenario is shown without its title, which the report has just printed. */
export const progressLines = (
  running: readonly RunningScenario[],
  width = (process.stderr.columns || 80) - 4,
): readonly string[] => {
  if (running.length === 1) return [truncate(running[0]!.step || 'building the network', width)];
  const shown = running
    .slice(0, maxScenarios)
    .map(({ title, step }) => truncate(step ? `${truncate(title, 32)}: ${step}` : title, width));
  return running.length > maxScenarios ? [...shown, `and ${running.length - maxScenarios} more`] : shown;
};

const truncate = (text: string, width: number): string => {
  const line = printableLine(text);
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
};

const maxScenarios = 8;
