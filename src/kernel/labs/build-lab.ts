import type { Ledger } from '../../evidence/ledger/ledger.ts';
import { explainFailure } from '../../plan/script/explain-failure.ts';
import type { Plan } from '../../plan/model/plan.ts';
import { buildScript } from '../../plan/script/build-script.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { Lab } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { isHost } from '../../words/lab/node-view.ts';
import { startCapture } from '../captures/start-capture.ts';
import { interfacesAt } from '../captures/captured-interfaces.ts';
import { applyChange } from './apply-change.ts';
import { snmpCounters } from '../counters/snmp-counters.ts';
import { openFlow } from '../flows/open-flow.ts';
import type { FlowContext } from '../flows/open-flow.ts';
import { currentTraits } from './current-traits.ts';
import { startHttpServer } from '../flows/http-server.ts';
import type { HttpServer } from '../flows/http-server.ts';
import { ScriptError, startLabProcess } from './lab-process.ts';
import type { LabProcess } from './lab-process.ts';
import { forgetPathMtus, learnedPathMtus } from './learned-path-mtus.ts';
import { readNodeLedgers } from '../counters/node-ledgers.ts';
import { lookUpRoutes } from '../flows/route-lookup.ts';
import { MachineError } from '../system/machine-error.ts';
import { writeHostsFile } from './hosts-file.ts';
import { FlowRegistry } from '../flows/flow-registry.ts';
import { sourcePorts } from '../flows/source-ports.ts';
import { readNodeRules } from '../counters/node-rules.ts';
import { runInNode } from './run-in-node.ts';
import { disableSegmentationOffload } from './segmentation-offload.ts';

/** Builds the lab of a plan with its servers listening; rejects with a MachineError that names the command, its reason and its place in the scenario. */
export const buildLab = async (plan: Plan, signal: AbortSignal): Promise<BuiltLab> => {
  const keeper = await startLabProcess(buildScript(plan), signal).catch((error: unknown) => {
    throw explained(error, plan);
  });
  try {
    const cutting = plan.nodes.filter(({ segmentationOffload }) => !segmentationOffload);
    await Promise.all(
      cutting.map(({ name, interfaces }) => disableSegmentationOffload(keeper.namespace(name), interfaces)),
    );
    return standing(plan, keeper);
  } catch (error) {
    await keeper.end();
    throw error;
  }
};

export interface BuiltLab extends Lab, AsyncDisposable {
  /** Pid of the process that holds it, for those who enter it. */
  readonly processId: number;
  /** Aborts with a MachineError when the lab was killed from outside; every waiting call of the lab then rejects with it. */
  readonly lost: AbortSignal;
  /** Resolves when programs in its nodes know these by name; without this call they do from the first `run` on. */
  writeHostsFile(): Promise<void>;
  /** What earlier steps left behind, a line each: learned path MTUs, open named flows. */
  inherited(signal: AbortSignal): Promise<readonly string[]>;
  /** Makes every host forget learned path MTUs and metrics. */
  forget(signal: AbortSignal): Promise<void>;
}

const explained = (error: unknown, plan: Plan): unknown => {
  if (!(error instanceof ScriptError)) return error;
  return new MachineError({
    what: 'could not build the lab',
    ...explainFailure(plan.commands, error.said),
    cause: error,
  });
};

const standing = (plan: Plan, keeper: LabProcess): BuiltLab => {
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  const { pid, namespace, lost } = keeper;
  const hosts = { nodes: plan.nodes.filter(isHost), namespace };
  let known: Promise<void> | undefined;
  const named = (): Promise<void> => (known ??= writeHostsFile(pid, plan.nodes));
  const alive = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, lost]);
  const servers = serversOf(plan.nodes, namespace);
  const flows = new FlowRegistry();
  const port = sourcePorts({ nodes, lookup: (node, ...rest) => lookUpRoutes(namespace(node), ...rest) });
  const evidence = {
    ledger: <Part extends keyof Ledger>(
      part: Part,
      signal: AbortSignal,
      asked = [...nodes.keys()] as readonly string[],
    ) => readNodeLedgers(part, { nodes: asked.map((node) => nodes.get(node)!), namespace }, alive(signal)),
    counters: (node: string) => snmpCounters(namespace(node)),
  };
  const ground: FlowContext = {
    ...{ nodes, namespace, ...evidence },
    address: (node, family) => nodes.get(node)!.address[family],
    server: (node) => serverOf(node, servers),
    flow: (name, family) => flows.bare(name, family),
  };
  return {
    ...{ nodes, legs: plan.legs, processId: pid, lost, ...evidence, ...currentTraits(plan.scenario.nodes) },
    run: async (node, argv, signal) => {
      await named();
      return runInNode({ keeper: pid, node, argv }, alive(signal));
    },
    // By the keeper, which is there already: to fork this process, which is large, holds up every flow.
    ip: async (node, args, signal) => {
      const asked = ['nsenter', `--net=/run/netns/${node}`, 'ip', ...args].map(shellQuote).join(' ');
      const { code, printed, said } = await keeper.runScript(`LC_ALL=C ${asked}`, alive(signal));
      return { code, stdout: printed, stderr: said };
    },
    writeHostsFile: named,
    apply: async (commands, signal) => {
      flows.changing();
      await applyChange(keeper, commands, alive(signal));
      flows.changed();
    },
    transfer: async (request, signal) => flows.add(await openFlow(request, ground, alive(signal)), alive),
    port: (request, signal) => port(request, alive(signal)),
    flow: (name, family) => flows.named(name, family),
    keep: (name, flow) => flows.keep(name, flow),
    inherited: async (signal) => [...flows.lines(), ...(await learnedPathMtus(hosts, alive(signal)))],
    forget: (signal) => forgetPathMtus(hosts, alive(signal)),
    rules: (node) => readNodeRules(namespace(node)),
    capture: ({ places, full }, signal) =>
      startCapture({ places: interfacesAt(nodes, places), namespace, ...(full && { full }) }, alive(signal)),
    [Symbol.asyncDispose]: async () => {
      flows.close();
      for (const server of servers.values()) server.close();
      await keeper.end();
    },
  };
};

const serversOf = (nodes: readonly NodeView[], namespace: (node: string) => string): ReadonlyMap<string, HttpServer> =>
  new Map(
    nodes.flatMap(({ name, serves }) => (serves ? [[name, startHttpServer(namespace(name), serves)] as const] : [])),
  );

const serverOf = (node: string, servers: ReadonlyMap<string, HttpServer>): HttpServer => {
  const server = servers.get(node);
  if (!server) throw new MachineError({ what: `${node} serves nothing`, remedy: 'give it `host: { serve: http }`' });
  return server;
};
