import { families } from '../evidence/family.ts';
import { plan, read } from '../library.ts';
import type { Plan } from '../library.ts';
import { basename } from 'node:path';
import type { Event } from '../events/events.ts';
import type { HandedOverEvent, LabReadyEvent } from '../kernel/sandbox/lab-server.ts';
import { MachineError } from '../kernel/system/machine-error.ts';
import type { UpJob } from '../kernel/sandbox/control-pipe.ts';
import { startSandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { Sandbox } from '../kernel/sandbox/start-sandbox.ts';
import { saveRunningLab, runningLabs } from '../kernel/sandbox/running-labs.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printableLine } from '../text/printable.ts';
import { alignColumns } from '../text/align-columns.ts';
import { wrapUnder } from '../text/wrap.ts';
import { isHost } from '../words/lab/node-view.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';
import { exitReason } from './sandboxed-runs/exit-reason.ts';
import { innerProcessCommand } from './sandboxed-runs/inner-process.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { whyExcluded } from './scenarios/chosen-families.ts';
import { readText } from './scenarios/read-text.ts';
import { scenarioPath } from './scenarios/bundled-scenarios.ts';
import { unreadable } from './scenarios/scenario-files.ts';
import type { ScenarioText } from '../scenario/model/scenario-text.ts';

/**
 * `mtulab up FILE [--name N] [--until STEP]`: builds the lab, performs the steps up to and including STEP, and leaves
 * the lab running.
 */
export const perform: Perform = async ([file], options, io, signal) => {
  const request = readRequest(file!, options);
  const problem = typeof request === 'string' ? request : requestProblem(request);
  if (typeof request !== 'string') io.err(request.hints);
  if (problem !== undefined || typeof request === 'string') {
    io.err(problem!);
    return exitCode({ invalidInput: true });
  }
  await using sandbox = await startSandbox({ entry: innerProcessCommand(options), signal, canOutlive: true });
  sandbox.send({ job: { up: request.job } });
  const built = await followBuild(request, sandbox, io);
  if (built === 'name taken') {
    io.err(nameTakenText(request.name));
    return exitCode({ invalidInput: true });
  }
  if (built === 'handed over') {
    await sandbox.handOver();
    io.out(runningText(request, runningLabs().length > 1, io.width));
    return 0;
  }
  const exit = await sandbox.ended;
  if (signal.aborted) {
    io.err('interrupted\n');
    return exitCode({ interrupted: 130 });
  }
  throw new MachineError({ what: `the lab could not be built: ${exitReason(exit, options)}` });
};

/**
 * Reports the steps of `--until` and saves the record of the lab. The name may have been taken since it was checked, and
 * the sandbox may end before the lab is handed over.
 */
const followBuild = async (
  request: UpRequest,
  sandbox: Sandbox,
  io: Io,
): Promise<'handed over' | 'name taken' | 'ended'> => {
  const report = await openReports([], false, io);
  if ('error' in report) throw new Error(report.error);
  try {
    for await (const event of sandbox.events as AsyncIterable<Event | LabReadyEvent | HandedOverEvent>) {
      if (event.kind === 'handed-over') return 'handed over';
      if (event.kind !== 'ready') {
        report.event(event);
        continue;
      }
      // before the hand-over: no lab runs without a record
      if (!saveRunningLab(recordOf(request, event, sandbox))) return 'name taken';
      sandbox.send({ handOver: true });
    }
    return 'ended';
  } finally {
    report.end();
  }
};

interface UpRequest {
  readonly name: string;
  readonly job: UpJob;
  /** What is better written differently in the file. */
  readonly hints: string;
}

/** Returns what to build, or a sentence that explains why the scenario cannot be used. */
const readRequest = (file: string, { name, until, set, ipv4, ipv6, timeScale }: Options): UpRequest | string => {
  const source = readSource(file);
  if (typeof source === 'string') return source;
  const families = ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] as const };
  const values = variables(set ?? []);
  const { scenarios, problems, hints, skipped } = read(source, { set: values, ...families });
  if (problems.length > 0) return problems.map(formatProblem).join('');
  const [scenario, ...others] = scenarios;
  if (!scenario) return `${printableLine(file)}: ${whyExcluded(skipped[0])}\n`;
  if (others.length > 0)
    return `${printableLine(file)}: has ${scenarios.length} cases (${scenarios.map((one) => one.case).join('; ')}); choose one with --set\n`;
  return {
    name: String(name ?? labNameOf(file)),
    hints: hints.map(formatProblem).join(''),
    job: {
      ...{ plan: plan(scenario), source: { ...source, set: values } },
      ...(until !== undefined && { until: String(until) }),
      ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
    },
  };
};

