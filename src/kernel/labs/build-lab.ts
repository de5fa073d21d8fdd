import type { Ledger } from '../../evidence/ledger/ledger.ts';
import { explainFailure } from '../../plan/script/explain-failure.ts';
import type { Plan } from '../../plan/model/plan.ts';
import { buildRounds } from '../../plan/script/build-rounds.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { addressOf, destinationOf } from '../../words/lab/destination.ts';
import type { Lab, ProgramOutput } from '../../words/lab/lab.ts';
import { isHost } from '../../words/lab/node-view.ts';
import { nodesByAddress } from '../../words/lab/nodes-by-address.ts';
import { PtbCapture } from '../captures/ptb-capture.ts';
import { startCapture } from '../captures/start-capture.ts';
import type { ChangingCapture } from '../captures/start-capture.ts';
import { interfacesAt } from '../captures/captured-interfaces.ts';
import { emulateLinks } from '../emulation/emulate-links.ts';
import type { LinkEmulation } from '../emulation/link-emulation.ts';
import { applyChange } from './apply-change.ts';
import { buildNetwork } from './build-network.ts';
import { readSnmpCounters } from '../counters/snmp-counters.ts';
import { countersOfLinks } from '../counters/refused-packets.ts';
import { tracePath } from '../flows/trace-path.ts';
import { exchangeDatagrams } from '../flows/datagram-exchange.ts';
import { openFlow } from '../flows/open-flow.ts';
import type { FlowContext } from '../flows/open-flow.ts';
import { labNetwork } from './lab-network.ts';
import type { LabNetwork } from './lab-network.ts';
import { startServices } from './start-services.ts';
import type { RunningServices } from './start-services.ts';
import { ScriptError, startLabProcess } from './lab-process.ts';
import type { LabProcess } from './lab-process.ts';
import { leaseReader } from './leased-addresses.ts';
import { ownCommandLine } from './own-command-line.ts';
import { forgetPathMtus } from './forget-path-mtus.ts';
import { learnedPathMtus } from './learned-path-mtus.ts';
import { readNodeLedgers } from '../counters/node-ledgers.ts';
import { lookUpRoutes } from '../flows/route-lookup.ts';
import { MachineError } from '../system/machine-error.ts';
import { localRoutes } from './local-routes.ts';
import { endPrograms, namespaceIds } from './end-programs.ts';
import { statelessTranslations } from './stateless-translations.ts';
import { writeHostsFile } from './hosts-file.ts';
import { FlowRegistry } from '../flows/flow-registry.ts';
import { ClaimedPorts } from '../flows/claimed-ports.ts';
import { sourcePorts } from '../flows/source-ports.ts';
import { readNodeRules } from '../counters/node-rules.ts';
import type { ProgramFlows } from '../flows/program-flows.ts';
import { NodePrograms } from './node-programs.ts';
import { observeProgram } from './observe-program.ts';
import { runInNode } from './run-in-node.ts';
import type { NodeProgram } from './run-in-node.ts';
import { disableReceiveOffload, disableSegmentationOffload } from '../system/segmentation-offload.ts';

/** Builds the lab of a plan and starts its services; rejects with a MachineError: the command, its reason and scenario location. */
export const buildLab = async (plan: Plan, signal: AbortSignal, options: LabOptions = {}): Promise<BuiltLab> => {
  const [first, ...rounds] = buildRounds(plan);
  const labProcess = await startLabProcess(first.script, signal).catch((error: unknown) => {
    throw explainBuildError(error, plan);
  });
  const emulation = emulateLinks(plan, options.hasNetem ? 'netem' : 'thread', labProcess.namespace);
  try {
    await buildNetwork(rounds, labProcess, (commands) => emulation.hold(commands, signal), signal);
    const withoutOffload = plan.nodes.filter(({ segmentationOffload }) => !segmentationOffload);
    const tunnels = plan.nodes
      .map(({ name, interfaces }) => ({ name, interfaces: interfaces.filter(({ tunnel }) => tunnel) }))
      .filter(({ interfaces }) => interfaces.length > 0);
    await Promise.all([
      ...withoutOffload.map(({ name, interfaces }) =>
        disableSegmentationOffload(labProcess.namespace(name), interfaces),
      ),
      ...tunnels.map(({ name, interfaces }) => disableReceiveOffload(labProcess.namespace(name), interfaces)),
    ]);
    await localRoutes(plan.nodes, labProcess.namespace, signal);
    const network = labNetwork(plan);
    const services = await startServices(network, labProcess, signal);
    return openLab(plan, { labProcess, network, services, emulation }, options);
  } catch (error) {
    await emulation.close();
    await labProcess.end();
    throw explainBuildError(error, plan);
  }
};

