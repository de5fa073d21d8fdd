import type { Ora } from 'ora';
import type { Event, StepStart } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import type { Report } from '../model/report.ts';

/**
 * Shows on standard error which scenarios are running, the step that each has reached, and for how long; ora is loaded
 * only here.
 */
export const spinner = (): Progress => {
  const running = new Map<number, RunningScenario>();
  let ora: Ora | undefined;
  let ended = false;
  const show = (): void => {
    if (!ora) return;
    if (running.size === 0) ora.stop();
    else if (!ora.isSpinning) ora.start();
  };
  // discardStdin would put the terminal into raw mode, in which Ctrl-C sends no signal.
  void import('ora').then((module) => {
    if (ended) return;
    // A function, which ora calls for each frame: so the seconds advance.
    const suffixText = (): string => progressLines([...running.values()], performance.now()).join('\n  ');
    ora = module.default({ stream: process.stderr, discardStdin: false, isEnabled: true, suffixText });
    ora.text = null as unknown as string; // ora puts a space before every text, even an empty one
    show();
  });
  return {
    event: (event) => {
      trackScenarios(event, running, performance.now());
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

/** Updates the running scenarios by one event, which arrived at `now` (`performance.now()`). */
export const trackScenarios = (event: Event, running: Map<number, RunningScenario>, now: number): void => {
  if (event.kind === 'scenario') running.set(event.id, { title: event.title, sinceMs: now });
  const title = ('id' in event ? running.get(event.id)?.title : undefined) ?? '';
  if (event.kind === 'step') running.set(event.id, { title, step: event, sinceMs: now });
  if (event.kind === 'step-end' && title === '') running.delete(event.id); // a step of `mtulab do`
  if (event.kind === 'scenario-end') running.delete(event.id);
};

interface RunningScenario {
  readonly title: string;
  /** Absent until the first step starts. */
  readonly step?: StepStart;
  /** When the step started, or the scenario if it has no step yet. */
  readonly sinceMs: number;
}

/** The lines of the spinner; a single scenario is shown without its title, which the report has just printed. */
export const progressLines = (
  running: readonly RunningScenario[],
  now: number,
  width = (process.stderr.columns || 80) - 4,
): readonly string[] => {
  const secondsOf = ({ sinceMs }: RunningScenario): string => `, ${((now - sinceMs) / 1000).toFixed(1)} s`;
  const [only] = running;
  if (only && running.length === 1) {
    if (!only.step?.awaits) return [withTail(only.step?.name ?? 'building the network', secondsOf(only), width)];
    return [withTail(only.step.name, '', width), withTail(awaited[only.step.awaits], secondsOf(only), width)];
  }
  const shown = running.slice(0, maxScenarios).map((scenario) => {
    const { title, step } = scenario;
    return withTail(step ? `${truncate(title, 32)}: ${step.name}` : title, secondsOf(scenario), width);
  });
  return running.length > maxScenarios ? [...shown, `and ${running.length - maxScenarios} more`] : shown;
};

const awaited: Readonly<Record<NonNullable<StepStart['awaits']>, string>> = {
  evidence: 'waiting for evidence of a stall',
  end: 'waiting for the end of its action',
};

const withTail = (text: string, tail: string, width: number): string => truncate(text, width - tail.length) + tail;

const truncate = (text: string, width: number): string => {
  const line = printableLine(text);
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
};

const maxScenarios = 8;
