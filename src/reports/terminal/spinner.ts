import type { Ora } from 'ora';
import type { Event } from '../../events/events.ts';
import type { Report } from '../model/report.ts';

/** Shows on standard error which scenarios stand and at which step each is; ora is loaded only here. */
export const spinner = (): Progress => {
  const standing = new Map<number, Standing>();
  let ora: Ora | undefined;
  let over = false;
  const show = (): void => {
    if (!ora) return;
    ora.text = lines([...standing.values()]).join('\n  ');
    if (standing.size === 0) ora.stop();
    else if (!ora.isSpinning) ora.start();
  };
  // discardStdin would put the terminal into raw mode, where Ctrl-C is no signal any more.
  void import('ora').then((module) => {
    if (!over) ora = module.default({ stream: process.stderr, discardStdin: false, isEnabled: true });
    show();
  });
  return {
    event: (event) => {
      follow(event, standing);
      show();
    },
    aside: (write) => {
      ora?.clear();
      write();
      if (ora?.isSpinning) ora.render();
    },
    end: () => {
      over = true;
      ora?.stop();
    },
  };
};

/** Stands in for the spinner where nobody watches. */
export const noSpinner: Progress = { event: () => undefined, aside: (write) => write(), end: () => undefined };

interface Progress extends Report {
  /** Writes beside the spinner without mixing with it. */
  aside(write: () => void): void;
}

const follow = (event: Event, standing: Map<number, Standing>): void => {
  if (event.kind === 'scenario') standing.set(event.id, { title: event.title, step: '' });
  const known = 'id' in event ? standing.get(event.id) : undefined;
  if (event.kind === 'step') standing.set(event.id, { title: known?.title ?? '', step: event.name });
  if (event.kind === 'step-end' && known?.title === '') standing.delete(event.id); // a step of a lab that stands belongs to no run
  if (event.kind === 'scenario-end') standing.delete(event.id);
};

interface Standing {
  readonly title: string;
  readonly step: string;
}

/** The title of a scenario that stands alone has just been told. */
const lines = (standing: readonly Standing[]): readonly string[] => {
  if (standing.length === 1) return [fitting(standing[0]!.step || 'building the network')];
  const some = standing
    .slice(0, mostLines)
    .map(({ title, step }) => fitting(step ? `${cut(title, 32)}: ${step}` : title));
  return standing.length > mostLines ? [...some, `and ${standing.length - mostLines} more`] : some;
};

const fitting = (line: string): string => cut(line, (process.stderr.columns || 80) - 4);

const cut = (line: string, room: number): string => (line.length > room ? `${line.slice(0, room - 1)}…` : line);

const mostLines = 8;