/** What a lab observes beyond what its steps need. */
export interface LabOptions extends Pick<FlowContext, 'reportsSamples'> {
  /** The kernel delays and reorders the frames of impaired links; otherwise the engine does. */
  readonly hasNetem?: true;
}

/** A running lab; disposing it stops its flows, services and process. */
export interface BuiltLab extends Lab, AsyncDisposable {
  /** PID of the lab process, for programs that enter the lab. */
  readonly processId: number;
  /** Aborts with a MachineError when the lab is killed from outside; every pending call of the lab then rejects with it. */
  readonly lost: AbortSignal;
  /** Resolves when programs in the nodes can resolve node names; the first `run` does this too. */
  writeHostsFile(): Promise<void>;
  /** Returns what made the steps since the last call worthless, in a sentence: impaired links that were late; undefined if nothing did. */
  faults(signal: AbortSignal): Promise<string | undefined>;
  /** Returns what programs of services have printed for the report, a line each. */
  finish(): Promise<readonly string[]>;
  /** Returns the state left by earlier steps, a sentence each: learned path MTUs, open kept flows. */
  inherited(signal: AbortSignal): Promise<readonly string[]>;
}

interface BuiltParts {
  readonly labProcess: LabProcess;
  readonly network: LabNetwork;
  readonly services: RunningServices;
  readonly emulation: LinkEmulation;
}

const explainBuildError = (error: unknown, plan: Plan): unknown => {
  if (!(error instanceof ScriptError)) return error;
  return new MachineError({
    what: 'could not build the lab',
    ...explainFailure(plan.commands, error.stderr),
    cause: error,
  });
};

