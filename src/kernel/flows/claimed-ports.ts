import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { MachineError } from '../system/machine-error.ts';

/** A source port as the evidence has it: the sets of nft, quoted packets and sockets distinguish family and protocol. */
export interface FlowPort {
  readonly family: Family;
  /** TCP by default. */
  readonly protocol?: 'tcp' | 'udp' | undefined;
  readonly port: number;
}

/** Where a connection leads. */
export interface RemoteEnd {
  readonly address: string;
  readonly port: number;
}

/** The source ports that the flows of a lab have, or had; each is granted once, since the evidence of two flows with one would be mixed. */
export class ClaimedPorts {
  /** Where the flow of a source port leads, as far as it is known. */
  readonly #sources = new Map<string, RemoteEnd | undefined>();
  /** Destination ports of translated segments, by their source port. */
  readonly #segments = new Map<string, Set<number>>();
  readonly #numbers = new Set<number>();

  /** Whether a flow of this lab has sent from a source port. */
  has(source: FlowPort): boolean {
    return this.#sources.has(keyOf(source));
  }

  /** Whether a flow of this lab may have had a connection from a source port to there; an unknown end is the same as any. */
  mayConnect(source: FlowPort, to: RemoteEnd | undefined): boolean {
    const known = this.#sources.get(keyOf(source));
    return this.has(source) && (!known || !to || (known.address === to.address && known.port === to.port));
  }

  /** Whether no flow of this lab has had a port with this number, over any family and protocol. */
  isFresh(port: number): boolean {
    return !this.#numbers.has(port);
  }

  /** Marks a source port as used and returns its number; throws a MachineError when a flow of this lab has it, or had it before. */
  claim(source: FlowPort, to?: RemoteEnd): number {
    const key = keyOf(source);
    if (this.#sources.has(key) || this.#segments.has(key)) throw taken(source);
    this.#sources.set(key, to);
    this.#numbers.add(source.port);
    return source.port;
  }

  /** Reserves the ports that address translation gave to a TCP flow; false when a flow of this lab has them, or had them before. */
  claimSegment({ family, source, destination }: FlowId): boolean {
    const key = keyOf({ family, port: source });
    const destinations = this.#segments.get(key) ?? new Set();
    if (this.#sources.has(key) || destinations.has(destination)) return false;
    this.#segments.set(key, destinations.add(destination));
    this.#numbers.add(source);
    return true;
  }
}

const keyOf = ({ family, protocol = 'tcp', port }: FlowPort): string => `${family} ${protocol} ${port}`;

const taken = ({ family, port }: FlowPort): MachineError =>
  new MachineError({
    what: `another flow of this lab has used source port ${port} over ${familyNames[family]}, and the nodes count packets by family and port: evidence of the two would be mixed`,
    remedy: 'give each flow of a family a port of its own below 20000; mtulab chooses ports from 20000 up',
  });
