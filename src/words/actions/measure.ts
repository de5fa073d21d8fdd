import type { FactOf } from '../facts/facts.ts';
import type { Lab, LabCapture } from '../lab/lab.ts';
import type { InterfaceView, NodeView, NodeViews } from '../lab/node-view.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { boolean, fields, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { parseTrafficTable, tableName, trafficTable } from './traffic-table.ts';
import { withSecondOpinion } from './second-opinion.ts';
import type { CountedPackets } from './traffic-table.ts';

const shape = fields('a measurement of traffic', {
  at: reference(
    'place',
    'NODE:to-PEER, or a node with one link. The first measurement starts to count; each later one is about what has passed since the one before',
  ),
  netflow: optional(
    boolean(
      'a second opinion from here to the next measurement at this place: softflowd, nfcapd and nfdump count the same packets, and have to agree',
    ),
    false,
  ),
});

type Settings = ValueOf<typeof shape>;

/**
 * Steps of both families run at the same time, and clients run alone, so that a share is one of several steps: what counts stays from one
 * measurement to the next, in an nft table of its own with sets that the packets fill.
 */
export const measure: Action<Settings> = {
  about:
    'Measures how many bytes of IP packets passed a place since the previous measurement there, by family, host, peer and port.',
  shape,
  example: { at: 'edge:to-transit' },
  needs: ['nft'],
  needsFor: ({ netflow }) => (netflow ? ['netflow'] : []),
  learns: ['traffic'],
  once: true,
  choosesFamily: true,
  perform: async (lab, { at, netflow }, { signal }) => {
    const { node, view } = interfaceAt(lab.nodes, at);
    const earlier = countedBefore(lab).get(view.place);
    if (!earlier) await nft(lab, node, [trafficTable(view.name)], signal);
    const captured = await earlier?.capture?.stop();
    const counted = earlier ? parseTrafficTable(await nft(lab, node, listing(view), signal)) : [];
    const capture = netflow ? await lab.capture({ places: [view.place] }, signal) : undefined;
    countedBefore(lab).set(view.place, { counted, ...(capture && { capture }) });
    if (!earlier) return {};
    const traffic = trafficAt(view.place, { before: earlier.counted, counted }, lab.nodes);
    if (!captured) return { traffic };
    const { countByNetflow } = await import('./count-by-netflow.ts');
    return { traffic: withSecondOpinion(traffic, await countByNetflow(lab, node.name, captured.frames, signal)) };
  },
  byHand: ({ at }, nodes) => {
    const { node, view } = interfaceAt(nodes, at);
    return [commandInNode(node.name, ['nft', ...listing(view)])];
  },
  nodes: ({ at }) => [at.split(':')[0]!],
};

const listing = ({ name }: InterfaceView): readonly string[] => ['-j', 'list', 'table', 'inet', tableName(name)];

/** The last measurement at each place of a lab. */
const countedBefore = ({ nodes }: Pick<Lab, 'nodes'>): Map<string, Measurement> => {
  const known = measured.get(nodes) ?? new Map<string, Measurement>();
  measured.set(nodes, known);
  return known;
};

interface Measurement {
  readonly counted: readonly CountedPackets[];
  /** The packets from then on, for a second opinion. */
  readonly capture?: LabCapture;
}

const measured = new WeakMap<NodeViews, Map<string, Measurement>>();

const interfaceAt = (nodes: NodeViews, at: string): { readonly node: NodeView; readonly view: InterfaceView } => {
  const node = nodes.get(at.split(':')[0]!)!;
  const views = node.interfaces.filter(({ place }) => place === at || at === node.name);
  if (node.bridges)
    throw new Error(`${at} belongs to a switch, which counts no IP packets; measure at a node beside it`);
  if (views.length !== 1)
    throw new Error(`${at} has ${views.length} links; measure at one of ${views.map(({ place }) => place).join(', ')}`);
  return { node, view: views[0]! };
};

const nft = async (lab: Lab, { name }: NodeView, args: readonly string[], signal: AbortSignal): Promise<string> => {
  const { stdout, stderr, code } = await lab.run(name, ['nft', ...args], signal);
  if (code !== 0) throw new Error(`nft in ${name} failed: ${stderr.trim()}`);
  return stdout;
};

interface Counts {
  readonly before: readonly CountedPackets[];
  readonly counted: readonly CountedPackets[];
}

/** Returns what was added to the counts, with one row for all connections of a host to the same service of a peer. */
export const trafficAt = (place: string, { before, counted }: Counts, nodes: NodeViews): FactOf<'traffic'> => {
  const earlier = new Map(before.map((entry) => [keyOf(entry), entry.bytes]));
  const names = nodesByAddress(nodes);
  const hasIpv6 = (name: string): boolean => nodes.get(name)?.families.includes('ipv6') ?? false;
  const rows = new Map<string, FactOf<'traffic'>['rows'][number]>();
  for (const entry of counted) {
    const bytes = entry.bytes - (earlier.get(keyOf(entry)) ?? 0);
    if (bytes < 0) throw new Error(`the counts at ${place} were reset since the previous measurement`);
    if (bytes === 0) continue;
    const { family, direction, protocol, ports } = entry;
    const [source, destination] = [entry.source, entry.destination].map((address) => names.get(address) ?? address);
    const [host, peer] = direction === 'out' ? [source!, destination!] : [destination!, source!];
    const port = ports && Math.min(...ports);
    const key = [family, host, peer, protocol, port].join(' ');
    const { sent = 0, received = 0 } = rows.get(key) ?? {};
    rows.set(key, {
      ...{ family, host, peer, protocol, ...(port !== undefined && { port }) },
      sent: sent + (direction === 'out' ? bytes : 0),
      received: received + (direction === 'in' ? bytes : 0),
      couldUseIpv6: hasIpv6(host) && hasIpv6(peer),
    });
  }
  return { place, rows: [...rows.values()].sort((a, b) => b.sent + b.received - (a.sent + a.received)) };
};

const keyOf = ({ family, direction, source, destination, protocol, ports = [0, 0] }: CountedPackets): string =>
  [family, direction, source, destination, protocol, ...ports].join(' ');
