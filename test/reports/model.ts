import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseRun } from '../../src/reports/model/parse-run.ts';
import type { Event } from '../../src/events/events.ts';
import { countText, formatTime, summaryText } from '../../src/reports/model/result-text.ts';
import { behaviourTexts, machineText } from '../../src/reports/model/machine-text.ts';
import { orderByScenario } from '../../src/reports/model/order-by-scenario.ts';

const events = readFileSync(new URL('events.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Event);

t.test('scenarios that run concurrently are reported one after the other', async (t) => {
  const orderOf = (stream: readonly Event[]): readonly number[] => {
    const order: number[] = [];
    const report = orderByScenario({ event: (event) => 'id' in event && order.push(event.id), end: () => undefined });
    stream.forEach((event) => report.event(event));
    report.end();
    return order;
  };
  const isFirst = (event: Event): boolean => 'id' in event && event.id === 0;
  const isOrdered = (order: readonly number[]) => t.strictSame(order, order.toSorted());
  isOrdered(orderOf(events));
  isOrdered(orderOf([...events.filter((event) => !isFirst(event)).slice(0, -1), ...events.filter(isFirst)]));
  t.strictSame(orderOf(events.filter((event) => 'id' in event && event.id === 2)), [2, 2], 'the end reports the rest');
});

t.test('the first unfinished scenario is reported live, and the summary after all of them', async (t) => {
  const reported: string[] = [];
  const report = orderByScenario({
    event: (event) => reported.push('id' in event ? `${event.kind} ${event.id}` : event.kind),
    end: () => reported.push('report end'),
  });
  const scenario = (id: number): Event => ({ kind: 'scenario', id, file: '', title: '' });
  report.event(scenario(1));
  t.strictSame(reported, [], 'the second scenario waits for the first');
  report.event(scenario(0));
  t.strictSame(reported, ['scenario 0']);
  report.event({ kind: 'end', summary: { passed: 0, failed: 0, skipped: 0, errors: 0 } });
  report.end();
  t.strictSame(reported, ['scenario 0', 'scenario 1', 'end', 'report end']);
});

t.test('counts and times are written as in every report', async (t) => {
  t.equal(summaryText({ passed: 1, failed: 0, skipped: 2, errors: 1 }), '1 passed, 0 failed, 2 skipped, 1 error');
  t.strictSame([countText(0, 'step'), countText(1, 'step'), countText(2, 'step')], ['0 steps', '1 step', '2 steps']);
  t.strictSame([999, 1000, 61_250].map(formatTime), ['999 ms', '1.0 s', '61.3 s']);
});

t.test('what was probed of a kernel is a sentence for each behaviour', async (t) => {
  t.strictSame(behaviourTexts({}), []);
  const behaviours = {
    a: { present: true, saw: 'x' },
    b: { present: false, saw: 'y' },
    c: { present: null, saw: 'z' },
  };
  t.strictSame(behaviourTexts({ behaviours }), [
    'a is true on this kernel: x',
    'b is false on this kernel: y',
    'c was not found out: z',
  ]);
});

t.test('a machine is described in one line, with what delays frames where anything does', async (t) => {
  const machine = { kernel: '6.1', iproute2: '6.1.0', node: '20.1.0', pinned: {}, unpinned: {} };
  t.equal(machineText(machine), 'Linux 6.1, iproute2 6.1.0, Node 20.1.0');
  t.equal(
    machineText({ ...machine, heldFrames: 'netem' }),
    'Linux 6.1, iproute2 6.1.0, Node 20.1.0, frames delayed by netem',
  );
});

t.test('a JSON report is read again, and what is none says why', async (t) => {
  const scenario = { file: 'x.yaml', title: 'x', result: 'pass' };
  const parse = (report: unknown) => parseRun(JSON.stringify(report));
  t.match(parse({ version: 1, scenarios: [scenario], machine: { kernel: '6.1' } }), {
    ...{ scenarios: [{ ...scenario, steps: [] }], machine: { kernel: '6.1' } },
  });
  for (const wrong of [[], {}, { scenarios: [{ file: 'x' }] }, { scenarios: [{ ...scenario, steps: [{}] }] }])
    t.throws(() => parse(wrong), /^it has no scenarios; `mtulab run/);
  t.throws(() => parse({ version: 2, scenarios: [] }), /^its version is 2, and this mtulab reads 1/);
  t.throws(() => parseRun('x'), /JSON/);
});
