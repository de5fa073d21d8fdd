import { readFlow } from '../../evidence/ledger/read-ledger.ts';
import type { Counts } from '../../evidence/ledger/ledger-since.ts';
import { ledgerTable, tableFamily } from '../../evidence/ledger/set-names.ts';
import type { Case, Direction, Reading, Wire } from '../../evidence/stalls/flow-reading.ts';
import type { End, Silence } from '../../evidence/sockets/sample.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { dropCountersOf } from '../counters/drop-counters.ts';
import { readSet } from '../counters/nft-sets.ts';
import { queuesOf } from '../counters/queue-lengths.ts';
import type { Sampler } from './sampler.ts';
import { unmoved } from './sampler.ts';
import { netlinkIn } from '../system/sockets.ts';
import { watchedNodes, wiresOf } from './watched-nodes.ts';
import { directionOf } from './watched-flow.ts';
import type { Watched } from './watched-flow.ts';

/** Reads what the nodes counted of one flow; only when it stands still, since all nodes are asked. */
export class Readings {
  readonly #flow: Watched;
  readonly #sampler: Sampler;
  #known: { readonly nodes: readonly string[]; readonly wires: readonly Wire[] } | undefined;

  constructor(flow: Watched, sampler: Sampler) {
    this.#flow = flow;
    this.#sampler = sampler;
  }

  /** What the nodes have counted by now. */
  now(): Reading {
    return { atMs: this.#sampler.now(), ...this.#counted() };
  }

  /** The same with the sockets, in the direction of a silence. */
  of({ end, backoff }: Silence, sample = this.#sampler.take()): Reading {
    const { sender, receiver } = end === 'sender' ? sample : { sender: sample.receiver, receiver: sample.sender };
    const counted = this.#counted();
    const queued = backoff >= queuesMatterFrom ? { queued: this.#queued(counted.ledger) } : {};
    return { atMs: sample.atMs, ...counted, ...queued, ...(sender && { sender }), ...(receiver && { receiver }) };
  }

  /** Sockets and nodes as of one moment: read again when something was sent in between; undefined when that goes on. */
  steady(silence: Silence): Reading | undefined {
    for (let attempt = 0; attempt < 3; attempt++) {
      const sample = this.#sampler.take();
      const reading = this.of(silence, sample);
      if (sample[silence.end]?.bytesAcked !== silence.acked) return undefined;
      if (unmoved(sample, this.#sampler.take())) return reading;
    }
    return undefined;
  }

  /** What else a cause is found by: the direction in which an end sends, and the wires. */
  surroundings(end: End): Pick<Case, 'flow' | 'wires'> {
    return { flow: directionOf(this.#flow.request, end), wires: this.#surroundings().wires };
  }

  #counted(): Pick<Reading, 'ledger' | 'counters'> {
    const { ground, request } = this.#flow;
    const { nodes } = this.#surroundings();
    const flow = directionOf(request, 'sender');
    const parts = nodes.map((node) => countsIn(ground.namespace(node), ground.nodes.get(node)!, flow));
    return {
      ledger: { tooBig: parts.flatMap(({ tooBig }) => tooBig), segments: parts.flatMap(({ segments }) => segments) },
      counters: Object.fromEntries(nodes.map((node) => [node, dropCountersOf(ground.namespace(node), flow.family)])),
    };
  }

  /** `sch_tbf` and its kin hold packets after the last hook of nftables: only their backlog tells waiting from lost. */
  #queued({ segments }: Counts): Readonly<Record<string, number>> {
    const nodes = [...new Set(segments.map(({ node }) => node))];
    const of = (node: string) => Object.entries(queuesOf(this.#flow.ground.namespace(node)));
    return Object.fromEntries(nodes.flatMap((node) => of(node).map(([name, bytes]) => [`${node} ${name}`, bytes])));
  }

  /** Found out when it is first needed: a flow that does well never asks. */
  #surroundings() {
    const { ground, request } = this.#flow;
    return (this.#known ??= { nodes: watchedNodes(ground.nodes, request), wires: wiresOf(ground.nodes) });
  }
}

const countsIn = (namespace: string, node: NodeView, flow: Direction): Counts =>
  netlinkIn({ namespace, protocol: netfilter }, (exchange) =>
    readFlow(node.name, flow, (set) => readSet(exchange, { family: tableFamily(node), table: ledgerTable }, set)),
  );

/** Before the third timeout a silence proves nothing by itself (evidence/stalls/stall-cause.ts). */
const queuesMatterFrom = 3;

/** NETLINK_NETFILTER */
const netfilter = 12;
