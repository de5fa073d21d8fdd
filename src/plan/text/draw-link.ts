import type { PlannedNode } from '../model/plan.ts';

/** A link with its MTU in bytes, or with both if its ends differ. */
export const drawLink = (node: PlannedNode, peer: PlannedNode): string => `──${mtuText(node, peer)}──`;

/** The MTU of a link in bytes, or those of both ends if they differ. */
export const mtuText = (node: PlannedNode, peer: PlannedNode): string => {
  const mtuTowards = ({ interfaces }: PlannedNode, { name }: PlannedNode) =>
    interfaces.find((view) => view.peer === name)!.mtu;
  return mtusText(mtuTowards(node, peer), mtuTowards(peer, node));
};

/** One MTU for a link whose ends have the same, else both. */
export const mtusText = (near: number, far: number): string => (near === far ? `${near}` : `${near}/${far}`);
