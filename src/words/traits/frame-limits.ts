import { refusedChain as chainOf, refusedSet, refusedTable } from '../../evidence/ledger/set-names.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import { interfaceId, otherEnd } from '../lab/node-view.ts';
import type { InterfaceView, NodeView, NodeViews } from '../lab/node-view.ts';

/**
 * A network card sends no frame above its own MTU, but a veth only compares it with the MTU of the other end (is_skb_forwardable). So the
 * other end drops such frames at ingress, and counts them by flow, where it would accept them. Not at egress: that hook sees packets that
 * are not segmented yet, and a drop there looks like a closed window to TCP (measured).
 */
export const frameLimitCommands = (node: NodeView, nodes: NodeViews, traitOf: TraitOf): readonly NodeCommand[] =>
  node.interfaces.flatMap((view) => {
    const limit = frameLimit(node, view, { nodes, traitOf });
    return limit ? [{ in: node.name, nft: limitRules(view, limit), why: reason(view, limit) }] : [];
  });

/** The commands that adapt the limits of all links to changed traits: those that raise a limit come before the change, the others after it. */
export const frameLimitChanges = (
  nodes: NodeViews,
  { before, after }: { readonly before: TraitOf; readonly after: TraitOf },
): { readonly raised: readonly NodeCommand[]; readonly lowered: readonly NodeCommand[] } => {
  const changes = [...nodes.values()].flatMap((node) =>
    node.interfaces.flatMap((view) => {
      const was = frameLimit(node, view, { nodes, traitOf: before });
      const now = frameLimit(node, view, { nodes, traitOf: after });
      return was?.bytes === now?.bytes ? [] : [{ ...{ was, now }, command: changeCommand(node, view, { was, now }) }];
    }),
  );
  const isRaised = ({ was, now }: Limits): boolean => (now?.bytes ?? Infinity) > (was?.bytes ?? Infinity);
  const commands = (raised: boolean) =>
    changes.filter((change) => isRaised(change) === raised).map(({ command }) => command);
  return { raised: commands(true), lowered: commands(false) };
};

interface Limits {
  readonly was: FrameLimit | undefined;
  readonly now: FrameLimit | undefined;
}

const changeCommand = (node: NodeView, view: InterfaceView, { was, now }: Limits): NodeCommand => ({
  in: node.name,
  nft: [...(was ? removedRules(view) : []), ...(now ? [limitRules(view, now)] : [])].join('\n'),
  why: now ? reason(view, now) : `${view.name} drops no packets because of the MTU of the other end`,
});

type TraitOf = Lab['traitOf'];

interface FrameLimit {
  /** MTU of the sending interface. */
  readonly bytes: number;
  /** The sending interface: `NODE:to-PEER`. */
  readonly place: string;
}

/** The MTU of the other end, if this one accepts longer frames from it; a sender with segmentation offload hands over several frames as one. */
const frameLimit = (
  node: NodeView,
  view: InterfaceView,
  { nodes, traitOf }: { readonly nodes: NodeViews; readonly traitOf: TraitOf },
): FrameLimit | undefined => {
  const sender = nodes.get(view.peer)!;
  const other = otherEnd(nodes, node.name, view)!;
  if (view.tunnel) return undefined;
  const bytes = currentMtu(sender, other, traitOf);
  const isLimited = bytes < currentMtu(node, view, traitOf) && traitOf(sender.name, 'offloads') !== 'enabled';
  return isLimited ? { bytes, place: other.place } : undefined;
};

/** The MTU that the trait `mtu` sets, or that of the link. */
export const currentMtu = (
  node: Pick<NodeView, 'name'>,
  view: Pick<InterfaceView, 'place' | 'mtu'>,
  traitOf: TraitOf,
): number => {
  const set = traitOf(node.name, 'mtu') as Readonly<Record<string, number>> | undefined;
  return set?.[interfaceId(view)] ?? view.mtu;
};

/** A chain named after the interface; the length is that of the IP packet, without the Ethernet header. */
const limitRules = ({ name }: InterfaceView, { bytes, place }: FrameLimit): string => {
  const flow = 'meta protocol . iifname . tcp sport . tcp dport';
  return [
    `table netdev ${refusedTable} {`,
    ` set ${refusedSet} { typeof ${flow}; flags dynamic; counter; }`,
    ` chain ${chainOf(name)} {`,
    `  type filter hook ingress device "${name}" priority -500; policy accept;`,
    `  meta length > ${bytes} add @${refusedSet} { ${flow} }`,
    `  meta length > ${bytes} counter drop comment "longer than the MTU of ${place}"`,
    ' }',
    '}',
  ].join('\n');
};

const removedRules = ({ name }: InterfaceView): readonly string[] => [
  `flush chain netdev ${refusedTable} ${chainOf(name)}`,
  `delete chain netdev ${refusedTable} ${chainOf(name)}`,
];

const reason = ({ name }: InterfaceView, { bytes, place }: FrameLimit): string =>
  `${name} drops what ${place} cannot send: packets above its MTU of ${bytes}`;
