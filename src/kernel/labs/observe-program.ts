import type { ObservedProgram, ObservedRun, ProgramOutput } from '../../words/lab/lab.ts';
import type { FlowContext } from '../flows/flow-context.ts';
import { NodesClosedSockets } from '../flows/nodes-closed-sockets.ts';
import { ProcessorWaits } from '../flows/processor-waits.ts';
import { ProgramDatagramSockets } from '../flows/program-datagram-sockets.ts';
import { ProgramFlows } from '../flows/program-flows.ts';
import { activeMs, nextTick } from '../flows/sampling-clock.ts';
import { runFirst } from '../system/run-first.ts';
import { MachineError } from '../system/machine-error.ts';
import type { NodePrograms } from './node-programs.ts';

/**
 * Runs a program, observes the TCP connections that it opens and finds its UDP sockets, at each tick of the sampling clock. It is ended when it has not ended in
 * time, and with `until: evidence` once each of its connections is closed or proved to be stalled.
 */
export const observeProgram = async (
  { node, argv, wait, isTimed }: ObservedRun,
  { context, programs, observed, run }: ProgramLab,
  signal: AbortSignal,
): Promise<ObservedProgram> => {
  const place = programs.start(node, context.namespace(node));
  const ended = new AbortController();
  const closed = new NodesClosedSockets(nodesWithSockets(context), context.namespace);
  const program = new RunningProgram();
  const state = { ...{ node, name: argv[0]! }, pid: () => program.pid, exitCode: () => program.output?.code };
  const process = { ...state, isNodeShared: () => place.hasCompany(program.pid) };
  const flows = new ProgramFlows(process, context, closed);
  const datagramSockets = new ProgramDatagramSockets(process, context);
  const waits = new ProcessorWaits();
  const priority = isTimed && runFirst();
  observed.add(flows);
  try {
    const deadline = activeMs() + wait.withinMs;
    program.run(
      run(node, argv, AbortSignal.any([signal, ended.signal]), (pid) => {
        program.pid = pid;
        if (priority) priority.program(pid);
      }),
    );
    let isReported = false;
    for (let isComplete = false; !isComplete && activeMs() < deadline;) {
      const { hasEnded } = program;
      await nextTick();
      signal.throwIfAborted();
      if (program.failure) throw program.failure;
      isReported ||= hasEnded && (await closed.isReported(node));
      flows.update(signal);
      datagramSockets.update();
      waits.update(flows.holders.size > 0 ? flows.holders : program.pid === undefined ? [] : [program.pid]);
      isComplete = (isReported && flows.isDone()) || (wait.until === 'evidence' && flows.isSettled());
    }
    if (program.hasEnded && !isReported && !flows.isSettled()) {
      if (program.failure) throw program.failure; // it may have ended at the last tick
      if (!(await closed.isReported(node))) throw reportsLate(node);
      flows.update(signal);
    }
    const transfers = await flows.finish();
    const sockets = await datagramSockets.finish();
    return {
      transfers,
      ...{ processorWaits: waits.samples, threadNames: waits.names },
      ...(sockets && { datagramSockets: sockets }),
      ...(program.output && { output: program.output }),
    };
  } finally {
    ended.abort();
    if (priority) priority.end();
    observed.delete(flows);
    flows.close();
    datagramSockets.close();
    closed.close();
    await program.ended;
    place.end();
  }
};

/** What a lab offers to an observed program. */
interface ProgramLab {
  readonly context: FlowContext;
  readonly programs: NodePrograms;
  /** The flows of programs that a change of the lab concerns. */
  readonly observed: Set<ProgramFlows>;
  run(
    node: string,
    argv: readonly string[],
    signal: AbortSignal,
    started: (pid: number) => void,
  ): Promise<ProgramOutput>;
}

/** A program from its start to its end. */
class RunningProgram {
  pid: number | undefined;
  output: ProgramOutput | undefined;
  failure: unknown;
  hasEnded = false;
  ended: Promise<void> = Promise.resolve();

  run(running: Promise<ProgramOutput>): void {
    this.ended = running
      .then(
        (output) => void (this.output = output),
        (error: unknown) => void (this.failure = error),
      )
      .then(() => void (this.hasEnded = true));
  }
}

const reportsLate = (node: string): MachineError =>
  new MachineError({ what: `the kernel did not report in time which TCP sockets in ${node} were closed` });

/** Nodes with addresses; of a switch nobody has a socket. */
const nodesWithSockets = ({ nodes }: FlowContext): readonly string[] =>
  [...nodes.values()].filter(({ bridges }) => !bridges).map(({ name }) => name);
