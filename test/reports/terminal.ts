import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { painter, wantsColour } from '../../src/reports/terminal/paint.ts';
import { noSpinner, progressLines, trackScenarios } from '../../src/reports/terminal/spinner.ts';

t.test('FORCE_COLOR decides about colours before NO_COLOR, and both before the terminal', async (t) => {
  const table = [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ] as const;
  for (const [env, isTerminal, colour] of table)
    t.equal(wantsColour(env, isTerminal), colour, JSON.stringify([env, isTerminal]));
});

t.test('text is painted only in colour, and never when it is empty', async (t) => {
  t.equal(painter(true)('red', 'x'), '\u001b[31mx\u001b[39m');
  t.equal(painter(true)('red', ''), '');
  t.equal(painter(false)('red', 'x'), 'x');
});

const scenario = (id: number, title: string): Event => ({ kind: 'scenario', id, file: '', title });
const step = (id: number, name: string, awaits?: 'evidence' | 'end'): Event => ({
  ...{ kind: 'step', id, index: 0, name },
  ...(awaits && { awaits }),
});
const stepEnd = (id: number): Event => ({ kind: 'step-end', id }) as Event;

/** The lines at 2.34 s, when each of these events arrived 1 s after the one before. */
const lines = (events: readonly Event[], width = 40): readonly string[] => {
  const running: Parameters<typeof trackScenarios>[1] = new Map();
  events.forEach((event, index) => trackScenarios(event, running, index * 1000));
  return progressLines([...running.values()], 2340, width);
};

t.test('the spinner shows the running scenarios, their steps and the seconds since each began', async (t) => {
  const two = [scenario(0, 'first'), scenario(1, 'second')];
  t.strictSame(lines([]), []);
  t.strictSame(lines([scenario(0, 'first')]), ['building the network, 2.3 s']);
  t.strictSame(lines([scenario(0, 'first'), step(0, 'fetch'), stepEnd(0)]), ['fetch, 1.3 s']);
  t.strictSame(lines([...two, step(1, 'fetch')]), ['first, 2.3 s', 'second: fetch, 0.3 s']);
  t.strictSame(lines([...two, { kind: 'scenario-end', id: 0 } as Event]), ['building the network, 1.3 s']);
  t.strictSame(lines([step(0, 'typed')]), ['typed, 2.3 s'], 'a step of `mtulab do`');
  t.strictSame(lines([step(0, 'typed'), stepEnd(0)]), []);
  t.strictSame(lines([scenario(0, ''), step(0, 'a very long name')], 15), ['a very …, 1.3 s']);
  t.strictSame(lines([step(0, 'a\u001b[2J\nb')]), ['a\ufffd[2J b, 2.3 s'], 'a name cannot control the terminal');
  t.strictSame(lines([scenario(0, 'first'), scenario(1, 'y'.repeat(40)), step(1, 'z')], 41), [
    'first, 2.3 s',
    `${'y'.repeat(31)}…:…, 0.3 s`,
  ]);
  const ten = Array.from({ length: 10 }, (_, id) => scenario(id, `scenario ${id}`));
  t.match(lines(ten).slice(-2), [/^scenario 7, /, 'and 2 more']);
});

t.test('the spinner shows what a step of a single scenario waits for', async (t) => {
  t.strictSame(lines([scenario(0, 'x'), step(0, 'it stalls', 'evidence')]), [
    'it stalls',
    'waiting for evidence of a stall, 1.3 s',
  ]);
  t.strictSame(lines([step(0, 'it completes', 'end')]), ['it completes', 'waiting for the end of its action, 2.3 s']);
  t.strictSame(lines([scenario(0, 'x'), scenario(1, 'y'), step(1, 'z', 'end')])[1], 'y: z, 0.3 s');
});

t.test('without a spinner the output is written at once', async (t) => {
  const written: string[] = [];
  noSpinner.event(scenario(0, 'x'));
  noSpinner.interrupt(() => written.push('line'));
  noSpinner.end();
  t.strictSame(written, ['line']);
});
