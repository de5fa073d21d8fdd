import type { PtbCount } from '../ledger/ledger.ts';
import type { FlowDirection } from './flow-reading.ts';
import { countPtbs } from './flow-ptbs.ts';
import type { FlowPtb } from './flow-ptbs.ts';
import { ptbText } from './packet-counts-text.ts';

/** The nodes that made the messages, what they quote, then the nodes that did not pass all of them on, then the sender. */
export const ptbEvidence = (ptbs: readonly FlowPtb[], flow: FlowDirection): readonly string[] => {
  const nodes = [...new Set(ptbs.map(({ node }) => node))];
  const arrived = countPtbs(ptbs, flow.from, 'arrived');
  return [
    ...madeTexts(ptbs, flow),
    ...quoteTexts(ptbs, flow),
    ...nodes.filter((node) => node !== flow.from).flatMap((node) => ptbsAtNode(node, ptbs, flow)),
    ...nodes.flatMap((node) => hooksAtNode(node, ptbs)),
    arrived === 0 ? `${flow.from} received none of them` : `${flow.from} received ${arrived} and accepted none`,
  ];
};

/** `transit sent 3 Packet Too Big (MTU 1500) for 80→20001`, for each node that made some and each MTU. */
export const madeTexts = (ptbs: readonly FlowPtb[], flow: FlowDirection): readonly string[] =>
  [...new Set(ptbs.map(({ node }) => node))].flatMap((node) => madeAtNode(node, ptbs, flow));

const madeAtNode = (node: string, ptbs: readonly FlowPtb[], flow: FlowDirection): readonly string[] => {
  const made = ptbs.filter((ptb) => ptb.node === node && ptb.hook === 'made');
  const verb = countPtbs(ptbs, node, 'left') < countPtbs(ptbs, node, 'made') ? 'generated' : 'sent';
  const reportedIn = ({ mtu, reported = mtu }: FlowPtb): number => reported;
  return [...new Set(made.map(reportedIn))].map((mtu) => {
    const packets = made.filter((ptb) => reportedIn(ptb) === mtu).reduce((sum, ptb) => sum + ptb.packets, 0);
    return `${node} ${verb} ${ptbText(packets, mtu, flow)}`;
  });
};

/** What the messages quote, where it is not the packet as the sender sent it. */
export const quoteTexts = (ptbs: readonly FlowPtb[], flow: FlowDirection): readonly string[] => {
  const texts = ptbs.flatMap(({ match, header, quoted, from }) => {
    const sentBy = from ? `, sent by ${from},` : '';
    const tunnel = quoted[0]!;
    return [
      ...(header.outerBytes > 0
        ? [
            `the messages${sentBy} quote a packet from ${tunnel.sourceAddress} to ${tunnel.destinationAddress} that carries this flow and ${header.outerBytes} bytes of other headers`,
          ]
        : []),
      ...(match === 'rewritten'
        ? [
            `the messages${sentBy} quote a packet from ${header.sourceAddress} to ${header.destinationAddress}; the socket of ${flow.from} sends from ${flow.sourceAddress} to ${flow.destinationAddress}`,
          ]
        : []),
    ];
  });
  return [...new Set(texts)];
};

/** Empty for a node that passed all of them on. */
const ptbsAtNode = (node: string, ptbs: readonly PtbCount[], { from }: FlowDirection): readonly string[] => {
  const [made, arrived, taken] = [
    countPtbs(ptbs, node, 'made'),
    countPtbs(ptbs, node, 'arrived'),
    countPtbs(ptbs, node, 'taken'),
  ];
  const passed = countPtbs(ptbs, node, 'left') + taken;
  const passedText = passed === 0 ? 'none' : `only ${passed}`;
  if (made + arrived <= passed) return taken > 0 ? [`${taken} of them went to ${node} instead of ${from}`] : [];
  return [made > 0 ? `${passedText} of them left ${node}` : `${node} received ${arrived} and forwarded ${passedText}`];
};

/** Where netfilter counted something else than a capture, which sees a message before the first hook and after the last. */
const hooksAtNode = (node: string, ptbs: readonly PtbCount[]): readonly string[] => {
  if (!ptbs.some((ptb) => ptb.node === node && ptb.from !== undefined)) return [];
  const [arrived, first] = [countPtbs(ptbs, node, 'arrived'), countPtbs(ptbs, node, 'first-hook')];
  const [left, last] = [countPtbs(ptbs, node, 'left'), countPtbs(ptbs, node, 'last-hook')];
  return [
    ...(arrived > first
      ? [`${node}: a capture shows that ${arrived} arrived, and the first hook of netfilter counted ${first}`]
      : []),
    ...(left < last
      ? [`${node}: the last hook of netfilter counted ${last}, and a capture shows that ${left} left`]
      : []),
  ];
};
