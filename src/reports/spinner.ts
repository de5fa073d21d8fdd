import type { Ora } from 'ora';
import type { Event } from '../events.ts';
import type { Report } from './report.ts';

/** Shows on standard error which scenarios stand and at which step each is; ora is loaded only here. */
export const spinner = (): Progress => {
  const standing = new Map<number, { readonly title: string; readonly step: string }>();
  let ora: Ora | undefined;
  let over = false;
  const show = (): void => {
    if (!ora) return;
    ora.text = [...standing.values()].map(({ title, step }) => (step ? `${title}: ${step}` : title)).join('\n  ');
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
export const stillness: Progress = { event: () => undefined, aside: (write) => write(), end: () => undefined };

interface Progress extends Report {
  /** Writes beside the spinner without mixing with it. */
  aside(write: () => void): void;
}

const follow = (event: Event, standing: Map<number, { readonly title: string; readonly step: string }>): void => {
  if (event.kind === 'scenario') standing.set(event.id, { title: event.title, step: '' });
  const known = 'id' in event ? standing.get(event.id) : undefined;
  if (event.kind === 'step' && known) standing.set(event.id, { title: known.title, step: event.name });
  if (event.kind === 'scenario-end') standing.delete(event.id);
};
