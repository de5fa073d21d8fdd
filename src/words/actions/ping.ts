import type { Family } from '../../evidence/family.ts';
import { pingOutcomes } from '../facts/facts.ts';
import type { PingReply } from '../facts/facts.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Typed } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { inBytes } from '../language/amount.ts';
import { commandInNode, familyFlag } from '../lab/shell-text.ts';
import { bytes, fields, flag, maybe, named, whole } from '../language/shape.ts';

const shape = fields('an ICMP echo', {
  from: named('node', 'the node that asks'),
  to: named('node', 'the node that answers'),
  bytes: bytes('length of the ICMP payload, as in ping -s: 48 more over IPv6 and 28 over IPv4 make the packet'),
  count: maybe(whole('how many requests are sent', 1, 100), 1),
  df: maybe(flag('whether the packet may not be fragmented, not even by its sender'), true),
});

type Settings = Typed<typeof shape>;

/** The real ping: its error lines are what people know, and its exception lands where that of any raw socket lands. */
export const ping: Action<Settings> = {
  about: 'Asks a node for an ICMP echo; a large one may teach the asking node a path MTU.',
  shape,
  example: { from: 'client', to: 'server', bytes: 8000 },
  needs: ['ping'],
  learns: ['reply'],
  outcomes: pingOutcomes,
  perform: async (lab, settings, { family, signal }) => {
    const { stdout, stderr } = await lab.run(settings.from, argv(settings, lab.nodes, family), signal);
    return { reply: readPing(stdout, stderr) };
  },
  byHand: (settings, nodes, family) => [commandInNode(settings.from, argv(settings, nodes, family))],
  nodes: ({ from, to }) => [from, to],
};

/** What iputils' ping says in English (LC_ALL=C is the engine's own); throws when it says none of what is known. */
export const readPing = (stdout: string, stderr: string): PingReply => {
  const said = `${stdout}\n${stderr}`;
  const router = said.match(/Packet too big: mtu[:=] ?(\d+)|Frag needed and DF set \(mtu = (\d+)\)/);
  const local = said.match(/message too long, mtu[:=] ?(\d+)/);
  const [, sent, received] = said.match(/(\d+) packets transmitted, (\d+) received/) ?? [];
  if (Number(received) > 0) return { word: 'answered' };
  if (router) return { word: 'too-big', mtu: Number(router[1] ?? router[2]), from: 'router' };
  if (local) return { word: 'too-big', mtu: Number(local[1]), from: 'local' };
  if (/unreachable/i.test(said)) return { word: 'unreachable' };
  if (sent === undefined) throw new Error(`ping did not say what happened: ${said.trim()}`);
  return { word: 'lost' };
};

const argv = (
  { to, bytes, count = 1, df = true }: Settings,
  nodes: ReadonlyMap<string, NodeView>,
  family: Family,
): readonly string[] => [
  ...['ping', familyFlag(family), '-n', '-M', df ? 'do' : 'dont', '-s', `${inBytes(bytes)}`],
  ...['-c', `${count}`, '-i', '0.2', '-W', '1'],
  nodes.get(to)!.address[family],
];
