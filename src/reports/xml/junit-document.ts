import library from 'junit-report-builder';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import type { StepResult } from '../../events/events.ts';
import { printable, printableLine } from '../../text/printable.ts';
import type { CollectedRun, CollectedScenario } from '../model/collect-run.ts';
import { failureLines, failureSummary } from '../story/failure-lines.ts';

/** Formats a run as JUnit XML: a test suite per scenario, a test case per step, times in seconds. */
export const junitDocument = (run: CollectedRun, style: { readonly verbose: boolean }): string => {
  // Its types declare a default export, which its CommonJS module does not have.
  const document = (library as unknown as Builder).newBuilder().name('mtulab');
  for (const scenario of run.scenarios) {
    const suite = document.testSuite().name(attribute(scenario.title)).time(seconds(scenario.ms));
    for (const [name, value] of propertiesOf(run, scenario)) suite.property(attribute(name), attribute(value));
    for (const step of scenario.steps) addStep(suite, step, scenario, style);
    if (needsOwnCase(scenario)) addScenario(suite, scenario);
  }
  return `${document.build()}\n`;
};

const propertiesOf = (
  { machine }: CollectedRun,
  { file, notes = [] }: CollectedScenario,
): readonly (readonly [string, string])[] => [
  ['file', file],
  ...(machine ? [...Object.entries({ kernel: machine.kernel, iproute2: machine.iproute2, node: machine.node })] : []),
  ...(machine?.heldFrames ? [['frames delayed by', machine.heldFrames] as const] : []),
  ...Object.entries(machine?.unpinned ?? {}),
  ...notes.map((text) => ['note', text] as const),
];

const addStep = (
  suite: TestSuite,
  step: StepResult,
  scenario: CollectedScenario,
  style: { readonly verbose: boolean },
): void => {
  const testCase = caseOf(suite, scenario).name(attribute(step.name)).time(seconds(step.ms));
  const message = failureSummary(step);
  if (step.result === 'skip') skip(testCase, step.reason);
  if (step.result === 'fail')
    testCase.failure(attribute(message), 'not as expected').stacktrace(content(failureLines(step, style)));
  if (step.result === 'error') testCase.error(attribute(message), 'not judged', content(failureLines(step, style)));
};

/** A scenario that ended before its steps did, or that has none, would otherwise be missing, or look as if it had passed. */
const needsOwnCase = ({ result, reason, steps }: CollectedScenario): boolean =>
  steps.length === 0 || (result === 'error' && reason !== undefined);

const addScenario = (suite: TestSuite, scenario: CollectedScenario): void => {
  const { title, result, reason = 'no reason was given', ms } = scenario;
  const testCase = caseOf(suite, scenario).name(attribute(title)).time(seconds(ms));
  if (result === 'skip') skip(testCase, reason);
  if (result === 'error')
    testCase.error(attribute(reason.split('\n')[0]!), 'not finished', content(reason.split('\n')));
};

const caseOf = (suite: TestSuite, { title, file }: CollectedScenario): TestCase =>
  suite.testCase().className(attribute(title)).file(attribute(file));

/** The library writes no message for a skip. */
const skip = (testCase: TestCase, reason = 'no reason was given'): void =>
  void testCase.skipped().standardOutput(content([`skipped: ${reason}`]));

const seconds = (ms: number): number => ms / 1000;

const attribute = (text: string): string => printableLine(legal(text));

/** The library escapes the first end of a CDATA section in a text, and leaves the others, which are escaped here. */
const content = (lines: readonly string[]): string => {
  const text = printable(legal(lines.join('\n')));
  const first = text.indexOf(cdataEnd);
  return text.replaceAll(cdataEnd, (found, offset) => (offset === first ? found : ']]]]><![CDATA[>'));
};

const cdataEnd = ']]>';

/** Without the code points that XML forbids and that can be printed: surrogates without their other half, and U+FFFE and U+FFFF. */
const legal = (text: string): string => text.replace(/[\ud800-\udfff\ufffe\uffff]/gu, '\ufffd');
