import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Event } from '../events/events.ts';
import type { HandedOverEvent, LabReadyEvent } from '../kernel/sandbox/lab-server.ts';
import { MachineError } from '../kernel/system/machine-error.ts';
import { startSandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { Sandbox } from '../kernel/sandbox/start-sandbox.ts';
import { saveRunningLab, runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { Plan } from '../plan/model/plan.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { alignColumns } from '../text/align-columns.ts';
import { isHost } from '../words/lab/node-view.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/flags.ts';
import { innerProcessCommand } from './sandboxed-runs/inner-process.ts';
import { errorMessage } from './command-line/error-message.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { readPlans } from './scenarios/plans-of.ts';
import type { ScenarioText } from '../scenario/model/scenario-text.ts';

/** `mtulab up FILE [--name N] [--until STEP]`: builds the lab, performs the steps up to and with STEP, and leaves it standing. */
export const perform: Perform = async ([file], options, io, signal) => {
  const wanted = wish(file!, options);
  const wrong = typeof wanted === 'string' ? wanted : misfit(wanted);
  if (wrong !== undefined || typeof wanted === 'string') {
    io.err(wrong!);
    return exitCode({ wrong: true });
  }
  await using sandbox = await startSandbox({ entry: innerProcessCommand(), signal });
  const { source, until, choice } = wanted;
  sandbox.send({ job: { up: { source, ...(until !== undefined && { until }), options: choice } } });
  if (await stands(wanted, sandbox, io)) {
    sandbox.handOver();
    io.out(welcome(wanted));
    return 0;
  }
  const { code, said } = await sandbox.ended;
  if (signal.aborted) {
    io.err('interrupted\n');
    return exitCode({ interrupted: 130 });
  }
  throw new MachineError({ what: `the lab did not come to stand (code ${code})`, said });
};

/** Tells the steps that were asked for; false where the lab is gone before it was handed over. */
const stands = async (wanted: Wish, sandbox: Sandbox, io: Io): Promise<boolean> => {
  const report = openReports([], false, io);
  if ('wrong' in report) throw new Error(report.wrong);
  try {
    for await (const event of sandbox.events as AsyncIterable<Event | LabReadyEvent | HandedOverEvent>) {
      if (event.kind === 'kept') return true;
      if (event.kind !== 'standing') {
        report.event(event);
        continue;
      }
      saveRunningLab(stateOf(wanted, event, sandbox.pid)); // before the hand-over: whatever dies now, nothing unknown stays
      sandbox.send({ keep: true });
    }
    return false;
  } finally {
    report.end();
  }
};

interface Wish {
  readonly name: string;
  readonly source: ScenarioText;
  readonly until?: string;
  readonly choice: Parameters<typeof readPlans>[1];
  readonly plan: Plan;
}

/** The lab that is wanted, or what is wrong with wanting it. */
const wish = (file: string, { name, until, set, ipv4, ipv6 }: Options): Wish | string => {
  const source = readSource(file);
  if (typeof source === 'string') return source;
  const choice = { set: variables(set ?? []), ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] as const }) };
  const { plans, problems, left } = readPlans([source], choice);
  if (problems.length > 0) return problems.map(formatProblem).join('');
  if (plans.length === 0) return `${file}: it is about ${left[0]?.families.join() ?? 'no family'} only\n`;
  if (plans.length > 1)
    return `${file}: it has ${plans.length} cases (${plans.map(({ scenario }) => scenario.case).join('; ')}); choose one with --set\n`;
  return {
    name: String(name ?? nameOf(file)),
    source,
    choice,
    plan: plans[0]!,
    ...(until !== undefined && { until: String(until) }),
  };
};

const readSource = (file: string): ScenarioText | string => {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    return `${file}: cannot be read (${errorMessage(error)}); a scenario file is wanted\n`;
  }
};

/** A file's name without its ending, as far as it can be a name of a lab. */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.ya?ml$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '') || 'lab';

const misfit = ({ name, until, plan }: Wish): string | undefined => {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) return `'${name}' cannot name a lab; small letters, digits and hyphens can\n`;
  if (runningLabs().some((lab) => lab.name === name))
    return `a lab '${name}' is up already; take it down (mtulab down ${name}) or give this one another name (--name)\n`;
  const steps = plan.scenario.steps.map((step) => step.name);
  if (until !== undefined && !steps.includes(until))
    return `there is no step '${until}'; the steps are:\n${steps.map((step) => `  ${step}\n`).join('')}`;
  return undefined;
};

const stateOf = ({ name, source, plan }: Wish, { processId, nodes }: LabReadyEvent, pid: number) => ({
  ...{ name, pid, labProcessId: processId, nodes, file: source.file, title: plan.scenario.title },
  since: new Date().toISOString(),
});

const welcome = ({ name, plan }: Wish): string => {
  const hosts = plan.nodes.filter(isHost);
  const [one, other = one] = (hosts.length > 0 ? hosts : plan.nodes).map((node) => node.name);
  const which = runningLabs().length > 1 ? ` --name ${name}` : '';
  return [
    `${name} is up: ${plan.nodes.map((node) => node.name).join(', ')}`,
    ...aligned(hosts.map((host) => [host.name, host.address.ipv6, host.address.ipv4])),
    '',
    ...aligned([
      [`mtulab shell${which} ${one}`, `a shell in ${one}; there ip netns exec NODE and ip -n NODE work, too`],
      [`mtulab exec${which} ${one} -- ping ${other}`, `one program in ${one}; nodes are known by their names`],
      [`mtulab do${which} 'STEP'`, 'one step, written as in a scenario (mtulab explain)'],
      [`mtulab down ${name}`, 'takes it away'],
    ]),
    '',
  ].join('\n');
};

const aligned = (rows: readonly (readonly string[])[]): readonly string[] =>
  alignColumns(rows).map((line) => `  ${line}`);