const readSource = (path: string): ScenarioText | string => {
  const file = scenarioPath(path);
  try {
    return { file, text: readText(file) };
  } catch (error) {
    return `${printableLine(file)}: ${unreadable(file, error)}\n`;
  }
};

/** The name of a file without its extension, reduced to the characters of a lab name. */
const labNameOf = (file: string): string =>
  basename(file)
    .replace(/\.ya?ml$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '') || 'lab';

const requestProblem = ({ name, job: { until, plan } }: UpRequest): string | undefined => {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    return `'${name}' cannot name a lab; use lower-case letters, digits and hyphens, and start with a letter\n`;
  if (runningLabs().some((lab) => lab.name === name)) return nameTakenText(name);
  const steps = plan.scenario.steps.map((step) => step.name);
  if (until !== undefined && !steps.includes(until))
    return `there is no step '${until}'; the steps are:\n${steps.map((step) => `  ${printableLine(step)}\n`).join('')}`;
  return undefined;
};

const nameTakenText = (name: string): string =>
  `a lab named '${name}' is already running; stop it (mtulab down ${name}) or choose another name (--name)\n`;

const recordOf = (
  { name, job: { source, plan } }: UpRequest,
  { processId, nodes }: LabReadyEvent,
  { pid, parentPid }: Sandbox,
) => ({
  ...{ name, pid, shimPid: parentPid, labProcessId: processId, nodes, file: source.file, title: plan.scenario.title },
  places: plan.nodes.flatMap(({ interfaces }) => interfaces.map(({ place }) => place)),
  since: new Date().toISOString(),
});

/** What runs now and how to use it; the commands name the lab where it is not the only one. */
export const runningText = (
  { name, job: { plan } }: { readonly name: string; readonly job: { readonly plan: Pick<Plan, 'nodes'> } },
  isOneOfSeveral: boolean,
  width = Infinity,
): string => {
  const hosts = plan.nodes.filter(isHost);
  const [node, peer = node] = (hosts.length > 0 ? hosts : plan.nodes).map((node) => node.name);
  const shown = families.filter((family) => hosts.some(({ address }) => address[family] !== ''));
  const nameOption = isOneOfSeveral ? ` --name ${name}` : '';
  return [
    ...wrapUnder(`${name} is running: `, plan.nodes.map((node) => node.name).join(', '), width),
    ...indentedColumns(
      hosts.map(({ name, address }) => [name, ...shown.map((family) => address[family])]),
      Infinity,
    ),
    '',
    ...indentedColumns(
      [
        [`mtulab shell${nameOption} ${node}`, `opens a shell in ${node}; ip netns exec NODE and ip -n NODE work there`],
        [`mtulab exec${nameOption} ${node} -- ping ${peer}`, `runs one program in ${node}; node names resolve there`],
        [`mtulab do${nameOption} 'STEP'`, 'performs one step, written as in a scenario (mtulab explain)'],
        [`mtulab down ${name}`, 'stops the lab'],
      ],
      width,
    ),
    '',
  ].join('\n');
};

const indentedColumns = (rows: readonly (readonly string[])[], width: number): readonly string[] =>
  alignColumns(rows, width - 2).map((line) => `  ${line}`);
