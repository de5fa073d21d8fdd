import type { Family } from '../../evidence/family.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import type { NodeView } from '../lab/node-view.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { httpPort } from '../lab/http-port.ts';
import { commandInNode, familyFlag, ipCommand } from '../lab/shell-text.ts';
import { inMs } from '../language/amount.ts';

type Nodes = ReadonlyMap<string, NodeView>;

/** A transfer with curl in place of the engine's own sockets; it shows the same wire, but a port that the kernel picks. */
export const curlCommand = (
  { from, to, leg, flows = 1, for: time }: BulkTransfer,
  nodes: Nodes,
  family: Family,
  { argv, path, body }: { argv: readonly string[]; path: string; body?: number },
): string => {
  const seconds = Math.ceil(inMs(time ?? '5s') / 1000);
  // A socket that is bound to a port alone is looked up without its address first, and may begin on another leg.
  const bound = ['--interface', nodes.get(from)!.address[family], '--local-port', steeringPort];
  const steered = leg === undefined ? [] : bound;
  const options = [familyFlag(family), '-s', '-m', `${seconds}`, ...steered, ...argv];
  const line = commandInNode(from, ['curl', ...options, `http://${host(to, nodes, family)}${path}`]);
  const fed = body === undefined ? line : `head -c ${body} /dev/zero | ${line}`;
  const typed = leg === undefined ? fed : steer({ from, to, leg }, nodes, family, fed);
  return flows === 1 ? typed : `for flow in $(seq ${flows}); do ${typed} & done; wait`;
};

/** The sender's sockets towards the other end, with segment size, backoff and what is not acknowledged. */
export const socketsCommand = (sender: string, receiver: string, nodes: Nodes, family: Family): string => {
  const address = nodes.get(receiver)!.address[family];
  return commandInNode(sender, ['ss', '-tinm', 'dst', family === 'ipv6' ? `[${address}]` : address]);
};

/** The route that the sender's kernel takes for this pair, with what it has learned of the path MTU. */
export const routeCommand = (sender: string, receiver: string, nodes: Nodes, family: Family): string =>
  ipCommand(sender, [familyFlag(family), ...lookup(sender, receiver, nodes, family)]);

/** Ports above the kernel's own range (ip_local_port_range ends at 60999) are free for a search by hand. */
const steer = (
  { from, to, leg }: { from: string; to: string; leg: string },
  nodes: Nodes,
  family: Family,
  line: string,
): string => {
  const route = ipCommand(from, [familyFlag(family), ...lookup(from, to, nodes, family), 'ipproto', 'tcp', 'sport']);
  const device = nodes.get(from)!.interfaces.find(({ peer }) => peer === leg)?.name ?? `to-${leg}`;
  const found = `${route} $port dport ${servingPort(to, nodes)} | grep -q ${shellQuote(`dev ${device} `)} && break`;
  return `for port in $(seq 61000 61999); do ${found}; done; ${line.replace(shellQuote(steeringPort), '"$port"')}`;
};

const steeringPort = '$port';

const lookup = (from: string, to: string, nodes: Nodes, family: Family): readonly string[] => [
  ...['route', 'get', nodes.get(to)!.address[family]],
  ...['from', nodes.get(from)!.address[family]],
];

const host = (node: string, nodes: Nodes, family: Family): string => {
  const address = nodes.get(node)!.address[family];
  const port = servingPort(node, nodes);
  return `${family === 'ipv6' ? `[${address}]` : address}${port === httpPort ? '' : `:${port}`}`;
};

const servingPort = (node: string, nodes: Nodes): number => nodes.get(node)!.serves ?? httpPort;
