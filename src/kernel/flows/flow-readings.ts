import { netlinkProtocols } from '../system/netlink.ts';
import { withCapturedPtbs } from '../../evidence/ledger/captured-ptbs.ts';
import type { PtbCount } from '../../evidence/ledger/ledger.ts';
import { readFlowCounts, readRefused } from '../../evidence/ledger/read-ledger.ts';
import type { LedgerCounts } from '../../evidence/ledger/ledger-since.ts';
import { ledgerTable, refusedSet, refusedTable, tableFamily } from '../../evidence/ledger/set-names.ts';
import type { SilentFlow, FlowDirection, FlowReading, LinkEnd } from '../../evidence/stalls/flow-reading.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { familiesOf, mtuAtSender, quotesOnSegment } from '../../evidence/flows/segments.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import type { Silence } from '../../evidence/sockets/silence.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { readDropCounters, readOutOfWindowIcmps } from '../counters/drop-counters.ts';
import { readSetElements, readSetElementsIfPresent } from '../counters/nft-sets.ts';
import { linkMtus } from '../counters/link-mtus.ts';
import { queueLengths } from '../counters/queue-lengths.ts';
import type { Sampler } from './sampler.ts';
import { isUnchanged } from './sampler.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { linkEndsOf } from '../../words/lab/link-ends.ts';
import { flowDirection } from './watched-flow.ts';
import type { WatchedFlow } from './watched-flow.ts';

/** Reads what the nodes counted of one flow; only while the flow is silent, since it reads every watched node. */
export class FlowReadings {
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  #watched: { readonly nodes: readonly string[]; readonly linkEnds: readonly LinkEnd[] } | undefined;

  constructor(flow: WatchedFlow, sampler: Sampler) {
    this.#flow = flow;
    this.#sampler = sampler;
  }

