import { familyNames } from '../../evidence/family.ts';
import type { PlannedInterface, PlannedNode } from '../model/plan.ts';

/** A link with its MTU in bytes, or with both if its ends differ. */
export const drawLink = (node: PlannedNode, peer: PlannedNode): string => `──${mtuText(node, peer)}──`;

/** The MTU of a link in bytes, or those of both ends if they differ, and its families where it carries fewer than its nodes have. */
export const mtuText = (node: PlannedNode, peer: PlannedNode): string => {
  const [near, far] = [interfaceTowards(node, peer), interfaceTowards(peer, node)];
  return mtusText(near.mtu, far.mtu) + onlyFamilies(node, peer);
};

/** ` IPv4`, for a link that carries fewer families than both of its nodes have. */
export const onlyFamilies = (node: PlannedNode, peer: PlannedNode, view = interfaceTowards(node, peer)): string => {
  if (node.bridges) return peer.bridges ? '' : onlyFamilies(peer, node);
  const common = node.families.filter((family) => peer.bridges || peer.families.includes(family));
  const { families: carried = common } = view;
  return carried.length < common.length ? ` ${carried.map((family) => familyNames[family]).join(' and ')}` : '';
};

const interfaceTowards = ({ interfaces }: PlannedNode, { name }: PlannedNode): PlannedInterface =>
  interfaces.find((view) => view.peer === name)!;

/** One MTU for a link whose ends have the same, else both. */
export const mtusText = (near: number, far: number): string => (near === far ? `${near}` : `${near}/${far}`);
