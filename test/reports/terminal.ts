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
const step = (id: number, name: string): Event => ({ kind: 'step', id, index: 0, name });
const stepEnd = (id: number): Event => ({ kind: 'step-end', id }) as Event;

t.test('the spinner shows the running scenarios and their steps', async (t) => {
  const lines = (events: readonly Event[], width = 40): readonly string[] => {
    const running: Parameters<typeof trackScenarios>[1] = new Map();
    for (const event of events) trackScenarios(event, running);
    return progressLines([...running.values()], width);
  };
  const two = [scenario(0, 'first'), scenario(1, 'second')];
  t.strictSame(lines([]), []);
  t.strictSame(lines([scenario(0, 'first')]), ['building the network']);
  t.strictSame(lines([scenario(0, 'first'), step(0, 'fetch'), stepEnd(0)]), ['fetch']);
  t.strictSame(lines([...two, step(1, 'fetch')]), ['first', 'second: fetch']);
  t.strictSame(lines([...two, { kind: 'scenario-end', id: 0 } as Event]), ['building the network']);
  t.strictSame(lines([step(0, 'typed')]), ['typed'], 'a step of `mtulab do`');
  t.strictSame(lines([step(0, 'typed'), stepEnd(0)]), []);
  t.strictSame(lines([scenario(0, ''), step(0, 'a very long name')], 8), ['a very …']);
  t.strictSame(lines([step(0, 'a\u001b[2J\nb')]), ['a\ufffd[2J b'], 'a name cannot control the terminal');
  t.strictSame(lines([...two, step(1, 'x'), scenario(1, 'y'.repeat(40)), step(1, 'z')]), [
    'first',
    `${'y'.repeat(31)}…: z`,
  ]);
  const ten = Array.from({ length: 10 }, (_, id) => scenario(id, `scenario ${id}`));
  t.strictSame(lines(ten).slice(-2), ['scenario 7', 'and 2 more']);
});

t.test('without a spinner the output is written at once', async (t) => {
  const written: string[] = [];
  noSpinner.event(scenario(0, 'x'));
  noSpinner.interrupt(() => written.push('line'));
  noSpinner.end();
  t.strictSame(written, ['line']);
});
