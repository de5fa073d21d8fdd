import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { byType, fields, integer, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';

const port = integer('source port', 1024, 65535);
const portPerFamily = fields('a port for each family', {
  ipv6: optional(port),
  ipv4: optional(port),
});

/** The shape of `port`: what the client's socket is bound to before it connects. */
export const sourcePort = byType(
  'source port of the flow, one that no other flow of the lab has used over the same family; mtulab chooses one from 20000 up by default',
  port,
  oneOf('the socket is not bound, as in most programs: the kernel chooses address and port when it connects', 'any'),
  portPerFamily,
);

/** The shape of `port` for datagrams, whose ports and those of TCP flows are not the same. */
export const datagramPort = byType(
  'source port of the datagrams, one that no other datagrams of the lab have used over the same family; a TCP flow may have the same. mtulab chooses one from 20000 up by default',
  port,
  portPerFamily,
);

export type SourcePort = ValueOf<typeof sourcePort>;
type DatagramPort = ValueOf<typeof datagramPort>;

/** Returns the port that a scenario gives for a family; undefined where it gives none. */
export const portFor = <Given extends SourcePort | DatagramPort>(
  given: Given | undefined,
  family: Family,
): Extract<Given, number | string> | number | undefined =>
  typeof given === 'object' ? given[family] : (given as Extract<Given, number | string> | undefined);

/** Returns why these settings cannot have this port in the families that run; undefined when they can. */
export const portConflict = (
  { port, leg, over, flows = 1 }: PortSettings,
  run: readonly Family[],
): string | undefined => {
  if (port === undefined) return undefined;
  if (leg !== undefined) return '`leg` needs a source port that mtulab chooses; remove `port` or `leg`';
  if (over !== undefined) return 'the kept connection has its source port already; remove `port` or `over`';
  if (port === 'any') return undefined;
  if (flows > 1) return `${flows} flows need as many source ports; remove \`port\`, or give any`;
  const missing = families.filter((family) => run.includes(family) && portFor(port, family) === undefined);
  return missing.length > 0
    ? `no source port for ${missing.join(' and ')}; give one for each family that runs`
    : undefined;
};

interface PortSettings {
  readonly port?: SourcePort;
  readonly leg?: string;
  readonly over?: string;
  readonly flows?: number;
}