  /** Reads what the nodes have counted so far, without the sockets. */
  readNodes(): FlowReading {
    return { atMs: this.#sampler.elapsedMs(), ...this.#readCounts() };
  }

  /** Reads nodes and sockets; `sender` of the reading is the silent end. */
  readSilence({ end, backoff }: Silence, sample = this.#sampler.take()): FlowReading {
    const { sender, receiver } = end === 'sender' ? sample : { sender: sample.receiver, receiver: sample.sender };
    const counts = this.#readCounts();
    const links = backoff >= linksMatterFrom ? this.#readLinks(counts.ledger) : {};
    return { atMs: sample.atMs, ...counts, ...links, ...(sender && { sender }), ...(receiver && { receiver }) };
  }

  /**
   * Reads sockets and nodes consistently: reads again when the flow sent something during the reading. Returns undefined when
   * that happens three times, or when the silence has ended.
   */
  readStable(silence: Silence): FlowReading | undefined {
    for (let attempt = 0; attempt < 3; attempt++) {
      const sample = this.#sampler.take();
      const reading = this.readSilence(silence, sample);
      if (sample[silence.end]?.bytesAcked !== silence.acked) return undefined;
      if (isUnchanged(sample, this.#sampler.take())) return reading;
    }
    return undefined;
  }

  /** Returns the direction in which an end sends, and the link ends of the lab. */
  pathFrom(end: FlowEnd): Pick<SilentFlow, 'flow' | 'linkEnds'> {
    return { flow: flowDirection(this.#flow, end), linkEnds: this.#watch().linkEnds };
  }

  /** Counters first: a packet that arrives meanwhile must not be in the counters of the first reading but missing from its ledger. */
  #readCounts(): Required<Pick<FlowReading, 'ledger' | 'counters' | 'refused'>> {
    const { context } = this.#flow;
    const { nodes } = this.#watch();
    const flow = flowDirection(this.#flow, 'sender');
    const counters = nodes.map((node) => [node, this.#readCounters(node, flow)] as const);
    const counts = nodes.map((node) => readNodeCounts(context.namespace(node), context.nodes.get(node)!, flow));
    const { ptbs: captured, incomplete } = context.capturedPtbs();
    // Before they are joined: a node that translates makes a message with one quote, and another one leaves it.
    const inTermsOfFlow = termsOf(flow);
    const families = familiesOf(flow);
    const ptbs = withCapturedPtbs(counts.flatMap(({ ptbs }) => ptbs).map(inTermsOfFlow), {
      ptbs: captured.filter(({ family }) => families.includes(family)).map(inTermsOfFlow),
      incomplete,
    });
    return {
      counters: Object.fromEntries(counters),
      refused: counts.flatMap(({ refused }) => refused),
      ledger: {
        ptbs,
        segments: counts.flatMap(({ segments }) => segments),
        fragments: counts.flatMap(({ fragments }) => fragments),
      },
    };
  }

  #readCounters(node: string, flow: FlowDirection): Readonly<Record<string, number>> {
    const namespace = this.#flow.context.namespace(node);
    const isEnd = node === flow.from || node === flow.to;
    const counters = familiesOf(flow).map((family) => readDropCounters(namespace, family));
    return Object.assign({}, ...counters, isEnd && readOutOfWindowIcmps(namespace)) as Record<string, number>;
  }

  /** `sch_tbf` and its kin hold packets after the last hook of nftables: only their backlog distinguishes waiting from lost. */
  #readLinks({ segments }: LedgerCounts): Required<Pick<FlowReading, 'queued' | 'mtus'>> {
    const nodes = [...new Set(segments.map(({ node }) => node))];
    const read = (source: (namespace: string) => Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
      Object.fromEntries(
        nodes.flatMap((node) =>
          Object.entries(source(this.#flow.context.namespace(node))).map(([name, value]) => [`${node} ${name}`, value]),
        ),
      );
    return { queued: read(queueLengths), mtus: read(linkMtus) };
  }

  /** Computed on first use: most flows are never silent. */
  #watch() {
    const { context, request } = this.#flow;
    return (this.#watched ??= {
      nodes: context.watchedNodes(request),
      linkEnds: linkEndsOf(context.nodes),
    });
  }
}

const readNodeCounts = (namespace: string, node: NodeView, flow: FlowDirection): NodeCounts =>
  netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) => ({
    ...readFlowCounts(
      node.name,
      flow,
      (set) => readSetElements(exchange, { family: tableFamily(node), table: ledgerTable }, set),
      segmentsAt(node.name, flow),
    ),
    refused: readRefused(
      node.name,
      flow,
      readSetElementsIfPresent(exchange, { family: 'netdev', table: refusedTable }, refusedSet),
      segmentsAt(node.name, flow),
    ),
  }));

/** Returns messages about the flow with the quote of its own segment, and with what they tell the end that has sent the packet. */
const termsOf =
  (flow: FlowDirection) =>
  <Ptb extends Omit<PtbCount, 'hook'>>(ptb: Ptb): Ptb => {
    const { segments } = flow;
    if (!segments) return ptb;
    const quoted = quotesOnSegment(flow, segmentsAt(ptb.node, flow), ptb.quoted);
    const ofFlow = ptb.quoted.find((header, index) => quoted[index] !== header);
    const mtu = ofFlow ? mtuAtSender(ptb.mtu, ofFlow, segments) : ptb.mtu;
    return {
      ...{ ...ptb, quoted, quote: JSON.stringify(quoted), mtu },
      ...(ofFlow && { family: flow.family }),
      ...(mtu !== ptb.mtu && { reported: ptb.mtu }),
    };
  };

type NodeCounts = LedgerCounts & Required<Pick<FlowReading, 'refused'>>;

/** The segments whose packets a node takes for those of the flow: an end knows only its own, and a quote which nobody translated back differs. */
const segmentsAt = (node: string, flow: FlowDirection): readonly FlowId[] => {
  const { segments = [flow], from, to } = flow;
  if (node === from) return segments.slice(0, 1);
  return node === to ? segments.slice(-1) : segments;
};

/** Before the third timeout a silence alone proves nothing (evidence/stalls/stall-cause.ts). */
const linksMatterFrom = 3;