const openLab = (
  plan: Plan,
  { labProcess, network, services, emulation }: BuiltParts,
  { reportsSamples = false }: LabOptions,
): BuiltLab => {
  const { nodes } = network;
  const { pid, namespace, lost } = labProcess;
  const hosts = { nodes: plan.nodes.filter(isHost), namespace };
  let programNamespaces: ReturnType<typeof namespaceIds> | undefined;
  let hostsFile: Promise<void> | undefined;
  const writeHostsFileOnce = (): Promise<void> => (hostsFile ??= writeHostsFile(pid, plan.nodes));
  const untilLost = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, lost]);
  const flows = new FlowRegistry();
  const programs = new NodePrograms();
  const observed = new Set<ProgramFlows>();
  const captures = new Set<ChangingCapture>();
  const ptbCapture = new PtbCapture(namespace);
  const ports = new ClaimedPorts();
  const readLeases = leaseReader({ nodes, setMappings: network.setMappings, filesFolder: labProcess.filesFolder });
  const port = sourcePorts({
    nodes,
    claimed: ports,
    lookup: (node, ...rest) => lookUpRoutes(namespace(node), ...rest),
  });
  const context: FlowContext = {
    nodes,
    namespace,
    reportsSamples,
    watchedNodes: network.watchedNodes,
    address: (name, family) => addressOf(nodes, name, family),
    server: services.transferServer,
    written: services.written,
    ports,
    translations: (flow) => {
      readLeases();
      return statelessTranslations(nodes, network.traitOf, flow);
    },
    nodeAt: (address) => {
      readLeases();
      return nodesByAddress(nodes).get(address);
    },
    flow: (name, family) => flows.engineFlow(name, family),
    capturedPtbs: () => ptbCapture.read(),
  };
  const runProgram = async (
    program: Pick<NodeProgram, 'node' | 'argv' | 'input'>,
    signal: AbortSignal,
    started?: (pid: number) => void,
  ): Promise<ProgramOutput> => {
    programNamespaces ??= namespaceIds([...nodes.keys()].map(namespace));
    await writeHostsFileOnce();
    return runInNode({ labProcessId: pid, ...program }, untilLost(signal), started);
  };
  const runObserved: Parameters<typeof observeProgram>[1]['run'] = async (node, argv, signal, started) =>
    runProgram({ node, argv }, signal, started);
  return {
    ...{ nodes, legs: plan.legs, processId: pid, lost },
    commandLine: ownCommandLine,
    ...{ traitOf: network.traitOf, setTrait: network.setTrait, mayDiffer: network.mayDiffer },
    delayOfLinks: network.delayOfLinks,
    run: async (node, argv, signal, input) => {
      const program = programs.start(node, namespace(node));
      return runProgram({ node, argv, ...(input && { input }) }, signal).finally(() => program.end());
    },
    observe: async (request, signal) => {
      ptbCapture.begin([...nodes.keys()]);
      return observeProgram(request, { context, programs, observed, run: runObserved }, untilLost(signal));
    },
    // In the lab process: this process is large, and forking it delays every flow.
    ip: async (node, args, signal) => {
      const command = ['nsenter', `--net=/run/netns/${node}`, 'ip', ...args].map(shellQuote).join(' ');
      return labProcess.runScript(`LC_ALL=C ${command}`, untilLost(signal));
    },
    writeHostsFile: writeHostsFileOnce,
    apply: async (commands, signal) => {
      for (const changing of [flows, ...observed]) changing.beforeChange();
      for (const capture of captures) capture.beforeChange();
      await applyChange({ labProcess, emulation }, commands, untilLost(signal));
      for (const changing of [flows, ...observed]) changing.afterChange();
      await Promise.all([...captures].map((capture) => capture.afterChange()));
    },
    transfer: async (request, signal) => {
      ptbCapture.begin(network.watchedNodes(request));
      return flows.add(await openFlow(request, context, untilLost(signal)), untilLost);
    },
    exchangeDatagrams: async (request, signal) => {
      ptbCapture.begin(network.watchedNodes(request)); // before the first message: a capture that begins later misses some that left
      const [from, to] = [context.address(request.from, request.family), context.address(request.to, request.family)];
      const ends = { namespace: namespace(request.from), from, to };
      const exchange = await exchangeDatagrams(request, ends, untilLost(signal));
      if (!destinationOf(nodes, request.to)?.isShared) return exchange;
      return { ...exchange, holders: services.receivers(from, request.port) };
    },
    trace: async (request, signal) => {
      const { from, to, family } = request;
      ptbCapture.begin(network.watchedNodes(request));
      const ends = {
        namespace: namespace(from),
        from: addressOf(nodes, from, family),
        to: addressOf(nodes, to, family),
      };
      return tracePath(request, ends, untilLost(signal));
    },
    faults: (signal) => emulation.faults(untilLost(signal)),
    port: (request, signal) => port(request, untilLost(signal)),
    flow: (name, family) => flows.named(name, family),
    keep: (name, flow) => flows.keep(name, flow),
    inherited: async (signal) => [...flows.describeOpen(), ...(await learnedPathMtus(hosts, untilLost(signal)))],
    forgetPathMtus: (signal, names = hosts.nodes.map(({ name }) => name)) =>
      forgetPathMtus(names.map(namespace), untilLost(signal)),
    ledger: <Part extends keyof Ledger>(
      part: Part,
      signal: AbortSignal,
      names: readonly string[] = [...nodes.keys()],
    ) => readNodeLedgers(part, { ...context, nodes: names.map((node) => nodes.get(node)!) }, untilLost(signal)),
    counters: (node) => readSnmpCounters(namespace(node)),
    linkCounters: (node) => countersOfLinks(nodes.get(node)!, { nodes, namespace }),
    rules: (node) => readNodeRules(namespace(node)),
    capture: async ({ places, full }, signal) => {
      const options = { places: interfacesAt(nodes, places), namespace, ...(full && { full }) };
      const capture = await startCapture(options, untilLost(signal));
      captures.add(capture);
      return { ...capture, stop: () => (captures.delete(capture), capture.stop()) };
    },
    finish: async () => services.notes(),
    [Symbol.asyncDispose]: async () => {
      flows.close();
      services.close();
      if (programNamespaces) endPrograms(programNamespaces);
      await Promise.all([ptbCapture.close(), emulation.close(), labProcess.end()]);
    },
  };
};
