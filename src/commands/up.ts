import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Event } from '../events.ts';
import type { KeptEvent, StandingEvent } from '../kernel/house.ts';
import { MachineError } from '../kernel/machine-error.ts';
import { startSandbox } from '../kernel/sandbox.ts';
import { remember, standingLabs } from '../kernel/state.ts';
import type { Plan } from '../plan/plan.ts';
import { excerpt } from '../scenario/excerpt.ts';
import type { Options, Perform } from './command.ts';
import { exitCode } from './exit-code.ts';
import { variables } from './flags.ts';
import { messageOf } from './message-of.ts';
import { openReports } from './open-reports.ts';
import { plansOf } from './plans-of.ts';
import type { Text } from './plans-of.ts';

/** `mtulab up FILE [--name N] [--until STEP]`: builds the lab, performs the steps up to and with STEP, and leaves it standing. */
export const perform: Perform = async ([file], options, io, signal) => {
  const wanted = wish(file!, options);
  const wrong = typeof wanted === 'string' ? wanted : misfit(wanted);
  if (wrong !== undefined || typeof wanted === 'string') {
    io.err(wrong!);
    return exitCode({ wrong: true });
  }
  await using sandbox = await startSandbox({ entry: [process.execPath, process.argv[1]!, 'inside'], signal });
  const { source, until, choice } = wanted;
  sandbox.tell({ job: { up: { source, ...(until !== undefined && { until }), options: choice } } });
  const told = openReports([], false, io);
  for await (const event of sandbox.events as AsyncIterable<Event | StandingEvent | KeptEvent>) {
    if (event.kind === 'kept') {
      sandbox.handOver();
      io.out(welcome(wanted));
      return 0;
    }
    if (event.kind !== 'standing') {
      if (!('wrong' in told)) told.event(event);
      continue;
    }
    remember(stateOf(wanted, event, sandbox.pid)); // before the hand-over: whatever dies now, nothing unknown stays
    sandbox.tell({ keep: true });
  }
  const { code, said } = await sandbox.ended;
  throw new MachineError({ what: `the lab did not come to stand (code ${code})`, said });
};

interface Wish {
  readonly name: string;
  readonly source: Text;
  readonly until?: string;
  readonly choice: Parameters<typeof plansOf>[1];
  readonly plan: Plan;
}

/** The lab that is wanted, or what is wrong with wanting it. */
const wish = (file: string, { name, until, set, ipv4, ipv6 }: Options): Wish | string => {
  const source = readSource(file);
  if (typeof source === 'string') return source;
  const choice = { set: variables(set ?? []), ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] as const }) };
  const { plans, problems, left } = plansOf([source], choice);
  if (problems.length > 0) return problems.map(excerpt).join('');
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

const readSource = (file: string): Text | string => {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    return `${file}: cannot be read (${messageOf(error)}); a scenario file is wanted\n`;
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
  if (standingLabs().some((lab) => lab.name === name))
    return `a lab '${name}' is up already; take it down (mtulab down ${name}) or give this one another name (--name)\n`;
  const steps = plan.scenario.steps.map((step) => step.name);
  if (until !== undefined && !steps.includes(until))
    return `there is no step '${until}'; the steps are:\n${steps.map((step) => `  ${step}\n`).join('')}`;
  return undefined;
};

const stateOf = ({ name, source, plan }: Wish, { keeper, nodes }: StandingEvent, pid: number) => ({
  ...{ name, pid, keeper, nodes, file: source.file, title: plan.scenario.title },
  since: new Date().toISOString(),
});

const welcome = ({ name, plan }: Wish): string => {
  const one = plan.nodes[0]!.name;
  return [
    `${name} is up: ${plan.nodes.map((node) => node.name).join(', ')}`,
    `  mtulab shell ${one} --name ${name}           a shell in ${one}; there ip netns exec NODE and ip -n NODE work`,
    `  mtulab exec --name ${name} ${one} -- ip route   one command in ${one}`,
    `  mtulab do --name ${name} 'STEP'              one step of the language`,
    `  mtulab down ${name}`,
    '',
  ].join('\n');
};
