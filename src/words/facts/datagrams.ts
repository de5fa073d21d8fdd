import type { DatagramExchange } from '../lab/datagrams.ts';
import type { Fact } from './fact.ts';
import { countLines, formatError, formatOutcomes } from './format-datagrams.ts';

/** What the socket of each source port saw of its datagrams; an offender is a node where the address belongs to one. */
export const datagrams: Fact<readonly DatagramExchange[]> = {
  format: (exchanges) => [
    ...exchanges.map((exchange) => {
      const port = exchanges.length > 1 ? `port ${exchange.ports.client}: ` : '';
      return `${port}${formatOutcomes(exchange.outcomes)}${formatPmtu(exchange)}`;
    }),
    ...countLines(exchanges.flatMap(({ errors }) => errors.map(formatError))),
  ],
  figures: (exchanges) => [
    { name: 'datagrams', value: exchanges.map(({ outcomes }) => formatOutcomes(outcomes)).join('; ') },
    ...exchanges.flatMap(({ pmtu }) =>
      pmtu === null ? [] : [{ name: 'path MTU of the socket', value: pmtu, unit: 'bytes' } as const],
    ),
  ],
};

const formatPmtu = ({ pmtu }: DatagramExchange): string => (pmtu === null ? '' : `, path MTU of the socket ${pmtu}`);
