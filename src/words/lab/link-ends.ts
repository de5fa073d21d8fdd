import type { LinkEnd } from '../../evidence/stalls/flow-reading.ts';
import type { NodeView } from './node-view.ts';
import { otherEnd } from './node-view.ts';

/** Returns both ends of every link, each with the interface at the other end. */
export const linkEndsOf = (nodes: ReadonlyMap<string, NodeView>): readonly LinkEnd[] =>
  [...nodes.values()].flatMap(({ name: node, interfaces, bridges }) =>
    interfaces.map((view) => ({
      ...{ node, interface: view.name, place: view.place, peer: view.peer },
      peerInterface: otherEnd(nodes, node, view)?.name ?? '',
      ...(bridges && { isBridge: bridges }),
      ...(view.tunnel && { isTunnel: view.tunnel }),
      ...(view.encrypts && { isEncrypted: view.encrypts }),
    })),
  );
