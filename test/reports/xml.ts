import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { junit } from '../../src/reports/junit.ts';
import { collectRun } from '../../src/reports/model/collect-run.ts';
import { junitDocument } from '../../src/reports/xml/junit-document.ts';
import { hostileRun, plain, recordedRun, reportOf, runNamed } from './fixtures/report-of.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses a document as XML 1.0 demands: whatever it forbids is thrown as an error. */
const parse = (xml: string): Element => {
  const document: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  for (const kind of ['text', 'cdata'] as const) parser.on(kind, (text) => void (open.at(-1)!.text += text));
  parser.write(xml).close();
  return document.children[0]!;
};

const named = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name);

const counts = ({ attributes: { tests, failures, errors, skipped } }: Element): readonly unknown[] => [
  tests,
  failures,
  errors,
  skipped,
];

t.test('each scenario is a suite and each step a case, with failures, errors and skips as what they are', async (t) => {
  const root = parse(await reportOf(junit));
  t.strictSame([root.name, ...counts(root)], ['testsuites', '7', '1', '1', '1']);
  const [error, fail, skip, pass] = named(root, 'testsuite');
  t.strictSame(
    [error, fail, skip, pass].map((suite) => counts(suite!).join(' ')),
    [...['4 0 1 0', '1 1 0 0', '1 0 0 1', '1 0 0 0']],
  );
  t.strictSame([error!.attributes['time'], named(error!, 'testcase')[3]!.attributes['time']], ['2.48', '2.01']);
  const [failed] = named(fail!, 'testcase');
  t.match(failed, {
    attributes: { name: 'a new connection is clamped', file: 'scenarios/edge-clamp.yaml', time: '0.048' },
    children: [
      {
        name: 'failure',
        attributes: { message: 'syn-mss: wanted edge:to-transit 1396, saw edge:to-transit 8960' },
        text: /wanted edge:to-transit 1396\n.*saw .*edge:to-transit 8960\n.*the ledger of edge: 1 SYN out/,
      },
    ],
  });
  t.match(named(named(error!, 'testcase')[3]!, 'error'), [
    { attributes: { message: 'outcome: wanted stalled, saw no transfer was observed', type: 'not judged' } },
  ]);
  t.match(named(skip!, 'testcase')[0]!.children, [
    { name: 'skipped' },
    { name: 'system-out', text: /^skipped: nexthop-groups: this kernel refuses/ },
  ]);
  t.strictSame(named(pass!, 'testcase')[0]!.children, []);
  const properties = named(named(pass!, 'properties')[0]!, 'property').map(({ attributes: { name, value } }) => [
    name,
    value,
  ]);
  t.match(Object.fromEntries(properties), { kernel: '6.1.0-49-amd64', iproute2: '6.1.0', node: 'v20.20.2' });
});

t.test('a scenario that broke off, or has no steps, has a case of its own', async (t) => {
  const casesOf = async (events: readonly Event[]) =>
    named(named(parse(await reportOf(junit, plain, events)), 'testsuite')[0]!, 'testcase');
  const cutOff = (await casesOf(recordedRun.slice(0, 6))).at(-1)!;
  t.match(cutOff.children, [{ name: 'error', attributes: { message: 'it did not finish' } }]);
  const scenario = { id: 0, file: 'bad.yaml', title: 'bad.yaml' };
  const reason = '1:1: wrong; right\n2:1: also wrong; right';
  const wrong: readonly Event[] = [
    { kind: 'scenario', ...scenario },
    { kind: 'scenario-end', ...scenario, result: 'error', reason, ms: 0 },
  ];
  t.match(await casesOf(wrong), [
    { attributes: { name: 'bad.yaml' }, children: [{ attributes: { message: '1:1: wrong; right' }, text: reason }] },
  ]);
  t.strictSame(counts(parse(await reportOf(junit, plain, []))), ['0', '0', '0', '0']);
});

t.test('names and output of programs cannot break the document, and the text of an end of CDATA stays', async (t) => {
  const failure = (events: readonly Event[]): Element =>
    named(
      named(named(parse(junitDocument(collectRun(events), { verbose: true })), 'testsuite')[0]!, 'testcase')[0]!,
      'failure',
    )[0]!;
  t.match(failure(hostileRun()).text, 'not ok 7 - forged');
  const ends = ']]>]]>x]]>&amp;<y>"\'';
  t.equal(failure(runNamed('x', ends)).text.split(ends).length, 6, 'in reason, inherited, wanted, saw and evidence');
  t.match(failure(runNamed('x', ends)).attributes['message'], ends);
  const part = fc.oneof(
    fc.constantFrom(']]>', ']]', '>', '<![CDATA[', '&#0;', '\u0000', '\u001b[31m', '\ud800', '\udc00', '\uffff', '\n'),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(part, { maxLength: 8 }).map((parts) => `x${parts.join('')}`);
  fc.assert(
    fc.property(text, text, (name, evidence) => {
      const { attributes } = parse(junitDocument(collectRun(runNamed(name, evidence)), { verbose: true }));
      return attributes['tests'] === '2';
    }),
  );
});
