import type { NodeView } from '../lab/node-view.ts';

/** Whether a service of the node has the port of DNS. */
export const answersDns = ({ services = [] }: Pick<NodeView, 'services'>): boolean =>
  services.some(({ listens }) => listens.some(({ protocol, port }) => protocol === 'udp' && port === 53));
