import type { Family } from '../../evidence/family.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import { addressOf, destinationOf, holderNames, serviceAt } from '../lab/destination.ts';
import type { NodeViews } from '../lab/node-view.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { httpPort } from '../lab/http-port.ts';
import { commandInNode, familyFlag, ipCommand } from '../lab/shell-text.ts';
import { inMs } from '../language/amount.ts';
import { portFor } from './source-port.ts';

type Nodes = NodeViews;

/** A transfer with curl instead of the engine's sockets: the same packets on the wire, but from a port that the kernel chooses. */
export const curlCommand = (
  { from, to, leg, port, flows = 1, for: time }: BulkTransfer,
  nodes: Nodes,
  family: Family,
  { argv, path, scheme = 'http', input }: CurlRequest,
): string => {
  const seconds = Math.ceil(inMs(time ?? '5s') / 1000);
  // A socket bound to a port only is first routed without its address, perhaps over another leg.
  const bound = ['--interface', nodes.get(from)!.address[family], '--local-port', portVariable];
  const given = portFor(port, family);
  const local = typeof given === 'number' ? ['--local-port', `${given}`] : leg === undefined ? [] : bound;
  const options = [familyFlag(family), '-s', '-m', `${seconds}`, ...local, ...argv];
  const curl = commandInNode(from, ['curl', ...options, `${scheme}://${urlHost(to, nodes, family)}${path}`]);
  const withInput = input === undefined ? curl : `${input} | ${curl}`;
  const one = leg === undefined ? withInput : steer({ from, to, leg }, nodes, family, withInput);
  return flows === 1 ? one : `for flow in $(seq ${flows}); do ${one} & done; wait`;
};

interface CurlRequest {
  readonly argv: readonly string[];
  readonly path: string;
  /** `telnet` passes its input and its output on without any framing. */
  readonly scheme?: 'http' | 'telnet';
  /** A command whose output curl reads. */
  readonly input?: string;
}

/** Shows the sender's sockets towards the receiver, with segment size, backoff and unacknowledged bytes; those of every node that may send. */
export const socketsCommands = (sender: string, receiver: string, nodes: Nodes, family: Family): readonly string[] =>
  sendingNodes(nodes, sender).map((node) => {
    const own = familyAt(node, nodes, family);
    const address = addressOf(nodes, receiver, own);
    return commandInNode(node, ['ss', '-tinm', 'dst', own === 'ipv6' ? `[${address}]` : address]);
  });

/** The family of a flow at one of its ends, where a translator may be between them. */
const familyAt = (node: string, nodes: Nodes, family: Family): Family => {
  const { families } = nodes.get(node)!;
  return families.includes(family) ? family : (families[0] ?? family);
};

/** Shows the route of the sender's kernel to the receiver, with the path MTU that it has learned; that of every node that may send. */
export const routeCommands = (sender: string, receiver: string, nodes: Nodes, family: Family): readonly string[] =>
  sendingNodes(nodes, sender).map((node) => {
    const from = destinationOf(nodes, sender)!.isShared ? sender : node;
    const own = familyAt(node, nodes, family);
    return ipCommand(node, [familyFlag(own), ...routeGet(from, receiver, nodes, own)]);
  });

/** A port that a node publishes leads to the node that sends. */
const sendingNodes = (nodes: Nodes, name: string): readonly string[] => {
  const isPublished = nodes.get(name)?.publishes !== undefined;
  return isPublished ? (serviceAt(nodes, name, 'http')?.servers ?? [name]) : holderNames(nodes, name);
};

/** Searches a source port for the leg above the kernel's own range (ip_local_port_range ends at 60999). */
const steer = (
  { from, to, leg }: { from: string; to: string; leg: string },
  nodes: Nodes,
  family: Family,
  line: string,
): string => {
  const route = ipCommand(from, [familyFlag(family), ...routeGet(from, to, nodes, family), 'ipproto', 'tcp', 'sport']);
  const device = nodes.get(from)!.interfaces.find(({ peer }) => peer === leg)?.name ?? `to-${leg}`;
  const search = `${route} $port dport ${serverPort(to, nodes)} | grep -q ${shellQuote(`dev ${device} `)} && break`;
  return `for port in $(seq 61000 61999); do ${search}; done; ${line.replace(shellQuote(portVariable), '"$port"')}`;
};

const portVariable = '$port';

const routeGet = (from: string, to: string, nodes: Nodes, family: Family): readonly string[] => [
  ...['route', 'get', addressOf(nodes, to, family)],
  ...['from', addressOf(nodes, from, family)],
];

const urlHost = (node: string, nodes: Nodes, family: Family): string => {
  const address = addressOf(nodes, node, family);
  const port = serverPort(node, nodes);
  return `${family === 'ipv6' ? `[${address}]` : address}${port === httpPort ? '' : `:${port}`}`;
};

const serverPort = (node: string, nodes: Nodes): number => serviceAt(nodes, node, 'http')?.port ?? httpPort;
