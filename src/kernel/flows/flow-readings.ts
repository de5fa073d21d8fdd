import { netlinkProtocols } from '../system/netlink.ts';
import { readFlowCounts } from '../../evidence/ledger/read-ledger.ts';
import type { LedgerCounts } from '../../evidence/ledger/ledger-since.ts';
import { ledgerTable, tableFamily } from '../../evidence/ledger/set-names.ts';
import type { SilentFlow, FlowDirection, FlowReading, LinkEnd } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd, Silence } from '../../evidence/sockets/sample.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { dropCounters } from '../counters/drop-counters.ts';
import { readSetElements } from '../counters/nft-sets.ts';
import { queueLengths } from '../counters/queue-lengths.ts';
import type { Sampler } from './sampler.ts';
import { isUnchanged } from './sampler.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { watchedNodes, linkEndsOf } from './watched-nodes.ts';
import { flowDirection } from './watched-flow.ts';
import type { WatchedFlow } from './watched-flow.ts';

/** Reads what the nodes counted of one flow; only when it stands still, since all nodes are asked. */
export class FlowReadings {
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  #known: { readonly nodes: readonly string[]; readonly wires: readonly LinkEnd[] } | undefined;

  constructor(flow: WatchedFlow, sampler: Sampler) {
    this.#flow = flow;
    this.#sampler = sampler;
  }

  /** What the nodes have counted by now. */
  now(): FlowReading {
    return { atMs: this.#sampler.now(), ...this.#counted() };
  }

  /** The same with the sockets, in the direction of a silence. */
  of({ end, backoff }: Silence, sample = this.#sampler.take()): FlowReading {
    const { sender, receiver } = end === 'sender' ? sample : { sender: sample.receiver, receiver: sample.sender };
    const counted = this.#counted();
    const queued = backoff >= queuesMatterFrom ? { queued: this.#queued(counted.ledger) } : {};
    return { atMs: sample.atMs, ...counted, ...queued, ...(sender && { sender }), ...(receiver && { receiver }) };
  }

  /** Sockets and nodes as of one moment: read again when something was sent in between; undefined when that goes on. */
  steady(silence: Silence): FlowReading | undefined {
    for (let attempt = 0; attempt < 3; attempt++) {
      const sample = this.#sampler.take();
      const reading = this.of(silence, sample);
      if (sample[silence.end]?.bytesAcked !== silence.acked) return undefined;
      if (isUnchanged(sample, this.#sampler.take())) return reading;
    }
    return undefined;
  }

  /** What else a cause is found by: the direction in which an end sends, and the wires. */
  surroundings(end: FlowEnd): Pick<SilentFlow, 'flow' | 'linkEnds'> {
    return { flow: flowDirection(this.#flow.request, end), linkEnds: this.#surroundings().wires };
  }

  #counted(): Pick<FlowReading, 'ledger' | 'counters'> {
    const { context: ground, request } = this.#flow;
    const { nodes } = this.#surroundings();
    const flow = flowDirection(request, 'sender');
    const parts = nodes.map((node) => countsIn(ground.namespace(node), ground.nodes.get(node)!, flow));
    return {
      ledger: {
        ptbs: parts.flatMap(({ ptbs: tooBig }) => tooBig),
        segments: parts.flatMap(({ segments }) => segments),
      },
      counters: Object.fromEntries(nodes.map((node) => [node, dropCounters(ground.namespace(node), flow.family)])),
    };
  }

  /** `sch_tbf` and its kin hold packets after the last hook of nftables: only their backlog tells waiting from lost. */
  #queued({ segments }: LedgerCounts): Readonly<Record<string, number>> {
    const nodes = [...new Set(segments.map(({ node }) => node))];
    const of = (node: string) => Object.entries(queueLengths(this.#flow.context.namespace(node)));
    return Object.fromEntries(nodes.flatMap((node) => of(node).map(([name, bytes]) => [`${node} ${name}`, bytes])));
  }

  /** Found out when it is first needed: a flow that does well never asks. */
  #surroundings() {
    const { context: ground, request } = this.#flow;
    return (this.#known ??= { nodes: watchedNodes(ground.nodes, request), wires: linkEndsOf(ground.nodes) });
  }
}

const countsIn = (namespace: string, node: NodeView, flow: FlowDirection): LedgerCounts =>
  netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) =>
    readFlowCounts(node.name, flow, (set) =>
      readSetElements(exchange, { family: tableFamily(node), table: ledgerTable }, set),
    ),
  );

/** Before the third timeout a silence proves nothing by itself (evidence/stalls/stall-cause.ts). */
const queuesMatterFrom = 3;
