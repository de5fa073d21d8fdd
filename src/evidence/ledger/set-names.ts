import type { Family } from '../family.ts';
import type { PtbHook } from './ledger.ts';

/** The nft table of each node that contains its ledger: `table inet mtulab`, or `table bridge mtulab`. */
export const ledgerTable = 'mtulab';

/** The families of nft tables that mtulab makes. */
export type TableFamily = 'inet' | 'bridge' | 'netdev';

/** The nft table in which a node drops what the other end of a link cannot send: `table netdev mtulab-mtu`, a chain for each interface. */
export const refusedTable = 'mtulab-mtu';

/** The chain of the interface that such frames reach. */
export const refusedChain = (interfaceName: string): string => `ingress-${interfaceName}`;

/** Key `EtherType . iifname . tcp sport . tcp dport`: TCP packets above the MTU of the interface that should have sent them. */
export const refusedSet = 'refused';

/** The nft family of a node's ledger: frames that a bridge forwards never reach the IP hooks. */
export const tableFamily = ({ bridges }: { readonly bridges?: true }): 'inet' | 'bridge' =>
  bridges ? 'bridge' : 'inet';

/** Key `icmp(v6) mtu . quoted protocol . quoted addresses and ports`: the PTBs that were made, passed, left, arrived or were taken (RFC 4443 3.2, RFC 1191). */
export const ptbSet = (family: Family, hook: PtbHook): string => `ptb_${family}_${hook}`;

/** Key `EtherType . iifname|oifname . tcp sport . tcp dport . tcp option maxseg size`: SYNs by interface, `in` prerouting -450, `out` postrouting 400. */
export const synSet = (kind: 'syn' | 'syn-ack', direction: 'in' | 'out'): string =>
  `${kind === 'syn' ? 'syn' : 'synack'}_${direction}`;

/** Key `EtherType . iifname|oifname . tcp sport . tcp dport`: all other TCP packets; `large` is `meta length > 1280`, for IPv4 beside a translator 1260; same hooks as the SYNs. */
export const segmentSet = (size: 'large' | 'small', direction: 'in' | 'out'): string => `${size}_${direction}`;

/** Key `iifname|oifname . ip saddr . ip daddr`: IPv4 fragments; same hooks as the SYNs, before conntrack reassembles them. */
export const fragmentSet = (direction: 'in' | 'out'): string => `fragments_${direction}`;
