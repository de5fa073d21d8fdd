import { formatDuration } from '../../text/format-duration.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action, ActionContext } from '../language/word.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { formatUdpPorts } from '../facts/format-udp-ports.ts';
import type { Lab, ObservedProgram } from '../lab/lab.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { scaledMs } from '../lab/wait.ts';
import { fields, list, reference, text } from '../language/shape.ts';

const shape = fields('a program', {
  at: reference('node', 'the node that it runs in'),
  run: list(
    'the program and its arguments; no shell interprets them. Its TCP connections are observed from its start where the step expects an outcome or a cause: one has completed when everything that both ends wrote was acknowledged and the program ended with exit code 0, and it is stalled on the same evidence as one of fetch. Its UDP sockets are named only, since the kernel does not count what they send and get; `ptb` counts the messages for them, and `pmtu` is what the node has learned for those that are connected. The step ends the program when its time is over or the expected stall is proved',
    text('a word of the command line'),
    1,
  ),
});

type Program = ValueOf<typeof shape>;

/** Any program, for what the language has no word for yet. */
export const command: Action<Program> = {
  about:
    'Runs a program in a node, keeps its output and exit code, and judges its TCP connections to other nodes where the step expects an outcome or a cause.',
  shape,
  example: { at: 'server', run: ['ss', '-tin'] },
  formerKeys: { on: 'at' },
  learns: ['output', 'transfer', 'transfers', 'no-transfer', 'udp-sockets'],
  outcomes: ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'],
  once: true,
  perform: async (lab, program, context) => {
    lab.mayDiffer();
    const isObserved = flowFacts.some((fact) => context.reads?.has(fact));
    return isObserved ? observe(lab, program, context) : run(lab, program, context);
  },
  byHand: ({ at, run }) => [commandInNode(at, run)],
  predict: (network, { run }) => {
    const unknown = `${run[0]} may have changed the network`;
    network.becomesUnknown(unknown);
    return { unknown };
  },
  nodes: ({ at }) => [at],
};

/** Facts for which the sockets of the program are observed. */
const flowFacts: readonly FactName[] = ['transfer', 'transfers', 'udp-sockets'];

const run = async (lab: Lab, { at, run }: Program, { wait, signal }: ActionContext): Promise<Facts> => {
  const withinMs = timeoutOf(wait);
  // Kept in a variable: AbortSignal.any alone does not keep it from the garbage collector (nodejs/node issue 57736).
  const timeout = AbortSignal.timeout(withinMs);
  try {
    return { output: await lab.run(at, run, AbortSignal.any([signal, timeout])) };
  } catch (error) {
    if (signal.aborted || error !== timeout.reason) throw error;
    throw notEnded({ at, run }, withinMs);
  }
};

const observe = async (lab: Lab, { at, run }: Program, { wait, signal }: ActionContext): Promise<Facts> => {
  const withinMs = timeoutOf(wait);
  const observed = await lab.observe({ node: at, argv: run, wait: { ...wait, withinMs } }, signal);
  const { output, transfers, datagramSockets = [] } = observed;
  if (!output && transfers.length === 0) throw notEnded({ at, run }, withinMs);
  return {
    ...(output && { output }),
    ...transferFacts({ at, run }, observed),
    ...(datagramSockets.length > 0 && { 'udp-sockets': datagramSockets }),
  };
};

const transferFacts = ({ at, run }: Program, { transfers, datagramSockets }: ObservedProgram): Facts => {
  if (transfers.length === 0)
    return {
      'no-transfer': `no TCP connection of ${run[0]} from ${at} to another node was seen${datagramText(datagramSockets)}`,
    };
  return transfers.length === 1 ? { transfer: transfers[0]! } : { transfers };
};

const datagramText = (sockets: ObservedProgram['datagramSockets']): string => {
  if (!sockets) return ', and this kernel does not describe UDP sockets';
  if (sockets.length === 0) return '';
  return `; it had UDP sockets (${formatUdpPorts(sockets)}), and the kernel counts neither what those send nor what they get`;
};

const timeoutOf = (wait: ActionContext['wait']): number => wait.withinMs ?? scaledMs(timeoutMs, wait);

const notEnded = ({ at, run }: Program, withinMs: number): Error =>
  new Error(`${run[0]} in ${at} did not end within ${formatDuration(withinMs)}`);

/** How long a program may run in a step without `within`. */
const timeoutMs = 30_000;
